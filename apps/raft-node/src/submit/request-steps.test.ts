import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NotedSpan } from '../testing/noted-span.ts';
import { RequestSteps } from './request-steps.ts';

void test('the steps of a write follow each other, and all end before the request does', () => {
  const log: string[] = [];
  const steps = new RequestSteps(new NotedSpan('PUT', log));
  steps.begin('append');
  steps.appended();
  steps.committed();
  steps.applied();
  steps.begin('answer');
  steps.end(0);
  assert.deepEqual(log, [
    'begin append',
    'end append',
    'begin commit',
    'end commit',
    'begin apply',
    'end apply',
    'begin answer',
    'end answer',
    'end PUT 0',
  ]);
});

void test('a request that fails ends with the step that it had come to', () => {
  const log: string[] = [];
  const steps = new RequestSteps(new NotedSpan('RANGE', log));
  steps.begin('read index');
  steps.end(14);
  assert.deepEqual(log, ['begin read index', 'end read index', 'end RANGE 14']);
});

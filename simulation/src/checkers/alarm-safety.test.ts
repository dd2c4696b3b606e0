import assert from 'node:assert/strict';
import { test } from 'node:test';
import { etcdErrors } from '@cairn/api';
import type { Operation, OperationRequest, Outcome } from '@cairn/history';
import { AlarmKind } from '@cairn/replica';
import { AlarmSafety } from './alarm-safety.ts';

const noSpace = { memberId: 7n, kind: AlarmKind.noSpace };
const corrupt = { memberId: 7n, kind: AlarmKind.corrupt };
const put: OperationRequest = { type: 'put', key: 'a', value: '1', leaseId: 0n };
const remove: OperationRequest = { type: 'delete', key: 'a', rangeEnd: '' };
const read: OperationRequest = {
  type: 'range',
  key: 'a',
  rangeEnd: '',
  revision: 0,
  limit: 0,
  keysOnly: false,
  countOnly: false,
  serializable: false,
};
const conditional: OperationRequest = { type: 'txn', compares: [], success: [], failure: [put] };
const done: Outcome = { kind: 'ok', answer: { type: 'put', revision: 2 } };
const full: Outcome = { kind: 'failed', error: etcdErrors.noSpace.message };
const refused: Outcome = { kind: 'failed', error: etcdErrors.corrupt.message };

function operation(
  request: OperationRequest,
  [calledAt, returnedAt]: readonly [number, number],
  outcome: Outcome,
): Operation {
  return { id: 1, client: 'c', member: 'm1', calledAt, returnedAt, request, outcome };
}

/** Raised for certain from 200 to 300; it may have been from 100 to 400. */
function raisedOnce(alarm: typeof noSpace | typeof corrupt, membersRaise = false): AlarmSafety {
  const alarms = new AlarmSafety(membersRaise);
  alarms.raiseAsked(alarm, 100);
  alarms.seen(alarm, 200);
  alarms.liftAsked(alarm, 300);
  alarms.liftEnded(alarm, 400, true);
  return alarms;
}

const verdict = (alarms: AlarmSafety, one: Operation): string | undefined =>
  alarms.check([one])?.message;

test('an acknowledged put is a violation only if the alarm was raised all its time', () => {
  const alarms = raisedOnce(noSpace);
  assert.match(verdict(alarms, operation(put, [201, 299], done)) ?? '', /put was acknowledged/);
  assert.match(verdict(alarms, operation(conditional, [201, 299], done)) ?? '', /acknowledged/);
  for (const times of [
    [199, 250],
    [250, 301],
    [401, 500],
  ] as const) {
    assert.equal(verdict(alarms, operation(put, times, done)), undefined);
  }
  assert.equal(verdict(alarms, operation(remove, [201, 299], done)), undefined);
});

test('while members disagree no change may be acknowledged, and reads may', () => {
  const alarms = raisedOnce(corrupt);
  assert.match(verdict(alarms, operation(remove, [201, 299], done)) ?? '', /delete was acknowl/);
  assert.equal(verdict(alarms, operation(read, [201, 299], done)), undefined);
});

test('what makes room or reads is never refused for lack of space', () => {
  const alarms = raisedOnce(noSpace, true);
  for (const request of [remove, read, { type: 'compact', revision: 2 } as const]) {
    assert.match(verdict(alarms, operation(request, [201, 299], full)) ?? '', /lack of space/);
  }
});

test('a refusal needs an alarm of its kind that may be raised at the time', () => {
  const alarms = raisedOnce(noSpace);
  for (const times of [
    [50, 100],
    [250, 260],
    [400, 500],
  ] as const) {
    assert.equal(verdict(alarms, operation(put, times, full)), undefined);
  }
  for (const times of [
    [50, 99],
    [401, 500],
  ] as const) {
    assert.match(verdict(alarms, operation(put, times, full)) ?? '', /nobody raised/);
  }
  assert.match(verdict(alarms, operation(put, [250, 260], refused)) ?? '', /nobody raised/);
  const quota = raisedOnce(noSpace, true);
  assert.equal(verdict(quota, operation(put, [401, 500], full)), undefined);
});

test('nothing is certain about an alarm whose lift nobody answered', () => {
  const alarms = new AlarmSafety(false);
  alarms.raiseAsked(noSpace, 100);
  alarms.seen(noSpace, 200);
  alarms.liftAsked(noSpace, 300);
  alarms.liftEnded(noSpace, 400, false);
  alarms.seen(noSpace, 500);
  assert.equal(verdict(alarms, operation(put, [501, 600], done)), undefined);
  assert.equal(verdict(alarms, operation(put, [501, 600], full)), undefined);
  assert.match(verdict(alarms, operation(put, [201, 299], done)) ?? '', /acknowledged/);
});

test('an alarm that was lifted before it was seen may still come', () => {
  const alarms = new AlarmSafety(false);
  alarms.raiseAsked(noSpace, 100);
  alarms.liftAsked(noSpace, 200);
  alarms.liftEnded(noSpace, 300, true);
  assert.equal(verdict(alarms, operation(put, [400, 500], full)), undefined);
  assert.equal(alarms.certain, 0);
});

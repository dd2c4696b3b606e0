import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RequestRate } from './request-rate.ts';

function timed(perSecond: number): { rate: RequestRate; at: (ms: number) => void } {
  let now = 0;
  const rate = new RequestRate(perSecond, { nowMs: () => now });
  return { rate, at: (ms) => (now = ms) };
}

function admitted(rate: RequestRate, address: string, attempts: number): number {
  let count = 0;
  for (let i = 0; i < attempts; i++) if (rate.admits(address)) count += 1;
  return count;
}

void test('a connection may make a second of requests at once, and then as many as time brings', () => {
  const { rate, at } = timed(10);
  assert.equal(admitted(rate, 'a', 25), 10);
  at(100);
  assert.equal(admitted(rate, 'a', 25), 1);
  at(600);
  assert.equal(admitted(rate, 'a', 25), 5);
  at(60_000);
  assert.equal(admitted(rate, 'a', 25), 10);
});

void test('what one connection does costs another nothing', () => {
  const { rate } = timed(3);
  assert.equal(admitted(rate, 'a', 100), 3);
  assert.equal(admitted(rate, 'b', 100), 3);
});

void test('what is refused is not paid for later', () => {
  const { rate, at } = timed(1);
  assert.equal(admitted(rate, 'a', 1_000), 1);
  at(1_000);
  assert.equal(admitted(rate, 'a', 1_000), 1);
});

void test('connections that are idle are forgotten', () => {
  const { rate, at } = timed(2);
  for (let i = 0; i < 1_000; i++) rate.admits(`idle/${i}`);
  at(900);
  assert.equal(admitted(rate, 'busy', 2), 2);
  assert.equal(rate.size, 1_001);
  at(1_100);
  assert.equal(rate.admits('another'), true);
  assert.equal(rate.size, 2, 'the busy one has not filled up again');
});

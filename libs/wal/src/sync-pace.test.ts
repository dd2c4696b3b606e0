import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SyncPace } from './sync-pace.ts';

function after(pace: SyncPace, seconds: number, times: number): boolean {
  for (let i = 0; i < times; i++) pace.record(seconds);
  return pace.blocking;
}

test('syncs block the thread on a fast disk and leave it on a slow one', () => {
  assert.equal(after(new SyncPace(), 0.0001, 100), true);
  assert.equal(after(new SyncPace(), 0.005, 1), false);
});

test('one stall sends the syncs away, and a fast disk brings them back', () => {
  const pace = new SyncPace();
  after(pace, 0.0001, 100);
  assert.equal(after(pace, 0.03, 1), false);
  assert.equal(after(pace, 0.0001, 15), false);
  assert.equal(after(pace, 0.0001, 30), true);
});

test('a disk between the thresholds stays where it was', () => {
  const blocking = new SyncPace();
  after(blocking, 0.0002, 10);
  assert.equal(after(blocking, 0.0008, 100), true);
  const away = new SyncPace();
  after(away, 0.01, 10);
  assert.equal(after(away, 0.0008, 100), false);
});

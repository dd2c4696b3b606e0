import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { putEvent } from '../testing/records.ts';
import type { EventBatch } from './event-batch.ts';
import { RecentEvents } from './recent-events.ts';

function batch(firstRevision: number, lastRevision: number): EventBatch {
  const events = [];
  for (let revision = firstRevision; revision <= lastRevision; revision++) {
    events.push(putEvent(`k${revision}`, revision));
  }
  return {
    firstRevision,
    lastRevision,
    compactRevision: 0,
    events,
    isOmitted: false,
    isCompacted: false,
  };
}

const unlimited = 1_000_000;

test('events are read from any covered revision on', () => {
  const recent = new RecentEvents();
  assert.equal(recent.covers(1), false);
  recent.append(batch(5, 7));
  recent.append(batch(8, 8));
  recent.append(batch(9, 12));
  assert.equal(recent.covers(4), false);
  for (let from = 5; from <= 12; from++) {
    assert.equal(recent.covers(from), true);
    const { events, upToRevision } = recent.read(from, unlimited, unlimited);
    assert.deepEqual(
      events.map(({ revision }) => revision),
      Array.from({ length: 13 - from }, (_, index) => from + index),
    );
    assert.equal(upToRevision, 12);
  }
});

test('a read ends with a whole batch once it has enough', () => {
  const recent = new RecentEvents();
  recent.append(batch(1, 3));
  recent.append(batch(4, 6));
  recent.append(batch(7, 9));
  assert.deepEqual(recent.read(2, 3, unlimited).upToRevision, 6);
  assert.deepEqual(recent.read(2, unlimited, 1).upToRevision, 3);
});

test('above its limits the oldest batches go', () => {
  const recent = new RecentEvents({ countMax: 10, bytesMax: unlimited });
  for (let revision = 1; revision <= 4_000; revision += 2) {
    recent.append(batch(revision, revision + 1));
  }
  assert.equal(recent.covers(3_990), false);
  assert.equal(recent.covers(3_991), true);
  assert.equal(recent.read(3_991, unlimited, unlimited).events.length, 10);
});

test('nothing is covered after clearing, nor by a batch above the limit', () => {
  const recent = new RecentEvents({ countMax: 2, bytesMax: unlimited });
  recent.append(batch(1, 2));
  recent.clear();
  assert.equal(recent.covers(2), false);
  recent.append(batch(3, 8));
  assert.equal(recent.covers(8), false);
  recent.append(batch(9, 9));
  assert.equal(recent.covers(9), true);
});

test('batches that went are not held', () => {
  const recent = new RecentEvents({ countMax: 10, bytesMax: unlimited });
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const gone = (() => {
    const first = batch(1, 10);
    recent.append(first);
    return new WeakRef(first);
  })();
  recent.append(batch(11, 20));
  // In a turn of its own: a WeakRef that was just made holds its target until then.
  return new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
    collectGarbage();
    assert.equal(gone.deref(), undefined);
    assert.equal(recent.read(11, unlimited, unlimited).events.length, 10);
  });
});

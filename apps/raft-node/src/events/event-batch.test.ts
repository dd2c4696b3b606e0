import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StoreEvent } from '@cairn/mvcc';
import { cairn } from '@cairn/proto';
import { encodeBatches, encodeCompacted, encodeHeartbeat, encodeOmitted } from './event-batch.ts';

const position = { raftTerm: 3, compactRevision: 7 };

function event(mainRevision: number, size = 10, previous?: Uint8Array): StoreEvent {
  const record = new Uint8Array(size).fill(mainRevision);
  return { kind: 'put', mainRevision, subRevision: 0, record, previous };
}

function decode(bytes: Uint8Array): cairn.v1.EventBatch {
  return cairn.v1.EventBatch.decode(bytes);
}

function hex(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString('hex');
}

test('events of a few revisions are one batch with their stored bytes', () => {
  const deleted: StoreEvent = {
    kind: 'delete',
    mainRevision: 12,
    subRevision: 1,
    record: Uint8Array.of(1),
    previous: Uint8Array.of(2, 3),
  };
  const batches = encodeBatches([event(11), deleted], 10, 12, position);
  assert.equal(batches.length, 1);
  const [batch] = batches;
  assert.deepEqual([batch?.firstRevision, batch?.lastRevision], [10, 12]);
  const message = decode(batch?.bytes ?? new Uint8Array(0));
  assert.deepEqual(
    [
      message.first_revision,
      message.last_revision,
      message.raft_term,
      message.compact_revision,
    ].map(Number),
    [10, 12, 3, 7],
  );
  const [put, removed] = message.events as cairn.v1.WatchEvent[];
  assert.deepEqual([put?.type, hex(put?.kv), hex(put?.prev_kv)], [0, '0b'.repeat(10), '']);
  assert.deepEqual([removed?.type, hex(removed?.kv), hex(removed?.prev_kv)], [1, '01', '0203']);
});

test('large events are several batches that adjoin, and no revision is split', () => {
  const large = 300 * 1024;
  const events = [1, 1, 1, 2, 3, 4, 4, 4, 4].map((revision) => event(revision, large));
  const batches = encodeBatches(events, 1, 9, position);
  let next = 1;
  const revisions: number[][] = [];
  for (const { firstRevision, lastRevision, bytes } of batches) {
    assert.equal(firstRevision, next);
    next = lastRevision + 1;
    const message = decode(bytes);
    assert.deepEqual([message.first_revision, message.last_revision].map(Number), [
      firstRevision,
      lastRevision,
    ]);
    revisions.push((message.events as cairn.v1.WatchEvent[]).map(({ kv }) => kv[0] as number));
  }
  assert.equal(next, 10, 'the last one says that there is nothing up to the end');
  assert.deepEqual(revisions, [
    [1, 1, 1],
    [2, 3],
    [4, 4, 4, 4],
  ]);
});

test('revisions without events are said in one empty batch', () => {
  const [batch, ...more] = encodeBatches([], 5, 9, position);
  assert.equal(more.length, 0);
  assert.deepEqual([batch?.firstRevision, batch?.lastRevision], [5, 9]);
  assert.equal(decode(batch?.bytes ?? new Uint8Array(0)).events.length, 0);
});

test('a heartbeat, an omission and a compaction each look as the contract says', () => {
  const heartbeat = decode(encodeHeartbeat(9, position));
  assert.deepEqual([heartbeat.first_revision, heartbeat.last_revision].map(Number), [10, 9]);
  const [batch] = encodeBatches([event(4)], 4, 4, position);
  assert.ok(batch !== undefined);
  const omitted = decode(encodeOmitted(batch, position));
  assert.deepEqual(
    [omitted.omitted, Number(omitted.first_revision), omitted.events.length],
    [true, 4, 0],
  );
  const compacted = decode(encodeCompacted(position));
  assert.deepEqual([compacted.compacted, Number(compacted.compact_revision)], [true, 7]);
});

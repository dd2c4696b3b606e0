import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFields } from '../load/wire.ts';
import { readRevision } from './fields.ts';
import type { Connection } from './http2/connection.ts';
import { nextPut } from './slots.ts';
import { TxnSlot, txnMessage } from './txn-slot.ts';
import type { Schedule } from './unary-slot.ts';
import { Recorder } from './recorder.ts';
import { bytesField, intField } from '../load/wire.ts';

test('every put of a fill has the next key and a value as long as asked for', () => {
  const next = nextPut('keys/', 300);
  for (const expected of ['keys/00000000', 'keys/00000001', 'keys/00000002']) {
    const fields = readFields(next().subarray(5));
    assert.equal(String(fields.get(1)), expected);
    const value = fields.get(2);
    assert.ok(value instanceof Uint8Array && value.length === 300);
  }
});

/** A connection that notes what is sent. */
function recordingConnection(sent: Buffer[]): Connection {
  const connection = {
    open: () => {},
    send: (_call: unknown, bytes: Uint8Array) => sent.push(Buffer.from(bytes)),
  };
  return connection as unknown as Connection;
}

function txnAnswer(revision: number, hasSucceeded: boolean): Buffer {
  const header = bytesField(1, intField(3, revision));
  return Buffer.concat([header, ...(hasSucceeded ? [intField(2, 1)] : [])]);
}

test('every comparison names the revision of the answer before, however long it is', () => {
  const sent: Buffer[] = [];
  const slot = new TxnSlot(recordingConnection(sent), 'key', Buffer.from('value'));
  const schedule: Schedule = { recorder: new Recorder(20), onFree: () => {} };
  const revisions = [5, 6, 127, 128, 129, 16_383, 16_384, 16_385, 3_000_000];
  for (const revision of revisions) {
    slot.send(schedule, 0);
    const answer = txnAnswer(revision, true);
    slot.onMessage(answer, 0, answer.length);
    slot.onEnd(0, '');
  }
  const expected = [0, ...revisions.slice(0, -1)].map((revision) =>
    Buffer.from(txnMessage(Buffer.from('key'), Buffer.from('value'), revision)),
  );
  assert.deepEqual(
    sent.map((bytes) => bytes.subarray(5)),
    expected,
  );
  assert.doesNotThrow(() => schedule.recorder.percentilesMs([50]));
});

test('a comparison that failed is a wrong answer, although gRPC says OK', () => {
  const slot = new TxnSlot(recordingConnection([]), 'key', Buffer.from('value'));
  const recorder = new Recorder(1);
  slot.send({ recorder, onFree: () => {} }, 0);
  const answer = txnAnswer(7, false);
  slot.onMessage(answer, 0, answer.length);
  slot.onEnd(0, '');
  assert.throws(() => recorder.percentilesMs([50]), /the comparison failed/);
});

test('a revision is found behind identifiers of ten bytes', () => {
  const id = Buffer.from('08ffffffffffffffffff01', 'hex');
  const answer = bytesField(1, Buffer.concat([id, intField(3, 1_234_567)]));
  assert.equal(readRevision(answer, 0, answer.length), 1_234_567);
  assert.equal(readRevision(new Uint8Array(0), 0, 0), 0);
  assert.throws(() => readRevision(answer, 0, answer.length - 1), /longer than its message/);
});

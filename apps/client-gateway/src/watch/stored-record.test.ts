import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mvccpb } from '@cairn/proto';
import { record, tombstone } from '../testing/records.ts';
import { readRecord } from './stored-record.ts';

test('key and revision are read from the bytes of a record', () => {
  for (const modRevision of [1, 127, 128, 300_000, 2 ** 31, 2 ** 40, Number.MAX_SAFE_INTEGER]) {
    const bytes = record({ key: '\u00ff\0key', modRevision, value: 'v'.repeat(1_000) });
    assert.deepEqual(readRecord(bytes), { key: '\u00ff\0key', modRevision });
  }
  assert.deepEqual(readRecord(tombstone('gone', 9)), { key: 'gone', modRevision: 9 });
});

test('a record within a larger buffer is read from its own place', () => {
  const bytes = record({ key: 'k', modRevision: 5 });
  const larger = Buffer.concat([Buffer.from('before'), bytes, Buffer.from('after')]);
  assert.equal(readRecord(larger.subarray(6, 6 + bytes.length)).modRevision, 5);
});

test('a lease with all its bits does not confuse the reader', () => {
  const bytes = mvccpb.KeyValue.encode({
    key: Buffer.from('k'),
    lease: -1,
    mod_revision: 7,
  }).finish();
  assert.deepEqual(readRecord(bytes), { key: 'k', modRevision: 7 });
});

test('bytes that end within a field are refused', () => {
  const bytes = record({ key: 'key', modRevision: 5 });
  assert.throws(() => readRecord(bytes.subarray(0, 3)), /ends within a field/);
  assert.throws(() => readRecord(Uint8Array.of(0x80)), /ends within a field/);
  assert.throws(() => readRecord(Uint8Array.of(0x0b)), /wire type 3/);
});

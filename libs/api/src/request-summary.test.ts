import assert from 'node:assert/strict';
import { test } from 'node:test';
import { etcdserverpb } from '@cairn/proto';
import { summarizeRequest } from './request-summary.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);

void test('a range is told by its keys and by what makes it cheap or dear', () => {
  const request = etcdserverpb.RangeRequest.encode({
    key: bytes('a'),
    range_end: bytes('b'),
    limit: 5,
    revision: 7,
    serializable: true,
    count_only: true,
  }).finish();
  assert.deepEqual(summarizeRequest('/etcdserverpb.KV/Range', request), {
    key: 'a',
    rangeEnd: 'b',
    limit: 5,
    atRevision: 7,
    serializable: true,
    countOnly: true,
    requestBytes: request.length,
  });
});

void test('a transaction is told by its first key and its size', () => {
  const request = etcdserverpb.TxnRequest.encode({
    compare: [{ key: bytes('k') }],
    success: [{ request_put: { key: bytes('k'), value: bytes('secret') } }],
    failure: [],
  }).finish();
  assert.deepEqual(summarizeRequest('/etcdserverpb.KV/Txn', request), {
    key: 'k',
    compares: 1,
    successOperations: 1,
    failureOperations: 0,
    requestBytes: request.length,
  });
});

void test('a delete, a compaction', () => {
  const gone = etcdserverpb.DeleteRangeRequest.encode({ key: bytes('k') }).finish();
  assert.deepEqual(summarizeRequest('/etcdserverpb.KV/DeleteRange', gone), {
    key: 'k',
    requestBytes: gone.length,
  });
  const compaction = etcdserverpb.CompactionRequest.encode({ revision: 12 }).finish();
  assert.deepEqual(summarizeRequest('/etcdserverpb.KV/Compact', compaction), {
    atRevision: 12,
    requestBytes: compaction.length,
  });
});

void test('a long key is told by its beginning, and one that is no text in readable characters', () => {
  const long = etcdserverpb.DeleteRangeRequest.encode({ key: bytes('k'.repeat(1_000)) }).finish();
  const { key } = summarizeRequest('/etcdserverpb.KV/DeleteRange', long);
  assert.equal(key, `${'k'.repeat(256)}… (1000 bytes)`);
  const binary = etcdserverpb.DeleteRangeRequest.encode({ key: Uint8Array.of(255, 65) }).finish();
  assert.equal(summarizeRequest('/etcdserverpb.KV/DeleteRange', binary)['key'], '?A');
});

void test('what is not known or cannot be read is told by its size', () => {
  assert.deepEqual(summarizeRequest('/etcdserverpb.Auth/Authenticate', bytes('password')), {
    requestBytes: 8,
  });
  assert.deepEqual(summarizeRequest('/etcdserverpb.KV/Put', Uint8Array.of(10, 200)), {
    requestBytes: 2,
  });
});

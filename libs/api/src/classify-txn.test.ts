import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { etcdserverpb } from '@cairn/proto';
import { isTxnReadOnly, isTxnSerializable } from './classify-txn.ts';

type Operation = etcdserverpb.RequestOp.$Properties;

const key = Buffer.from('a');
const read: Operation = { request_range: { key } };
const localRead: Operation = { request_range: { key, serializable: true } };
const write: Operation = { request_put: { key } };
const nestedRead: Operation = { request_txn: { success: [localRead] } };

test('a transaction is read-only when both branches hold ranges and nothing else', () => {
  assert.equal(isTxnReadOnly({ compare: [{ key }] }), true);
  assert.equal(isTxnReadOnly({ success: [read, localRead], failure: [read] }), true);
  assert.equal(isTxnReadOnly({ success: [read], failure: [write] }), false);
  assert.equal(isTxnReadOnly({ success: [{ request_delete_range: { key } }] }), false);
  assert.equal(isTxnReadOnly({ success: [nestedRead] }), false);
});

test('a transaction is serializable when every range of both branches is', () => {
  assert.equal(isTxnSerializable({ compare: [{ key }] }), true);
  assert.equal(isTxnSerializable({ success: [localRead], failure: [localRead] }), true);
  assert.equal(isTxnSerializable({ success: [localRead], failure: [read] }), false);
  assert.equal(isTxnSerializable({ success: [write] }), false);
  assert.equal(isTxnSerializable({ success: [nestedRead] }), false);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GrpcCode } from '@cairn/proto';
import { etcdErrors } from './etcd-errors.ts';
import { statusText } from './status-text.ts';

test('no two errors have the same text, so that clients can tell them apart', () => {
  const messages = Object.values(etcdErrors).map((status) => status.message);
  assert.equal(new Set(messages).size, messages.length);
});

test('codes are those on the wire, where etcd declares others too', () => {
  assert.deepEqual(etcdErrors.tooManyRequests, {
    code: GrpcCode.unknown,
    message: 'etcdserver: too many requests',
  });
  assert.equal(etcdErrors.memberNotEnoughStarted.code, GrpcCode.unknown);
  assert.equal(etcdErrors.notCapable.code, GrpcCode.failedPrecondition);
  assert.equal(etcdErrors.noLeader.code, GrpcCode.unavailable);
  assert.equal(etcdErrors.compacted.code, GrpcCode.outOfRange);
});

test('the table cannot be changed by who reads it', () => {
  assert.ok(Object.isFrozen(etcdErrors.noLeader));
});

test('a status is printed as grpc-go prints it', () => {
  assert.equal(
    statusText(etcdErrors.permissionDenied),
    'rpc error: code = PermissionDenied desc = etcdserver: permission denied',
  );
  assert.equal(statusText({ code: 0, message: '' }), 'rpc error: code = OK desc = ');
  assert.equal(statusText({ code: 99, message: 'x' }), 'rpc error: code = Code(99) desc = x');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RequestFields } from './request-head.ts';
import { admitRequest } from './request-head.ts';

/** The fields of a usual request, with these in place of or beside them. */
function fieldsWith(changes: Readonly<Record<string, string>> = {}): RequestFields {
  return Object.entries({
    ':method': 'POST',
    ':path': '/etcdserverpb.KV/Range',
    'content-type': 'application/grpc',
    ...changes,
  });
}

test('a request needs neither te nor a timeout nor an encoding', () => {
  assert.deepEqual(admitRequest(fieldsWith()), {
    kind: 'admitted',
    head: { path: '/etcdserverpb.KV/Range', timeoutMs: undefined, messageEncoding: '' },
  });
});

test('subtypes and parameters of application/grpc are admitted', () => {
  for (const contentType of ['application/grpc+proto', 'application/grpc;charset=utf-8']) {
    assert.equal(admitRequest(fieldsWith({ 'content-type': contentType })).kind, 'admitted');
  }
});

test('another content type is answered with HTTP status 415', () => {
  for (const contentType of ['application/json', 'application/grpc-web', 'Application/GRPC', '']) {
    assert.deepEqual(admitRequest(fieldsWith({ 'content-type': contentType })), {
      kind: 'refused',
      refusal: {
        httpStatus: 415,
        code: 3,
        message: `invalid gRPC request content-type "${contentType}"`,
      },
    });
  }
});

test('a malformed timeout is answered with HTTP status 400', () => {
  const admission = admitRequest(fieldsWith({ 'grpc-timeout': '5x' }));
  assert.equal(admission.kind, 'refused');
  assert.equal(admission.kind === 'refused' && admission.refusal.httpStatus, 400);
});

test('a method other than POST is answered with HTTP status 405', () => {
  assert.deepEqual(admitRequest(fieldsWith({ ':method': 'GET' })), {
    kind: 'refused',
    refusal: {
      httpStatus: 405,
      code: 13,
      message: 'Received a HEADERS frame with :method "GET" which should be POST',
    },
  });
});

test('of a repeated field the first counts', () => {
  const admission = admitRequest([
    ...fieldsWith({ 'grpc-encoding': 'gzip' }),
    ...fieldsWith({
      ':path': '/second',
      'content-type': 'application/json',
      'grpc-encoding': 'br',
    }),
  ]);
  assert.deepEqual(admission, {
    kind: 'admitted',
    head: { path: '/etcdserverpb.KV/Range', timeoutMs: undefined, messageEncoding: 'gzip' },
  });
});

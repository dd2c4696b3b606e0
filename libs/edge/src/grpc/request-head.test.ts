import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RequestHeaders } from './request-head.ts';
import { admitRequest } from './request-head.ts';

const usual: RequestHeaders = {
  ':method': 'POST',
  ':path': '/etcdserverpb.KV/Range',
  'content-type': 'application/grpc',
};

test('a request needs neither te nor a timeout nor an encoding', () => {
  assert.deepEqual(admitRequest(usual), {
    kind: 'admitted',
    head: { path: '/etcdserverpb.KV/Range', timeoutMs: undefined, messageEncoding: '' },
  });
});

test('subtypes and parameters of application/grpc are admitted', () => {
  for (const contentType of ['application/grpc+proto', 'application/grpc;charset=utf-8']) {
    assert.equal(admitRequest({ ...usual, 'content-type': contentType }).kind, 'admitted');
  }
});

test('another content type is answered with HTTP status 415', () => {
  for (const contentType of ['application/json', 'application/grpc-web', 'Application/GRPC', '']) {
    assert.deepEqual(admitRequest({ ...usual, 'content-type': contentType }), {
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
  const admission = admitRequest({ ...usual, 'grpc-timeout': '5x' });
  assert.equal(admission.kind, 'refused');
  assert.equal(admission.kind === 'refused' && admission.refusal.httpStatus, 400);
});

test('a method other than POST is answered with HTTP status 405', () => {
  assert.deepEqual(admitRequest({ ...usual, ':method': 'GET' }), {
    kind: 'refused',
    refusal: {
      httpStatus: 405,
      code: 13,
      message: 'Received a HEADERS frame with :method "GET" which should be POST',
    },
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AssertionFailure } from '@cairn/core';
import { ServiceTable } from './service-table.ts';

const unary = new Map([['/etcdserverpb.KV/Range', () => undefined]]);
const stream = new Map([['/etcdserverpb.Watch/Watch', () => undefined]]);

test('paths lead to their handlers', () => {
  const table = new ServiceTable({ unary, stream });
  assert.equal(table.find('/etcdserverpb.KV/Range').kind, 'unary');
  assert.equal(table.find('/etcdserverpb.Watch/Watch').kind, 'stream');
});

test('an unknown path is explained in the words of grpc-go', () => {
  const table = new ServiceTable({ unary, stream });
  const explanations: Readonly<Record<string, string>> = {
    '/foo.Bar/Baz': 'unknown service foo.Bar',
    '/etcdserverpb.KV/Baz': 'unknown method Baz for service etcdserverpb.KV',
    '/etcdserverpb.KV/a/Range': 'unknown service etcdserverpb.KV/a',
    '/foo': 'malformed method name: "/foo"',
    '/': 'malformed method name: "/"',
  };
  for (const [path, message] of Object.entries(explanations)) {
    assert.deepEqual(table.find(path), { kind: 'unknown', message });
  }
});

test('a path registered as unary and as stream is a programming error', () => {
  const twice = new Map([['/etcdserverpb.KV/Range', () => undefined]]);
  assert.throws(() => new ServiceTable({ unary, stream: twice }), AssertionFailure);
});

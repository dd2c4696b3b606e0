import assert from 'node:assert/strict';
import { test } from 'node:test';
import { socketPath, splitHostPort } from './listen-address.ts';

void test('host and port are split, IPv6 in brackets included', () => {
  assert.deepEqual(splitHostPort('127.0.0.1:2379'), { host: '127.0.0.1', port: 2379 });
  assert.deepEqual(splitHostPort('[::1]:80'), { host: '::1', port: 80 });
  assert.deepEqual(splitHostPort(':80'), { host: '0.0.0.0', port: 80 });
  for (const bad of ['', 'host', 'host:', 'host:70000', '::1:80', 'host:8x']) {
    assert.throws(() => splitHostPort(bad), /is not an address/, bad);
  }
});

void test('both ways to write a Unix socket name the same file', () => {
  assert.equal(socketPath('unix:/run/x.sock'), '/run/x.sock');
  assert.equal(socketPath('unix:///run/x.sock'), '/run/x.sock');
  assert.equal(socketPath('unix:relative.sock'), 'relative.sock');
});

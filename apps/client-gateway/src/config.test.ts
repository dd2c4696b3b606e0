import assert from 'node:assert/strict';
import { test } from 'node:test';
import { definition, toListenAddress } from './config.ts';
import type { GatewayConfig } from './config.ts';
import { defaultConfig } from './testing/default-config.ts';

function mistakes(
  listenClientUrls: readonly string[],
  given: Partial<GatewayConfig> = {},
): readonly string[] {
  return definition.check({ ...defaultConfig(), ...given, listenClientUrls });
}

test('a client URL is a host, a port, and plain or not, or the path of a Unix socket', () => {
  const plain = { isTls: false, path: undefined };
  const addressOf = toListenAddress;
  assert.deepEqual(addressOf('http://127.0.0.1:2379'), { host: '127.0.0.1', port: 2379, ...plain });
  assert.deepEqual(addressOf('http://[::1]:2379'), { host: '::1', port: 2379, ...plain });
  assert.deepEqual(addressOf('http://localhost:80'), { host: 'localhost', port: 80, ...plain });
  const secured = { ...plain, isTls: true };
  assert.deepEqual(addressOf('https://localhost:443'), {
    host: 'localhost',
    port: 443,
    ...secured,
  });
  assert.equal(addressOf('unix:///run/etcd.sock').path, '/run/etcd.sock');
});

test('URLs that cannot be served are mistakes', () => {
  assert.deepEqual(mistakes(['http://127.0.0.1:2379', 'http://localhost:80']), []);
  assert.match(mistakes([]).join(), /at least one/);
  assert.deepEqual(mistakes(['unix:///run/etcd.sock']), []);
  assert.match(mistakes(['unix://127.0.0.1:2379']).join(), /is written unix:\/\/\/path/);
  assert.match(mistakes(['unixs:///run/etcd.sock']).join(), /only http, https and unix/);
  assert.match(mistakes(['http://127.0.0.1']).join(), /no port/);
});

test('https needs a certificate, and a certificate needs https', () => {
  const pair = { certFile: '/c', keyFile: '/k' };
  const both = ['http://127.0.0.1:1', 'https://127.0.0.1:2'];
  assert.match(mistakes(['https://127.0.0.1:1']).join(), /--cert-file and --key-file are needed/);
  assert.deepEqual(mistakes(both, pair), []);
  assert.match(mistakes(['http://127.0.0.1:1'], pair).join(), /--cert-file protects nothing/);
  assert.match(mistakes(both, { certFile: '/c' }).join(), /--cert-file needs --key-file/);
});

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

test('a client URL is a host, a port, and plain or not', () => {
  const isTls = false;
  assert.deepEqual(toListenAddress('http://127.0.0.1:2379'), {
    host: '127.0.0.1',
    port: 2379,
    isTls,
  });
  assert.deepEqual(toListenAddress('http://[::1]:2379'), { host: '::1', port: 2379, isTls });
  assert.deepEqual(toListenAddress('http://localhost:80'), { host: 'localhost', port: 80, isTls });
  assert.deepEqual(toListenAddress('https://localhost:443'), {
    host: 'localhost',
    port: 443,
    isTls: true,
  });
});

test('URLs that cannot be served are mistakes', () => {
  assert.deepEqual(mistakes(['http://127.0.0.1:2379', 'http://localhost:80']), []);
  assert.match(mistakes([]).join(), /at least one/);
  assert.match(mistakes(['unix://127.0.0.1:2379']).join(), /only http/);
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

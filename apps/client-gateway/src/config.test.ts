import assert from 'node:assert/strict';
import { test } from 'node:test';
import { definition, toListenAddress } from './config.ts';
import { defaultConfig } from './testing/default-config.ts';

function mistakes(urls: readonly string[]): readonly string[] {
  return definition.check({
    ...defaultConfig(),
    listenClientUrls: urls,
    nodeAddress: 'unix:/n',
  });
}

test('a client URL is a host and a port', () => {
  assert.deepEqual(toListenAddress('http://127.0.0.1:2379'), { host: '127.0.0.1', port: 2379 });
  assert.deepEqual(toListenAddress('http://[::1]:2379'), { host: '::1', port: 2379 });
  assert.deepEqual(toListenAddress('http://localhost:80'), { host: 'localhost', port: 80 });
});

test('URLs that cannot be served are mistakes', () => {
  assert.deepEqual(mistakes(['http://127.0.0.1:2379', 'http://localhost:80']), []);
  assert.match(mistakes([]).join(), /at least one/);
  assert.match(mistakes(['https://127.0.0.1:2379']).join(), /only http/);
  assert.match(mistakes(['http://127.0.0.1']).join(), /no port/);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { definition, toListenAddress } from './config.ts';

function mistakes(urls: readonly string[]): readonly string[] {
  return definition.check({
    listenClientUrls: urls,
    nodeAddress: 'unix:/n',
    natsUrl: '',
    adminAddress: '127.0.0.1:0',
    maxRequestBytes: 1_572_864,
    maxConcurrentStreams: 100,
    watchProgressNotifyInterval: 600_000,
    requestTimeout: 7_000,
    leaderLossTimeout: 3_000,
    natsSilenceTimeout: 2_000,
    healthTimeout: 2_000,
    drainTimeout: 5_000,
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

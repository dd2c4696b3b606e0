import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from '@cairn/config';
import { definition } from './config.ts';

function read(...argv: readonly string[]) {
  return readConfig(definition, { argv, env: {}, readFile: () => '' });
}

void test('targets and addresses are checked before anything is started', () => {
  const result = read('--targets=raft-node', '--listen-addresses=', '--probe-url=gateway');
  assert.deepEqual(result, {
    kind: 'mistakes',
    messages: [
      '--targets: "raft-node" is not service@member=address',
      '--listen-addresses is empty',
      '--probe-url: gateway is not http://host:port or unix:/path',
    ],
  });
});

void test('one listen address may be given in the singular', () => {
  const result = read('--listen-address', '127.0.0.1:9100');
  assert.ok(result.kind === 'values');
  assert.deepEqual(result.values.listenAddresses, ['127.0.0.1:9100']);
});

void test('an address over TLS needs a certificate, and a certificate such an address', () => {
  const textOf = (...argv: readonly string[]): string => {
    const result = read(...argv);
    return result.kind === 'mistakes' ? result.messages.join() : result.kind;
  };
  const pair = ['--cert-file=/c', '--key-file=/k'];
  assert.match(
    textOf('--listen-addresses=tls:127.0.0.1:1'),
    /--cert-file and --key-file are needed/,
  );
  assert.match(textOf('--listen-addresses=127.0.0.1:1', ...pair), /--cert-file protects nothing/);
  assert.equal(textOf('--listen-addresses=tls:127.0.0.1:1,127.0.0.1:2', ...pair), 'values');
});

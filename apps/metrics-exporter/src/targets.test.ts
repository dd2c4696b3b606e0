import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTargets } from './targets.ts';

void test('a target names service, member and address, over TCP or a Unix socket', () => {
  const { targets, mistakes } = readTargets([
    'raft-node@m1=127.0.0.1:2382',
    'client-gateway@m1=unix:/run/cairn/gateway.sock',
    'nats=http://127.0.0.1:8222',
  ]);
  assert.deepEqual(mistakes, []);
  assert.deepEqual(
    targets.map(({ service, member, address }) => [service, member, address]),
    [
      ['raft-node', 'm1', '127.0.0.1:2382'],
      ['client-gateway', 'm1', 'unix:/run/cairn/gateway.sock'],
      ['nats', 'nats', 'http://127.0.0.1:8222'],
    ],
  );
});

void test('malformed targets and one address under two names are all refused', () => {
  const { mistakes } = readTargets(['127.0.0.1:1', 'a@=x:1', 'a@m=x:1', 'b@m=x:1', '=x:2']);
  assert.deepEqual(mistakes, [
    '--targets: "127.0.0.1:1" is not service@member=address',
    '--targets: "a@=x:1" is not service@member=address',
    '--targets: x:1 is both a and b',
    '--targets: "=x:2" is not service@member=address',
  ]);
});

void test('the instance of a target does not change when its socket moves', () => {
  const instances = ['raft-node@m1=unix:/tmp/a/x.sock', 'raft-node@m1=unix:/tmp/b/x.sock'].map(
    (entry) => readTargets([entry]).targets[0]?.instance,
  );
  assert.deepEqual(instances, ['raft-node@m1', 'raft-node@m1']);
  assert.equal(readTargets(['raft-node@m1=10.0.0.1:2']).targets[0]?.instance, '10.0.0.1:2');
});

// Debian's Python clients, which know nothing of Cairn: `python3-etcd3` speaks gRPC, `python3-etcd3gw` JSON.
// All that they make of the answers must be what they make of etcd's.
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { comparePlays, startScenarioPair } from './scenario.ts';
import { pythonScenario, requirePython } from './python/scenario.ts';
import type { Pair } from '../conformance/conform.ts';
import { requireTools } from '../kit/index.ts';

suite("Debian's Python clients", requireTools('etcd'), () => {
  let grpcPair: Pair;
  let jsonPair: Pair;

  before(async () => {
    [grpcPair, jsonPair] = await Promise.all([
      startScenarioPair(['--bcrypt-cost=4']),
      startScenarioPair(),
    ]);
  });

  after(async () => {
    await grpcPair?.[Symbol.asyncDispose]();
    await jsonPair?.[Symbol.asyncDispose]();
  });

  test(
    'etcd3 gets from Cairn what it gets from etcd',
    requirePython('etcd3', 'python3-etcd3'),
    async () => {
      const entries = await comparePlays(grpcPair, pythonScenario('etcd3_scenario.py'));
      assert.equal(entries.at(-1)?.step, 'get as nobody again');
    },
  );

  test(
    'etcd3gw gets from Cairn what it gets from etcd',
    requirePython('etcd3gw', 'python3-etcd3gw'),
    async () => {
      const entries = await comparePlays(jsonPair, pythonScenario('etcd3gw_scenario.py'));
      assert.equal(entries.at(-1)?.step, 'transaction');
    },
  );
});

// Patroni's requests over JSON, with every answer compared with etcd's.
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { JsonClient } from './http-client.ts';
import { patroniScenario } from './scenario.ts';
import { comparePlays, startScenarioPair } from '../scenario.ts';
import type { Pair } from '../../conformance/conform.ts';
import { hasChange } from '../../conformance/versions.ts';
import { requireTools, subjectIsEtcd } from '../../kit/index.ts';

suite('Patroni', requireTools('etcd'), () => {
  let pair: Pair;

  before(async () => {
    pair = await startScenarioPair(['--bcrypt-cost=4']);
  });

  after(async () => {
    await pair?.[Symbol.asyncDispose]();
  });

  test('finds an error where clients of 3.5 look for it and where those of 3.6 do', async () => {
    const client = new JsonClient(pair.subject.endpoint);
    const { status, body } = await client.post('/kv/put', { key: 'YQ==', lease: '7' });
    const message = 'etcdserver: requested lease not found';
    assert.deepEqual([status, body['code'], body['message']], [404, 5, message]);
    if (!subjectIsEtcd()) assert.equal(body['error'], message);
  });

  test('gets from Cairn what it gets from etcd', async (t) => {
    if (!hasChange(pair.oracleVersion, ['3.5.30', '3.6.0'])) {
      return t.skip('the gateway of this etcd has other statuses and texts');
    }
    const entries = await comparePlays(pair, patroniScenario);
    assert.equal(entries.at(-1)?.step, 'an old token');
  });
});

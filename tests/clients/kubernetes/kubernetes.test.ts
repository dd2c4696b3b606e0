// What kube-apiserver rests on, with every answer compared with etcd's.
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { KubernetesStore } from './store.ts';
import { kubernetesScenario } from './scenario.ts';
import { comparePlays, startScenarioPair } from '../scenario.ts';
import type { Pair } from '../../conformance/conform.ts';
import { hasChange } from '../../conformance/versions.ts';
import { requireTools, subjectVersion } from '../../kit/index.ts';

suite('kube-apiserver', requireTools('etcd'), () => {
  let pair: Pair;

  before(async () => {
    pair = await startScenarioPair(['--experimental-watch-progress-notify-interval=1s']);
  });

  after(async () => {
    await pair?.[Symbol.asyncDispose]();
  });

  test('gets from Cairn what it gets from etcd', async () => {
    const entries = await comparePlays(pair, kubernetesScenario);
    assert.ok(entries.length > 50, String(entries.length));
  });

  test('takes the version for one whose progress requests can be relied on', async () => {
    using client = pair.subject.connect();
    const { version, dbSize } = await new KubernetesStore(client).status();
    assert.ok(hasChange(version, ['3.4.31', '3.5.13']), version);
    assert.ok(Number(dbSize) > 0);
  });

  test('finds in a stream of a range what it finds in a list', async (t) => {
    if (!hasChange(subjectVersion(), ['3.7.0'])) return t.skip('this etcd has no RangeStream');
    using client = pair.subject.connect();
    const request = { key: '/registry/pods/', range_end: '/registry/pods0' };
    const listed = await client.call('Range', request);
    using stream = client.openStream('RangeStream');
    stream.send(request);
    stream.endSending();
    const streamed: unknown[] = [];
    while (streamed.length < listed.kvs.length) {
      const { range_response: part } = await stream.next();
      streamed.push(...(part?.kvs ?? []));
    }
    assert.deepEqual(streamed, listed.kvs);
    assert.equal((await stream.ended()).code, 0);
  });
});

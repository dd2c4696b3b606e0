// Traces from a client's call through the gateway to the raft-node and back, as a collector gets them.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { startCairn, until } from '../kit/index.ts';
import type { EtcdClient, SingleServer } from '../kit/index.ts';
import { Collector } from './collector.ts';
import type { CollectedSpan } from './collector.ts';

function startTraced(collector: string, ratePerMillion: number): Promise<SingleServer> {
  return startCairn({
    flags: [
      '--enable-distributed-tracing',
      `--distributed-tracing-address=${collector}`,
      `--experimental-distributed-tracing-sampling-rate=${ratePerMillion}`,
      '--distributed-tracing-service-name=etcd-of-the-test',
      '--distributed-tracing-instance-id=m1',
    ],
  });
}

/** What a client sends that has its own trace and wants it, or does not. */
function traceparent(traceId: string, isSampled: boolean): { readonly traceparent: string } {
  return { traceparent: `00-${traceId}-00f067aa0ba902b7-0${isSampled ? 1 : 0}` };
}

/** `parent > child` of all spans of a trace, the client's own as `client`. */
function edgesOf(spans: readonly CollectedSpan[]): readonly string[] {
  const names = new Map(spans.map(({ spanId, name }) => [spanId, name]));
  const parentOf = ({ parentSpanId }: CollectedSpan): string =>
    parentSpanId === '00f067aa0ba902b7' ? 'client' : (names.get(parentSpanId) ?? 'nobody');
  return spans.map((span) => `${parentOf(span)} > ${span.name}`).toSorted();
}

async function collected(
  collector: Collector,
  traceId: string,
  spanCount: number,
): Promise<readonly CollectedSpan[]> {
  return await until(`the trace ${traceId} has come`, () => {
    const spans = collector.ofTrace(traceId);
    return spans.length >= spanCount ? spans : undefined;
  });
}

const put = 'etcdserverpb.KV/Put';
const range = 'etcdserverpb.KV/Range';

void suite('tracing', () => {
  void test('a Put and a Range are told step by step, as one tree over two processes', async (t) => {
    await using collector = await Collector.start();
    await using server = await startTraced(collector.address, 0);
    using client: EtcdClient = server.connect();
    const putTrace = '11111111111111111111111111111111';
    const rangeTrace = '22222222222222222222222222222222';
    const unwanted = '33333333333333333333333333333333';
    await client.call('Range', { key: 'k' }, { metadata: traceparent(unwanted, false) });
    await client.call('Put', { key: 'secret-key', value: 'secret-value' });
    await client.call(
      'Put',
      { key: 'secret-key', value: 'secret-value' },
      { metadata: traceparent(putTrace, true) },
    );
    await client.call('Range', { key: 'k' }, { metadata: traceparent(rangeTrace, true) });

    await t.test('the steps of a write, each where it belongs', async () => {
      const spans = await collected(collector, putTrace, 7);
      assert.deepEqual(edgesOf(spans), [
        'PUT > answer',
        'PUT > append',
        'PUT > apply',
        'PUT > commit',
        `client > ${put}`,
        `${put} > submit`,
        'submit > PUT',
      ]);
      const steps = ['append', 'commit', 'apply', 'answer'].map(
        (name) => spans.find((span) => span.name === name) ?? assert.fail(name),
      );
      for (const [i, step] of steps.entries()) {
        assert.ok(step.startNs <= step.endNs, step.name);
        const next = steps[i + 1];
        if (next !== undefined) assert.ok(step.startNs <= next.startNs, step.name);
      }
    });

    await t.test('the steps of a linearizable read', async () => {
      const spans = await collected(collector, rangeTrace, 6);
      assert.deepEqual(edgesOf(spans), [
        'RANGE > answer',
        'RANGE > read',
        'RANGE > read index',
        `client > ${range}`,
        `${range} > submit`,
        'submit > RANGE',
      ]);
    });

    await t.test('which process of which member a span is from, and how the call ended', () => {
      const spans = collector.ofTrace(putTrace);
      const byName = new Map(spans.map((span) => [span.name, span]));
      const processOf = (name: string): string | undefined =>
        byName.get(name)?.resource.get('process.executable.name');
      assert.deepEqual([processOf(put), processOf('PUT')], ['client-gateway', 'raft-node']);
      for (const { resource } of spans) {
        assert.equal(resource.get('service.name'), 'etcd-of-the-test');
        assert.equal(resource.get('service.instance.id'), 'm1');
      }
      const call = byName.get(put);
      assert.equal(call?.attributes.get('rpc.system'), 'grpc');
      assert.equal(call?.attributes.get('rpc.service'), 'etcdserverpb.KV');
      assert.equal(call?.attributes.get('rpc.method'), 'Put');
      assert.equal(call?.attributes.get('rpc.grpc.status_code'), '0');
    });

    await t.test('what nobody asked to be traced is not, and no span tells of data', () => {
      const traces = new Set(collector.spans.map(({ traceId }) => traceId));
      assert.deepEqual([...traces].toSorted(), [putTrace, rangeTrace]);
      const told = JSON.stringify(collector.spans, (_key, value: unknown) =>
        typeof value === 'bigint' ? String(value) : value instanceof Map ? [...value] : value,
      );
      assert.doesNotMatch(told, /secret/);
    });
  });

  void test('with a rate every call is traced, and a collector that is away hurts nobody', async () => {
    const collector = await Collector.start();
    const { address } = collector;
    const server = await startTraced(address, 1_000_000);
    using client = server.connect();
    await client.call('Put', { key: 'a', value: '1' });
    const root = await until('the call is traced', () =>
      collector.spans.find(({ name, parentSpanId }) => name === put && parentSpanId === ''),
    );
    await collected(collector, root.traceId, 7);
    await collector[Symbol.asyncDispose]();
    for (let i = 0; i < 200; i++) await client.call('Put', { key: `k${i}`, value: '1' });
    await until('the log says so', () =>
      Promise.resolve(server.program.logTail(100_000).includes('traces are lost')),
    );
    await client.call('Range', { key: 'a' });
    // A stop that waited for the collector would be a failure here.
    const { code } = await server.program.stop();
    assert.equal(code, 0);
  });
});

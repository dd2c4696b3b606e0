// The whole gateway in one process: real listener, real gRPC to a raft-node that the test plays.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { cairn, etcdserverpb, toSafeNumber } from '@cairn/proto';
import { RpcClient } from '@cairn/rpc';
import { compose } from './compose.ts';
import type { Gateway } from './compose.ts';
import { defaultConfig } from './testing/default-config.ts';
import { etcdMethods } from './testing/etcd-methods.ts';
import { jsonPaths } from './json/paths.ts';
import { FakeNode } from './testing/fake-node.ts';
import type { FakeNodeOptions } from './testing/fake-node.ts';
import { silentLogger, until } from './testing/support.ts';

const { Method } = cairn.v1;

/** A store that knows Put and WatchOpen. */
const tinyStore: FakeNodeOptions = {
  onBatch: (items, node) => {
    for (const { id, method, request } of items) {
      if (method === Method.WATCH_OPEN) {
        const { revision, compactRevision } = node.log;
        const response = cairn.v1.WatchOpenResponse.encode({
          revision,
          compact_revision: compactRevision,
        }).finish();
        node.answer([{ id, response }]);
      } else if (method === Method.PUT) {
        const { key, value } = etcdserverpb.PutRequest.decode(request);
        const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
        const revision = node.write({ key: text(key), value: text(value) });
        const response = etcdserverpb.PutResponse.encode({ header: { revision } }).finish();
        node.answer([{ id, response }]);
      } else {
        node.answer([{ id, code: 12, message: 'the test does not need it' }]);
      }
    }
  },
};

async function start(
  t: TestContext,
  node: FakeNode,
): Promise<{ readonly gateway: Gateway; readonly client: RpcClient }> {
  const gateway = await compose(
    {
      ...defaultConfig(),
      listenClientUrls: ['http://127.0.0.1:0', 'http://127.0.0.1:0'],
      nodeAddress: node.address,
      adminAddress: '127.0.0.1:0',
      leaderLossTimeout: 50,
      healthTimeout: 1_000,
      drainTimeout: 100,
    },
    {
      logger: silentLogger,
      fail: (error) => {
        throw error;
      },
    },
  );
  const client = new RpcClient(`127.0.0.1:${gateway.ports[0]}`);
  let stopped: Promise<void> | undefined;
  const stop = gateway.stop.bind(gateway);
  const once: Gateway = { ...gateway, stop: () => (stopped ??= stop()) };
  t.after(async () => {
    client.close();
    await once.stop();
  });
  return { gateway: once, client };
}

test('a put over gRPC reaches the node, and a watch sees it', async (t) => {
  await using node = await FakeNode.start(tinyStore);
  const { client } = await start(t, node);
  const stream = client.openBidi(etcdMethods.watch);
  const responses: etcdserverpb.WatchResponse[] = [];
  stream.on('data', (response: etcdserverpb.WatchResponse) => responses.push(response));
  stream.on('error', () => {});
  t.after(() => stream.cancel());
  stream.write({ create_request: { key: Buffer.from('a'), range_end: Buffer.from('b') } });
  await until(() => responses.length === 1);
  const put = await client.call(
    etcdMethods.put,
    { key: Buffer.from('a1'), value: Buffer.from('x') },
    5_000,
  );
  assert.equal(toSafeNumber(put.header?.revision ?? 0), 2);
  await until(() => responses.length === 2);
  const [event] = responses[1]!.events;
  assert.equal(Buffer.from(event!.kv!.value!).toString(), 'x');
});

test('what is missing and what is unknown are told apart', async (t) => {
  await using node = await FakeNode.start(tinyStore);
  const { client } = await start(t, node);
  const stream = client.openBidi(etcdMethods.snapshot);
  const [error] = (await once(stream, 'error')) as [Error & { code?: number; details?: string }];
  assert.deepEqual(
    [error.code, error.details],
    [12, 'Cairn does not implement snapshots for clients yet'],
  );
});

test('the client port answers plain HTTP too, on every URL', async (t) => {
  await using node = await FakeNode.start(tinyStore);
  const { gateway } = await start(t, node);
  for (const port of gateway.ports) {
    const version = await fetch(`http://127.0.0.1:${port}/version`);
    assert.equal(version.status, 200);
    assert.match(await version.text(), /^\{"etcdserver":"3\./);
  }
  const metrics = await (await fetch(`http://127.0.0.1:${gateway.ports[0]}/metrics`)).text();
  assert.match(metrics, /^node_thing 1$/m);
  assert.match(
    metrics,
    /^grpc_server_started_total\{grpc_service="etcdserverpb.KV",grpc_method="Put",grpc_type="unary"\} 0$/m,
  );
  assert.match(metrics, /^# TYPE grpc_server_handling_seconds histogram$/m);
  assert.match(metrics, /^grpc_server_handling_seconds_bucket\{le="\+Inf",.*\} 0$/m);
  assert.match(metrics, /^cairn_gateway_node_connected 1$/m);
});

test('a put as JSON reaches the node, a watch as JSON sees it, and every path has its service', async (t) => {
  await using node = await FakeNode.start(tinyStore);
  const { gateway, client } = await start(t, node);
  const url = `http://127.0.0.1:${gateway.ports[0]}/v3`;
  const post = (path: string, body: unknown): Promise<Response> =>
    fetch(url + path, { method: 'POST', body: JSON.stringify(body) });
  await client.call(etcdMethods.put, { key: Buffer.from('a') }, 5_000);
  const watched = await post('/watch', { create_request: { key: 'YQ==', range_end: 'Yg==' } });
  const reader = watched.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const lines = async (count: number): Promise<string[]> => {
    while (text.split('\n').length <= count) text += (await reader.read()).value ?? '';
    return text.split('\n');
  };
  assert.match((await lines(1))[0]!, /^\{"result":\{"header":\{.*\},"created":true\}\}$/);
  const put = await post('/kv/put', { key: 'YTE=', value: 'eA==' });
  assert.equal(put.status, 200);
  assert.match(await put.text(), /^\{"header":\{"revision":"3"\}\}$/);
  assert.match((await lines(2))[1]!, /"kv":\{"key":"YTE=",.*"value":"eA=="/);
  await reader.cancel();
  const refused = await post('/maintenance/downgrade', {});
  assert.equal(refused.status, 501);
  for (const path of Object.keys(jsonPaths)) {
    const answer = await fetch(`http://127.0.0.1:${gateway.ports[0]}${path}`);
    assert.equal(
      ((await answer.json()) as { message: string }).message,
      'Method Not Allowed',
      path,
    );
  }
});

test('the admin address tells whether the node is reachable', async (t) => {
  const node = await FakeNode.start(tinyStore);
  const { gateway, client } = await start(t, node);
  const health = async (): Promise<number> =>
    (await fetch(`http://${gateway.adminAddress}/health`)).status;
  await client.call(etcdMethods.put, { key: Buffer.from('a') }, 5_000);
  assert.equal(await health(), 200);
  await node.stop();
  let status = 200;
  while (status === 200) status = await health();
  assert.equal(status, 503);
});

test('stopping ends a watch as JSON with a last line that says so', async (t) => {
  await using node = await FakeNode.start(tinyStore);
  const { gateway, client } = await start(t, node);
  await client.call(etcdMethods.put, { key: Buffer.from('a') }, 5_000);
  const watched = await fetch(`http://127.0.0.1:${gateway.ports[0]}/v3/watch`, {
    method: 'POST',
    body: '{"create_request":{"key":"YQ=="}}',
  });
  const stopped = gateway.stop();
  const lines = (await watched.text()).split('\n');
  await stopped;
  assert.equal(lines.length, 2);
  const { error } = JSON.parse(lines[1]!) as { error: Readonly<Record<string, unknown>> };
  assert.deepEqual(
    [error['code'], error['message'], error['http_code']],
    [14, 'etcdserver: server stopped', 503],
  );
});

test('stopping ends watches with a status, and the calls in flight', async (t) => {
  await using node = await FakeNode.start(tinyStore);
  const { gateway, client } = await start(t, node);
  const stream = client.openBidi(etcdMethods.watch);
  let created = false;
  const ended = new Promise<{ code?: number; details?: string }>((resolve) => {
    stream.on('error', (error: Error & { code?: number; details?: string }) => resolve(error));
  });
  stream.on('data', () => (created = true));
  stream.write({ create_request: { key: Buffer.from('a') } });
  await until(() => created);
  await gateway.stop();
  const { code, details } = await ended;
  assert.deepEqual([code, details], [14, 'etcdserver: server stopped']);
  await assert.rejects(fetch(`http://127.0.0.1:${gateway.ports[0]}/version`));
});

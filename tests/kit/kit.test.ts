// The kit is proven against real etcd: what it reports about Cairn is only worth as much as this.
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { suite, test } from 'node:test';
import {
  Program,
  RpcError,
  etcdctl,
  requireTools,
  startEtcd,
  startNats,
  toPlain,
  until,
} from './index.ts';

suite('a program', () => {
  test('that ends before it is ready fails the start with the end of its log', async () => {
    await using program = new Program({
      name: 'says-why',
      command: process.execPath,
      args: ['-e', 'console.error("no such directory"); process.exit(3)'],
      ready: async () => false,
    });
    await assert.rejects(program.start(), /says-why ended: no such directory/);
    assert.deepEqual(await program.exited, { code: 3, signal: null });
  });

  test('that ignores SIGTERM is killed, and that is a failure', async () => {
    await using program = new Program({
      name: 'stubborn',
      command: process.execPath,
      args: [
        '-e',
        'process.on("SIGTERM", () => {}); console.log("up"); setInterval(() => {}, 1e6)',
      ],
      stopTimeoutMs: 200,
    });
    program.spawn();
    await until('it handles signals', () => program.logTail().includes('up'));
    await assert.rejects(program.stop(), /stubborn ignored SIGTERM/);
    assert.equal(program.running, false);
  });
});

suite('etcd under the kit', requireTools('etcd', 'etcdctl'), () => {
  test('keeps its data and its port over kill and start, and can be paused', async () => {
    await using server = await startEtcd();
    using client = server.connect();
    const put = toPlain(await client.call('Put', { key: 'a', value: 'one' }));
    assert.equal((put as { header: { revision: number } }).header.revision, 2);

    await server.program.kill();
    await assert.rejects(client.call('Range', { key: 'a' }), (error) => {
      return error instanceof RpcError && error.code === 14;
    });
    await server.program.start();
    const range = await client.call('Range', { key: 'a' });
    assert.equal(Buffer.from(range.kvs[0]?.value ?? []).toString(), 'one');

    server.program.pause();
    const stalled = client.call('Range', { key: 'a' });
    assert.equal(
      await Promise.race([stalled.then(() => 'answered'), delay(100, 'stalled')]),
      'stalled',
    );
    server.program.resume();
    await stalled;
  });

  test('streams what a watch sees, in order, and ends it with a status', async () => {
    await using server = await startEtcd();
    using client = server.connect();
    using watch = client.openStream('Watch');
    watch.send({ create_request: { key: 'a', range_end: 'b' } });
    assert.equal((await watch.next()).created, true);
    for (const key of ['a1', 'a2', 'a3']) await client.call('Put', { key, value: 'x' });
    const keys: string[] = [];
    while (keys.length < 3) {
      for (const { kv } of (await watch.next()).events)
        keys.push(Buffer.from(kv?.key ?? []).toString());
    }
    assert.deepEqual(keys, ['a1', 'a2', 'a3']);
    await server.program.kill();
    assert.equal((await watch.ended()).code, 14);
  });

  test('is reached by etcdctl, whose endless commands end on what they print', async () => {
    await using server = await startEtcd();
    const { endpoint } = server;
    assert.equal((await etcdctl({ endpoint, args: ['put', 'k', 'v'] })).stdout, 'OK\n');
    const watched = await etcdctl({
      endpoint,
      args: ['watch', 'k', '--rev', '2'],
      untilOutput: (text) => text.includes('v\n'),
    });
    assert.equal(watched.stdout, 'PUT\nk\nv\n');
  });
});

suite('nats-server under the kit', requireTools('nats-server'), () => {
  test('starts on a free port', async () => {
    await using nats = await startNats();
    assert.match(nats.url, /^nats:\/\/127\.0\.0\.1:\d+$/);
    assert.equal(nats.program.running, true);
  });
});

// The whole service in this process, over files and Unix sockets.
import assert from 'node:assert/strict';
import { closeSync, existsSync, mkdtempSync, openSync } from 'node:fs';
import { readSync, rmSync, statSync, writeSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { Table, openLmdbBackend } from '@cairn/backend';
import { readConfig } from '@cairn/config';
import { encodeRecord, encodeRevisionKey } from '@cairn/mvcc';
import { cairn, etcdserverpb } from '@cairn/proto';
import { RpcClient, nodeService } from '@cairn/rpc';
import type { RunningService } from '@cairn/service';
import { DoNotRestartError } from '@cairn/service';
import { compose } from './compose.ts';
import { definition } from './config.ts';
import type { RaftNodeConfig } from './config.ts';
import { recordingLogger } from './testing/quiet-logger.ts';
import { raftNodeConfig } from './testing/raft-node-config.ts';
import { until } from './testing/until.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);
const { Method } = cairn.v1;

class Place implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), 'cairn-node-'));
  readonly failures: unknown[] = [];

  config(changed: Partial<RaftNodeConfig> = {}): RaftNodeConfig {
    return raftNodeConfig({
      name: 'm1',
      dataDir: join(this.path, 'data'),
      listenPeerUrls: ['http://127.0.0.1:0'],
      initialAdvertisePeerUrls: ['http://127.0.0.1:1'],
      advertiseClientUrls: ['http://127.0.0.1:2'],
      initialClusterToken: 'test',
      listenNodeAddress: [`unix:${join(this.path, 'node')}`],
      adminAddress: `unix:${join(this.path, 'admin')}`,
      heartbeatInterval: 20,
      electionTimeout: 200,
      snapshotCount: 100,
      snapshotCatchupEntries: 50,
      snapshotSendRate: 0,
      ...changed,
    });
  }

  start(
    changed: Partial<RaftNodeConfig> = {},
    stopping: AbortSignal = new AbortController().signal,
  ): Promise<RunningService> {
    const { logger } = recordingLogger();
    return compose(this.config(changed), {
      logger,
      fail: (error) => this.failures.push(error),
      stopping,
    });
  }

  client(socket = 'node'): RpcClient {
    return new RpcClient(`unix:${join(this.path, socket)}`);
  }

  get(page: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const call = request({ socketPath: join(this.path, 'admin'), path: page }, (response) => {
        let text = '';
        response.on('data', (chunk) => (text += chunk));
        response.on('end', () => resolve(`${response.statusCode} ${text}`));
      });
      call.on('error', reject);
      call.end();
    });
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true });
  }
}

/** Asks as a gateway does. */
async function ask(client: RpcClient, method: number, message: Uint8Array): Promise<Uint8Array> {
  const stream = client.openBidi(nodeService.submit);
  let answer: cairn.v1.SubmitResult.$Properties | undefined;
  stream.on('data', ({ results }: cairn.v1.SubmitResults) => (answer ??= results[0]));
  stream.on('error', () => undefined);
  stream.write({ items: [{ id: 1, method, request: message }] });
  const { code, message: text, response } = await until('an answer', () => answer);
  stream.cancel();
  assert.equal(code ?? 0, 0, text ?? '');
  return response ?? new Uint8Array(0);
}

async function put(client: RpcClient, key: string, value: string): Promise<void> {
  const message = { key: bytes(key), value: bytes(value) };
  await ask(client, Method.PUT, etcdserverpb.PutRequest.encode(message).finish());
}

async function memberNames(client: RpcClient): Promise<readonly string[]> {
  const request = etcdserverpb.MemberListRequest.encode({}).finish();
  const answer = await ask(client, Method.MEMBER_LIST, request);
  return etcdserverpb.MemberListResponse.decode(answer).members.map(({ name }) => name ?? '');
}

async function get(client: RpcClient, key: string): Promise<string> {
  const message = etcdserverpb.RangeRequest.encode({ key: bytes(key) }).finish();
  const response = etcdserverpb.RangeResponse.decode(await ask(client, Method.RANGE, message));
  return Buffer.from(response.kvs[0]?.value ?? []).toString();
}

test('a member serves, stops while streams are open, and has everything when it starts again', async () => {
  using place = new Place();
  const first = await place.start();
  const client = place.client();
  await put(client, 'k', 'v1');
  await put(client, 'k', 'v2');
  assert.match(await place.get('/health'), /^200 .*"role":"leader"/);
  assert.match(await place.get('/metrics'), /etcd_server_has_leader 1\n/);
  assert.match(await place.get('/metrics'), /etcd_server_proposals_failed_total 0\n/);
  const { text } = await client.call(nodeService.metrics, {}, 5_000);
  assert.match(text, /etcd_mvcc_put_total 2\n/);
  let followed = 0;
  let isOver = false;
  const follow = client.openServerStream(nodeService.follow, { from_revision: 2 });
  follow.on('data', () => (followed += 1));
  follow.on('error', () => undefined);
  follow.on('end', () => (isOver = true));
  await until('history', () => followed > 0);
  await first.stop();
  await until('the follower is sent away', () => isOver);
  client.close();
  const again = place.client();
  // Who the members are is known from the files now.
  const second = await place.start({ initialAdvertisePeerUrls: ['http://127.0.0.1:1'] });
  assert.equal(await get(again, 'k'), 'v2');
  again.close();
  await second.stop();
  assert.deepEqual(place.failures, []);
});

test('a member serves the same on every address it listens on, and leaves none behind', async () => {
  using place = new Place();
  const sockets = ['node', 'second'];
  const listenNodeAddress = sockets.map((name) => `unix:${join(place.path, name)}`);
  const member = await place.start({ listenNodeAddress });
  const [one, other] = sockets.map((socket) => place.client(socket));
  await put(one!, 'k', 'v');
  assert.equal(await get(other!, 'k'), 'v');
  one!.close();
  other!.close();
  await member.stop();
  assert.deepEqual(
    sockets.filter((name) => existsSync(join(place.path, name))),
    [],
  );
});

test('a raft-node that nobody could reach is refused before it starts', () => {
  const argv = ['--data-dir=/nowhere', '--listen-node-address='];
  const refused = readConfig(definition, { argv, env: {}, readFile: () => '' });
  assert.ok(refused.kind === 'mistakes');
  assert.match(refused.messages.join(), /--listen-node-address/);
});

test('a member whose flags mean somebody else does not start on its data, and says not to retry', async () => {
  using place = new Place();
  const running = await place.start();
  await running.stop();
  const initialAdvertisePeerUrls = ['http://127.0.0.1:9'];
  const other = place.start({ name: 'm9', initialAdvertisePeerUrls });
  await assert.rejects(other, (error) => {
    assert.ok(error instanceof DoNotRestartError);
    assert.match(error.message, /belongs to member .* but the flags describe m9/);
    return true;
  });
});

test('a member may move: its name says that the data are its own', async () => {
  using place = new Place();
  const running = await place.start();
  const client = place.client();
  await put(client, 'k', 'v');
  while ((await memberNames(client)).join() !== 'm1') await delay(5);
  client.close();
  await running.stop();
  const moved = await place.start({ initialAdvertisePeerUrls: ['http://127.0.0.1:9'] });
  const again = place.client();
  assert.equal(await get(again, 'k'), 'v');
  again.close();
  await moved.stop();
});

test('asked to stop while it opens its files it gives up, and everything back', async () => {
  using place = new Place();
  const stopping = new AbortController();
  const starting = place.start({}, stopping.signal);
  stopping.abort();
  await assert.rejects(starting, (error) => error === stopping.signal.reason);
  const again = await place.start();
  await again.stop();
  assert.deepEqual(place.failures, []);
});

test('asked to stop while it compares itself with a peer that is silent it gives up, and everything back', async () => {
  using place = new Place();
  const silent = createServer();
  const sockets: Socket[] = [];
  silent.on('connection', (socket) => sockets.push(socket));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as AddressInfo;
  const first = await place.start();
  const client = place.client();
  const added = { peerURLs: [`http://127.0.0.1:${port}`], isLearner: true };
  await ask(client, Method.MEMBER_ADD, etcdserverpb.MemberAddRequest.encode(added).finish());
  client.close();
  await first.stop();
  const met = sockets.length;
  const stopping = new AbortController();
  const starting = place.start({ initialCorruptCheck: true }, stopping.signal);
  await until('it asks the peer', () => sockets.length > met);
  stopping.abort();
  await assert.rejects(starting, (error) => error === stopping.signal.reason);
  const again = await place.start();
  await again.stop();
  for (const socket of sockets) socket.destroy();
  silent.close();
  assert.deepEqual(place.failures, []);
});

test('a large store with a record that is not what was written is not served', async () => {
  using place = new Place();
  const running = await place.start();
  const client = place.client();
  await put(client, 'k', 'v');
  client.close();
  await running.stop();
  const directory = join(place.path, 'data/member/backend');
  const backend = await openLmdbBackend({ directory });
  const value = new Uint8Array(1024 * 1024).fill(7);
  for (let i = 0; i < 70; i++) {
    const key = bytes(`large${i}`);
    const record = { key, value, createRevision: 3 + i, modRevision: 3 + i, version: 1, lease: 0n };
    backend.put(Table.key, encodeRevisionKey(3 + i, 0, false), encodeRecord(record));
  }
  backend.commit(backend.applied);
  await backend.close();
  const file = join(directory, 'backend-v2.mdb');
  const at = statSync(file).size - 1024 * 1024;
  const flip = (): void => {
    const descriptor = openSync(file, 'r+');
    const byte = Buffer.alloc(1);
    readSync(descriptor, byte, 0, 1, at);
    writeSync(
      descriptor,
      byte.map((is) => is ^ 1),
      0,
      1,
      at,
    );
    closeSync(descriptor);
  };
  flip();
  await assert.rejects(place.start(), (error) => {
    assert.ok(error instanceof DoNotRestartError);
    assert.match(error.message, /has a record that is not what was written/);
    return true;
  });
  flip();
  const again = await place.start();
  const other = place.client();
  assert.equal(await get(other, 'k'), 'v');
  other.close();
  await again.stop();
  assert.deepEqual(place.failures, []);
});

test('a new cluster is forced of data, and of nothing else', async () => {
  using place = new Place();
  const ofNothing = place.start({ forceNewCluster: true });
  await assert.rejects(ofNothing, (error) => {
    assert.ok(error instanceof DoNotRestartError);
    assert.match(error.message, /there is none in/);
    return true;
  });
  const first = await place.start();
  const client = place.client();
  await put(client, 'k', 'v');
  client.close();
  await first.stop();
  const forced = await place.start({ forceNewCluster: true });
  const again = place.client();
  assert.equal(await get(again, 'k'), 'v');
  again.close();
  await forced.stop();
});

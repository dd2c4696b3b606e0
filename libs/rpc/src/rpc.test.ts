import assert from 'node:assert/strict';
import { once } from 'node:events';
import { linkSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { cairn } from '@cairn/proto';
import { RpcClient } from './client.ts';
import { EventFollower } from './follow-events.ts';
import {
  bidiHandler,
  failStream,
  implement,
  serverStreamHandler,
  unaryHandler,
} from './handlers.ts';
import { serve } from './server.ts';
import { keeperService, nodeService, peerService } from './services.ts';

const echoKeeper = implement(keeperService, {
  keepAlive: bidiHandler(keeperService.keepAlive, (stream) => {
    stream.on('data', (batch: cairn.v1.KeepAliveBatch) => {
      stream.write({ results: batch.items.map(({ id = 0 }) => ({ id, ttl: 7 })) });
    });
    stream.on('end', () => stream.end());
  }),
});

test('a stream carries typed messages over TCP and over a Unix socket', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'cairn-rpc-'));
  try {
    for (const address of ['127.0.0.1:0', `unix:${join(directory, 's')}`]) {
      const server = await serve(address, [echoKeeper]);
      const client = new RpcClient(server.address);
      const stream = client.openBidi(keeperService.keepAlive);
      stream.write({ items: [{ id: 1 }, { id: 2 }] });
      stream.end();
      const ids: number[] = [];
      for await (const batch of stream as AsyncIterable<cairn.v1.KeepAliveResults>) {
        for (const { id } of batch.results) ids.push(id ?? 0);
      }
      assert.deepEqual(ids, [1, 2]);
      client.close();
      await server.close(100);
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('an address that is taken is refused with its name', async () => {
  const server = await serve('127.0.0.1:0', [echoKeeper]);
  await assert.rejects(serve(server.address, [echoKeeper]), new RegExp(server.address));
  await server.close(100);
});

test('the socket file of a dead process is replaced, that of a living one is not', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'cairn-rpc-'));
  try {
    const path = join(directory, 'living');
    const living = createServer().listen(path);
    await once(living, 'listening');
    await assert.rejects(serve(`unix:${path}`, [echoKeeper]), /living/);
    // Closing unlinks the path, so the file is kept under a second name meanwhile.
    const dead = join(directory, 'dead');
    linkSync(path, dead);
    living.close();
    await once(living, 'close');
    const server = await serve(`unix:${dead}`, [echoKeeper]);
    await server.close(100);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('a handler can end a stream with a status of its own', async () => {
  const refusing = implement(peerService, {
    messages: bidiHandler(peerService.messages, (stream) => {
      failStream(stream, { code: 9, details: 'cluster ID mismatch' });
    }),
    installSnapshot: bidiHandler(peerService.installSnapshot, (stream) => stream.end()),
    hashKv: unaryHandler(peerService.hashKv, (_request, answer) => answer(null, {})),
    members: unaryHandler(peerService.members, (_request, answer) => answer(null, {})),
  });
  const server = await serve('127.0.0.1:0', [refusing]);
  const client = new RpcClient(server.address);
  const stream = client.openBidi(peerService.messages);
  stream.resume();
  const error = await new Promise<Error & { code?: number }>((resolve) => {
    stream.on('error', resolve);
  });
  assert.equal(error.code, 9);
  assert.match(error.message, /cluster ID mismatch/);
  client.close();
  await server.close(100);
});

function eventNode(onFollow: (from: number) => (cairn.v1.EventBatch.$Properties | 'end')[]) {
  return implement(nodeService, {
    submit: bidiHandler(nodeService.submit, (stream) => stream.end()),
    follow: serverStreamHandler(nodeService.follow, (request, stream) => {
      for (const batch of onFollow(Number(request.from_revision))) {
        if (batch === 'end') stream.end();
        else stream.write(cairn.v1.EventBatch.encode(batch).finish());
      }
    }),
    backfill: serverStreamHandler(nodeService.backfill, (_request, stream) => stream.end()),
    leaseFeed: bidiHandler(nodeService.leaseFeed, (stream) => stream.end()),
    metrics: unaryHandler(nodeService.metrics, (_request, answer) => answer(null, { text: '' })),
  });
}

test('a follower goes on where it was when the stream breaks, each revision once', async () => {
  const asked: number[] = [];
  const server = await serve('127.0.0.1:0', [
    eventNode((from) => {
      asked.push(from);
      const kv = Uint8Array.of(from);
      if (asked.length === 1) {
        return [{ first_revision: 1, last_revision: 3, events: [{ kv }] }, 'end'];
      }
      return [{ first_revision: 3, last_revision: 5, events: [{ kv }] }];
    }),
  ]);
  const revisions: number[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const follower = new EventFollower({
    nodeAddress: server.address,
    fromRevision: 1,
    onEvents: (_events, revision) => {
      revisions.push(revision);
      if (revision === 5) resolve();
    },
    onStatus: () => undefined,
  });
  await promise;
  assert.deepEqual([revisions, asked, follower.revision], [[3, 5], [1, 4], 5]);
  follower.close();
  await server.close(100);
});

test('a follower is told when the history it asks for is gone, and goes on behind it', async () => {
  const server = await serve('127.0.0.1:0', [
    eventNode((from) =>
      from < 10
        ? [{ compacted: true, compact_revision: 10 }, 'end']
        : [{ first_revision: 10, last_revision: 12 }],
    ),
  ]);
  const statuses: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const follower = new EventFollower({
    nodeAddress: server.address,
    fromRevision: 2,
    onEvents: () => resolve(),
    onStatus: ({ kind }) => statuses.push(kind),
  });
  await promise;
  assert.equal(follower.revision, 12);
  assert.equal(statuses[0], 'compacted');
  follower.close();
  await server.close(100);
});

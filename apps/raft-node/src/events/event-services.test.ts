// Node.Follow and Node.Backfill over gRPC.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { cairn } from '@cairn/proto';
import { nodeService } from '@cairn/rpc';
import { nodeWith, serveLocally } from '../testing/grpc.ts';
import type { ServedNode } from '../testing/grpc.ts';
import { TestMembers, bytes } from '../testing/test-members.ts';
import { Turns } from '../turns.ts';
import { EventFeed } from './event-feed.ts';
import { backfill, follow } from './event-services.ts';

type Stream = ReturnType<ServedNode['client']['openServerStream']>;

class Reader {
  readonly stream: Stream;
  readonly batches: cairn.v1.EventBatch[] = [];
  end: string | undefined;

  constructor(stream: Stream) {
    this.stream = stream;
    stream.on('data', (batch: cairn.v1.EventBatch) => this.batches.push(batch));
    stream.on('end', () => (this.end ??= 'ended'));
    stream.on('error', (error: Error) => (this.end = error.message));
  }

  /** Up to which revision everything was said, without gaps, from the first batch on. */
  get revision(): number {
    let next: number | undefined;
    for (const { first_revision, last_revision } of this.batches) {
      const [first, last] = [first_revision, last_revision].map(Number) as [number, number];
      if (first > last) continue;
      assert.ok(next === undefined || first === next, `${first} after ${next}`);
      next = last + 1;
    }
    return (next ?? 0) - 1;
  }

  get events(): number {
    return this.batches.reduce((sum, { events }) => sum + events.length, 0);
  }
}

async function node() {
  const { group, replica } = await TestMembers.single();
  const feed = new EventFeed(replica, undefined);
  const options = { source: { replica, turns: new Turns() }, feed };
  const served = await serveLocally(
    nodeWith({
      follow: (request, stream) =>
        follow(options, request as cairn.v1.FollowRequest, stream as Parameters<typeof follow>[2]),
      backfill: (request, stream) =>
        backfill(
          options,
          request as cairn.v1.BackfillRequest,
          stream as Parameters<typeof backfill>[2],
        ),
    }),
  );
  return {
    group,
    replica,
    feed,
    follow: (from: number): Reader =>
      new Reader(
        served.client.openServerStream(nodeService.follow, { from_revision: from }) as Stream,
      ),
    backfill: (request: cairn.v1.BackfillRequest.$Properties): Reader =>
      new Reader(served.client.openServerStream(nodeService.backfill, request) as Stream),
    [Symbol.asyncDispose]: async () => {
      feed.close();
      await served[Symbol.asyncDispose]();
      await group[Symbol.asyncDispose]();
    },
  };
}

test('a follower gets history and then what happens', async () => {
  await using n = await node();
  const to = await n.group.fill(n.replica, 2_000, 'x'.repeat(1_000));
  const reader = n.follow(2);
  await n.group.until('history', () => reader.revision === to);
  await n.group.put(n.replica, 'x', '1');
  await n.group.until('live', () => reader.revision === to + 1);
  assert.equal(reader.events, to);
  reader.stream.cancel();
});

test('followers that leave are forgotten', async () => {
  await using n = await node();
  const subscribed = new Set<unknown>();
  const { subscribe } = n.feed;
  n.feed.subscribe = (subscriber) => {
    subscribed.add(subscriber);
    const leave = subscribe.call(n.feed, subscriber);
    return () => {
      subscribed.delete(subscriber);
      leave();
    };
  };
  const readers = [n.follow(2), n.follow(2), n.follow(2)];
  await n.group.until('all are there', () => readers.every(({ revision }) => revision > 0));
  assert.equal(subscribed.size, 3);
  for (const { stream } of readers) stream.cancel();
  await n.group.until('all have left', () => subscribed.size === 0);
});

test('a follower that asks for what is compacted is told and sent away', async () => {
  await using n = await node();
  const to = await n.group.fill(n.replica, 10);
  await n.group.compact(n.replica, to);
  const reader = n.follow(2);
  await n.group.until('the end', () => reader.end);
  assert.equal(reader.end, 'ended');
  assert.deepEqual(
    reader.batches.map(({ compacted, compact_revision }) => [compacted, Number(compact_revision)]),
    [[true, to]],
  );
});

test('closing the feed ends the streams of its followers', async () => {
  await using n = await node();
  const reader = n.follow(2);
  await n.group.until('it is there', () => reader.revision > 0);
  n.feed.close();
  await n.group.until('the end', () => reader.end);
  assert.equal(reader.end, 'ended');
});

test('a backfill sends its range and ends', async () => {
  await using n = await node();
  const to = await n.group.fill(n.replica, 500);
  const whole = n.backfill({ from_revision: 2, to_revision: to - 100 });
  await n.group.until('the end', () => whole.end);
  assert.deepEqual([whole.revision, whole.events, whole.end], [to - 100, to - 101, 'ended']);
  const some = n.backfill({
    from_revision: 2,
    key: bytes('key00001'),
    range_end: bytes('key00002'),
  });
  await n.group.until('the end', () => some.end);
  assert.deepEqual([some.revision, some.events], [to, 10]);
});

test('a backfill waits for a revision that is not applied yet', async () => {
  await using n = await node();
  const { revision } = n.feed;
  const reader = n.backfill({ from_revision: revision, to_revision: revision + 2 });
  await n.group.put(n.replica, 'a', '1');
  assert.equal(reader.batches.length, 0);
  await n.group.put(n.replica, 'b', '1');
  await n.group.until('the end', () => reader.end);
  assert.equal(reader.revision, revision + 2);
});

test('a backfill of nothing ends without a batch', async () => {
  await using n = await node();
  const reader = n.backfill({ from_revision: n.feed.revision + 1 });
  await n.group.until('the end', () => reader.end);
  assert.deepEqual([reader.batches.length, reader.end], [0, 'ended']);
});

test('a stop ends a backfill with an error, not with a seeming end', async () => {
  await using n = await node();
  const to = await n.group.fill(n.replica, 3_000, 'x'.repeat(1_000));
  await n.replica.stop();
  const reader = n.backfill({ from_revision: 2, to_revision: to });
  await n.group.until('the end', () => reader.end);
  assert.match(reader.end ?? '', /server stopped/);
});

import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { cairn } from '@cairn/proto';
import type { Replica, ReplicaListeners } from '@cairn/replica';
import { TestMembers } from '../testing/test-members.ts';
import type { EncodedBatch } from './event-batch.ts';
import { EventFeed } from './event-feed.ts';
import type { EventPublisher, EventSubscriber } from './event-feed.ts';

class Recorder implements EventSubscriber, EventPublisher {
  readonly log: string[] = [];
  payloadBytesMax = 1024 * 1024;
  hasAudience = true;

  onBatch({ firstRevision, lastRevision }: EncodedBatch): void {
    this.log.push(`${firstRevision}-${lastRevision}`);
  }

  onHeartbeat(_bytes: Uint8Array, revision: number): void {
    this.log.push(`heartbeat ${revision}`);
  }

  onJump(): void {
    this.log.push('jump');
  }

  onClose(): void {
    this.log.push('close');
  }

  publish(message: Uint8Array): boolean {
    const { first_revision, last_revision, omitted } = cairn.v1.EventBatch.decode(message);
    const range = `${Number(first_revision)}-${Number(last_revision)}`;
    this.log.push(omitted ? `${range} omitted` : range);
    return true;
  }
}

function revisionsOf(log: readonly string[]): number[] {
  return log.flatMap((line) => {
    const [first, last] = line.split('-').map(Number) as [number, number];
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
}

test('every revision is said once and in order, to followers and by the leader to the bus', async () => {
  const { group, replica } = await TestMembers.single();
  await using _ = group;
  const bus = new Recorder();
  const follower = new Recorder();
  const feed = new EventFeed(replica, bus);
  const from = feed.revision;
  const unsubscribe = feed.subscribe(follower);
  await group.fill(replica, 300);
  assert.equal(feed.revision, from + 300);
  const expected = Array.from({ length: 300 }, (_, i) => from + 1 + i);
  assert.deepEqual(revisionsOf(follower.log), expected);
  assert.deepEqual(revisionsOf(bus.log), expected);
  unsubscribe();
  await group.put(replica, 'later', '1');
  assert.equal(revisionsOf(follower.log).length, 300);
  feed.close();
});

test('a member that does not lead says nothing to the bus', async () => {
  await using group = await TestMembers.start(3);
  const leader = await group.leader();
  const { replica } = group.other(leader);
  const bus = new Recorder();
  const follower = new Recorder();
  const feed = new EventFeed(replica, bus);
  feed.subscribe(follower);
  await group.put(leader.replica, 'x', '1');
  await group.until('it is applied here', () => follower.log.length > 0);
  assert.deepEqual(bus.log, []);
  feed.close();
});

test('a message too large for the bus is replaced by a note to fetch it', async () => {
  const { group, replica } = await TestMembers.single();
  await using _ = group;
  const bus = new Recorder();
  bus.payloadBytesMax = 2_000;
  const feed = new EventFeed(replica, bus);
  const first = feed.revision + 1;
  await group.put(replica, 'large', 'x'.repeat(4_000));
  await group.put(replica, 'small', 'x');
  assert.deepEqual(bus.log, [`${first}-${first} omitted`, `${first + 1}-${first + 1}`]);
  feed.close();
});

test('when nothing was said for a while, a heartbeat says so', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const { group, replica } = await TestMembers.single();
  await using _ = group;
  const bus = new Recorder();
  const follower = new Recorder();
  const feed = new EventFeed(replica, bus);
  feed.subscribe(follower);
  t.mock.timers.tick(500);
  const heartbeat = `heartbeat ${feed.revision}`;
  assert.deepEqual(follower.log, [heartbeat]);
  assert.deepEqual(bus.log, [`${feed.revision + 1}-${feed.revision}`]);
  await group.put(replica, 'x', '1');
  follower.log.length = 0;
  t.mock.timers.tick(500);
  assert.deepEqual(follower.log, [], 'there was a batch in this half second');
  t.mock.timers.tick(500);
  assert.deepEqual(follower.log, [`heartbeat ${feed.revision}`]);
  feed.close();
  t.mock.timers.tick(5_000);
  assert.deepEqual(follower.log.slice(1), ['close'], 'and nothing after it was closed');
});

test('while nobody listens to the bus it only gets heartbeats, by which it finds out', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const { group, replica } = await TestMembers.single();
  await using _ = group;
  const bus = new Recorder();
  bus.hasAudience = false;
  const follower = new Recorder();
  const feed = new EventFeed(replica, bus);
  feed.subscribe(follower);
  await group.put(replica, 'x', '1');
  assert.deepEqual(bus.log, []);
  t.mock.timers.tick(500);
  assert.deepEqual(
    bus.log,
    [`${feed.revision + 1}-${feed.revision}`],
    'although not all was quiet',
  );
  assert.deepEqual(follower.log, [`${feed.revision}-${feed.revision}`], 'which a follower knows');
  bus.hasAudience = true;
  bus.log.length = 0;
  await group.put(replica, 'x', '2');
  assert.deepEqual(bus.log, [`${feed.revision}-${feed.revision}`]);
  feed.close();
});

test('who waits for a revision is told when it is applied, or when the call is over', async () => {
  const { group, replica } = await TestMembers.single();
  await using _ = group;
  const feed = new EventFeed(replica, undefined);
  const log: string[] = [];
  const wait = (name: string, revision: number, signal: AbortSignal): void => {
    void feed.whenApplied(revision, signal).then(() => log.push(name));
  };
  const never = new AbortController().signal;
  const over = new AbortController();
  const removed = mock.method(over.signal, 'removeEventListener');
  wait('reached', feed.revision, never);
  wait('next', feed.revision + 1, over.signal);
  wait('aborted', feed.revision + 1_000, over.signal);
  wait('already over', feed.revision + 1_000, AbortSignal.abort());
  await group.until('the first are told', () => log.length === 2);
  await group.put(replica, 'x', '1');
  await group.until('the next is told', () => log.length === 3);
  assert.deepEqual(log, ['reached', 'already over', 'next']);
  assert.equal(removed.mock.callCount(), 1, 'its listener is gone');
  over.abort();
  await group.until('the call is over', () => log.length === 4);
  feed.close();
});

test('after a snapshot the feed goes on from its revision, and followers are told to look', () => {
  let listeners: ReplicaListeners = {};
  const store = { currentRevision: 5, compactRevision: -1 };
  const replica = {
    machine: { store },
    term: 1,
    role: 'follower',
    listen: (given: ReplicaListeners) => (listeners = given),
  } as unknown as Replica;
  const feed = new EventFeed(replica, undefined);
  const follower = new Recorder();
  feed.subscribe(follower);
  listeners.onInstalled?.(90);
  assert.equal(feed.revision, 90);
  listeners.onApplied?.({ events: [], leases: [], auth: [], appliedIndex: 9, revision: 91 });
  assert.deepEqual(follower.log, ['jump', '91-91']);
  feed.close();
});

// Live and catching up, and the change between the two at every possible moment.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Replica, ReplicaListeners } from '@cairn/replica';
import { Turns } from '../turns.ts';
import { FakeSink } from '../testing/fake-sink.ts';
import { TestMembers, turn } from '../testing/test-members.ts';
import { EventFeed } from './event-feed.ts';
import { Follower } from './follower.ts';
import type { FollowerOptions } from './follower.ts';

interface Kit {
  readonly sink: FakeSink;
  readonly follower: Follower;
  readonly feed: EventFeed;
  readonly over: AbortController;
  readonly errors: unknown[];
}

function follow(replica: Replica, fromRevision: number): Kit {
  const feed = new EventFeed(replica, undefined);
  const sink = new FakeSink();
  const over = new AbortController();
  const errors: unknown[] = [];
  const follower = new Follower({
    source: { replica, turns: new Turns() },
    feed,
    stream: sink as unknown as FollowerOptions['stream'],
    fromRevision,
    signal: over.signal,
    onError: (error) => errors.push(error),
  });
  feed.subscribe(follower);
  follower.start();
  return { sink, follower, feed, over, errors };
}

/** Everything from `from` on was said once and in order; answers up to where. */
function said(sink: FakeSink, from: number): number {
  let next = from;
  for (const batch of sink.batches()) {
    const first = Number(batch.first_revision);
    const last = Number(batch.last_revision);
    if (first > last) continue;
    assert.equal(first, next, 'no gap and no duplicate');
    next = last + 1;
  }
  return next - 1;
}

test('history first, then live, with writes all the time', async () => {
  const { group, replica } = await TestMembers.single();
  await using _ = group;
  await group.fill(replica, 3_000, 'x'.repeat(500));
  const { sink, feed } = follow(replica, 2);
  for (let i = 0; i < 50; i++) {
    await group.put(replica, 'more', `${i}`);
    if (i % 3 === 0) await turn();
  }
  await group.until('it has caught up', () => said(sink, 2) === feed.revision);
  const before = sink.written.length;
  await group.put(replica, 'live', '1');
  assert.equal(sink.written.length, before + 1, 'without a detour through history');
  assert.equal(said(sink, 2), feed.revision);
  feed.close();
});

test('a follower that does not read goes back to history, and misses nothing', async () => {
  const { group, replica } = await TestMembers.single();
  await using _ = group;
  const from = replica.machine.store.currentRevision + 1;
  const { sink, feed } = follow(replica, from);
  await group.put(replica, 'a', '1');
  assert.equal(said(sink, from), feed.revision);
  sink.room = 2;
  await group.fill(replica, 200, 'x'.repeat(10_000));
  const buffered = sink.written.length;
  assert.ok(buffered <= 5, `${buffered} messages wait for one that does not read`);
  for (let i = 0; said(sink, from) < feed.revision; i++) {
    assert.ok(i < 1_000);
    sink.drain(2);
    await turn();
  }
  sink.drain(Infinity);
  await turn();
  await turn();
  const before = sink.written.length;
  await group.put(replica, 'live', '1');
  assert.deepEqual([sink.written.length, said(sink, from)], [before + 1, feed.revision]);
  feed.close();
});

test('a revision of the future is waited for; nothing before it is said', async () => {
  const { group, replica } = await TestMembers.single();
  await using _ = group;
  const from = replica.machine.store.currentRevision + 11;
  const { sink, feed, follower } = follow(replica, from);
  for (let i = 0; i < 9; i++) await group.put(replica, 'x', `${i}`);
  follower.onHeartbeat(Uint8Array.of(), feed.revision);
  assert.equal(sink.written.length, 0);
  await group.fill(replica, 30);
  await group.until('it is live', () => said(sink, from) === feed.revision);
  feed.close();
});

test('heartbeats are for those who have been told everything', async () => {
  const { group, replica } = await TestMembers.single();
  await using _ = group;
  const { sink, feed, follower } = follow(replica, replica.machine.store.currentRevision + 1);
  const heartbeat = Uint8Array.of(8, 1);
  follower.onHeartbeat(heartbeat, feed.revision);
  follower.onHeartbeat(heartbeat, feed.revision - 1);
  assert.deepEqual(sink.written, [heartbeat]);
  sink.room = 1;
  await group.put(replica, 'x', '1');
  follower.onHeartbeat(heartbeat, feed.revision);
  assert.equal(sink.written.length, 2, 'none behind what is not read');
  feed.close();
});

test('what was asked for is compacted: it is said, and the stream ends', async () => {
  const { group, replica } = await TestMembers.single();
  await using _ = group;
  const to = await group.fill(replica, 20);
  await group.compact(replica, to);
  const { sink, feed } = follow(replica, 2);
  await group.until('it has ended', () => sink.ended);
  assert.deepEqual(
    sink.batches().map(({ compacted }) => compacted),
    [true],
  );
  feed.close();
});

test('an error while it catches up for the second time reaches the stream', async () => {
  const { group, replica } = await TestMembers.single();
  await using _ = group;
  const { sink, feed, errors } = follow(replica, replica.machine.store.currentRevision + 1);
  await group.put(replica, 'live', '1');
  assert.equal(sink.written.length, 1);
  sink.room = 1;
  await group.put(replica, 'x', '1');
  replica.machine.store.history = () => {
    throw new Error('disk');
  };
  await group.put(replica, 'x', '2');
  await group.until('it is told', () => errors.length > 0);
  assert.match(String(errors[0]), /disk/);
  feed.close();
});

test('closing the feed ends the stream', async () => {
  const { group, replica } = await TestMembers.single();
  await using _ = group;
  const { sink, feed } = follow(replica, replica.machine.store.currentRevision + 1);
  feed.close();
  assert.equal(sink.ended, true);
});

/** A replica whose state is replaced when the test says so. */
function replaceable(): {
  readonly replica: Replica;
  readonly install: (revision: number) => void;
  readonly apply: (revision: number) => void;
} {
  const listeners: ReplicaListeners[] = [];
  const store = {
    currentRevision: 10,
    compactRevision: -1,
    history: (_from: number, to: number) => ({ events: [], upToRevision: to }),
  };
  const replica = {
    machine: { store, alarms: { corrupt: false } },
    term: 1,
    role: 'follower',
    readable: true,
    listen: (given: ReplicaListeners) => void listeners.push(given),
  } as unknown as Replica;
  return {
    replica,
    install: (revision) => {
      store.currentRevision = revision;
      for (const { onInstalled } of listeners) onInstalled?.(revision);
    },
    apply: (revision) => {
      store.currentRevision = revision;
      const batch = { events: [], leases: [], auth: [], appliedIndex: revision, revision };
      for (const { onApplied } of listeners) onApplied?.(batch);
    },
  };
}

test('when a snapshot replaces the state, what was skipped is read from history', async () => {
  const { replica, install, apply } = replaceable();
  const { sink, feed } = follow(replica, 11);
  apply(11);
  install(90);
  for (let i = 0; i < 5; i++) await turn();
  apply(91);
  assert.equal(said(sink, 11), 91);
  feed.close();
});

test('a snapshot that brings no new revision does not silence a follower', async () => {
  const { replica, install, apply } = replaceable();
  const { sink, feed, follower } = follow(replica, 11);
  apply(11);
  install(11);
  for (let i = 0; i < 5; i++) await turn();
  follower.onHeartbeat(Uint8Array.of(16, 12, 24, 11), 11);
  apply(12);
  assert.equal(said(sink, 11), 12);
  assert.equal(sink.written.length, 3);
  feed.close();
});

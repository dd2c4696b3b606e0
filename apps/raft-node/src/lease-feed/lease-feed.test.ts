// Keepers on fake streams, replicas over memory twins: who is primary, in which epoch, and what it is
// told.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cairn, toSignedBigInt } from '@cairn/proto';
import { RequestKind } from '@cairn/replica';
import type { Replica, ReplicaListeners } from '@cairn/replica';
import { FakeStream } from '../testing/fake-stream.ts';
import { recordingLogger } from '../testing/quiet-logger.ts';
import { TestMembers, turn } from '../testing/test-members.ts';
import { LeaseFeed } from './lease-feed.ts';

type FeedMessage = cairn.v1.LeaseFeedMessage.$Properties;

/** A lease-keeper, as far as the stream goes. */
class Keeper {
  readonly stream = new FakeStream<FeedMessage>();
  failure: string | undefined;

  constructor(feed: LeaseFeed, id: string) {
    feed.serve(this.stream as never);
    this.stream.on('error', (error: Error) => (this.failure = error.message));
    this.say({ hello: { keeper_id: id, address: `${id}:1` } });
  }

  say(message: cairn.v1.KeeperMessage.$Properties): void {
    const encoded = cairn.v1.KeeperMessage.encode(message).finish();
    this.stream.receive(cairn.v1.KeeperMessage.decode(encoded));
  }

  /** What it was told, in short. */
  get heard(): string[] {
    return this.stream.written.map(messageText);
  }

  /** The epoch of the last time it was named. */
  get epoch(): number {
    const primaries = this.stream.written.flatMap(({ primary }) => primary ?? []);
    return Number(primaries.at(-1)?.epoch ?? 0);
  }

  leave(): void {
    this.stream.emit('cancelled');
  }
}

function messageText(message: FeedMessage): string {
  if (message.not_leader != null) return 'not leader';
  if (message.standby != null) return `standby of ${message.standby.primary_address}`;
  if (message.pong != null) return `pong ${message.pong.nonce}`;
  if (message.query_result != null) {
    return `query ${message.query_result.id} ${message.query_result.found}`;
  }
  if (message.primary != null)
    return `primary [${(message.primary.leases ?? []).map(leaseText).join()}]`;
  return (message.changes?.changes ?? [])
    .map(({ granted, revoked, checkpointed }) => {
      if (granted != null) return `+${leaseText(granted)}`;
      if (checkpointed != null) return `~${leaseText(checkpointed)}`;
      return `-${toSignedBigInt(revoked ?? 0)}`;
    })
    .join(' ');
}

function leaseText({ ID, TTL, RemainingTTL }: FeedMessageLease): string {
  const remaining = Number(RemainingTTL ?? 0);
  return `${toSignedBigInt(ID ?? 0)}/${Number(TTL)}${remaining > 0 ? `/${remaining}` : ''}`;
}
type FeedMessageLease =
  NonNullable<NonNullable<FeedMessage['primary']>['leases']> extends readonly (infer L)[]
    ? L
    : never;

function feedOf(replica: Replica): LeaseFeed {
  return new LeaseFeed({ replica, logger: recordingLogger().logger, graceMs: 1_000 });
}

async function leading() {
  const { group, replica } = await TestMembers.single();
  const feed = feedOf(replica);
  return {
    group,
    replica,
    feed,
    named: async (keeper: Keeper): Promise<number> =>
      await group.until('it is named', () => {
        const { epoch } = replica.machine.leasePrimary;
        return epoch > 0 && keeper.epoch === epoch && epoch;
      }),
    [Symbol.asyncDispose]: async () => {
      feed.close();
      await group[Symbol.asyncDispose]();
    },
  };
}

test('the first keeper becomes primary with the whole table, the next stands by', async () => {
  await using n = await leading();
  await n.group.grant(n.replica, 7, 60);
  await n.group.grant(n.replica, -8, 30);
  const first = new Keeper(n.feed, 'a');
  const early = new Keeper(n.feed, 'b');
  const epoch = await n.named(first);
  assert.deepEqual(first.heard, ['primary [7/60,-8/30]']);
  assert.equal(first.stream.written[0]?.primary?.grace_ms, 1_000);
  assert.deepEqual(early.heard, ['standby of a:1']);
  const late = new Keeper(n.feed, 'c');
  assert.deepEqual(late.heard, ['standby of a:1']);
  assert.equal(Number(late.stream.written[0]?.standby?.epoch), epoch);
});

test('changes follow in the order in which they are applied, none twice and none missing', async () => {
  await using n = await leading();
  await n.group.grant(n.replica, 1);
  const keeper = new Keeper(n.feed, 'a');
  // Some of these are applied before it is named, and are in the table then.
  const granting = [2, 3, 4].map((id) => n.group.grant(n.replica, id));
  await Promise.all(granting);
  const epoch = await n.named(keeper);
  await n.group.grant(n.replica, 5);
  keeper.say({ checkpoint: { epoch, leases: [{ ID: 5, RemainingTTL: 12 }] } });
  keeper.say({ revoke: { epoch, ids: [1, 3] } });
  await n.group.until('it is revoked', () => keeper.heard.join(' ').includes('-3'));
  const [table, ...changes] = keeper.heard;
  const inTable = [...(table ?? '').matchAll(/(\d+)\/60/g)].map(([, id]) => Number(id));
  const granted = [...changes.join(' ').matchAll(/\+(\d+)/g)].map(([, id]) => Number(id));
  assert.deepEqual([...inTable, ...granted], [1, 2, 3, 4, 5]);
  assert.match(changes.join(' '), /\+5\/60 ~5\/60\/12 -1 -3$/);
});

test('words of another epoch, or of one that is not primary, do not reach the log', async () => {
  await using n = await leading();
  await n.group.grant(n.replica, 7);
  const primary = new Keeper(n.feed, 'a');
  const epoch = await n.named(primary);
  const standby = new Keeper(n.feed, 'b');
  const index = n.replica.appliedIndex;
  for (const wrong of [0, epoch - 1, epoch + 1, 2 ** 60]) {
    primary.say({ revoke: { epoch: wrong, ids: [7] } });
    primary.say({ checkpoint: { epoch: wrong, leases: [{ ID: 7, RemainingTTL: 1 }] } });
  }
  standby.say({ revoke: { epoch, ids: [7] } });
  for (let i = 0; i < 20; i++) await turn();
  assert.equal(n.replica.appliedIndex, index);
  primary.say({ checkpoint: { epoch, leases: [{ ID: 7, RemainingTTL: 2 ** 60 }] } });
  await n.group.until('it is applied', () => n.replica.appliedIndex > index);
  assert.equal(n.replica.machine.leases.table.get(7n)?.remainingTtlSeconds, 60, 'bounded');
});

test('a keeper that comes back gets an epoch of its own', async () => {
  await using n = await leading();
  const first = new Keeper(n.feed, 'a');
  const before = await n.named(first);
  first.leave();
  const again = new Keeper(n.feed, 'a');
  const after = await n.named(again);
  assert.ok(after > before);
  first.say({ revoke: { epoch: before, ids: [7] } });
  assert.deepEqual(first.heard, ['primary []'], 'the earlier stream is told nothing more');
});

test('a keeper that comes back before it was missed takes the place of its earlier self', async () => {
  await using n = await leading();
  const first = new Keeper(n.feed, 'a');
  const before = await n.named(first);
  const again = new Keeper(n.feed, 'a');
  const after = await n.named(again);
  assert.ok(after > before);
  assert.equal(first.failure, 'the keeper has attached again');
});

test('when the primary leaves, the next one is named', async () => {
  await using n = await leading();
  const first = new Keeper(n.feed, 'a');
  const before = await n.named(first);
  const second = new Keeper(n.feed, 'b');
  first.stream.emit('end');
  assert.equal(first.stream.ended, true);
  assert.ok((await n.named(second)) > before);
});

test('a keeper that leaves while it is being named is not primary; the next one is named', async () => {
  await using n = await leading();
  const first = new Keeper(n.feed, 'a');
  const second = new Keeper(n.feed, 'b');
  first.leave();
  await n.named(second);
  assert.deepEqual(first.heard, []);
  assert.deepEqual(
    second.heard.filter((text) => text.startsWith('primary')),
    ['primary []'],
  );
});

test('another naming than ours is applied: the keeper is named again', async () => {
  await using n = await leading();
  const keeper = new Keeper(n.feed, 'a');
  const before = await n.named(keeper);
  const fields = { keeper_id: 'other', address: 'other:1', raft_term: n.replica.term };
  const body = cairn.v1.LeasePrimarySet.encode(fields).finish();
  await n.group.propose(n.replica, RequestKind.leasePrimarySet, body);
  const after = await n.named(keeper);
  assert.ok(after > before + 1);
  assert.equal(n.replica.machine.leasePrimary.keeperId, 'a');
});

test('a naming that fails is tried again', async (t) => {
  await using n = await leading();
  const { propose } = n.replica;
  let refusals = 0;
  t.mock.timers.enable({ apis: ['setTimeout'] });
  n.replica.propose = (_kind, _body, settle) => {
    refusals += 1;
    settle({ kind: 'failed', error: new Error('too many requests') });
  };
  const keeper = new Keeper(n.feed, 'a');
  assert.equal(refusals, 1);
  n.replica.propose = propose;
  t.mock.timers.tick(500);
  await n.named(keeper);
});

test('a pong and the answer to a query come after a quorum round, to the primary only', async () => {
  await using group = await TestMembers.start(3);
  const { replica } = await group.leader();
  await group.grant(replica, 7);
  const feed = feedOf(replica);
  const primary = new Keeper(feed, 'a');
  const epoch = await group.until('it is named', () => primary.epoch > 0 && primary.epoch);
  const standby = new Keeper(feed, 'b');
  primary.say({ ping: { nonce: 1, epoch } });
  primary.say({ ping: { nonce: 2, epoch: epoch - 1 } });
  primary.say({ query: { id: 5, lease_id: 7 } });
  primary.say({ query: { id: 6, lease_id: 8 } });
  standby.say({ ping: { nonce: 3, epoch } });
  standby.say({ query: { id: 9, lease_id: 7 } });
  assert.equal(primary.heard.length, 1, 'not at once');
  await group.until('they are answered', () => primary.heard.length >= 4);
  for (let i = 0; i < 20; i++) await turn();
  assert.deepEqual(primary.heard.slice(1), ['pong 1', 'query 5 true', 'query 6 false']);
  assert.deepEqual(standby.heard, ['standby of a:1']);
  feed.close();
});

test('a leader cut off from its quorum sends no pong, and sends its keepers away when it knows', async () => {
  await using group = await TestMembers.start(3);
  const old = await group.leader();
  await group.put(old.replica, 'x', '1');
  const feed = feedOf(old.replica);
  const keeper = new Keeper(feed, 'a');
  const epoch = await group.until('it is named', () => keeper.epoch > 0 && keeper.epoch);
  group.deliver = ({ from, to }) => from !== old.member.id && to !== old.member.id;
  keeper.say({ ping: { nonce: 1, epoch } });
  await group.until('it is sent away', () => keeper.stream.ended);
  assert.deepEqual(keeper.heard, ['primary []', 'not leader']);
  feed.close();
});

test('a member that does not lead sends keepers to the one that does', async () => {
  await using group = await TestMembers.start(3);
  const leader = await group.leader();
  const feed = feedOf(group.other(leader).replica);
  const keeper = new Keeper(feed, 'a');
  assert.deepEqual(keeper.heard, ['not leader']);
  assert.equal(
    BigInt.asUintN(64, toSignedBigInt(keeper.stream.written[0]?.not_leader?.leader_id ?? 0)),
    leader.member.id,
  );
  assert.equal(keeper.stream.ended, true);
  feed.close();
});

test('a new leader names nobody before it has applied what its predecessors committed', () => {
  const listeners: ReplicaListeners[] = [];
  const proposed: RequestKind[] = [];
  const applied = { index: 10, term: 4 };
  const replica = {
    role: 'leader',
    term: 5,
    leader: 1n,
    backend: { applied },
    machine: { leasePrimary: { epoch: 3, address: 'old:1' } },
    listen: (given: ReplicaListeners) => void listeners.push(given),
    propose: (kind: RequestKind) => void proposed.push(kind),
  } as unknown as Replica;
  const feed = feedOf(replica);
  const apply = (): void => {
    const batch = { events: [], leases: [], auth: [], appliedIndex: applied.index, revision: 1 };
    for (const { onApplied } of listeners) onApplied?.(batch);
  };
  const keeper = new Keeper(feed, 'a');
  apply();
  assert.deepEqual([proposed, keeper.heard], [[], []]);
  applied.term = 5;
  apply();
  assert.deepEqual(proposed, [RequestKind.leasePrimarySet]);
  feed.close();
});

test('a keeper that does not read is cut off instead of being buffered for', async () => {
  await using n = await leading();
  const keeper = new Keeper(n.feed, 'a');
  await n.named(keeper);
  keeper.stream.writableLength = 5_000;
  await n.group.grant(n.replica, 7);
  assert.equal(keeper.failure, 'the keeper does not read');
  assert.deepEqual(keeper.heard, ['primary []']);
});

test('a second hello is no second keeper', async () => {
  await using n = await leading();
  const keeper = new Keeper(n.feed, 'a');
  await n.named(keeper);
  keeper.say({ hello: { keeper_id: 'b', address: 'b:1' } });
  keeper.leave();
  const next = new Keeper(n.feed, 'c');
  await n.named(next);
  assert.deepEqual(next.heard, ['primary []'], 'nobody else was in line');
});

test('after closing, keepers are sent away and nobody is named', async () => {
  await using n = await leading();
  const keeper = new Keeper(n.feed, 'a');
  await n.named(keeper);
  n.feed.close();
  assert.equal(keeper.stream.ended, true);
  const late = new Keeper(n.feed, 'b');
  assert.deepEqual(late.heard, ['not leader']);
  await n.group.grant(n.replica, 7);
  assert.deepEqual(keeper.heard, ['primary []']);
});

// The leader's state replaces a follower's: who reads, waits or stops meanwhile.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { etcdserverpb } from '@cairn/proto';
import type { Message } from '@cairn/raft';
import type { StagedSnapshot } from './ports.ts';
import { RequestKind } from './request-codec.ts';
import { TestCluster, put, turn, valueOf } from './testing/test-cluster.ts';
import type { Node, TestSettings } from './testing/test-cluster.ts';
import type { ProposalOutcome } from './waiters.ts';

interface Late {
  readonly cluster: TestCluster;
  readonly leader: Node;
  readonly late: Node;
  /** The first snapshot message to it, which was caught. */
  readonly message: Message;
}

/** A follower that was cut off until the entries it needs were gone, and is about to get the state. */
async function lateFollower(settings: TestSettings = {}): Promise<Late> {
  const cluster = await TestCluster.start(3, settings);
  const leader = await cluster.leaderKnownToAll();
  const late = cluster.other(leader);
  await cluster.put(leader, 'early', '1');
  cluster.deliver = ({ from, to }) => from !== late.member.id && to !== late.member.id;
  for (let i = 0; i < 300; i++) await cluster.put(leader, `k${i % 10}`, `${i}`);
  let message: Message | undefined;
  const { sendSnapshot } = cluster;
  cluster.sendSnapshot = (caught) => (message ??= caught);
  cluster.deliver = () => true;
  const caught = await cluster.until('a snapshot is needed', () => message);
  cluster.sendSnapshot = sendSnapshot;
  return { cluster, leader, late, message: caught };
}

/** Stops an installation after the old backend was given up, until `release`. */
function heldActivation(staged: StagedSnapshot): {
  readonly staged: StagedSnapshot;
  readonly begun: () => boolean;
  readonly release: () => void;
} {
  const gate = Promise.withResolvers<void>();
  let begun = false;
  const activate = async (): ReturnType<StagedSnapshot['activate']> => {
    const backend = await staged.activate();
    begun = true;
    await gate.promise;
    return backend;
  };
  return {
    staged: { ...staged, activate },
    begun: () => begun,
    release: () => gate.resolve(),
  };
}

test('a follower that is too late for the log gets the state, and goes on with the log', async () => {
  const { cluster, leader, late, message } = await lateFollower();
  const jumps: number[] = [];
  late.replica.listen({ onInstalled: (revision) => jumps.push(revision) });
  await cluster.transferSnapshot(message);
  await cluster.until('it is installed', () => jumps.length > 0);
  await cluster.put(leader, 'after', '1');
  await cluster.until('the late one follows', () => valueOf(late, 'after') === '1');
  const [jump] = jumps;
  assert.ok(jump !== undefined && jump >= 300);
  assert.equal(
    late.replica.machine.store.hashKv(0).hash,
    leader.replica.machine.store.hashKv(0).hash,
  );
  await cluster.put(late, 'through', 'it');
  assert.equal(valueOf(leader, 'through'), 'it');
  const index = cluster.nodes.indexOf(late);
  const opened = await cluster.restart(index, async ({ files }) => {
    files.crash({ random: new SeededRandom(1) });
    const { backend } = late.replica;
    return await Promise.resolve((backend as Node['backend']).crash(new SeededRandom(2)));
  });
  await cluster.until('it comes back', () => valueOf(opened, 'through') === 'it');
});

test('reads that come while the state is replaced are answered from the new one', async () => {
  const { cluster, late, message } = await lateFollower();
  const held = heldActivation(await cluster.stage(message));
  assert.equal(late.replica.receiveSnapshot(held.staged), true);
  await cluster.until('the exchange has begun', held.begun);
  assert.equal(late.replica.readable, false);
  const seen: (string | undefined)[] = [];
  const look = (error: Error | undefined): void => {
    seen.push(error === undefined ? valueOf(late, 'k9') : error.name);
  };
  late.replica.readSerializable(look);
  late.replica.readLinearizable(look);
  await turn();
  assert.deepEqual(seen, []);
  held.release();
  await cluster.until('both are served', () => seen.length === 2);
  assert.deepEqual(seen, ['299', '299']);
  assert.equal(late.replica.readable, true);
  late.replica.readSerializable(look);
  assert.equal(seen.length, 3, 'at once again');
});

test('a stop while the state is replaced fails the reads and finishes the exchange', async () => {
  const { cluster, late, message } = await lateFollower();
  const held = heldActivation(await cluster.stage(message));
  late.replica.receiveSnapshot(held.staged);
  await cluster.until('the exchange has begun', held.begun);
  const names: (string | undefined)[] = [];
  late.replica.readSerializable((error) => names.push(error?.name));
  let told = 0;
  late.replica.listen({ onInstalled: () => (told += 1), onLeadership: () => (told += 1) });
  const stopped = late.replica.stop();
  assert.deepEqual(names, ['ReplicaStoppedError']);
  held.release();
  await stopped;
  assert.deepEqual(late.fatal, []);
  assert.ok(late.replica.appliedIndex >= 300, 'the new state is in place');
  assert.equal(told, 0, 'nobody begins anything with it');
});

test('a snapshot that waits when the replica stops is discarded', async () => {
  const { cluster, late, message } = await lateFollower();
  const staged = await cluster.stage(message);
  let discarded = 0;
  const discard = (): Promise<void> => {
    discarded += 1;
    return Promise.resolve();
  };
  late.replica.receiveSnapshot({ ...staged, discard });
  await late.replica.stop();
  assert.equal(discarded, 1);
  assert.equal(late.replica.receiveSnapshot(staged), false);
});

test('a snapshot that comes too late is discarded and changes nothing', async () => {
  const { cluster, leader, late, message } = await lateFollower();
  const old = await cluster.stage(message);
  await cluster.transferSnapshot(message);
  await cluster.put(leader, 'after', '1');
  await cluster.until('it has caught up', () => valueOf(late, 'after') === '1');
  let discarded = 0;
  const discard = (): Promise<void> => {
    discarded += 1;
    return Promise.resolve();
  };
  assert.equal(late.replica.receiveSnapshot({ ...old, discard }), true);
  await cluster.until('it is discarded', () => discarded === 1);
  assert.equal(valueOf(late, 'after'), '1');
  assert.equal(late.replica.receiveSnapshot({ ...old, discard }), true, 'the place is free again');
});

test('a physical compaction is not left waiting when a snapshot replaces its store', async () => {
  const cluster = await TestCluster.start(3);
  const leader = await cluster.leaderKnownToAll();
  const late = cluster.other(leader);
  for (let i = 0; i < 10; i++) await cluster.put(leader, 'x', `${i}`);
  const { store } = late.replica.machine;
  store.compactStep = () => false;
  const body = etcdserverpb.CompactionRequest.encode({ revision: 5, physical: true }).finish();
  let outcome: ProposalOutcome | undefined;
  late.replica.propose(RequestKind.compaction, body, (settled) => (outcome = settled));
  await cluster.until('it is compacting', () => store.compacting);
  cluster.deliver = ({ from, to }) => from !== late.member.id && to !== late.member.id;
  for (let i = 0; i < 300; i++) await cluster.put(leader, `k${i % 10}`, `${i}`);
  assert.equal(outcome, undefined);
  cluster.deliver = () => true;
  const settled = await cluster.until('it is settled', () => outcome);
  assert.equal(settled.kind === 'failed' && settled.error.name, 'LeaderChangedError');
});

test('what was proposed before a snapshot skipped it has an unknown outcome, not a second life', async () => {
  const { cluster, leader, late, message } = await lateFollower();
  const revision = leader.replica.machine.store.currentRevision;
  // The proposal reaches the leader; that it was applied does not come back but in the snapshot.
  cluster.deliver = ({ to }) => to !== late.member.id;
  let outcome: ProposalOutcome | undefined;
  late.replica.propose(RequestKind.put, put('own', '1'), (settled) => (outcome = settled));
  await cluster.until('it is applied there', () => valueOf(leader, 'own') === '1');
  const staged = await cluster.stage(message);
  cluster.turnsPerTick = 0;
  late.replica.receiveSnapshot(staged);
  const settled = await cluster.until('it is settled before its time is over', () => outcome);
  cluster.deliver = () => true;
  cluster.turnsPerTick = 5;
  assert.equal(settled.kind === 'failed' && settled.error.name, 'RequestTimeoutError');
  await cluster.put(leader, 'after', '1');
  assert.equal(leader.replica.machine.store.currentRevision, revision + 2);
});

test('while a member gets the state, memory keeps the entries that it will need after it', async () => {
  const { cluster, leader, late, message } = await lateFollower();
  const staged = await cluster.stage(message);
  // A long transfer under load: many times what is usually kept.
  for (let i = 0; i < 500; i++) await cluster.put(leader, `k${i % 10}`, `${i}`);
  let more = 0;
  cluster.sendSnapshot = () => (more += 1);
  late.replica.receiveSnapshot(staged);
  leader.replica.reportSnapshot(late.member.id, 'installed');
  // It is installed, but the follower is slow to take what came after it.
  cluster.deliver = ({ to }) => to !== late.member.id;
  for (let i = 0; i < 200; i++) await cluster.put(leader, `k${i % 10}`, `${i}`);
  cluster.deliver = () => true;
  await cluster.until('it has caught up', () => valueOf(late, 'k9') === '199');
  assert.equal(more, 0, 'one snapshot was enough');
  cluster.nowMs += 60_000;
  for (let i = 0; i < 200; i++) await cluster.put(leader, 'x', `${i}`);
  const { firstIndex, lastIndex } = leader.replica.status;
  assert.ok(lastIndex - firstIndex < 250, `${lastIndex - firstIndex} entries are kept`);
});

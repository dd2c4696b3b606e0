import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryBackend } from '@cairn/backend';
import { SeededRandom } from '@cairn/core';
import { cairn, etcdserverpb } from '@cairn/proto';
import { MemoryFileSystem } from '@cairn/wal';
import { keyRangeQuery } from './range-query.ts';
import { recoverMember } from './recovery.ts';
import { RequestKind } from './request-codec.ts';
import { TestCluster, key, newMembers, put, valueOf } from './testing/test-cluster.ts';
import { UnusableDataError } from './unusable-data-error.ts';
import type { ProposalOutcome } from './waiters.ts';

test('one member answers a put with the revision it got, and applies it', async () => {
  const cluster = await TestCluster.start(1);
  const node = cluster.node(0);
  const outcome = await cluster.propose(node, RequestKind.put, put('a', '1'));
  assert.equal(outcome.kind, 'done');
  const response = etcdserverpb.PutResponse.decode(
    outcome.kind === 'done' ? outcome.response : new Uint8Array(0),
  );
  assert.equal(Number(response.header?.revision), 2);
  assert.equal(valueOf(node, 'a'), '1');
});

test('a put through a follower is applied on every member in the same order', async () => {
  const cluster = await TestCluster.start(3);
  const leader = await cluster.until('a leader', () => cluster.leader());
  await cluster.until('all know it', () => cluster.nodes.every(({ replica }) => replica.leader));
  const follower = cluster.nodes.find((node) => node !== leader);
  assert.ok(follower !== undefined);
  for (let i = 0; i < 20; i++) await cluster.put(i % 2 ? leader : follower, `k${i % 5}`, `${i}`);
  assert.equal(leader.replica.machine.store.currentRevision, 21);
  const index = leader.replica.appliedIndex;
  await cluster.until('all have applied', () =>
    cluster.nodes.every(({ replica }) => replica.appliedIndex >= index),
  );
  const hashes = cluster.nodes.map(({ replica }) => replica.machine.store.hashKv(0).hash);
  assert.equal(new Set(hashes).size, 1);
});

test('a linearizable read on a follower sees what was acknowledged before it began', async () => {
  const cluster = await TestCluster.start(3);
  const leader = await cluster.until('a leader', () => cluster.leader());
  const follower = cluster.nodes.find((node) => node !== leader);
  assert.ok(follower !== undefined);
  for (let i = 0; i < 10; i++) {
    await cluster.put(leader, 'x', `${i}`);
    let seen: string | undefined;
    follower.replica.readLinearizable((error) => {
      assert.equal(error, undefined);
      seen = valueOf(follower, 'x');
    });
    assert.equal(await cluster.until('the read is served', () => seen), `${i}`);
  }
});

test('a leader cut off from its quorum answers neither writes nor linearizable reads', async () => {
  const cluster = await TestCluster.start(3);
  const old = await cluster.until('a leader', () => cluster.leader());
  await cluster.put(old, 'x', 'before');
  cluster.deliver = ({ from, to }) => from !== old.member.id && to !== old.member.id;
  let readServed: string | undefined;
  old.replica.readLinearizable((error) => {
    readServed = error === undefined ? valueOf(old, 'x') : 'refused';
  });
  const written = cluster.propose(old, RequestKind.put, put('x', 'lost?'));
  const next = await cluster.until('another leader', () =>
    cluster.nodes.find((node) => node !== old && node.replica.role === 'leader'),
  );
  await cluster.put(next, 'x', 'after');
  assert.equal((await written).kind, 'failed');
  assert.equal(await cluster.until('the read has ended', () => readServed), 'refused');
});

test('a member killed at any time comes back with all that it acknowledged', async () => {
  const cluster = await TestCluster.start(1);
  const random = new SeededRandom(11);
  for (let life = 0; life < 8; life++) {
    const node = cluster.node(0);
    for (let i = 0; i < 40; i++) await cluster.put(node, `life${life}`, `${i}`);
    await cluster.restart(0, async ({ files, backend }) => {
      files.crash({ random });
      return await Promise.resolve(backend.crash(random));
    });
    await cluster.until('a leader', () => cluster.leader());
    for (let past = 0; past <= life; past++) {
      assert.equal(valueOf(cluster.node(0), `life${past}`), '39');
    }
  }
});

test('a log without its backend, or a backend without its log, is refused with advice', async () => {
  const cluster = await TestCluster.start(1);
  for (let i = 0; i < 200; i++) await cluster.put(cluster.node(0), 'x', `${i}`);
  const lost = cluster.restart(0, () => Promise.resolve(new MemoryBackend()));
  await assert.rejects(lost, (error: Error) => {
    assert.ok(error instanceof UnusableDataError);
    assert.match(error.message, /backend was lost or replaced/);
    return true;
  });
  const { backend, member } = cluster.node(0);
  const withoutLog = recoverMember(backend, {
    fileSystem: new MemoryFileSystem(),
    walDirectory: '/data/wal',
    segmentBytes: 64 * 1024,
    sync: true,
    memberId: member.id,
    initialMembers: newMembers(1),
  });
  await assert.rejects(withoutLog, /there is no write-ahead log/);
});

test('a revoke from a lease epoch that is over changes nothing', async () => {
  const cluster = await TestCluster.start(1);
  const node = cluster.node(0);
  const name = async (keeper: string): Promise<number> => {
    const body = cairn.v1.LeasePrimarySet.encode({
      keeper_id: keeper,
      address: keeper,
      raft_term: node.replica.term,
    }).finish();
    await cluster.propose(node, RequestKind.leasePrimarySet, body);
    return node.replica.machine.leasePrimary.epoch;
  };
  const expire = (epoch: number): Promise<ProposalOutcome> => {
    const body = cairn.v1.LeaseExpire.encode({ epoch, ids: [7] }).finish();
    return cluster.propose(node, RequestKind.leaseExpire, body);
  };
  const grant = etcdserverpb.LeaseGrantRequest.encode({ ID: 7, TTL: 10 }).finish();
  await cluster.propose(node, RequestKind.leaseGrant, grant);
  await cluster.propose(node, RequestKind.put, put('leased', 'v', 7));
  const first = await name('a');
  const second = await name('a');
  assert.ok(second > first);
  const refused = await expire(first);
  assert.equal(refused.kind === 'failed' && refused.error.name, 'StaleLeaseEpochError');
  assert.equal(valueOf(node, 'leased'), 'v');
  assert.equal((await expire(second)).kind, 'done');
  assert.equal(valueOf(node, 'leased'), undefined);
});

test('leases and their keys are found again after a restart', async () => {
  const cluster = await TestCluster.start(1);
  const node = cluster.node(0);
  const grant = etcdserverpb.LeaseGrantRequest.encode({ ID: 9, TTL: 60 }).finish();
  await cluster.propose(node, RequestKind.leaseGrant, grant);
  await cluster.propose(node, RequestKind.put, put('with', 'v', 9));
  await cluster.propose(node, RequestKind.put, put('moved', 'v', 9));
  await cluster.propose(node, RequestKind.put, put('moved', 'v'));
  const random = new SeededRandom(1);
  const opened = await cluster.restart(0, async ({ files, backend }) => {
    files.crash({ random });
    return await Promise.resolve(backend.crash(random));
  });
  await cluster.until('a leader', () => cluster.leader());
  await cluster.put(opened, 'later', 'v');
  assert.deepEqual(opened.replica.machine.leases.table.keys(9n), ['with']);
});

test('a physical compaction is answered when its records are gone', async () => {
  const cluster = await TestCluster.start(1);
  const node = cluster.node(0);
  for (let i = 0; i < 30; i++) await cluster.put(node, 'x', `${i}`);
  const body = etcdserverpb.CompactionRequest.encode({ revision: 25, physical: true }).finish();
  assert.equal((await cluster.propose(node, RequestKind.compaction, body)).kind, 'done');
  assert.equal(node.replica.machine.store.compacting, false);
  const again = await cluster.propose(node, RequestKind.compaction, body);
  assert.equal(again.kind === 'failed' && again.error.name, 'CompactedError');
});

test('every applied batch is told once, with its events in revision order', async () => {
  const cluster = await TestCluster.start(1);
  const node = cluster.node(0);
  for (let i = 0; i < 50; i++) await cluster.put(node, `k${i}`, 'v');
  const revisions = node.batches.flatMap(({ events }) => events.map((e) => e.mainRevision));
  assert.deepEqual(
    revisions,
    Array.from({ length: 50 }, (_, i) => i + 2),
  );
  const all = node.replica.machine.store.range(keyRangeQuery(key('k'), key('l')));
  assert.equal(all.count, 50);
});

test('a write that was under way when its leader died is done once by the next one', async () => {
  const cluster = await TestCluster.start(3);
  const old = await cluster.until('a leader', () => cluster.leader());
  await cluster.put(old, 'x', '0');
  const followers = cluster.nodes.filter((node) => node !== old);
  const [follower] = followers;
  assert.ok(follower !== undefined);
  // The leader dies; what is forwarded to it is lost.
  cluster.deliver = ({ from, to }) => from !== old.member.id && to !== old.member.id;
  const beforeMs = cluster.nowMs;
  await cluster.put(follower, 'x', '1');
  assert.ok(cluster.nowMs - beforeMs < 7_000, 'it did not have to time out');
  const { currentRevision } = follower.replica.machine.store;
  assert.equal(currentRevision, 3);
  // The old leader comes back with a message for a term that is over.
  cluster.deliver = () => true;
  await cluster.until(
    'the old leader follows',
    () => old.replica.leader === follower.replica.leader,
  );
  await cluster.put(old, 'y', '2');
  assert.equal(old.replica.machine.store.currentRevision, 4);
});

test('a write that its dying leader had replicated is not done again', async () => {
  const cluster = await TestCluster.start(3);
  const old = await cluster.until('a leader', () => cluster.leader());
  await cluster.put(old, 'x', '0');
  // Appends go out, nothing comes back: the entry is on every disk and nobody knows it.
  cluster.deliver = ({ to }) => to !== old.member.id;
  const written = cluster.propose(old, RequestKind.put, put('x', '1'));
  await cluster.until('another leader', () =>
    cluster.nodes.find((node) => node !== old && node.replica.role === 'leader'),
  );
  cluster.deliver = () => true;
  assert.equal((await written).kind, 'done');
  assert.equal(old.replica.machine.store.currentRevision, 3);
});

test('who led in a term that is over cannot name a primary lease-keeper any more', async () => {
  const cluster = await TestCluster.start(1);
  const node = cluster.node(0);
  await cluster.until('a leader', () => cluster.leader());
  const body = cairn.v1.LeasePrimarySet.encode({
    keeper_id: 'old',
    address: 'old',
    raft_term: node.replica.term - 1,
  }).finish();
  const outcome = await cluster.propose(node, RequestKind.leasePrimarySet, body);
  assert.equal(outcome.kind === 'failed' && outcome.error.name, 'StaleLeaseEpochError');
  assert.equal(node.replica.machine.leasePrimary.epoch, 0);
});

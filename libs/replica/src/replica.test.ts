import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryBackend } from '@cairn/backend';
import type { Backend } from '@cairn/backend';
import { SeededRandom, fromByteString } from '@cairn/core';
import { decodeRecord } from '@cairn/mvcc';
import { cairn, etcdserverpb } from '@cairn/proto';
import { Raft } from '@cairn/raft';
import type { Message } from '@cairn/raft';
import { MemoryFileSystem } from '@cairn/wal';
import type { Wal } from '@cairn/wal';
import { computeMemberId } from './membership.ts';
import type { Member } from './membership.ts';
import { keyRangeQuery, oneKeyQuery } from './range-query.ts';
import { UnusableDataError, recoverMember } from './recovery.ts';
import { Replica } from './replica.ts';
import type { AppliedBatch } from './replica.ts';
import { RequestKind } from './request-codec.ts';
import type { ProposalOutcome } from './waiters.ts';

const key = (text: string): Uint8Array => fromByteString(text);
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function put(name: string, value: string, lease = 0): Uint8Array {
  return etcdserverpb.PutRequest.encode({ key: key(name), value: key(value), lease }).finish();
}

function newMembers(count: number): Member[] {
  return Array.from({ length: count }, (_, i) => {
    const peerUrls = [`http://m${i + 1}:2380`];
    const id = computeMemberId(peerUrls, 'test');
    return { id, name: '', peerUrls, clientUrls: [], isLearner: false };
  });
}

interface Node {
  readonly member: Member;
  readonly files: MemoryFileSystem;
  backend: MemoryBackend;
  replica: Replica;
  batches: AppliedBatch[];
}

/** Members on one thread; messages go through `deliver`, ticks are given by the test. */
class TestCluster {
  readonly nodes: Node[] = [];
  readonly #members: readonly Member[];
  nowMs = 0;
  /** False drops the message. */
  deliver: (message: Message) => boolean = () => true;

  constructor(count: number) {
    this.#members = newMembers(count);
  }

  static async start(count: number): Promise<TestCluster> {
    const cluster = new TestCluster(count);
    for (const member of cluster.#members) {
      cluster.nodes.push(await cluster.#open(member, new MemoryFileSystem(), new MemoryBackend()));
    }
    return cluster;
  }

  async restart(index: number, after: (node: Node) => Promise<MemoryBackend>): Promise<Node> {
    const node = this.node(index);
    await node.replica.stop();
    const backend = await after(node);
    const opened = await this.#open(node.member, node.files, backend);
    this.nodes[index] = opened;
    return opened;
  }

  node(index: number): Node {
    const node = this.nodes[index];
    assert.ok(node !== undefined);
    return node;
  }

  leader(): Node | undefined {
    return this.nodes.find(({ replica }) => replica.role === 'leader');
  }

  async until<T>(what: string, condition: () => T | undefined | false): Promise<T> {
    for (let i = 0; i < 3_000; i++) {
      const value = condition();
      if (value !== undefined && value !== false) return value;
      if (i % 5 === 4) {
        this.nowMs += 100;
        for (const { replica } of this.nodes) replica.tick();
      }
      await turn();
    }
    throw new Error(`never: ${what}`);
  }

  propose(node: Node, kind: RequestKind, body: Uint8Array): Promise<ProposalOutcome> {
    let outcome: ProposalOutcome | undefined;
    node.replica.propose(kind, body, (settled) => {
      assert.equal(outcome, undefined, 'a proposal is settled once');
      outcome = settled;
    });
    return this.until('the proposal is settled', () => outcome);
  }

  async put(node: Node, name: string, value: string): Promise<void> {
    const outcome = await this.propose(node, RequestKind.put, put(name, value));
    assert.equal(outcome.kind, 'done');
  }

  async #open(member: Member, files: MemoryFileSystem, backend: MemoryBackend): Promise<Node> {
    await files.makeDirectory('/data');
    const recovered = await recoverMember(backend, {
      fileSystem: files,
      walDirectory: '/data/wal',
      segmentBytes: 64 * 1024,
      sync: true,
      memberId: member.id,
      initialMembers: this.#members,
    });
    const replica = this.#replica(member, recovered, backend);
    const node: Node = { member, files, backend, replica, batches: [] };
    replica.listen({ onApplied: (batch) => node.batches.push(batch) });
    return node;
  }

  #replica(
    member: Member,
    recovered: { wal: Wal; clusterId: bigint; raft: ConstructorParameters<typeof Raft>[1] },
    backend: Backend,
  ): Replica {
    const mebibyte = 1024 * 1024;
    const raft = new Raft(
      {
        id: member.id,
        electionTicks: 10,
        heartbeatTicks: 1,
        preVote: true,
        checkQuorum: true,
        entriesBytesPerMessageMax: mebibyte,
        inflightMessagesMax: 64,
        uncommittedBytesMax: 64 * mebibyte,
        committedBytesPerReadyMax: mebibyte,
        random: new SeededRandom(Number(member.id % 1000n)),
      },
      recovered.raft,
    );
    const replica: Replica = new Replica(
      {
        memberId: member.id,
        clusterId: recovered.clusterId,
        requestTimeoutMs: 7_000,
        requestBytesMax: mebibyte,
        proposalsWaitingMax: 1_000,
        snapshotEntries: 50,
        catchUpEntries: 20,
        backendPendingBytesMax: mebibyte,
        startMs: ++this.nowMs,
      },
      {
        clock: { nowMs: () => this.nowMs },
        wal: recovered.wal,
        backend,
        raft,
        send: (messages) => this.#send(messages),
        schedule: (run) => void setImmediate(run),
        onFatal: (error) => {
          throw error;
        },
      },
      recovered.raft.snapshotIndex,
    );
    raft.setSnapshotSource(() => replica.snapshotMeta());
    return replica;
  }

  #send(messages: readonly Message[]): void {
    for (const message of messages) {
      if (!this.deliver(message)) continue;
      const target = this.nodes.find(({ member }) => member.id === message.to);
      setImmediate(() => target?.replica.receive([message]));
    }
  }
}

function valueOf({ replica }: Node, name: string): string | undefined {
  const [record] = replica.machine.store.range(oneKeyQuery(key(name))).records;
  return record === undefined ? undefined : Buffer.from(decodeRecord(record).value).toString();
}

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
    const body = cairn.v1.LeasePrimarySet.encode({ keeper_id: keeper, address: keeper }).finish();
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

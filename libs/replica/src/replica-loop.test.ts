// The loop itself: nothing that arrives may be left lying, whenever it arrives, and nothing may hang
// when the loop stops or fails. The clock stands still here unless a test moves it, so that what a
// later tick would repair shows.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { etcdserverpb } from '@cairn/proto';
import { MessageType } from '@cairn/raft';
import type { Message } from '@cairn/raft';
import type { Wal } from '@cairn/wal';
import type { ReplicaPorts } from './ports.ts';
import { RequestKind } from './request-codec.ts';
import { TestCluster, put, turn, valueOf } from './testing/test-cluster.ts';
import type { Node } from './testing/test-cluster.ts';
import type { ProposalOutcome } from './waiters.ts';

/** A disk that can be made to take its time, or to fail. */
class SlowDisk {
  #gate: PromiseWithResolvers<void> | undefined;
  failure: Error | undefined;
  appends = 0;
  last: Parameters<Wal['append']>[0] | undefined;

  hold(): void {
    this.#gate = Promise.withResolvers();
  }

  release(): void {
    this.#gate?.resolve();
    this.#gate = undefined;
  }

  ports = ({ wal }: ReplicaPorts): Partial<ReplicaPorts> => ({
    wal: new Proxy(wal, {
      get: (target, name) => {
        if (name !== 'append') {
          const value = Reflect.get(target, name) as unknown;
          return typeof value === 'function' ? value.bind(target) : value;
        }
        return async (batch: Parameters<Wal['append']>[0]): Promise<void> => {
          this.appends += 1;
          this.last = batch;
          await this.#gate?.promise;
          if (this.failure !== undefined) throw this.failure;
          await target.append(batch);
        };
      },
    }),
  });
}

async function leaderWith(
  disk: SlowDisk,
): Promise<{ readonly cluster: TestCluster; readonly node: Node }> {
  const cluster = await TestCluster.start(1, { ports: disk.ports });
  const node = cluster.node(0);
  await cluster.until('a leader', () => cluster.leader());
  await cluster.put(node, 'x', '0');
  cluster.turnsPerTick = 0;
  return { cluster, node };
}

function read(node: Node): { readonly outcome: () => string | undefined } {
  let outcome: string | undefined;
  node.replica.readLinearizable((error) => {
    outcome = error === undefined ? 'served' : error.name;
  });
  return { outcome: () => outcome };
}

test('a member that is alone serves a read at once, also while its disk is busy', async () => {
  const disk = new SlowDisk();
  const { cluster, node } = await leaderWith(disk);
  disk.hold();
  const before = disk.appends;
  const written = cluster.propose(node, RequestKind.put, put('x', '1'));
  await cluster.until('the write is on its way', () => disk.appends > before);
  assert.equal(read(node).outcome(), 'served');
  assert.equal(valueOf(node, 'x'), '0', 'what is not acknowledged need not be seen');
  disk.release();
  await written;
  assert.equal(read(node).outcome(), 'served');
  assert.equal(valueOf(node, 'x'), '1');
});

test('a commit index that is the only news is written with the next entries', async () => {
  const disk = new SlowDisk();
  const { cluster, node } = await leaderWith(disk);
  const before = disk.appends;
  await cluster.put(node, 'x', '1');
  const index = node.replica.appliedIndex;
  for (let i = 0; i < 5; i++) await turn();
  assert.equal(disk.appends, before + 1);
  await cluster.put(node, 'x', '2');
  assert.equal(disk.appends, before + 2);
  assert.equal(disk.last?.hardState?.commit, index);
});

test('one that waits for others does not serve a read at once, and a stop fails the read', async () => {
  const cluster = await TestCluster.start(3);
  const leader = await cluster.leaderKnownToAll();
  await cluster.put(leader, 'x', '1');
  for (const node of cluster.nodes) {
    const served = read(node);
    assert.equal(served.outcome(), undefined);
    await node.replica.stop();
    assert.equal(served.outcome(), 'ReplicaStoppedError');
  }
});

test('a read that comes while a round is under way gets the next round without a tick', async () => {
  const cluster = await TestCluster.start(3);
  const leader = await cluster.leaderKnownToAll();
  await cluster.put(leader, 'x', '1');
  cluster.turnsPerTick = 0;
  for (const node of [leader, cluster.other(leader)]) {
    const first = read(node);
    await turn();
    await turn();
    const second = read(node);
    await cluster.until('both', () => first.outcome() && second.outcome());
    assert.deepEqual([first.outcome(), second.outcome()], ['served', 'served']);
  }
});

test('messages leave before the thread turns to what takes its time', async () => {
  let sent = 0;
  let waiting = 0;
  const waitingWhenBusy: number[] = [];
  const cluster = await TestCluster.start(3, {
    ports: ({ send, wal }) => ({
      send: (messages) => {
        sent += 1;
        waiting += 1;
        queueMicrotask(() => (waiting -= 1));
        send(messages);
      },
      wal: new Proxy(wal, {
        get: (target, name) => {
          const value = Reflect.get(target, name) as unknown;
          if (name === 'append') waitingWhenBusy.push(waiting);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      }),
    }),
  });
  const leader = await cluster.leaderKnownToAll();
  for (const { replica } of cluster.nodes) {
    replica.listen({ onApplied: () => waitingWhenBusy.push(waiting) });
  }
  // Followers then apply one entry in the turn in which they acknowledge the next.
  const first = cluster.propose(leader, RequestKind.put, put('x', '1'));
  await turn();
  await cluster.put(leader, 'x', '2');
  await first;
  assert.ok(sent > 5 && waitingWhenBusy.length > 5);
  assert.equal(Math.max(...waitingWhenBusy), 0);
});

test('a follower that syncs in place answers its leader before it applies', async () => {
  const events = new Map<bigint, string[]>();
  const cluster = await TestCluster.start(3, {
    ports: ({ send, wal, raft }) => {
      const own: string[] = [];
      events.set(raft.id, own);
      return {
        send: (messages) => {
          queueMicrotask(() => own.push('left'));
          send(messages);
        },
        wal: new Proxy(wal, {
          get: (target, name) => {
            const value = Reflect.get(target, name) as unknown;
            if (name === 'append') own.push('append');
            return typeof value === 'function' ? value.bind(target) : value;
          },
        }),
      };
    },
  });
  const leader = await cluster.leaderKnownToAll();
  const follower = cluster.other(leader);
  const own = events.get(follower.member.id) ?? [];
  follower.replica.listen({ onApplied: () => own.push('applied') });
  const first = cluster.propose(leader, RequestKind.put, put('x', '1'));
  await turn();
  await cluster.put(leader, 'x', '2');
  await first;
  const order = own.join(' ');
  assert.match(
    order,
    /append left applied/,
    'one entry was applied in the turn that wrote another',
  );
  assert.doesNotMatch(order, /append applied/);
});

test('committed entries are applied and answered while the next ones are being written', async () => {
  const disks = new Map<bigint, SlowDisk>();
  const cluster = await TestCluster.start(3, {
    ports: (ports) => {
      const disk = new SlowDisk();
      disks.set(ports.raft.id, disk);
      return disk.ports(ports);
    },
  });
  const leader = await cluster.leaderKnownToAll();
  await cluster.put(leader, 'x', '0');
  const disk = disks.get(leader.member.id) as SlowDisk;
  const answers: Message[] = [];
  cluster.turnsPerTick = 0;
  cluster.deliver = (message) => {
    if (message.to !== leader.member.id) return true;
    answers.push(message);
    return false;
  };
  const first = cluster.propose(leader, RequestKind.put, put('x', '1'));
  const index = leader.raft.status().committed + 1;
  const saysSo = (answer: Message): boolean => answer.index === index;
  await cluster.until('both followers have it', () => answers.filter(saysSo).length === 2);
  disk.hold();
  const before = disk.appends;
  let isSecondSettled = false;
  const second = cluster.propose(leader, RequestKind.put, put('x', '2'));
  void second.then(() => (isSecondSettled = true));
  leader.replica.receive(answers);
  assert.equal((await first).kind, 'done');
  assert.equal(disk.appends, before + 1, 'the second is being written');
  assert.equal(valueOf(leader, 'x'), '1');
  assert.equal(isSecondSettled, false);
  disk.release();
  cluster.deliver = () => true;
  cluster.turnsPerTick = 5;
  assert.equal((await second).kind, 'done');
});

test('an entry that others have committed is not applied before it is on this disk', async () => {
  const disks = new Map<bigint, SlowDisk>();
  const cluster = await TestCluster.start(3, {
    ports: (ports) => {
      const disk = new SlowDisk();
      disks.set(ports.raft.id, disk);
      return disk.ports(ports);
    },
  });
  const leader = await cluster.leaderKnownToAll();
  const late = cluster.other(leader);
  await cluster.put(leader, 'x', '0');
  await cluster.until('all have it', () => valueOf(late, 'x') === '0');
  cluster.deliver = ({ to }) => to !== late.member.id;
  await cluster.put(leader, 'x', '1');
  const disk = disks.get(late.member.id) as SlowDisk;
  disk.hold();
  const before = disk.appends;
  cluster.deliver = () => true;
  await cluster.until('it is being written', () => disk.appends > before);
  for (let i = 0; i < 20; i++) await turn();
  assert.equal(valueOf(late, 'x'), '0');
  disk.release();
  await cluster.until('it is applied', () => valueOf(late, 'x') === '1');
});

test('a leader that hands over does not spin on what it may not propose', async () => {
  const scheduled: number[] = [];
  let count = 0;
  const cluster = await TestCluster.start(3, {
    ports: ({ schedule }) => ({
      schedule: (run) => {
        count += 1;
        schedule(run);
      },
    }),
  });
  const leader = await cluster.leaderKnownToAll();
  await cluster.put(leader, 'x', '1');
  cluster.turnsPerTick = 0;
  cluster.deliver = ({ from, to }) => from !== leader.member.id && to !== leader.member.id;
  leader.replica.transferLeadership(cluster.other(leader).member.id);
  let outcome: ProposalOutcome | undefined;
  leader.replica.propose(RequestKind.put, put('x', '2'), (settled) => (outcome = settled));
  for (let i = 0; i < 20; i++) await turn();
  for (let i = 0; i < 20; i++) {
    scheduled.push(count);
    await turn();
  }
  assert.equal(scheduled.at(-1), scheduled[0], 'the loop is at rest');
  cluster.deliver = () => true;
  cluster.turnsPerTick = 5;
  assert.equal((await cluster.until('it is settled', () => outcome)).kind, 'done');
});

test('what was refused because too much is uncommitted goes in when that is committed', async () => {
  const cluster = await TestCluster.start(3, { uncommittedBytesMax: 1_000 });
  const leader = await cluster.leaderKnownToAll();
  await cluster.put(leader, 'x', '0');
  // One follower is away: its messages must not wake the leader by chance.
  const away = cluster.other(leader);
  cluster.deliver = ({ from, to }) => from !== away.member.id && to !== away.member.id;
  for (let i = 0; i < 50; i++) await turn();
  cluster.turnsPerTick = 0;
  const outcomes: string[] = [];
  for (let i = 0; i < 5; i++) {
    const body = put('x', 'v'.repeat(900));
    leader.replica.propose(RequestKind.put, body, ({ kind }) => outcomes.push(kind));
    await turn();
    await turn();
  }
  await cluster.until('all are settled', () => outcomes.length === 5);
  assert.deepEqual(new Set(outcomes), new Set(['done']));
});

test('a write that its caller has given up while there was no leader is not made later', async () => {
  const cluster = await TestCluster.start(3);
  const leader = await cluster.leaderKnownToAll();
  await cluster.put(leader, 'x', 'before');
  const other = cluster.other(leader);
  cluster.deliver = () => false;
  await cluster.until('no leader', () => other.replica.leader === 0n);
  const outcomes: ProposalOutcome[] = [];
  const settle = (outcome: ProposalOutcome): void => void outcomes.push(outcome);
  const beforeMs = cluster.nowMs;
  other.replica.propose(RequestKind.put, put('x', 'given up'), settle, 300);
  const [given] = await cluster.until('it is given up', () => outcomes.length > 0 && outcomes);
  assert.equal(given?.kind === 'failed' && given.error.name, 'RequestTimeoutError');
  assert.ok(cluster.nowMs - beforeMs < 1_000, 'when its own time was over');
  assert.equal(other.replica.pendingProposals, 0);
  assert.equal(other.replica.failedProposals, 1);
  cluster.deliver = () => true;
  await cluster.put(await cluster.leaderKnownToAll(), 'y', '1');
  assert.equal(valueOf(cluster.leader() as Node, 'x'), 'before');
});

test('proposals and reads beyond the limits are refused with "too many requests"', async () => {
  const options = { proposalsWaitingMax: 3, readsWaitingMax: 2, proposalBytesQueuedMax: 1_000 };
  const cluster = await TestCluster.start(3, { options });
  const node = cluster.node(0);
  const names: (string | undefined)[] = [];
  const settle = (outcome: ProposalOutcome): void => {
    names.push(outcome.kind === 'failed' ? outcome.error.name : 'done');
  };
  node.replica.propose(RequestKind.put, put('a', 'v'.repeat(900)), settle);
  node.replica.propose(RequestKind.put, put('b', 'v'.repeat(900)), settle);
  assert.deepEqual(names, ['TooManyRequestsError'], 'too many bytes');
  for (let i = 0; i < 3; i++) node.replica.propose(RequestKind.put, put('c', ''), settle);
  assert.deepEqual(names, ['TooManyRequestsError', 'TooManyRequestsError'], 'too many of them');
  const refusals: (string | undefined)[] = [];
  for (let i = 0; i < 3; i++) node.replica.readLinearizable((error) => refusals.push(error?.name));
  assert.deepEqual(refusals, ['TooManyRequestsError']);
  await cluster.until('the others are done', () => names.length === 5 && refusals.length === 3);
  assert.deepEqual(names.slice(2), ['done', 'done', 'done']);
});

test('an entry larger than allowed is refused at once', async () => {
  const cluster = await TestCluster.start(1, { options: { requestBytesMax: 100 } });
  const node = cluster.node(0);
  const large = await cluster.propose(node, RequestKind.put, put('x', 'v'.repeat(100)));
  assert.equal(large.kind === 'failed' && large.error.name, 'RequestTooLargeError');
  assert.equal(node.replica.pendingProposals, 0);
});

test('a stop in the middle of a write fails who waits, and waits for the disk', async () => {
  const disk = new SlowDisk();
  const { cluster, node } = await leaderWith(disk);
  disk.hold();
  const before = disk.appends;
  const written = cluster.propose(node, RequestKind.put, put('x', '1'));
  await cluster.until('the write is on its way', () => disk.appends > before);
  let over = false;
  const stopping = node.replica.stop().then(() => (over = true));
  const outcome = await written;
  assert.equal(outcome.kind === 'failed' && outcome.error.name, 'ReplicaStoppedError');
  await turn();
  assert.equal(over, false, 'the log is still being written');
  disk.release();
  await stopping;
  const late: (string | undefined)[] = [];
  node.replica.readSerializable((error) => late.push(error?.name));
  node.replica.readLinearizable((error) => late.push(error?.name));
  const refused = await cluster.propose(node, RequestKind.put, put('x', '2'));
  assert.equal(refused.kind === 'failed' && refused.error.name, 'ReplicaStoppedError');
  assert.deepEqual(late, ['ReplicaStoppedError', 'ReplicaStoppedError']);
  assert.equal(node.replica.readable, false);
});

test('a failing disk stops the replica once, and nobody is left waiting', async () => {
  const disk = new SlowDisk();
  const { cluster, node } = await leaderWith(disk);
  disk.failure = new Error('no space left');
  const outcome = await new Promise<ProposalOutcome>((settle) => {
    node.replica.propose(RequestKind.put, put('x', '1'), settle);
    node.replica.propose(RequestKind.put, put('x', '2'), () => undefined);
  });
  assert.equal(outcome.kind === 'failed' && outcome.error.name, 'ReplicaStoppedError');
  cluster.tick();
  await turn();
  await node.replica.stop();
  assert.deepEqual(
    node.fatal.map(({ message }) => message),
    ['no space left'],
  );
});

test('the second failure of a replica that is stopping is not told', async () => {
  const disk = new SlowDisk();
  const { cluster, node } = await leaderWith(disk);
  const flushed = Promise.withResolvers<void>();
  let flushes = 0;
  node.backend.flush = () => {
    flushes += 1;
    return flushed.promise;
  };
  const body = etcdserverpb.CompactionRequest.encode({ revision: 2, physical: true }).finish();
  const compacted = cluster.propose(node, RequestKind.compaction, body);
  await cluster.until('the compaction waits for the disk', () => flushes > 0);
  disk.hold();
  const before = disk.appends;
  node.replica.propose(RequestKind.put, put('x', '1'), () => undefined);
  await cluster.until('the write is on its way', () => disk.appends > before);
  disk.failure = new Error('log');
  flushed.reject(new Error('backend'));
  await assert.rejects(compacted, /backend/);
  disk.release();
  await node.replica.stop();
  assert.equal(node.fatal.length, 1);
});

test('after a failed application nothing commits what was half applied', async () => {
  const cluster = await TestCluster.start(1, { options: { proposalsWaitingMax: 20_000 } });
  const node = cluster.node(0);
  for (let i = 0; i < 10_000; i++) {
    node.replica.propose(RequestKind.put, put('x', `${i}`), () => undefined);
  }
  await cluster.put(node, 'y', '0');
  const compaction = etcdserverpb.CompactionRequest.encode({ revision: 10_000 }).finish();
  const { store } = node.replica.machine;
  const beginWrite = store.beginWrite.bind(store);
  // The next put fails after its record was written, as by a bug of ours.
  store.beginWrite = () => {
    const writer = beginWrite();
    const end = writer.end.bind(writer);
    writer.end = () => {
      end();
      throw new Error('a bug');
    };
    return writer;
  };
  node.replica.propose(RequestKind.compaction, compaction, () => undefined);
  await cluster.until('it is compacting', () => store.compacting);
  node.replica.propose(RequestKind.put, put('half', '1'), () => undefined);
  for (let i = 0; node.fatal.length === 0 && i < 100; i++) await turn();
  assert.equal(node.fatal.length, 1);
  assert.ok(store.compacting, 'there was more to remove');
  for (let i = 0; i < 20; i++) await turn();
  await node.backend.flush();
  const opened = await cluster.restart(0, ({ backend }) =>
    Promise.resolve(backend.crash(new SeededRandom(1))),
  );
  await cluster.put(opened, 'z', '1');
  assert.equal(valueOf(opened, 'half'), '1');
  assert.equal(opened.replica.machine.store.currentRevision, 10_004, 'half was put once');
});

test('a turn that has gone on for long lets others have theirs', async () => {
  let ownMs = 0;
  let turns = 0;
  const cluster = await TestCluster.start(1, {
    committedBytesPerReadyMax: 1,
    ports: ({ schedule }) => ({
      clock: { nowMs: () => (ownMs += 1) },
      schedule: (run) => {
        turns += 1;
        schedule(run);
      },
    }),
  });
  const node = cluster.node(0);
  await cluster.until('a leader', () => cluster.leader());
  const before = turns;
  let done = 0;
  for (let i = 0; i < 100; i++) {
    node.replica.propose(RequestKind.put, put('x', `${i}`), ({ kind }) => {
      if (kind === 'done') done += 1;
    });
  }
  cluster.turnsPerTick = 0;
  await cluster.until('all are applied', () => done === 100);
  assert.ok(turns - before > 5, `${turns - before} turns for 100 Readys of a millisecond each`);
});

test('while the disk lags far behind, a leader takes no proposals but goes on ticking', async () => {
  const cluster = await TestCluster.start(1, { options: { backendPendingBytesMax: 10_000 } });
  const node = cluster.node(0);
  await cluster.until('a leader', () => cluster.leader());
  await cluster.put(node, 'x', '0');
  const flushed = Promise.withResolvers<void>();
  const { backend } = node;
  const flush = backend.flush.bind(backend);
  let pending = 6_000;
  backend.pendingBytes = () => pending;
  backend.flush = async () => {
    await flushed.promise;
    pending = 0;
    await flush();
  };
  let outcome: ProposalOutcome | undefined;
  node.replica.propose(RequestKind.put, put('x', '1'), (settled) => (outcome = settled));
  for (let i = 0; i < 10; i++) {
    cluster.tick();
    await turn();
  }
  assert.equal(outcome, undefined);
  assert.equal(node.replica.role, 'leader');
  cluster.turnsPerTick = 0;
  flushed.resolve();
  assert.equal((await cluster.until('it is taken', () => outcome)).kind, 'done');
});

test('a snapshot message without its state is dropped', async () => {
  const cluster = await TestCluster.start(3);
  const leader = await cluster.leaderKnownToAll();
  const follower = cluster.other(leader);
  const { confState, term } = leader.replica.status;
  follower.replica.receive([
    {
      type: MessageType.snapshot,
      to: follower.member.id,
      from: leader.member.id,
      term,
      logTerm: 0,
      index: 0,
      commit: 0,
      entries: [],
      reject: false,
      rejectHint: 0,
      context: 0,
      snapshot: { index: 1_000, term, confState },
    },
  ]);
  await cluster.put(leader, 'x', '1');
  await cluster.until('the follower goes on', () => valueOf(follower, 'x') === '1');
});

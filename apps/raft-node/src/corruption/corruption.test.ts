// Members whose records differ, found by each of the comparisons; and members that are equal, in every
// state in which a careless comparison would take them for different.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Table } from '@cairn/backend';
import { fromBigInt } from '@cairn/proto';
import type { cairn } from '@cairn/proto';
import { AlarmKind, CorruptClusterError } from '@cairn/replica';
import type { Replica } from '@cairn/replica';
import { RpcClient, implement, peerService, serve } from '@cairn/rpc';
import { DoNotRestartError } from '@cairn/service';
import { sendHistory } from '../events/history-stream.ts';
import { FakeSink } from '../testing/fake-sink.ts';
import { FakeTimers } from '../testing/fake-timers.ts';
import { recordingLogger } from '../testing/quiet-logger.ts';
import { TestMembers, turn } from '../testing/test-members.ts';
import type { TestMember } from '../testing/test-members.ts';
import { Turns } from '../turns.ts';
import { CompactionHashes } from './compaction-hashes.ts';
import { CorruptionCheck } from './corruption-check.ts';
import { hashKvHandler } from './hash-kv-handler.ts';
import { HashReporter } from './hash-reporter.ts';
import { checkBeforeServing } from './initial-check.ts';
import { reportOf } from './member-hash.ts';
import type { HashReport } from './member-hash.ts';
import { isOutOfService } from './out-of-service.ts';
import { askPeers } from './peer-hashes.ts';
import type { AskHashes } from './peer-hashes.ts';
import { StoreHasher } from './store-hasher.ts';

const turns = new Turns();
const hasherOf = (replica: Replica): StoreHasher =>
  new StoreHasher({ replica, turns, onHashed: () => {} });
const { logger, lines } = recordingLogger();
const everyMs = 10_000;
const compactionsEveryMs = 60_000;

class Kit implements AsyncDisposable {
  readonly group: TestMembers;
  readonly timers = new FakeTimers();
  readonly reporters = new Map<bigint, HashReporter>();
  /** Members that do not answer. */
  readonly silent = new Set<TestMember>();

  constructor(group: TestMembers) {
    this.group = group;
    for (const { replica } of group.members) {
      const hasher = hasherOf(replica);
      const compactions = new CompactionHashes({ replica, hasher, logger });
      this.reporters.set(replica.memberId, new HashReporter({ replica, hasher, compactions }));
    }
  }

  static async start(): Promise<Kit> {
    const kit = new Kit(await TestMembers.start(3));
    const { replica } = await kit.group.leader();
    for (const name of ['a', 'b', 'c', 'a']) await kit.group.put(replica, name, 'value');
    return kit;
  }

  ask(asker: Replica): AskHashes {
    const others = this.group.members.filter(
      (member) => member.replica !== asker && !this.silent.has(member),
    );
    return (revision) =>
      Promise.all(others.map(({ replica }) => this.#reporter(replica).report(revision)));
  }

  /** On the leader, with everything but a clock that runs. */
  check(replica: Replica, settings: { everyMs: number; compactionsEveryMs: number }): void {
    const { timers } = this;
    const own = this.#reporter(replica);
    const ask = this.ask(replica);
    const hasher = hasherOf(replica);
    void new CorruptionCheck({ replica, hasher, timers, logger, own, ask, ...settings });
  }

  /** Until a comparison that began now is over, with members that have applied the same. */
  async compare(durationMs: number): Promise<void> {
    const { replica } = await this.group.leader();
    const index = replica.appliedIndex;
    const all = this.group.members.map((member) => member.replica);
    await this.group.until('all are level', () => all.every((r) => r.appliedIndex >= index));
    await this.timers.pass(durationMs);
    for (let i = 0; i < 60; i++) {
      if (i % 5 === 0) this.group.tick();
      await turn();
    }
  }

  #reporter({ memberId }: Replica): HashReporter {
    return this.reporters.get(memberId) ?? assert.fail('every member reports');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.group[Symbol.asyncDispose]();
  }
}

/** Another value under the same revision, as a bug or a bad disk could leave it. */
function alter({ replica }: TestMember): void {
  const { backend } = replica;
  const last = [...backend.scan(Table.key, { reverse: true })][0] ?? assert.fail('a record');
  const value = last.value.slice();
  const at = Buffer.from(value).indexOf('value');
  value[at] = 'V'.charCodeAt(0);
  backend.put(Table.key, last.key, value);
  backend.commit(backend.applied);
}

const alarms = ({ replica }: TestMember): string[] =>
  replica.machine.alarms.list(AlarmKind.none).map(({ memberId, kind }) => `${kind}@${memberId}`);

test('the member whose record was changed is named, and only it goes out of service', async () => {
  await using kit = await Kit.start();
  const leader = await kit.group.leader();
  const wrong = kit.group.other(leader);
  kit.check(leader.replica, { everyMs, compactionsEveryMs: 0 });
  await kit.compare(everyMs);
  assert.deepEqual(alarms(leader), [], 'they are equal');
  alter(wrong);
  await kit.compare(everyMs);
  const expected = [`2@${wrong.member.id}`];
  await kit.group.until('all know', () => kit.group.members.every((m) => alarms(m).length > 0));
  assert.deepEqual(kit.group.members.map(alarms), [expected, expected, expected]);
  for (const member of kit.group.members) {
    assert.equal(isOutOfService(member.replica), member === wrong);
  }
});

test('a leader finds itself in the wrong, too', async () => {
  await using kit = await Kit.start();
  const leader = await kit.group.leader();
  kit.check(leader.replica, { everyMs, compactionsEveryMs: 0 });
  alter(leader);
  await kit.compare(everyMs);
  await kit.group.until('it is known', () => alarms(leader)[0] === `2@${leader.member.id}`);
});

test('when no majority can tell who is wrong, nobody is named and nobody is read from', async () => {
  await using kit = await Kit.start();
  const leader = await kit.group.leader();
  const wrong = kit.group.other(leader);
  kit.silent.add(kit.group.other(leader, wrong));
  kit.check(leader.replica, { everyMs, compactionsEveryMs: 0 });
  alter(wrong);
  await kit.compare(everyMs);
  await kit.group.until('all know', () => kit.group.members.every((m) => alarms(m).length > 0));
  assert.deepEqual(alarms(wrong), ['2@0']);
  for (const { replica } of kit.group.members) assert.equal(isOutOfService(replica), true);
});

test('history that may be wrong is not sent', async () => {
  await using kit = await Kit.start();
  const { replica } = await kit.group.leader();
  const range = { fromRevision: 2, toRevision: 3, filter: undefined };
  const { signal } = new AbortController();
  assert.equal(await sendHistory({ replica, turns }, new FakeSink(), range, signal), 'sent');
  replica.machine.alarms.raise({ memberId: replica.memberId, kind: AlarmKind.corrupt });
  const sink = new FakeSink();
  await assert.rejects(sendHistory({ replica, turns }, sink, range, signal), CorruptClusterError);
  assert.equal(sink.written.length, 0);
});

test('members that lag, write or compact meanwhile are not taken for different', async () => {
  await using kit = await Kit.start();
  const leader = await kit.group.leader();
  const late = kit.group.other(leader);
  kit.check(leader.replica, { everyMs, compactionsEveryMs });
  lines.length = 0;
  for (let round = 0; round < 4; round++) {
    kit.group.deliver = ({ to }) => to !== late.member.id;
    await kit.group.fill(leader.replica, 150, `round ${round}`);
    const asked = kit.compare(0);
    await kit.timers.pass(everyMs);
    kit.group.deliver = () => true;
    if (round > 0) {
      await kit.group.compact(leader.replica, leader.replica.machine.store.currentRevision - 100);
    }
    await asked;
    await kit.compare(compactionsEveryMs);
    assert.deepEqual(alarms(leader), [], `round ${round}`);
  }
  const equal = lines.filter(({ text }) => /their records are equal .*"members":3/.test(text));
  assert.ok(equal.length >= 4, 'all three were compared in each round');
});

test('the hash of a compaction finds a difference that is at rest, and tells who', async () => {
  await using kit = await Kit.start();
  const leader = await kit.group.leader();
  const wrong = kit.group.other(leader);
  kit.check(leader.replica, { everyMs: 0, compactionsEveryMs });
  alter(wrong);
  await kit.compare(compactionsEveryMs);
  assert.deepEqual(alarms(leader), [], 'nothing was compacted yet');
  await kit.group.compact(leader.replica, leader.replica.machine.store.currentRevision);
  await kit.group.put(leader.replica, 'later', 'value');
  await kit.compare(compactionsEveryMs);
  await kit.group.until('it is known', () => alarms(leader)[0] === `2@${wrong.member.id}`);
});

test('hashes of the last ten compactions are kept', async () => {
  await using kit = await Kit.start();
  const { replica } = await kit.group.leader();
  const reporter = kit.reporters.get(replica.memberId) ?? assert.fail();
  for (let i = 0; i < 12; i++) {
    await kit.group.put(replica, 'a', String(i));
    await kit.group.compact(replica, replica.machine.store.currentRevision);
    await kit.compare(0);
  }
  const { compactions } = await reporter.report(0);
  const newest = replica.machine.store.compactRevision;
  assert.deepEqual(
    compactions.map(({ hashRevision }) => hashRevision),
    Array.from({ length: 10 }, (_, i) => newest - i),
  );
  const known = compactions[0] ?? assert.fail();
  assert.equal(known.hash, replica.machine.store.hashKv(newest).hash);
});

test('a revision that is compacted or not there yet cannot be compared', async () => {
  await using kit = await Kit.start();
  const { replica } = await kit.group.leader();
  const reporter = kit.reporters.get(replica.memberId) ?? assert.fail();
  const { currentRevision } = replica.machine.store;
  await kit.group.compact(replica, currentRevision);
  assert.equal((await reporter.report(currentRevision - 1)).atRevision, 'unknown');
  const behind = reporter.report(currentRevision + 5);
  let report: HashReport | undefined;
  void behind.then((value) => (report = value));
  await kit.group.until('everything committed is applied', () => report);
  assert.equal(report?.atRevision, 'behind');
});

async function firstCheck(kit: Kit, { replica }: TestMember): Promise<unknown> {
  const ask = kit.ask(replica);
  let outcome: { readonly error: unknown } | undefined;
  const { signal } = new AbortController();
  checkBeforeServing({ replica, hasher: hasherOf(replica), ask, logger, signal }).then(
    () => (outcome = { error: undefined }),
    (error: unknown) => (outcome = { error }),
  );
  return (await kit.group.until('it is checked', () => outcome)).error;
}

test('a member that differs from the majority does not start, the others do', async () => {
  await using kit = await Kit.start();
  const leader = await kit.group.leader();
  const wrong = kit.group.other(leader);
  await kit.compare(0);
  assert.equal(await firstCheck(kit, wrong), undefined);
  alter(wrong);
  const refused = await firstCheck(kit, wrong);
  assert.ok(refused instanceof DoNotRestartError);
  assert.match(refused.message, /holds other data than the majority .*remove it from the cluster/);
  assert.equal(await firstCheck(kit, leader), undefined);
  kit.silent.add(kit.group.other(leader, wrong));
  const undecided = await firstCheck(kit, leader);
  assert.match(String(undecided), /hold different data .*no majority agrees/);
  for (const member of kit.group.members) kit.silent.add(member);
  assert.equal(await firstCheck(kit, wrong), undefined, 'nobody answers: nothing is known');
});

test('a member that is told to stop does not wait for peers that say nothing', async () => {
  await using kit = await Kit.start();
  const { replica } = await kit.group.leader();
  const stop = new AbortController();
  const result = replica.machine.store.hashKv(0);
  const asked = Promise.withResolvers<void>();
  const checking = checkBeforeServing({
    replica,
    hasher: { hashRecords: () => Promise.resolve(result) },
    ask: () => {
      asked.resolve();
      return new Promise(() => undefined);
    },
    logger,
    signal: stop.signal,
  });
  await asked.promise;
  stop.abort();
  await assert.rejects(checking, (error) => error === stop.signal.reason);
});

test('hashes travel between members of one cluster, and to nobody else', async () => {
  const report: HashReport = {
    memberId: 2n ** 63n + 5n,
    atRevision: { hash: 0xfffffffe, compactRevision: -1, hashRevision: 2 ** 40 },
    compactions: [{ hash: 1, compactRevision: 7, hashRevision: 7 }],
  };
  let asked = 0;
  const hashKv = hashKvHandler(9n, {
    report: (revision) => {
      asked = revision;
      return Promise.resolve({ ...report, ...(revision === 0 ? { atRevision: 'behind' } : {}) });
    },
  });
  const unused = (): void => undefined;
  const service = implement(peerService, {
    hashKv,
    messages: unused,
    installSnapshot: unused,
    members: unused,
  });
  const server = await serve('127.0.0.1:0', [service]);
  const client = new RpcClient(server.address);
  const ask = async (clusterId: bigint, revision: number): Promise<cairn.v1.HashKvResponse> =>
    await client.call(
      peerService.hashKv,
      { cluster_id: fromBigInt(clusterId, 'unsigned'), revision },
      5_000,
    );
  assert.deepEqual(reportOf(report.memberId, await ask(9n, 2 ** 40)), report);
  assert.equal(asked, 2 ** 40);
  assert.equal(reportOf(1n, await ask(9n, 0)).atRevision, 'behind');
  await assert.rejects(ask(8n, 1), /cluster ID mismatch/);
  // Nobody is at the first address of the member.
  const peerUrls = ['http://127.0.0.1:1', `http://${server.address}`];
  const member = { id: report.memberId, name: 'm', peerUrls, clientUrls: [], isLearner: false };
  const askAll = askPeers({ clusterId: 9n, self: 1n, members: () => [member], logger });
  assert.deepEqual(await askAll(2 ** 40, 5_000), [report]);
  client.close();
  await server.close(0);
});

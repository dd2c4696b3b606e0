// Members on one thread over memory twins. Messages travel through `deliver`, time passes when a test
// says so, disks lose what was not synced.
import assert from 'node:assert/strict';
import { MemoryBackend, Table } from '@cairn/backend';
import type { Backend } from '@cairn/backend';
import { SeededRandom, fromByteString, toByteString } from '@cairn/core';
import { decodeRecord } from '@cairn/mvcc';
import { MessageType, Raft } from '@cairn/raft';
import type { Message } from '@cairn/raft';
import { MemoryFileSystem } from '@cairn/wal';
import type { Wal } from '@cairn/wal';
import { etcdserverpb } from '@cairn/proto';
import { computeMemberId } from '../membership.ts';
import type { Member } from '../membership.ts';
import type { AppliedBatch, ReplicaOptions, ReplicaPorts, StagedSnapshot } from '../ports.ts';
import { oneKeyQuery } from '../range-query.ts';
import { loadConfState } from '../conf-state-row.ts';
import { installedRow, recoverMember } from '../recovery.ts';
import type { RecoveredMember, RecoveryOptions } from '../recovery.ts';
import { Replica } from '../replica.ts';
import type { RequestKind } from '../request-codec.ts';
import { RequestKind as Kind } from '../request-codec.ts';
import type { ProposalOutcome } from '../waiters.ts';

const mebibyte = 1024 * 1024;

export const key = (text: string): Uint8Array => fromByteString(text);
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export function put(name: string, value: string, lease = 0): Uint8Array {
  return etcdserverpb.PutRequest.encode({ key: key(name), value: key(value), lease }).finish();
}

export function newMembers(count: number): Member[] {
  return Array.from({ length: count }, (_, i) => {
    const peerUrls = [`http://m${i + 1}:2380`];
    const id = computeMemberId(peerUrls, 'test');
    return { id, name: '', peerUrls, clientUrls: [], isLearner: false };
  });
}

/** What a test changes of the members it starts. */
export interface TestSettings {
  readonly options?: Partial<ReplicaOptions>;
  readonly ports?: (ports: ReplicaPorts) => Partial<ReplicaPorts>;
  readonly uncommittedBytesMax?: number;
  readonly committedBytesPerReadyMax?: number;
}

/** What the listeners were told of the membership. */
export interface Told {
  members: readonly Member[];
  removals: number;
}

export interface Node {
  readonly member: Member;
  readonly files: MemoryFileSystem;
  readonly backend: MemoryBackend;
  readonly replica: Replica;
  readonly raft: Raft;
  readonly batches: AppliedBatch[];
  readonly told: Told;
  readonly fatal: Error[];
}

export class TestCluster {
  readonly nodes: Node[] = [];
  readonly members: readonly Member[];
  readonly #settings: TestSettings;
  nowMs = 0;
  /** Every so many turns the clock ticks while a test waits; 0 = it stands still. */
  turnsPerTick = 5;
  /** False drops the message. */
  deliver: (message: Message) => boolean = () => true;
  /** How a snapshot message comes to its receiver. */
  sendSnapshot: (message: Message) => void = (message) => void this.transferSnapshot(message);

  constructor(count: number, settings: TestSettings) {
    this.members = newMembers(count);
    this.#settings = settings;
  }

  static async start(count: number, settings: TestSettings = {}): Promise<TestCluster> {
    const cluster = new TestCluster(count, settings);
    for (const member of cluster.members) {
      cluster.nodes.push(await cluster.#open(member, new MemoryFileSystem(), new MemoryBackend()));
    }
    return cluster;
  }

  /** Starts one that was, or will be, added to the cluster. */
  async join(member: Member): Promise<Node> {
    const { replica } = this.node(0);
    const joins = { initialMembers: [], joins: replica.clusterId };
    const node = await this.#open(member, new MemoryFileSystem(), new MemoryBackend(), joins);
    this.nodes.push(node);
    return node;
  }

  /** Stops one for good. */
  async retire(node: Node): Promise<void> {
    await node.replica.stop();
    this.nodes.splice(this.nodes.indexOf(node), 1);
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

  async leaderKnownToAll(): Promise<Node> {
    return await this.until('a leader that all know', () => {
      const leader = this.leader();
      const knows = ({ replica }: Node): boolean => replica.leader === leader?.member.id;
      return this.nodes.every(knows) ? leader : undefined;
    });
  }

  other(...than: readonly Node[]): Node {
    const node = this.nodes.find((candidate) => !than.includes(candidate));
    assert.ok(node !== undefined);
    return node;
  }

  tick(): void {
    this.nowMs += 100;
    for (const { replica } of this.nodes) replica.tick();
  }

  async until<T>(what: string, condition: () => T | undefined | false): Promise<T> {
    for (let i = 0; i < 3_000; i++) {
      for (const { fatal } of this.nodes) if (fatal[0] !== undefined) throw fatal[0];
      const value = condition();
      if (value !== undefined && value !== false) return value;
      if (this.turnsPerTick > 0 && i % this.turnsPerTick === this.turnsPerTick - 1) this.tick();
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
    const outcome = await this.propose(node, Kind.put, put(name, value));
    assert.equal(outcome.kind, 'done');
  }

  recoveryOptions(member: Member, files: MemoryFileSystem): RecoveryOptions {
    return {
      fileSystem: files,
      walDirectory: '/data/wal',
      segmentBytes: 64 * 1024,
      sync: true,
      memberId: member.id,
      initialMembers: this.members,
    };
  }

  /** The whole state of the sender, as it is now. */
  async stage(message: Message, activated?: () => Promise<void>): Promise<StagedSnapshot> {
    const sender = this.#nodeOf(message.from);
    assert.ok(sender !== undefined);
    const backend = await copyBackend(sender.replica.backend);
    const { index, term } = backend.applied;
    const confState = loadConfState(backend);
    assert.ok(confState !== undefined);
    const snapshot = { index, term, confState };
    return {
      message: { ...message, snapshot },
      activate: async () => {
        await activated?.();
        await this.#nodeOf(message.to)?.replica.backend.close();
        return backend;
      },
      discard: async () => await backend.close(),
    };
  }

  /** Sends the state and says how it went, as the transport does. */
  async transferSnapshot(message: Message): Promise<void> {
    const staged = await this.stage(message);
    await turn();
    const sender = this.#nodeOf(message.from);
    const target = this.#nodeOf(message.to);
    const arrived = this.deliver(message) && target?.replica.receiveSnapshot(staged) === true;
    sender?.replica.reportSnapshot(message.to, arrived ? 'installed' : 'failed');
  }

  #nodeOf(id: bigint): Node | undefined {
    return this.nodes.find(({ member }) => member.id === id);
  }

  async #open(
    member: Member,
    files: MemoryFileSystem,
    backend: MemoryBackend,
    start: Partial<RecoveryOptions> = {},
  ): Promise<Node> {
    await files.makeDirectory('/data');
    const options = { ...this.recoveryOptions(member, files), ...start };
    const recovered = await recoverMember(backend, options);
    const fatal: Error[] = [];
    const { replica, raft } = this.#replica(member, recovered, backend, fatal);
    const told: Told = { members: [], removals: 0 };
    const node: Node = { member, files, backend, replica, raft, batches: [], told, fatal };
    replica.listen({
      onApplied: (batch) => node.batches.push(batch),
      onMembers: (members) => (told.members = members),
      onRemoved: () => (told.removals += 1),
    });
    return node;
  }

  #replica(
    member: Member,
    recovered: RecoveredMember,
    backend: Backend,
    fatal: Error[],
  ): { readonly replica: Replica; readonly raft: Raft } {
    const settings = this.#settings;
    const raft = new Raft(
      {
        id: member.id,
        electionTicks: 10,
        heartbeatTicks: 1,
        preVote: true,
        checkQuorum: true,
        entriesBytesPerMessageMax: mebibyte,
        inflightMessagesMax: 64,
        uncommittedBytesMax: settings.uncommittedBytesMax ?? 64 * mebibyte,
        committedBytesPerReadyMax: settings.committedBytesPerReadyMax ?? mebibyte,
        random: new SeededRandom(Number(member.id % 1000n)),
      },
      recovered.raft,
    );
    const options: ReplicaOptions = {
      memberId: member.id,
      clusterId: recovered.clusterId,
      requestTimeoutMs: 7_000,
      requestBytesMax: mebibyte,
      proposalsWaitingMax: 1_000,
      proposalBytesQueuedMax: 8 * mebibyte,
      readsWaitingMax: 1_000,
      snapshotEntries: 50,
      catchUpEntries: 20,
      backendPendingBytesMax: mebibyte,
      firstRequest: ++this.nowMs * 256,
      ...settings.options,
    };
    const ports = this.#ports(recovered.wal, backend, raft, fatal);
    const replica = new Replica(
      options,
      { ...ports, ...settings.ports?.(ports) },
      recovered.raft.snapshotIndex,
    );
    raft.setSnapshotSource(() => replica.snapshotMeta());
    return { replica, raft };
  }

  #ports(wal: Wal, backend: Backend, raft: Raft, fatal: Error[]): ReplicaPorts {
    return {
      clock: { nowMs: () => this.nowMs },
      wal,
      backend,
      raft,
      send: (messages) => this.#send(messages),
      schedule: (run) => void setImmediate(run),
      onFatal: (error) => fatal.push(error),
    };
  }

  #send(messages: readonly Message[]): void {
    for (const message of messages) {
      if (message.type === MessageType.snapshot) {
        this.sendSnapshot(message);
        continue;
      }
      if (!this.deliver(message)) continue;
      setImmediate(() => this.#nodeOf(message.to)?.replica.receive([message]));
    }
  }
}

export function valueOf({ replica }: Node, name: string): string | undefined {
  const [record] = replica.machine.store.range(oneKeyQuery(key(name))).records;
  return record === undefined ? undefined : Buffer.from(decodeRecord(record).value).toString();
}

const positionKeys: ReadonlySet<string> = new Set(['consistent_index', 'term']);

/** What a snapshot transfer makes of a backend. */
export async function copyBackend(from: Backend): Promise<MemoryBackend> {
  const snapshot = await from.snapshot();
  const copy = new MemoryBackend();
  for (const table of Object.values(Table)) {
    for (const { key: name, value } of snapshot.scan(table, {})) {
      if (table === Table.meta && positionKeys.has(toByteString(name))) continue;
      copy.put(table, name, value);
    }
  }
  const installed = installedRow(snapshot.applied.index);
  copy.put(Table.meta, installed.key, installed.value);
  copy.commit(snapshot.applied);
  snapshot.close();
  await copy.flush();
  return copy;
}

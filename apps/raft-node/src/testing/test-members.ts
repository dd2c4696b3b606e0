// Replicas over memory twins, on one thread: real consensus, log and state machine without files,
// sockets or time. Messages travel through `deliver`; time passes while a test waits.
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { MemoryBackend } from '@cairn/backend';
import type { Backend } from '@cairn/backend';
import { SeededRandom, fromByteString } from '@cairn/core';
import { etcdserverpb } from '@cairn/proto';
import { MessageType, Raft } from '@cairn/raft';
import type { Message } from '@cairn/raft';
import { Replica, RequestKind, computeMemberId, recoverMember } from '@cairn/replica';
import type { Member, ProposalOutcome } from '@cairn/replica';
import { MemoryFileSystem } from '@cairn/wal';
import type { FileSystem } from '@cairn/wal';

const mebibyte = 1024 * 1024;
/** Whatever these members do among themselves is done by then. */
const turnsMax = 20_000;
/** What happens on another thread, such as the hashing of a password, takes a busy machine's time. */
const patientTurns = 3_000;
const patientTurnMs = 10;

export const bytes = (text: string): Uint8Array => fromByteString(text);
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export function putBody(name: string, value: string, lease = 0): Uint8Array {
  return etcdserverpb.PutRequest.encode({ key: bytes(name), value: bytes(value), lease }).finish();
}

export function newMembers(count: number): Member[] {
  return Array.from({ length: count }, (_, i): Member => {
    const peerUrls = [`http://127.0.0.1:${i + 1}`];
    const id = computeMemberId(peerUrls, 'test');
    return { id, name: '', peerUrls, clientUrls: [], isLearner: false };
  });
}

export interface TestMember {
  readonly member: Member;
  readonly replica: Replica;
  readonly raft: Raft;
  readonly fatal: Error[];
}

export interface TestSettings {
  readonly proposalsWaitingMax?: number;
  /** A backend of the test's own for each member. */
  readonly backend?: () => Promise<Backend>;
  /** A disk of the test's own for each member's log. */
  readonly fileSystem?: () => FileSystem;
}

export class TestMembers implements AsyncDisposable {
  readonly members: TestMember[] = [];
  readonly #settings: TestSettings;
  nowMs = 0;
  /** False drops the message. */
  deliver: (message: Message) => boolean = () => true;
  onSnapshot: (message: Message) => void = () => undefined;

  constructor(settings: TestSettings) {
    this.#settings = settings;
  }

  static async start(count: number, settings: TestSettings = {}): Promise<TestMembers> {
    const group = new TestMembers(settings);
    const members = newMembers(count);
    for (const member of members) group.members.push(await group.#open(member, members));
    return group;
  }

  /** One member that leads. */
  static async single(
    settings: TestSettings = {},
  ): Promise<{ readonly group: TestMembers; readonly replica: Replica }> {
    const group = await TestMembers.start(1, settings);
    const [{ replica }] = group.members as [TestMember];
    await group.until('it leads', () => replica.role === 'leader' && replica.readable);
    await group.put(replica, 'first', '1');
    return { group, replica };
  }

  async leader(): Promise<TestMember> {
    return await this.until('a leader that all know', () => {
      const leader = this.members.find(({ replica }) => replica.role === 'leader');
      const knows = ({ replica }: TestMember): boolean => replica.leader === leader?.member.id;
      return this.members.every(knows) ? leader : undefined;
    });
  }

  other(...than: readonly TestMember[]): TestMember {
    const found = this.members.find((member) => !than.includes(member));
    assert.ok(found !== undefined);
    return found;
  }

  tick(): void {
    this.nowMs += 100;
    for (const { replica } of this.members) replica.tick();
  }

  async until<T>(what: string, condition: () => T | undefined | false): Promise<T> {
    for (let i = 0; i < turnsMax + patientTurns; i++) {
      for (const { fatal } of this.members) if (fatal[0] !== undefined) throw fatal[0];
      const value = condition();
      if (value !== undefined && value !== false) return value;
      if (i % 10 === 9 && i < turnsMax) this.tick();
      await (i < turnsMax ? turn() : delay(patientTurnMs));
    }
    throw new Error(`never: ${what}`);
  }

  propose(replica: Replica, kind: RequestKind, body: Uint8Array): Promise<ProposalOutcome> {
    let outcome: ProposalOutcome | undefined;
    replica.propose(kind, body, (settled) => (outcome = settled));
    return this.until('the proposal is settled', () => outcome);
  }

  async put(replica: Replica, name: string, value: string, lease = 0): Promise<void> {
    const outcome = await this.propose(replica, RequestKind.put, putBody(name, value, lease));
    assert.equal(outcome.kind, 'done');
  }

  /** Many puts at once. Answers the revision after them. */
  async fill(replica: Replica, count: number, value = 'v'): Promise<number> {
    let done = 0;
    for (let i = 0; i < count; i++) {
      const name = `key${String(i).padStart(6, '0')}`;
      replica.propose(RequestKind.put, putBody(name, value), ({ kind }) => {
        assert.equal(kind, 'done');
        done += 1;
      });
      if (i % 1_000 === 999) await turn();
    }
    await this.until('all are put', () => done === count);
    return replica.machine.store.currentRevision;
  }

  async grant(replica: Replica, id: number, ttl = 60): Promise<void> {
    const body = etcdserverpb.LeaseGrantRequest.encode({ ID: id, TTL: ttl }).finish();
    const outcome = await this.propose(replica, RequestKind.leaseGrant, body);
    assert.equal(outcome.kind, 'done');
  }

  async compact(replica: Replica, revision: number): Promise<void> {
    const body = etcdserverpb.CompactionRequest.encode({ revision }).finish();
    const outcome = await this.propose(replica, RequestKind.compaction, body);
    assert.equal(outcome.kind, 'done');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { replica } of this.members) {
      await replica.stop();
      await replica.backend.close();
    }
  }

  async #open(member: Member, initialMembers: readonly Member[]): Promise<TestMember> {
    const files = this.#settings.fileSystem?.() ?? new MemoryFileSystem();
    await files.makeDirectory('/data');
    const backend = await (this.#settings.backend?.() ?? new MemoryBackend());
    const {
      wal,
      raft: initial,
      clusterId,
    } = await recoverMember(backend, {
      fileSystem: files,
      walDirectory: '/data/wal',
      segmentBytes: mebibyte,
      sync: true,
      memberId: member.id,
      initialMembers,
    });
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
      initial,
    );
    if (initialMembers.length === 1) raft.campaign();
    const fatal: Error[] = [];
    const replica = new Replica(
      {
        memberId: member.id,
        clusterId,
        requestTimeoutMs: 7_000,
        requestBytesMax: 2 * mebibyte,
        proposalsWaitingMax: this.#settings.proposalsWaitingMax ?? 100_000,
        proposalBytesQueuedMax: 64 * mebibyte,
        readsWaitingMax: 100_000,
        snapshotEntries: 100,
        catchUpEntries: 50,
        backendPendingBytesMax: 64 * mebibyte,
        firstRequest: ++this.nowMs * 256,
      },
      {
        clock: { nowMs: () => this.nowMs },
        wal,
        backend,
        raft,
        send: (messages) => this.#send(messages),
        schedule: (run) => void setImmediate(run),
        onFatal: (error) => fatal.push(error),
      },
      initial.snapshotIndex,
    );
    raft.setSnapshotSource(() => replica.snapshotMeta());
    return { member, replica, raft, fatal };
  }

  #send(messages: readonly Message[]): void {
    for (const message of messages) {
      if (!this.deliver(message)) continue;
      if (message.type === MessageType.snapshot) {
        this.onSnapshot(message);
        continue;
      }
      const target = this.members.find(({ member }) => member.id === message.to);
      setImmediate(() => target?.replica.receive([message]));
    }
  }
}

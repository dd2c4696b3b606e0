// One member: the only place where consensus, log, state machine and callers meet, and the only one
// that executes what Raft asks for. One loop does it, in the one legal order per Ready:
//
//   take in what arrived → [leader: send] → persist (one write, one sync) → [follower: send]
//   → apply → answer → advance
//
// Nothing acts inside an I/O callback: proposals, messages, reads and ticks are queued and the loop
// takes them when it comes round. That is also the group commit: while one sync is in flight, the
// next batch fills by itself, and no timer is involved.
//
// Invariant: answered writes ⊆ applied ≤ committed ≤ durable on a quorum.
import type { Backend } from '@cairn/backend';
import { assert } from '@cairn/core';
import type { ClusterId, LogIndex, MemberId, MonotonicClock, Term } from '@cairn/core';
import { EntryType } from '@cairn/raft';
import type { Entry, Message, Raft, RaftStatus, Ready, Role, SnapshotMeta } from '@cairn/raft';
import type { Wal } from '@cairn/wal';
import type { ApplyContext, MemberHeader } from './apply/context.ts';
import { CompactionRunner } from './compaction-runner.ts';
import { encodeConfState } from './conf-state-codec.ts';
import {
  ReplicaStoppedError,
  RequestTimeoutError,
  RequestTooLargeError,
  TooManyRequestsError,
} from './errors.ts';
import { LinearizableReads } from './linearizable-reads.ts';
import { RequestIds, encodeRequest } from './request-codec.ts';
import type { RequestKind } from './request-codec.ts';
import { StateMachine } from './state-machine.ts';
import type { Changes } from './state-machine.ts';
import { Waiters } from './waiters.ts';
import type { Proposal, ProposalOutcome } from './waiters.ts';

export interface ReplicaOptions {
  readonly memberId: MemberId;
  readonly clusterId: ClusterId;
  /** How long a proposal or read may wait (etcd: 5 s + 2 × election timeout). */
  readonly requestTimeoutMs: number;
  /** Largest entry in bytes (`--max-request-bytes`). */
  readonly requestBytesMax: number;
  /** Proposals that may wait at once; more are refused with "too many requests". */
  readonly proposalsWaitingMax: number;
  /** Entries applied between two log compactions (`--snapshot-count`). */
  readonly snapshotEntries: number;
  /** Entries kept behind a compaction for members that are a little late. */
  readonly catchUpEntries: number;
  /** Committed but unflushed backend bytes at which the loop waits for the disk. */
  readonly backendPendingBytesMax: number;
  /** Wall-clock milliseconds at start; makes request ids differ between two lives of a member. */
  readonly startMs: number;
}

/** What the replica needs of the world. A simulator gives it a world of its own. */
export interface ReplicaPorts {
  readonly clock: MonotonicClock;
  readonly wal: Wal;
  readonly backend: Backend;
  readonly raft: Raft;
  /** Messages for other members; may be lost, delayed or doubled. */
  readonly send: (messages: readonly Message[]) => void;
  /** Runs the loop soon, after pending I/O has been looked at (setImmediate). */
  readonly schedule: (run: () => void) => void;
  /** The replica cannot go on and must not: stop the process. Called at most once. */
  readonly onFatal: (error: Error) => void;
}

/** A snapshot of the leader's state that has arrived completely and waits to replace ours. */
export interface StagedSnapshot {
  /** The raft message it came with. */
  readonly message: Message;
  /** Replaces the backend; what it answers holds exactly `message.snapshot`. */
  activate(): Promise<Backend>;
  /** Raft did not want it (it came too late). */
  discard(): Promise<void>;
}

export interface AppliedBatch extends Changes {
  readonly appliedIndex: LogIndex;
  readonly revision: number;
}

/** Listeners are called from the loop and must not throw. */
export interface ReplicaListeners {
  /** After every applied batch, in order. */
  readonly onApplied?: (batch: AppliedBatch) => void;
  /** Leader, term or role may have changed. */
  readonly onLeadership?: () => void;
  /** The whole state was replaced by the leader's snapshot. */
  readonly onInstalled?: (revision: number) => void;
}

export class Replica {
  readonly #options: ReplicaOptions;
  readonly #ports: ReplicaPorts;
  readonly #raft: Raft;
  readonly #wal: Wal;
  readonly #ids: RequestIds;
  readonly #waiters: Waiters;
  readonly #reads = new LinearizableReads();
  readonly #listeners: ReplicaListeners[] = [];
  #backend: Backend;
  #machine: StateMachine;
  #proposals: Proposal[] = [];
  #appliedTerm: Term;
  #messages: Message[] = [];
  #staged: StagedSnapshot | undefined;
  #ticksDue = 0;
  #markerIndex: LogIndex;
  #leader: MemberId = 0n;
  #term: Term = 0;
  #noticedTerm: Term = 0;
  #proposalsApplied = 0;
  #compaction: CompactionRunner;
  #loop: 'idle' | 'scheduled' | 'running' | 'stopped' = 'idle';
  #whenIdle: (() => void)[] = [];

  constructor(options: ReplicaOptions, ports: ReplicaPorts, markerIndex: LogIndex) {
    this.#options = options;
    this.#ports = ports;
    this.#raft = ports.raft;
    this.#wal = ports.wal;
    this.#backend = ports.backend;
    this.#markerIndex = markerIndex;
    this.#ids = new RequestIds(options.memberId, options.startMs);
    this.#waiters = new Waiters(this.#ids.member);
    this.#machine = new StateMachine(ports.backend, () => this.#headerFields());
    this.#compaction = this.#newCompaction();
    this.#compaction.continue();
    this.#term = ports.raft.term;
    this.#appliedTerm = ports.backend.applied.term;
    this.#wake();
  }

  get machine(): StateMachine {
    return this.#machine;
  }

  get backend(): Backend {
    return this.#backend;
  }

  /** For reads of the current state; valid until the next turn of the event loop. */
  get context(): ApplyContext {
    return this.#machine.context;
  }

  /** A full copy; for single facts the getters below are cheaper. */
  get status(): RaftStatus {
    return this.#raft.status();
  }

  get role(): Role {
    return this.#raft.role;
  }

  /** 0n = unknown. */
  get leader(): MemberId {
    return this.#raft.leader;
  }

  get term(): Term {
    return this.#raft.term;
  }

  get appliedIndex(): LogIndex {
    return this.#backend.applied.index;
  }

  get memberId(): MemberId {
    return this.#options.memberId;
  }

  get clusterId(): ClusterId {
    return this.#options.clusterId;
  }

  /** Proposals waiting for their answer (etcd_server_proposals_pending). */
  get pendingProposals(): number {
    return this.#waiters.size;
  }

  get appliedProposals(): number {
    return this.#proposalsApplied;
  }

  listen(listeners: ReplicaListeners): void {
    this.#listeners.push(listeners);
  }

  /**
   * Puts a request into the log. `settle` is called exactly once: with the answer when the entry is
   * applied here, or with the reason why not. After a timeout the entry may still be applied later.
   */
  propose(kind: RequestKind, body: Uint8Array, settle: (outcome: ProposalOutcome) => void): void {
    const failed = (error: Error): void => settle({ kind: 'failed', error });
    if (this.#loop === 'stopped') return failed(new ReplicaStoppedError('server stopped'));
    if (this.#waiters.size >= this.#options.proposalsWaitingMax) {
      return failed(new TooManyRequestsError('too many requests'));
    }
    const id = this.#ids.next();
    const data = encodeRequest(id, kind, body);
    if (data.length > this.#options.requestBytesMax) {
      return failed(new RequestTooLargeError('request is too large'));
    }
    const deadlineMs = this.#ports.clock.nowMs() + this.#options.requestTimeoutMs;
    const proposal: Proposal = { id, data, deadlineMs, settle, term: 0 };
    this.#waiters.add(proposal);
    this.#proposals.push(proposal);
    this.#wake();
  }

  /** Calls back once everything acknowledged before now is applied here, or with the reason why not. */
  readLinearizable(callback: (error: Error | undefined) => void): void {
    if (this.#loop === 'stopped') return callback(new ReplicaStoppedError('server stopped'));
    this.#reads.add(this.#ports.clock.nowMs() + this.#options.requestTimeoutMs, callback);
    this.#wake();
  }

  /** Messages of other members, in the order in which they came. */
  receive(messages: readonly Message[]): void {
    for (const message of messages) this.#messages.push(message);
    this.#wake();
  }

  /** A complete snapshot; false = another one is being installed. */
  receiveSnapshot(staged: StagedSnapshot): boolean {
    if (this.#staged !== undefined || this.#loop === 'stopped') return false;
    this.#staged = staged;
    this.#wake();
    return true;
  }

  /** One tick of Raft's time. */
  tick(): void {
    this.#ticksDue = 1;
    this.#wake();
  }

  reportUnreachable(peer: MemberId): void {
    this.#raft.reportUnreachable(peer);
    this.#wake();
  }

  reportSnapshot(peer: MemberId, outcome: 'installed' | 'failed'): void {
    this.#raft.reportSnapshot(peer, outcome);
    this.#wake();
  }

  transferLeadership(to: MemberId): void {
    this.#raft.transferLeadership(to);
    this.#wake();
  }

  /** The position that a snapshot taken now would have. */
  snapshotMeta(): SnapshotMeta {
    const { index, term } = this.#backend.applied;
    return { index, term, confState: this.#raft.status().confState };
  }

  /** Stops taking requests, fails those that wait and finishes the turn of the loop under way. */
  async stop(): Promise<void> {
    const running = this.#loop === 'running';
    this.#loop = 'stopped';
    this.#compaction.stop();
    const error = new ReplicaStoppedError('server stopped');
    this.#waiters.failAll(error);
    this.#reads.failAll(error);
    if (running) await new Promise<void>((resolve) => this.#whenIdle.push(resolve));
  }

  #newCompaction(): CompactionRunner {
    const { schedule } = this.#ports;
    return new CompactionRunner(this.#machine.store, this.#backend, schedule, (error) => {
      if (!this.#stopped()) this.#fail(error);
    });
  }

  #fail(error: Error): void {
    this.#loop = 'stopped';
    this.#ports.onFatal(error);
  }

  #headerFields(): MemberHeader {
    const { clusterId, memberId } = this.#options;
    return { clusterId, memberId, raftTerm: this.#term };
  }

  #wake(): void {
    if (this.#loop !== 'idle') return;
    this.#loop = 'scheduled';
    this.#ports.schedule(() => void this.#turn());
  }

  async #turn(): Promise<void> {
    if (this.#loop === 'stopped') return;
    this.#loop = 'running';
    try {
      await this.#installStaged();
      this.#takeIn();
      while (this.#raft.hasReady() && !this.#stopped()) await this.#execute(this.#raft.ready());
      this.#reads.serve(this.appliedIndex);
      if (this.#backend.pendingBytes() > this.#options.backendPendingBytesMax) {
        await this.#backend.flush();
      }
      await this.#compactLog();
    } catch (error) {
      this.#fail(error as Error);
    }
    for (const resolve of this.#whenIdle) resolve();
    if (this.#stopped()) return;
    this.#loop = 'idle';
    if (this.#hasInput()) this.#wake();
  }

  #stopped(): boolean {
    return this.#loop === 'stopped';
  }

  #hasInput(): boolean {
    return (
      this.#messages.length > 0 ||
      this.#ticksDue > 0 ||
      this.#staged !== undefined ||
      (this.#proposals.length > 0 && this.#raft.leader !== 0n)
    );
  }

  #takeIn(): void {
    const raft = this.#raft;
    const messages = this.#messages;
    if (messages.length > 0) {
      this.#messages = [];
      for (const message of messages) raft.step(message);
    }
    const nowMs = this.#ports.clock.nowMs();
    if (this.#ticksDue > 0) {
      // However long the last turn took, time goes on by one tick: messages that waited in the
      // meantime were stepped first, so a slow disk alone does not make a member campaign.
      this.#ticksDue = 0;
      raft.tick();
      this.#expire(nowMs);
    }
    if (this.#proposals.length > 0) this.#proposeQueued();
    this.#reads.start(nowMs, (context) => raft.readIndex(context));
  }

  #proposeQueued(): void {
    const outcome = this.#raft.propose(this.#proposals.map(({ data }) => data));
    // Without a leader, or with too much uncommitted, they stay in line until their time is over.
    if (outcome !== 'accepted' && outcome !== 'forwarded') return;
    const { term } = this.#raft;
    for (const proposal of this.#proposals) proposal.term = term;
    this.#proposals = [];
  }

  #expire(nowMs: number): void {
    const before = this.#waiters.size;
    this.#waiters.expire(nowMs, () => new RequestTimeoutError('request timed out'));
    if (this.#waiters.size !== before && this.#proposals.length > 0) {
      // What still stands in line and is not waited for any more must not be sent late.
      this.#proposals = this.#proposals.filter(({ id }) => this.#waiters.has(id));
    }
    this.#reads.expire(nowMs);
  }

  async #execute(ready: Ready): Promise<void> {
    assert(ready.snapshot === undefined, 'snapshots are installed before the loop takes a Ready');
    if (ready.hardState !== undefined) this.#term = ready.hardState.term;
    const leads = this.#raft.role === 'leader';
    if (leads && ready.messages.length > 0) this.#ports.send(ready.messages);
    if (ready.entries.length > 0 || ready.hardState !== undefined) {
      await this.#wal.append({
        ...(ready.hardState === undefined ? {} : { hardState: ready.hardState }),
        entries: ready.entries,
        mustSync: ready.mustSync,
      });
    }
    if (!leads && ready.messages.length > 0) this.#ports.send(ready.messages);
    if (ready.committedEntries.length > 0) this.#apply(ready.committedEntries);
    this.#raft.advance(ready);
    for (const { context, index } of ready.readStates) this.#reads.confirm(context, index);
    if (ready.hardState !== undefined || ready.softState !== undefined) {
      this.#noticeLeadership(ready.softState === undefined ? 'same' : 'changed');
    }
  }

  #noticeLeadership(leaderOrRole: 'changed' | 'same'): void {
    const { leader, term } = this.#raft;
    if (leader !== this.#leader) this.#reads.restart();
    if (leaderOrRole === 'same' && leader === this.#leader && term === this.#noticedTerm) return;
    this.#leader = leader;
    this.#noticedTerm = term;
    for (const { onLeadership } of this.#listeners) onLeadership?.();
  }

  #apply(entries: readonly Entry[]): void {
    const answers: (() => void)[] = [];
    for (const entry of entries) {
      if (entry.type === EntryType.normal) {
        const answer = this.#applyOne(entry);
        if (answer !== undefined) answers.push(answer);
      }
    }
    const last = entries.at(-1);
    assert(last !== undefined, 'a batch of committed entries is not empty');
    this.#backend.commit({ index: last.index, term: last.term });
    const changes = this.#machine.takeChanges();
    const revision = this.#machine.store.currentRevision;
    for (const { onApplied } of this.#listeners) {
      onApplied?.({ ...changes, appliedIndex: last.index, revision });
    }
    for (const answer of answers) answer();
    if (last.term > this.#appliedTerm) {
      this.#appliedTerm = last.term;
      this.#proposals = [...this.#waiters.lostBefore(last.term), ...this.#proposals];
    }
    this.#compaction.continue();
  }

  #applyOne(entry: Entry): (() => void) | undefined {
    const applied = this.#machine.apply(entry);
    if (applied.kind === 'internal') return undefined;
    this.#proposalsApplied += 1;
    const settle = this.#waiters.take(applied.id);
    if (settle === undefined) return undefined;
    switch (applied.kind) {
      case 'done':
        return () => settle({ kind: 'done', response: applied.response });
      case 'refused':
        return () => settle({ kind: 'failed', error: applied.error });
      case 'compacting': {
        const context = this.#machine.context;
        const done = (): void => settle({ kind: 'done', response: context.compactionResponse() });
        if (!applied.physical) return done;
        this.#compaction.whenFinished(done);
        return undefined;
      }
    }
  }

  /** Moves the start of the log up to what the backend has on disk, once enough has gathered. */
  async #compactLog(): Promise<void> {
    const { index, term } = this.#backend.flushed;
    if (index - this.#markerIndex < this.#options.snapshotEntries) return;
    const confState = encodeConfState(this.#raft.status().confState);
    await this.#wal.saveMarker({ index, term, confState });
    this.#markerIndex = index;
    const keepAfter = index - this.#options.catchUpEntries;
    if (keepAfter > this.#raft.status().firstIndex) this.#raft.compactLog(keepAfter);
    await this.#wal.releaseBefore(index);
  }

  async #installStaged(): Promise<void> {
    const staged = this.#staged;
    if (staged === undefined) return;
    const raft = this.#raft;
    while (raft.hasReady()) await this.#execute(raft.ready());
    raft.step(staged.message);
    const ready = raft.hasReady() ? raft.ready() : undefined;
    if (ready?.snapshot === undefined) {
      if (ready !== undefined) await this.#execute(ready);
      this.#staged = undefined;
      return await staged.discard();
    }
    const { index, term, confState } = ready.snapshot;
    this.#backend = await staged.activate();
    assert(this.#backend.applied.index === index, 'the installed state is at the snapshot index');
    await this.#wal.saveMarker({ index, term, confState: encodeConfState(confState) });
    if (ready.hardState !== undefined) {
      this.#term = ready.hardState.term;
      await this.#wal.append({ hardState: ready.hardState, entries: [], mustSync: true });
    }
    this.#markerIndex = index;
    // The snapshot may hold entries of ours without having told us.
    this.#waiters.failProposed(new RequestTimeoutError('the outcome went by in a snapshot'));
    this.#appliedTerm = term;
    this.#compaction.stop();
    this.#machine = new StateMachine(this.#backend, () => this.#headerFields());
    this.#compaction = this.#newCompaction();
    this.#ports.send(ready.messages);
    raft.advance(ready);
    this.#staged = undefined;
    const revision = this.#machine.store.currentRevision;
    for (const { onInstalled } of this.#listeners) onInstalled?.(revision);
    this.#noticeLeadership('changed');
    this.#compaction.continue();
  }
}

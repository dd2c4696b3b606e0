// One member: the only place where consensus, log, state machine and callers meet, and the only one
// that executes what Raft asks for. One loop does it, in the one legal order per Ready:
//
//   take in what arrived → [leader: send] → persist (one write, one sync) → [follower: send]
//   → apply → answer → advance
//
// Committed entries of earlier Readys are on the disk: they are applied and answered while the sync goes
// on, if it does not hold the thread. Those that this Ready writes wait for it.
//
// Nothing acts inside an I/O callback: proposals, messages, reads and ticks are queued and the loop
// takes them when it comes round. That is also the group commit: while one sync is in flight, the
// next batch fills by itself, and no timer is involved.
//
// Invariant: answered writes ⊆ applied ≤ committed ≤ durable on a quorum.
import type { Requester } from '@cairn/auth';
import type { Backend } from '@cairn/backend';
import { assert } from '@cairn/core';
import type { ClusterId, LogIndex, MemberId, Term } from '@cairn/core';
import type {
  ConfState,
  Entry,
  HardState,
  Message,
  Raft,
  RaftStatus,
  Ready,
  Role,
  SnapshotMeta,
} from '@cairn/raft';
import type { Wal } from '@cairn/wal';
import { isAdmitted } from './admitted-messages.ts';
import { AppliedState } from './applied-state.ts';
import type { AppliedStateOptions } from './applied-state.ts';
import type { ApplyContext, MemberHeader } from './apply/context.ts';
import { splitCommitted } from './committed-entries.ts';
import { encodeConfState } from './conf-state-codec.ts';
import { ConfStateHistory } from './conf-state-history.ts';
import { LeaderChangedError, ReplicaStoppedError, TooManyRequestsError } from './errors.ts';
import { HeldReads } from './held-reads.ts';
import { LinearizableReads } from './linearizable-reads.ts';
import { LogCompaction } from './log-compaction.ts';
import type {
  ProposalProgress,
  ReadCallback,
  ReplicaListeners,
  ReplicaOptions,
  ReplicaPorts,
  StagedSnapshot,
} from './ports.ts';
import { Proposals } from './proposals.ts';
import { RequestIds } from './request-codec.ts';
import type { RequestKind } from './request-codec.ts';
import type { StateMachine } from './state-machine.ts';
import type { ProposalOutcome } from './waiters.ts';

/** A turn that has gone on for so long lets others have theirs, even if there is more to do. */
const turnMs = 10;
/** Messages that may wait for the loop; more are dropped, as a network may do, and Raft sends anew. */
const messagesWaitingMax = 10_000;

/** Until what is sent after a sync in place has been written by the transport. */
const microtasksToSend = 2;
const noMessages: readonly Message[] = [];

export class Replica {
  readonly #options: ReplicaOptions;
  readonly #ports: ReplicaPorts;
  readonly #raft: Raft;
  readonly #wal: Wal;
  readonly #reads = new LinearizableReads();
  readonly #proposals: Proposals;
  readonly #logCompaction: LogCompaction;
  readonly #confStates: ConfStateHistory;
  readonly #heldReads: HeldReads;
  readonly #listeners: ReplicaListeners[] = [];
  readonly #stateOptions: AppliedStateOptions;
  #state: AppliedState;
  #messages: Message[] = [];
  #staged: StagedSnapshot | undefined;
  /** The backend is being exchanged: nothing can be read. */
  #replacing = false;
  /**
   * A commit index that is the only news waits for the next entries: after a crash it is found again,
   * and a write of its own would cost as much as that of a small batch.
   */
  #unwritten: HardState | undefined;
  #ticksDue = 0;
  #diskAwaited = false;
  #leader: MemberId = 0n;
  #header: MemberHeader;
  #noticedTerm: Term = 0;
  #proposalsApplied = 0;
  #loop: 'idle' | 'scheduled' | 'running' | 'stopped' = 'idle';
  #turning: Promise<void> = Promise.resolve();
  #failed = false;

  constructor(options: ReplicaOptions, ports: ReplicaPorts, markerIndex: LogIndex) {
    const { clusterId, memberId, snapshotEntries, catchUpEntries } = options;
    const { raft, wal, backend } = ports;
    this.#options = options;
    this.#ports = ports;
    this.#raft = raft;
    this.#wal = wal;
    const ids = new RequestIds(memberId, options.firstRequest);
    this.#proposals = new Proposals(options, ids, backend.applied.term);
    const { confState } = raft.status();
    this.#confStates = new ConfStateHistory(backend.applied.index, confState);
    const confStateAt = (index: LogIndex): ConfState => this.#confStates.at(index);
    const { keepAfterSnapshotMs } = options;
    const log = {
      raft,
      wal,
      confStateAt,
      snapshotEntries,
      catchUpEntries,
      markerIndex,
      ...(keepAfterSnapshotMs === undefined ? {} : { keepAfterSnapshotMs }),
    };
    this.#logCompaction = new LogCompaction(log);
    this.#heldReads = new HeldReads(options.readsWaitingMax);
    this.#header = { clusterId, memberId, raftTerm: raft.term };
    this.#stateOptions = {
      memberId,
      raft,
      proposals: this.#proposals,
      confStates: this.#confStates,
      listeners: this.#listeners,
      header: () => this.#header,
      schedule: ports.schedule,
      onFatal: (error) => this.#fail(error),
      clock: ports.clock,
      onRequestApplied: ports.onRequestApplied,
    };
    this.#state = new AppliedState(this.#stateOptions, backend);
    this.#state.compaction.continue();
    this.#wake();
  }

  get machine(): StateMachine {
    return this.#state.machine;
  }

  get backend(): Backend {
    return this.#state.backend;
  }

  /** For reads of the current state; valid until the next turn of the event loop. */
  get context(): ApplyContext {
    return this.#state.machine.context;
  }

  /**
   * False while a snapshot replaces the state and after a stop: nothing may be read then. Whoever
   * reads in several turns of the event loop asks before each, see {@link readSerializable}.
   */
  get readable(): boolean {
    return !this.#replacing && this.#loop !== 'stopped';
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
    return this.#state.backend.applied.index;
  }

  get memberId(): MemberId {
    return this.#options.memberId;
  }

  get clusterId(): ClusterId {
    return this.#options.clusterId;
  }

  /** Proposals waiting for their answer (etcd_server_proposals_pending). */
  get pendingProposals(): number {
    return this.#proposals.waitingCount;
  }

  get appliedProposals(): number {
    return this.#proposalsApplied;
  }

  get failedProposals(): number {
    return this.#proposals.failedCount;
  }

  /** Linearizable reads that ran out of time. */
  get failedReads(): number {
    return this.#reads.failedCount;
  }

  /** Rounds of such reads that had to be begun again. */
  get slowReadRounds(): number {
    return this.#reads.slowRounds;
  }

  /** A snapshot of the leader's is taking the place of the state. */
  get isInstalling(): boolean {
    return this.#replacing;
  }

  /**
   * For how long this member has been in touch with `peer` without a break; undefined = it is not now.
   * With itself it always was.
   */
  connectedForMs(peer: MemberId): number | undefined {
    const { clock, connectedSinceMs } = this.#ports;
    if (peer === this.memberId || connectedSinceMs === undefined) return Infinity;
    const sinceMs = connectedSinceMs(peer);
    return sinceMs === undefined ? undefined : clock.nowMs() - sinceMs;
  }

  listen(listeners: ReplicaListeners): void {
    this.#listeners.push(listeners);
  }

  /**
   * Puts a request into the log. `settle` is called exactly once: with the answer when the entry is
   * applied here, or with the reason why not. After a timeout the entry may still be applied later.
   * @param timeoutMs how long the caller waits, if that is shorter than the replica does: what is not
   *   in the log by then will not be.
   * @param message what `body` decodes to, if the caller has decoded it: it need not be done again.
   * @param requester whose rights count when it is applied, if auth is on then.
   * @param progress told how far it has come.
   */
  propose(
    kind: RequestKind,
    body: Uint8Array,
    settle: (outcome: ProposalOutcome) => void,
    timeoutMs: number = this.#options.requestTimeoutMs,
    message?: object,
    requester?: Requester,
    progress?: ProposalProgress,
  ): void {
    if (this.#loop === 'stopped') return settle({ kind: 'failed', error: stopped() });
    const request = { kind, body, message, requester, timeoutMs, settle, progress };
    this.#proposals.add(request, this.#ports.clock.nowMs());
    this.#wake();
  }

  /**
   * Calls back once everything acknowledged before now is applied here, or with the reason why not:
   * at once where nobody has to be asked and nothing has to be waited for.
   */
  readLinearizable(callback: ReadCallback, timeoutMs: number = Infinity): void {
    const { requestTimeoutMs, readsWaitingMax } = this.#options;
    if (this.#loop === 'stopped') return callback(stopped());
    const index = this.#raft.ownReadIndex;
    if (index !== undefined && index <= this.appliedIndex && !this.#replacing) {
      return callback(undefined);
    }
    if (this.#reads.size >= readsWaitingMax) {
      return callback(new TooManyRequestsError('too many requests'));
    }
    const deadlineMs = this.#ports.clock.nowMs() + Math.min(timeoutMs, requestTimeoutMs);
    this.#reads.add(deadlineMs, callback);
    this.#wake();
  }

  /** Calls back as soon as the state can be read: nearly always at once. */
  readSerializable(callback: ReadCallback): void {
    if (this.#loop === 'stopped') return callback(stopped());
    if (this.#replacing) this.#heldReads.hold(callback);
    else callback(undefined);
  }

  /** Messages of other members, in the order in which they came; snapshots by {@link receiveSnapshot}. */
  receive(messages: readonly Message[]): void {
    if (this.#loop === 'stopped') return;
    for (const message of messages) {
      if (this.#messages.length >= messagesWaitingMax) break;
      if (isAdmitted(message)) this.#messages.push(message);
    }
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
    this.#logCompaction.snapshotSent(this.#ports.clock.nowMs());
    this.#wake();
  }

  transferLeadership(to: MemberId): void {
    this.#raft.transferLeadership(to);
    this.#wake();
  }

  /** The position that a snapshot taken now would have. */
  snapshotMeta(): SnapshotMeta {
    const { index, term } = this.#state.backend.applied;
    return { index, term, confState: this.#raft.status().confState };
  }

  /** Stops taking requests, fails those that wait and finishes the turn of the loop under way. */
  async stop(): Promise<void> {
    this.#end();
    await this.#turning;
    const staged = this.#staged;
    this.#staged = undefined;
    await staged?.discard();
  }

  /** Nothing begins after this. */
  #end(): void {
    this.#loop = 'stopped';
    const error = stopped();
    this.#state.compaction.stop(error);
    this.#proposals.failAll(error);
    this.#reads.failAll(error);
    this.#heldReads.release(error);
  }

  #fail(error: Error): void {
    if (this.#failed) return;
    this.#failed = true;
    this.#end();
    this.#ports.onFatal(error);
  }

  #wake(): void {
    if (this.#loop !== 'idle') return;
    this.#loop = 'scheduled';
    this.#ports.schedule(() => {
      if (this.#loop === 'scheduled') this.#turning = this.#turn();
    });
  }

  async #turn(): Promise<void> {
    this.#loop = 'running';
    try {
      await this.#installStaged();
      const endsAtMs = this.#ports.clock.nowMs() + turnMs;
      this.#takeIn();
      while (this.#raft.hasReady() && !this.#stopped()) {
        await this.#execute(this.#raft.ready());
        this.#reads.serve(this.appliedIndex);
        if (this.#ports.clock.nowMs() > endsAtMs) break;
      }
      this.#reads.serve(this.appliedIndex);
      if (this.#state.backend.pendingBytes() > this.#options.backendPendingBytesMax) {
        await this.#state.backend.flush();
      }
      await this.#logCompaction.runIfDue(this.#state.backend, this.#ports.clock.nowMs());
    } catch (error) {
      this.#fail(error as Error);
    }
    if (this.#stopped()) return;
    this.#loop = 'idle';
    if (this.#hasInput()) this.#wake();
  }

  #stopped(): boolean {
    return this.#loop === 'stopped';
  }

  /** Whether anything came while the turn was under way that nothing else will wake the loop for. */
  #hasInput(): boolean {
    const raft = this.#raft;
    return (
      this.#messages.length > 0 ||
      this.#ticksDue > 0 ||
      this.#staged !== undefined ||
      raft.hasReady() ||
      (raft.leader !== 0n && (this.#reads.wantsRound || this.#proposals.wantsToPropose))
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
      this.#proposals.expire(nowMs);
      this.#reads.expire(nowMs);
    }
    this.#proposeQueued();
    this.#reads.start(nowMs, (context) => raft.readIndex(context));
  }

  #proposeQueued(): void {
    const proposals = this.#proposals;
    const raft = this.#raft;
    // Without a leader they stay in line until their time is over.
    if (proposals.isEmpty || raft.leader === 0n) return;
    if (raft.role === 'leader' && this.#diskIsBehind()) proposals.hold();
    else proposals.offerTo(raft);
  }

  /** If so, proposals are tried again when the disk has caught up. */
  #diskIsBehind(): boolean {
    if (this.#state.backend.pendingBytes() <= this.#options.backendPendingBytesMax / 2)
      return false;
    if (this.#diskAwaited) return true;
    this.#diskAwaited = true;
    this.#state.backend.flush().then(
      () => {
        this.#diskAwaited = false;
        this.#proposals.release();
        this.#wake();
      },
      (error: unknown) => this.#fail(error as Error),
    );
    return true;
  }

  async #execute(ready: Ready): Promise<void> {
    assert(ready.snapshot === undefined, 'snapshots are installed before the loop takes a Ready');
    this.#noteTerm(ready);
    const leads = this.#raft.role === 'leader';
    const sends = ready.messages.length > 0;
    if (sends && leads) await this.#send(ready.messages);
    this.#unwritten = ready.hardState ?? this.#unwritten;
    const { durable, written } = splitCommitted(ready);
    const persisted = this.#persistThenSend(ready, leads ? noMessages : ready.messages);
    if (durable.length > 0) await this.#applyMeanwhile(durable, persisted);
    await persisted;
    this.#apply(written);
    this.#raft.advance(ready);
    this.#proposals.release();
    for (const { context, index } of ready.readStates) this.#reads.confirm(context, index);
    if (ready.hardState !== undefined || ready.softState !== undefined) {
      this.#noticeLeadership(ready.softState === undefined ? 'same' : 'changed');
    }
  }

  /** A follower's answers promise that something is on its disk: they wait for the sync. */
  async #persistThenSend(ready: Ready, answers: readonly Message[]): Promise<void> {
    if (ready.mustSync) {
      await this.#persist(ready.entries);
      this.#proposals.appended(ready.entries);
    }
    if (answers.length > 0) await this.#send(answers);
  }

  /**
   * While a sync off the thread goes on. One that held the thread is over by now, and the answers that
   * waited for it leave first.
   */
  async #applyMeanwhile(entries: readonly Entry[], persisted: Promise<void>): Promise<void> {
    // It is awaited, unless applying fails before.
    persisted.catch(() => undefined);
    for (let i = 0; i < microtasksToSend; i++) await Promise.resolve();
    this.#apply(entries);
  }

  #apply(entries: readonly Entry[]): void {
    if (entries.length > 0) this.#proposalsApplied += this.#state.apply(entries);
  }

  /**
   * Transports gather what a turn produces and write it when the thread is free for a moment. That
   * moment is given here: the sync and the applying that follow may hold the thread for a millisecond,
   * and followers would begin theirs only after it, and leaders learn of theirs.
   */
  #send(messages: readonly Message[]): Promise<void> {
    this.#ports.send(messages);
    return Promise.resolve();
  }

  /** With the newest hard state, if it has not been written. */
  #persist(entries: readonly Entry[]): Promise<void> {
    const hardState = this.#unwritten;
    this.#unwritten = undefined;
    return this.#wal.append({
      ...(hardState === undefined ? {} : { hardState }),
      entries,
      mustSync: true,
    });
  }

  #noteTerm({ hardState }: Ready): void {
    if (hardState === undefined || hardState.term === this.#header.raftTerm) return;
    this.#header = { ...this.#header, raftTerm: hardState.term };
  }

  #noticeLeadership(leaderOrRole: 'changed' | 'same'): void {
    const { leader, term } = this.#raft;
    if (leader !== this.#leader) this.#reads.restart();
    if (leaderOrRole === 'same' && leader === this.#leader && term === this.#noticedTerm) return;
    this.#leader = leader;
    this.#noticedTerm = term;
    for (const { onLeadership } of this.#listeners) onLeadership?.();
  }

  async #installStaged(): Promise<void> {
    const staged = this.#staged;
    if (staged === undefined) return;
    const raft = this.#raft;
    while (raft.hasReady()) await this.#execute(raft.ready());
    raft.step(staged.message);
    const ready = raft.hasReady() ? raft.ready() : undefined;
    if (ready?.snapshot !== undefined) {
      await this.#replaceState(staged, ready, ready.snapshot);
      return;
    }
    if (ready !== undefined) await this.#execute(ready);
    this.#staged = undefined;
    await staged.discard();
  }

  /**
   * Backend first, then the log's marker: a crash in between leaves a backend that is ahead of the log
   * and says so itself (see recovery.ts).
   */
  async #replaceState(
    staged: StagedSnapshot,
    ready: Ready,
    { index, term, confState }: SnapshotMeta,
  ): Promise<void> {
    this.#replacing = true;
    this.#state.compaction.stop(new LeaderChangedError('a snapshot replaced the state'));
    const backend = await staged.activate();
    assert(backend.applied.index === index, 'the installed state is at the snapshot index');
    this.#state = new AppliedState(this.#stateOptions, backend);
    await this.#wal.saveMarker({ index, term, confState: encodeConfState(confState) });
    this.#unwritten = ready.hardState ?? this.#unwritten;
    await this.#persist([]);
    this.#noteTerm(ready);
    this.#confStates.changed(index, confState);
    this.#logCompaction.replaced(index);
    this.#proposals.skippedTo(index, term);
    this.#ports.send(ready.messages);
    this.#raft.advance(ready);
    this.#staged = undefined;
    this.#replacing = false;
    if (this.#stopped()) return this.#state.compaction.stop(stopped());
    const revision = this.#state.machine.store.currentRevision;
    for (const { onInstalled } of this.#listeners) onInstalled?.(revision);
    for (const { onMembers } of this.#listeners) onMembers?.(this.#state.machine.members);
    this.#noticeLeadership('changed');
    this.#state.compaction.continue();
    this.#heldReads.release(undefined);
  }
}

function stopped(): ReplicaStoppedError {
  return new ReplicaStoppedError('server stopped');
}

// One member of a Raft group as a synchronous state machine: ticks, messages and proposals in, a Ready
// out. No disk, no network, no clock; the same inputs give the same outputs, so that a whole cluster can
// be run, and replayed, on one thread.
//
// The caller's loop is: `while (raft.hasReady())` take `ready()`, do what it says in the order it says
// (see types.ts), apply its committed entries, call `advance(ready)`. Inputs may come at any time, also
// between `ready()` and `advance()`.
//
// Which messages may leave before the disk has answered: those of a Ready that is handed out while this
// member is leader (`raft.role === 'leader'` then), because a leader's messages never promise anything
// about its own disk: it counts itself only after `advance`. All others wait. What would break this rule,
// messages of a term that is not durable yet, is held back until the next Ready.
import { assert } from '@cairn/core';
import type { LogIndex, MemberId, Term } from '@cairn/core';
import { encodeConfChange } from './conf-change.ts';
import type { ConfChange } from './conf-change.ts';
import { Configuration } from './configuration.ts';
import { acceptAppend, acceptHeartbeat, acceptSnapshot } from './follower.ts';
import { ProposalNumbers, drawLife } from './forwarded-proposals.ts';
import { forwardProposals, forwardTransfer, proposalNumber, transferTarget } from './forwarding.ts';
import { ForwardedReads } from './forwarded-reads.ts';
import { RaftLog } from './log.ts';
import { MemberState } from './member-state.ts';
import type { SnapshotSource } from './member-state.ts';
import { assertRaftOptions, commitOnDisk } from './options.ts';
import type { RaftInitialState, RaftOptions } from './options.ts';
import type { ConfChangeOutcome, ProposeOutcome } from './propose-outcome.ts';
import { Roles } from './roles.ts';
import type { RaftStatus } from './status.ts';
import { EntryType, MessageType } from './types.ts';
import type { ConfState, HardState, Message, Ready, Role, SoftState } from './types.ts';

export class Raft {
  readonly #state: MemberState;
  readonly #roles: Roles;
  readonly #forwardedReads: ForwardedReads;
  readonly #proposalNumbers: ProposalNumbers;
  /** What the disk holds. */
  #durable: HardState;
  #reported: SoftState = { role: 'follower', leader: 0n };
  #outstanding: Ready | undefined;
  #deferredSnapshot: Message | undefined;

  constructor(options: RaftOptions, initial: RaftInitialState) {
    assertRaftOptions(options);
    const { hardState, snapshotIndex, snapshotTerm, appliedIndex } = initial;
    const log = new RaftLog({
      baseIndex: snapshotIndex,
      baseTerm: snapshotTerm,
      entries: initial.entries,
      committed: commitOnDisk(initial),
      applied: appliedIndex,
    });
    // A crash can leave entries of a term without the hard state that was written after them. This
    // member has not voted in that term then: its vote would have been synced before it was given.
    const isTermLost = log.lastTerm > hardState.term;
    this.#state = new MemberState({
      options,
      term: isTermLost ? log.lastTerm : hardState.term,
      vote: isTermLost ? 0n : hardState.vote,
      log,
      configuration: new Configuration(initial.confState),
    });
    this.#durable = hardState;
    this.#roles = new Roles(this.#state);
    const life = drawLife(options.random);
    this.#forwardedReads = new ForwardedReads(life);
    this.#proposalNumbers = new ProposalNumbers(life);
  }

  get id(): MemberId {
    return this.#state.id;
  }

  get role(): Role {
    return this.#roles.role;
  }

  /** 0n when unknown. */
  get leader(): MemberId {
    return this.#roles.leader;
  }

  get term(): Term {
    return this.#state.term;
  }

  tick(): void {
    this.#roles.tick();
    this.#settle();
  }

  /** A message from another member; a `snapshot` only after its state has arrived completely. */
  step(message: Message): void {
    if (message.to !== this.#state.id || message.from === this.#state.id) return;
    if (message.type === MessageType.snapshot && this.#outstanding !== undefined) {
      // The Ready being worked off still speaks of the state that this one replaces.
      this.#deferredSnapshot = message;
      return;
    }
    this.#dispatch(message);
    this.#settle();
  }

  /**
   * All of them become neighbours in the log, or none is taken. They are bound to the current term:
   * what is not applied when an entry of a later term is, never will be.
   */
  propose(data: readonly Uint8Array[]): ProposeOutcome {
    const { leadership, leader } = this.#roles;
    if (leadership === undefined) {
      const proposals = data.map((bytes) => ({ type: EntryType.normal, data: bytes }));
      return forwardProposals(this.#state, leader, proposals, this.#proposalNumbers);
    }
    const outcome = leadership.propose(EntryType.normal, data);
    this.#settle();
    return outcome === 'transferring' ? 'noLeader' : outcome;
  }

  proposeConfChange(change: ConfChange): ConfChangeOutcome {
    const data = encodeConfChange(change);
    const { leadership, leader } = this.#roles;
    if (leadership === undefined) {
      const proposals = [{ type: EntryType.confChange, data }];
      return forwardProposals(this.#state, leader, proposals, this.#proposalNumbers);
    }
    const outcome = leadership.proposeConfChange(data);
    this.#settle();
    return outcome === 'transferring' ? 'noLeader' : outcome;
  }

  /**
   * The caller has reached a committed entry of type `confChange` and lets it count: once per entry, in
   * log order, between `ready()` and `advance()`. Answers the configuration to store with the state.
   * One that the state refuses, on every member, is not brought here and changes nothing.
   */
  applyConfChange(change: ConfChange): ConfState {
    const state = this.#state;
    state.configuration = state.configuration.after(change);
    this.#roles.leadership?.onConfiguration();
    this.#settle();
    return state.configuration.state;
  }

  /**
   * Asks for the index at which a linearizable read that came in before this call may be served. The
   * answer comes as a read state, or not at all (messages and leaders get lost): the caller asks again,
   * with another context. False when no leader is known.
   */
  readIndex(context: number): boolean {
    const { leadership, leader } = this.#roles;
    if (leadership !== undefined) {
      leadership.read({ from: this.#state.id, context });
      return true;
    }
    if (leader === 0n) return false;
    const id = this.#forwardedReads.add(context);
    this.#state.outbox.send(MessageType.readIndex, leader, { context: id });
    return true;
  }

  /**
   * The index at which a linearizable read may be served without asking anybody, because this member
   * leads and is a quorum by itself. Undefined: ask by {@link readIndex}.
   */
  get ownReadIndex(): LogIndex | undefined {
    return this.#roles.leadership?.ownReadIndex;
  }

  campaign(): void {
    this.#roles.campaign();
    this.#settle();
  }

  /**
   * Hands leadership to a voter, within an election timeout or not at all; proposals are refused
   * meanwhile. On a follower it asks the leader to do so.
   */
  transferLeadership(to: MemberId): void {
    const { leadership, leader } = this.#roles;
    if (leadership !== undefined) {
      leadership.transferTo(to);
    } else if (leader !== 0n) {
      forwardTransfer(this.#state, leader, to);
    }
    this.#settle();
  }

  /** False between `ready()` and `advance()`. */
  hasReady(): boolean {
    if (this.#outstanding !== undefined) return false;
    const { log, outbox } = this.#state;
    return (
      outbox.hasMessages ||
      outbox.hasReadStates ||
      log.stableIndex < log.lastIndex ||
      log.applied < log.committed ||
      log.pendingSnapshot !== undefined ||
      this.#hardStateChanged ||
      this.#softStateChanged ||
      (this.#roles.leadership?.wantsToSend ?? false)
    );
  }

  ready(): Ready {
    assert(this.#outstanding === undefined, 'ready() before advance() of the last one');
    const { log, options, outbox } = this.#state;
    const messages = this.#messagesToSend();
    const entries = log.unstableEntries();
    const snapshot = log.pendingSnapshot;
    const softState = this.#softStateChanged
      ? { role: this.#roles.role, leader: this.#roles.leader }
      : undefined;
    this.#reported = softState ?? this.#reported;
    const ready: Ready = {
      softState,
      hardState: this.#hardStateChanged ? this.#state.hardState : undefined,
      entries,
      snapshot,
      messages,
      committedEntries: log.committedEntries(options.committedBytesPerReadyMax),
      readStates: outbox.takeReadStates(),
      mustSync: entries.length > 0 || snapshot !== undefined || !this.#termIsDurable,
    };
    this.#outstanding = ready;
    return ready;
  }

  /** The Ready's hard state, entries and snapshot are durable, its committed entries applied. */
  advance(ready: Ready): void {
    assert(ready === this.#outstanding, 'advance() of another Ready than the last one');
    this.#outstanding = undefined;
    const { log } = this.#state;
    this.#durable = ready.hardState ?? this.#durable;
    if (ready.snapshot !== undefined) log.snapshotInstalled(ready.snapshot);
    const lastEntry = ready.entries.at(-1);
    if (lastEntry !== undefined) log.stableTo(lastEntry.index, lastEntry.term);
    const lastApplied = ready.committedEntries.at(-1);
    if (lastApplied !== undefined) log.appliedTo(lastApplied.index);
    this.#state.appliedConfState = this.#state.configuration.state;
    this.#roles.leadership?.onAdvance(ready.committedEntries);
    this.#settle();
    const deferred = this.#deferredSnapshot;
    this.#deferredSnapshot = undefined;
    if (deferred !== undefined) this.step(deferred);
  }

  /**
   * What a leader can send at once, also while a Ready waits for a slow disk: heartbeats and appends
   * then go out on time. Nothing on any other member.
   */
  takeLeaderMessages(): readonly Message[] {
    return this.#roles.role === 'leader' ? this.#messagesToSend() : [];
  }

  /**
   * Forgets entries up to `index` (≤ applied, durable). A follower that still needs one of them gets a
   * snapshot, so the caller keeps some thousands.
   */
  compactLog(index: LogIndex): void {
    this.#state.log.compact(index);
    this.#settle();
  }

  /** What the entries in memory take. */
  get logBytes(): number {
    return this.#state.log.bytes;
  }

  /** Compacting up to here leaves entries of at most `bytesMax`; it may be beyond what is applied. */
  logIndexBefore(bytesMax: number): LogIndex {
    return this.#state.log.indexBefore(bytesMax);
  }

  /**
   * Where the leader asks which state it can send; it is called inside `ready()` and
   * `takeLeaderMessages()`. The default is the applied position and its configuration. The caller may
   * send a later state than it said, if it says so in the snapshot message it sends.
   */
  setSnapshotSource(source: SnapshotSource): void {
    this.#state.snapshotSource = source;
  }

  /** Messages to this peer were lost or could not be sent. */
  reportUnreachable(peer: MemberId): void {
    this.#roles.leadership?.replication.reportUnreachable(peer);
  }

  /** Owed for every snapshot message in a Ready: nothing is sent to the peer before. */
  reportSnapshot(peer: MemberId, outcome: 'installed' | 'failed'): void {
    this.#roles.leadership?.replication.reportSnapshot(peer, outcome);
  }

  status(): RaftStatus {
    const { configuration, id, log, term, vote } = this.#state;
    const { leadership, role, leader } = this.#roles;
    return {
      id,
      role,
      leader,
      term,
      vote,
      committed: log.committed,
      applied: log.applied,
      firstIndex: log.firstIndex,
      lastIndex: log.lastIndex,
      confState: configuration.state,
      transferee: leadership?.transferee ?? 0n,
      peers: [...(leadership?.replication.peers ?? [])].map(([peerId, peer]) => ({
        id: peerId,
        state: peer.state,
        match: peer.match,
        next: peer.next,
        recentActive: peer.recentActive,
        inflight: peer.inflightCount,
        paused: peer.paused,
        isLearner: configuration.isLearner(peerId),
      })),
    };
  }

  #dispatch(message: Message): void {
    switch (message.type) {
      // Reads and transfers go to whoever leads, proposals to the leader of one term; none of them tells
      // this member of a new term.
      case MessageType.propose:
        this.#onProposal(message);
        return;
      case MessageType.readIndex:
        this.#roles.leadership?.read({ from: message.from, context: message.context });
        return;
      case MessageType.readIndexResponse: {
        const context = this.#forwardedReads.take(message.context);
        if (context !== undefined) this.#state.outbox.answerRead(context, message.index);
        return;
      }
      case MessageType.transferLeader:
        this.#roles.leadership?.transferTo(transferTarget(message));
        return;
      default:
        if (this.#roles.admit(message)) this.#dispatchInTerm(message);
    }
  }

  #dispatchInTerm(message: Message): void {
    switch (message.type) {
      case MessageType.voteRequest:
      case MessageType.preVoteRequest:
        this.#roles.onVoteRequest(message);
        return;
      case MessageType.voteResponse:
      case MessageType.preVoteResponse:
        this.#roles.onVoteResponse(message);
        return;
      case MessageType.appendRequest:
        this.#roles.heardLeader(message.from);
        acceptAppend(this.#state, message);
        return;
      case MessageType.heartbeat:
        this.#roles.heardLeader(message.from);
        acceptHeartbeat(this.#state, message);
        return;
      case MessageType.snapshot:
        this.#roles.heardLeader(message.from);
        acceptSnapshot(this.#state, message);
        return;
      case MessageType.appendResponse:
        this.#roles.leadership?.onAppendResponse(message);
        return;
      case MessageType.heartbeatResponse:
        this.#roles.leadership?.onHeartbeatResponse(message);
        return;
      case MessageType.timeoutNow:
        this.#roles.campaignForTransfer();
        return;
      default:
    }
  }

  #onProposal(message: Message): void {
    const { leadership } = this.#roles;
    if (leadership === undefined || message.term !== this.#state.term) return;
    const number = proposalNumber(message);
    if (number !== undefined && !leadership.seenProposals.isNew(message.from, number)) return;
    const normal = message.entries.filter(({ type }) => type === EntryType.normal);
    leadership.propose(
      EntryType.normal,
      normal.map(({ data }) => data),
    );
    for (const entry of message.entries) {
      if (entry.type === EntryType.confChange) leadership.takeConfChange(entry.data);
    }
  }

  #messagesToSend(): readonly Message[] {
    const { leadership } = this.#roles;
    if (leadership !== undefined) {
      // A term that is not on disk could be led again, differently, after a crash.
      if (!this.#termIsDurable) return [];
      leadership.flush();
    }
    return this.#state.outbox.takeMessages();
  }

  get #termIsDurable(): boolean {
    return this.#durable.term === this.#state.term && this.#durable.vote === this.#state.vote;
  }

  get #hardStateChanged(): boolean {
    return !this.#termIsDurable || this.#durable.commit !== this.#state.log.committed;
  }

  get #softStateChanged(): boolean {
    const { role, leader } = this.#roles;
    return this.#reported.role !== role || this.#reported.leader !== leader;
  }

  /** After every input: what must always hold, holds. */
  #settle(): void {
    this.#state.log.assertChain();
    this.#roles.leadership?.replication.assertInvariants();
  }
}

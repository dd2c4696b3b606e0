// Everything that exists only while a member leads: progress of the followers, reads waiting for a
// quorum, a transfer under way, the amount of uncommitted entries. One object per term led, thrown away
// with it, so nothing of a former leadership can leak into a later one.
import type { LogIndex, MemberId } from '@cairn/core';
import { decodeConfChange, encodeConfChange } from './conf-change.ts';
import { SeenProposals } from './forwarded-proposals.ts';
import type { MemberState } from './member-state.ts';
import { ReadRounds } from './read-rounds.ts';
import type { PendingRead } from './read-rounds.ts';
import { Replication } from './replication.ts';
import { EntryType, MessageType } from './types.ts';
import type { Entry, Message } from './types.ts';

/** What to append, before it has a place in the log. */
export interface Proposal {
  readonly type: EntryType;
  readonly data: Uint8Array;
}

export class Leadership {
  readonly replication: Replication;
  readonly seenProposals: SeenProposals = new SeenProposals();
  readonly #state: MemberState;
  readonly #reads = new ReadRounds();
  #transferee: MemberId = 0n;
  #transferElapsedTicks = 0;
  /** It was asked to succeed and did not in time. */
  #failedSuccessor: MemberId = 0n;
  #heartbeatElapsedTicks = 0;
  /** No conf change may be appended while one up to here could still be unapplied. */
  #confChangeIndex: LogIndex;
  #uncommittedBytes = 0;

  /** Begins with an empty entry: committing it commits, and reveals, all that came before. */
  constructor(state: MemberState) {
    this.#state = state;
    this.replication = new Replication(state);
    this.#confChangeIndex = state.log.lastIndex;
    this.#append(EntryType.normal, [new Uint8Array(0)]);
  }

  /** 0n when no transfer is under way. */
  get transferee(): MemberId {
    return this.#transferee;
  }

  tick(): void {
    this.#heartbeatElapsedTicks++;
    if (this.#heartbeatElapsedTicks >= this.#state.options.heartbeatTicks) this.#heartbeat();
    if (this.#transferee !== 0n) {
      this.#transferElapsedTicks++;
      if (this.#transferElapsedTicks >= this.#state.options.electionTicks) {
        this.#failedSuccessor = this.#transferee;
        this.#transferee = 0n;
      }
    }
    this.#retire();
  }

  /**
   * `transferring`: what is appended now would only delay the successor. `overloaded`: a single batch
   * is always taken when nothing is uncommitted, however big it is.
   */
  propose(
    type: EntryType,
    proposals: readonly Uint8Array[],
  ): 'accepted' | 'transferring' | 'overloaded' {
    if (this.#transferee !== 0n) return 'transferring';
    if (proposals.length === 0) return 'accepted';
    let bytes = 0;
    for (const data of proposals) bytes += data.length;
    const total = this.#uncommittedBytes + bytes;
    if (this.#uncommittedBytes > 0 && total > this.#state.options.uncommittedBytesMax) {
      return 'overloaded';
    }
    this.#append(type, proposals);
    return 'accepted';
  }

  /** One at a time, and only one that fits the configuration it will meet. */
  proposeConfChange(
    data: Uint8Array,
  ): 'accepted' | 'transferring' | 'overloaded' | 'pending' | 'invalid' {
    const { configuration, log } = this.#state;
    if (this.#confChangeIndex > log.applied) return 'pending';
    if (configuration.refusal(decodeConfChange(data)) !== undefined) return 'invalid';
    const outcome = this.propose(EntryType.confChange, [data]);
    if (outcome === 'accepted') this.#confChangeIndex = log.lastIndex;
    return outcome;
  }

  /**
   * The same for a change that another member has forwarded. If it cannot be made now, or ever, its
   * context becomes an ordinary entry: so its proposer learns that, and need not wait in vain.
   */
  takeConfChange(data: Uint8Array): void {
    const outcome = this.proposeConfChange(data);
    if (outcome !== 'pending' && outcome !== 'invalid') return;
    const { context } = decodeConfChange(data);
    if (context.length > 0) this.propose(EntryType.normal, [context]);
  }

  read(read: PendingRead): void {
    this.#reads.join(read);
  }

  /** Nobody else can have become leader meanwhile: that would have taken this member's own vote. */
  get ownReadIndex(): LogIndex | undefined {
    const { configuration, id, log } = this.#state;
    const { voters, votersOutgoing } = configuration.state;
    const isAlone = voters.length === 1 && voters[0] === id && votersOutgoing.length === 0;
    return isAlone && this.#committedInTerm ? log.committed : undefined;
  }

  transferTo(member: MemberId): void {
    const { configuration, id } = this.#state;
    if (member === id || !configuration.state.voters.includes(member)) return;
    if (member === this.#transferee) return;
    this.#transferee = member;
    this.#transferElapsedTicks = 0;
    this.#finishTransfer();
  }

  onAppendResponse(message: Message): void {
    this.replication.onAppendResponse(message);
    this.replication.advanceCommit();
    if (message.from === this.#transferee) this.#finishTransfer();
  }

  onHeartbeatResponse(message: Message): void {
    this.replication.onHeartbeatResponse(message);
    this.#releaseReads();
  }

  /** Own entries became durable, or committed ones were applied. */
  onAdvance(committedEntries: readonly Entry[]): void {
    for (const entry of committedEntries) this.#uncommittedBytes -= entry.data.length;
    // Entries of former leaders were never counted.
    this.#uncommittedBytes = Math.max(0, this.#uncommittedBytes);
    this.replication.advanceCommit();
    this.#leaveJoint();
  }

  onConfiguration(): void {
    this.replication.updateMembers();
    if (!this.#state.configuration.state.voters.includes(this.#transferee)) this.#transferee = 0n;
    // A smaller quorum may have been reached already.
    this.replication.advanceCommit();
    this.#releaseReads();
    this.#retire();
  }

  get wantsToSend(): boolean {
    return this.#wantsReadRound || this.replication.wantsToSend;
  }

  flush(): void {
    if (this.#wantsReadRound) {
      this.#reads.start(this.#state.log.committed);
      this.#heartbeat();
      this.#releaseReads();
    }
    this.replication.flush();
  }

  get #wantsReadRound(): boolean {
    return this.#reads.hasWaiting && this.#committedInTerm;
  }

  get #committedInTerm(): boolean {
    const { log, term } = this.#state;
    return log.holds(log.committed, term);
  }

  #append(type: EntryType, proposals: readonly Uint8Array[]): void {
    const { log, term } = this.#state;
    for (const data of proposals) {
      log.append({ index: log.lastIndex + 1, term, type, data });
      this.#uncommittedBytes += data.length;
    }
  }

  #heartbeat(): void {
    this.#heartbeatElapsedTicks = 0;
    this.replication.broadcastHeartbeat(this.#reads.latest);
  }

  #releaseReads(): void {
    const confirmed = this.replication.confirmedRound(this.#reads.latest);
    for (const round of this.#reads.confirmed(confirmed)) {
      for (const { from, context } of round.reads) {
        if (from === this.#state.id) {
          this.#state.outbox.answerRead(context, round.index);
        } else {
          const fields = { context, index: round.index };
          this.#state.outbox.send(MessageType.readIndexResponse, from, fields);
        }
      }
    }
  }

  /** The successor must have the whole log, or it could not win; then it need not wait for a timeout. */
  #finishTransfer(): void {
    const peer = this.replication.peers.get(this.#transferee);
    if (peer?.match === this.#state.log.lastIndex) {
      this.#state.send(MessageType.timeoutNow, this.#transferee, {});
    }
  }

  /**
   * A leader that is no voter any more hands over to one; it does not count itself meanwhile. It must
   * not just step down: the others may not know yet that the change is committed, and could then wait
   * for the vote of a member with a longer log that does not campaign any more.
   */
  #retire(): void {
    const { configuration, id } = this.#state;
    if (this.#transferee !== 0n || configuration.isVoter(id)) return;
    // Who failed is asked again only after somebody else.
    let successor = this.#failedSuccessor;
    let match: LogIndex = -1;
    for (const [peerId, peer] of this.replication.peers) {
      if (peerId === this.#failedSuccessor || peer.match <= match) continue;
      if (!configuration.state.voters.includes(peerId)) continue;
      successor = peerId;
      match = peer.match;
    }
    this.transferTo(successor);
  }

  #leaveJoint(): void {
    const { configuration, log } = this.#state;
    if (!configuration.state.autoLeave || this.#confChangeIndex > log.applied) return;
    const data = encodeConfChange({ kind: 'leaveJoint', context: new Uint8Array(0) });
    this.#append(EntryType.confChange, [data]);
    this.#confChangeIndex = log.lastIndex;
  }
}

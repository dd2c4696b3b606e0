// What a member knows in every role: its term and vote, its log, its configuration, its outgoing mail.
//
// The subjects (election, replication, following) are separate files that share this state; only the
// rules that hold for all of them are here: the term never falls, a member votes once in a term, and a
// term has one leader.
import { assert } from '@cairn/core';
import type { LogIndex, MemberId, Term } from '@cairn/core';
import type { Configuration } from './configuration.ts';
import type { RaftLog } from './log.ts';
import type { RaftOptions } from './options.ts';
import { Outbox } from './outbox.ts';
import type { MessageFields } from './outbox.ts';
import type { ConfState, HardState, MessageType, SnapshotMeta } from './types.ts';

export interface MemberStateOptions {
  readonly options: RaftOptions;
  readonly term: Term;
  readonly vote: MemberId;
  readonly log: RaftLog;
  readonly configuration: Configuration;
}

/** The state the caller can send now; undefined when it has none at the moment. */
export type SnapshotSource = () => SnapshotMeta | undefined;

export class MemberState {
  readonly id: MemberId;
  readonly options: RaftOptions;
  readonly log: RaftLog;
  readonly outbox: Outbox;
  /** In force: conf changes count from the moment they are applied. */
  configuration: Configuration;
  /** The same, as of the applied index. They differ while a Ready is being worked off. */
  appliedConfState: ConfState;
  snapshotSource: SnapshotSource;
  #term: Term;
  #vote: MemberId;
  #leaderOfTerm: MemberId = 0n;

  constructor(initial: MemberStateOptions) {
    this.id = initial.options.id;
    this.options = initial.options;
    this.log = initial.log;
    this.outbox = new Outbox(initial.options.id);
    this.configuration = initial.configuration;
    this.appliedConfState = initial.configuration.state;
    this.#term = initial.term;
    this.#vote = initial.vote;
    this.snapshotSource = () => this.#appliedPosition();
  }

  get term(): Term {
    return this.#term;
  }

  get vote(): MemberId {
    return this.#vote;
  }

  get hardState(): HardState {
    return { term: this.#term, vote: this.#vote, commit: this.log.committed };
  }

  /** Only voters campaign, and only once the state they vote on is their own. */
  get promotable(): boolean {
    return this.configuration.isVoter(this.id) && this.log.pendingSnapshot === undefined;
  }

  enterTerm(term: Term): void {
    assert(term >= this.#term, `term ${term} after term ${this.#term}`);
    if (term === this.#term) return;
    this.#term = term;
    this.#vote = 0n;
    this.#leaderOfTerm = 0n;
  }

  castVote(candidate: MemberId): void {
    assert(
      this.#vote === 0n || this.#vote === candidate,
      `second vote in term ${this.#term}: ${candidate} after ${this.#vote}`,
    );
    this.#vote = candidate;
  }

  /** Remembered beyond the leader's stepping down: no other may lead in this term. */
  recognizeLeader(leader: MemberId): void {
    assert(
      this.#leaderOfTerm === 0n || this.#leaderOfTerm === leader,
      `two leaders in term ${this.#term}: ${this.#leaderOfTerm} and ${leader}`,
    );
    this.#leaderOfTerm = leader;
  }

  /** A message of this term. */
  send(type: MessageType, to: MemberId, fields: MessageFields): void {
    this.outbox.send(type, to, { ...fields, term: fields.term ?? this.#term });
  }

  #appliedPosition(): SnapshotMeta | undefined {
    const index: LogIndex = this.log.applied;
    const term = this.log.termOf(index);
    assert(term !== undefined, `applied index ${index} is outside the log`);
    return { index, term, confState: this.appliedConfState };
  }
}

// Which role this member plays, in which term, and how that changes.
//
//            timeout             would win              wins
//   follower ───────► preCandidate ───────► candidate ───────► leader
//      ▲                  │                     │                 │
//      └──────────────────┴─────────────────────┴─────────────────┘
//            a leader is heard · a higher term · lost · the quorum is silent
//
// Two refinements of the paper keep a member that was cut off from disturbing a healthy cluster when it
// comes back: it asks first whether it could win, without raising its term (pre-vote, thesis 9.6), and
// voters that hear from a leader do not answer campaigns at all (leader stickiness, thesis 4.2.3), which
// is sound only because a leader without its quorum steps down by itself (check quorum). A campaign
// asked for by the leader itself (transfer) skips both.
import { assert } from '@cairn/core';
import type { MemberId, Term } from '@cairn/core';
import { Ballot } from './ballot.ts';
import { ElectionTimer } from './election-timer.ts';
import { Leadership } from './leadership.ts';
import type { MemberState } from './member-state.ts';
import { EntryType, MessageType } from './types.ts';
import type { Message, Role } from './types.ts';

type RoleState =
  | { readonly role: 'follower' }
  | { readonly role: 'preCandidate'; readonly ballot: Ballot }
  | { readonly role: 'candidate'; readonly ballot: Ballot }
  | { readonly role: 'leader'; readonly leadership: Leadership };

/** Travels as the context of a vote request. */
export const CampaignKind = { election: 0, transfer: 1 } as const;
export type CampaignKind = (typeof CampaignKind)[keyof typeof CampaignKind];

export class Roles {
  readonly #state: MemberState;
  readonly #timer: ElectionTimer;
  #current: RoleState = { role: 'follower' };
  #leader: MemberId = 0n;

  constructor(state: MemberState) {
    this.#state = state;
    this.#timer = new ElectionTimer(state.options.electionTicks, state.options.random);
  }

  get role(): Role {
    return this.#current.role;
  }

  /** 0n when unknown. */
  get leader(): MemberId {
    return this.#leader;
  }

  /** Present while this member leads. */
  get leadership(): Leadership | undefined {
    return this.#current.role === 'leader' ? this.#current.leadership : undefined;
  }

  tick(): void {
    this.#timer.tick();
    const { leadership } = this;
    if (leadership === undefined) {
      if (this.#timer.expired && this.#state.promotable) this.campaign();
      return;
    }
    if (this.#timer.minimumPassed) {
      this.#timer.restart();
      if (this.#state.options.checkQuorum && !leadership.replication.checkQuorum()) {
        this.becomeFollower(this.#state.term, 0n);
        return;
      }
    }
    leadership.tick();
  }

  campaign(): void {
    if (!this.#mayCampaign()) return;
    if (this.#state.options.preVote) this.#becomePreCandidate();
    else this.#becomeCandidate(CampaignKind.election);
  }

  /** The leader wants this member to succeed it, now. */
  campaignForTransfer(): void {
    if (this.#mayCampaign()) this.#becomeCandidate(CampaignKind.transfer);
  }

  /**
   * Brings this member to the message's term, or finds that the message is not to be handled: it is of
   * a term gone by, or a campaign that this member does not take part in.
   */
  admit(message: Message): boolean {
    const { term } = this.#state;
    if (message.term === term) return true;
    if (message.term < term) {
      this.#refuseStale(message);
      return false;
    }
    const isVote = message.type === MessageType.voteRequest;
    const isPreVote = message.type === MessageType.preVoteRequest;
    if (isVote || isPreVote) {
      if (message.context !== CampaignKind.transfer && this.#hearsLeader) return false;
      if (isPreVote) return true;
    }
    // A granted pre-vote names the term the campaign would have, which nobody has entered yet.
    if (message.type === MessageType.preVoteResponse && !message.reject) return true;
    this.becomeFollower(message.term, 0n);
    return true;
  }

  becomeFollower(term: Term, leader: MemberId): void {
    this.#state.enterTerm(term);
    this.#current = { role: 'follower' };
    this.#leader = leader;
    this.#timer.redraw();
  }

  /** A message that only the leader of the current term sends. */
  heardLeader(leader: MemberId): void {
    this.#state.recognizeLeader(leader);
    if (this.#current.role === 'follower' && this.#leader === leader) this.#timer.restart();
    else this.becomeFollower(this.#state.term, leader);
  }

  onVoteRequest(message: Message): void {
    const { log, term, vote } = this.#state;
    const isPreVote = message.type === MessageType.preVoteRequest;
    const free =
      vote === message.from ||
      (vote === 0n && this.#leader === 0n) ||
      (isPreVote && message.term > term);
    const granted = free && log.isUpToDate(message.index, message.logTerm);
    const type = isPreVote ? MessageType.preVoteResponse : MessageType.voteResponse;
    if (!granted) {
      this.#state.send(type, message.from, {
        // The asker of a pre-vote is still in the term before the one it asks about.
        term: isPreVote ? Math.max(term, message.term - 1) : term,
        reject: true,
        commit: log.committed,
        logTerm: log.termOf(log.committed) ?? 0,
      });
      return;
    }
    this.#state.send(type, message.from, { term: message.term });
    if (isPreVote) return;
    this.#state.castVote(message.from);
    this.#timer.restart();
  }

  onVoteResponse(message: Message): void {
    const current = this.#current;
    if (message.type === MessageType.preVoteResponse) {
      if (current.role !== 'preCandidate') return;
      if (!message.reject && message.term !== this.#state.term + 1) return;
    } else if (current.role !== 'candidate') {
      return;
    }
    if (current.role !== 'preCandidate' && current.role !== 'candidate') return;
    if (message.reject) this.#learnCommit(message);
    current.ballot.record(message.from, !message.reject);
    this.#count(current.role, current.ballot);
  }

  /**
   * A refusal tells how far the refuser knows the log to be committed. Without it a voter could wait
   * forever for the vote of a member with a longer log that, by a conf change which the voter holds but
   * does not know to be committed, is no voter any more and does not campaign itself.
   */
  #learnCommit(refusal: Message): void {
    const { log } = this.#state;
    if (log.holds(refusal.commit, refusal.logTerm)) log.commitTo(refusal.commit);
  }

  /**
   * Voters that stick to their leader answer nobody else, so a leader or pre-candidate of a lower term
   * would never learn that there is a higher one.
   */
  #refuseStale(message: Message): void {
    switch (message.type) {
      case MessageType.appendRequest:
      case MessageType.heartbeat:
      case MessageType.snapshot:
        this.#state.send(MessageType.appendResponse, message.from, {});
        return;
      case MessageType.preVoteRequest:
        this.#state.send(MessageType.preVoteResponse, message.from, { reject: true });
        return;
      default:
    }
  }

  get #hearsLeader(): boolean {
    if (!this.#state.options.checkQuorum || this.#leader === 0n) return false;
    return this.#current.role === 'leader' || !this.#timer.minimumPassed;
  }

  /** A committed but unapplied conf change could mean that this member may not campaign any more. */
  #mayCampaign(): boolean {
    const { log, promotable } = this.#state;
    if (this.#current.role === 'leader' || !promotable) return false;
    for (let index = log.applied + 1; index <= log.committed; index++) {
      if (log.entry(index).type === EntryType.confChange) return false;
    }
    return true;
  }

  #becomePreCandidate(): void {
    const ballot = new Ballot();
    this.#current = { role: 'preCandidate', ballot };
    this.#leader = 0n;
    this.#timer.redraw();
    this.#askForVotes(MessageType.preVoteRequest, this.#state.term + 1, CampaignKind.election);
    ballot.record(this.#state.id, true);
    this.#count('preCandidate', ballot);
  }

  #becomeCandidate(kind: CampaignKind): void {
    const ballot = new Ballot();
    this.#state.enterTerm(this.#state.term + 1);
    this.#state.castVote(this.#state.id);
    this.#current = { role: 'candidate', ballot };
    this.#leader = 0n;
    this.#timer.redraw();
    this.#askForVotes(MessageType.voteRequest, this.#state.term, kind);
    ballot.record(this.#state.id, true);
    this.#count('candidate', ballot);
  }

  #askForVotes(type: MessageType, term: Term, kind: CampaignKind): void {
    const { configuration, id, log } = this.#state;
    for (const member of configuration.members) {
      if (member === id || !configuration.isVoter(member)) continue;
      this.#state.send(type, member, {
        term,
        index: log.lastIndex,
        logTerm: log.lastTerm,
        context: kind,
      });
    }
  }

  #count(role: 'preCandidate' | 'candidate', ballot: Ballot): void {
    switch (ballot.outcome(this.#state.configuration.state)) {
      case 'won':
        if (role === 'preCandidate') this.#becomeCandidate(CampaignKind.election);
        else this.#becomeLeader();
        return;
      case 'lost':
        this.becomeFollower(this.#state.term, 0n);
        return;
      case 'pending':
    }
  }

  #becomeLeader(): void {
    assert(this.#state.vote === this.#state.id, 'a leader that did not vote for itself');
    this.#state.recognizeLeader(this.#state.id);
    this.#leader = this.#state.id;
    this.#timer.redraw();
    this.#current = { role: 'leader', leadership: new Leadership(this.#state) };
  }
}

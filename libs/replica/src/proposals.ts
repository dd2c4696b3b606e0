// The proposals of this member's callers, from the request to its outcome: admitted within limits, in
// line until Raft takes them, waited for until they are applied, proposed again when a term has lost
// them, and given up in time. Invariant: `settle` is called exactly once for each.
import type { Requester } from '@cairn/auth';
import type { LogIndex, Term } from '@cairn/core';
import { EntryType } from '@cairn/raft';
import type { ConfChangeOutcome, Entry, Raft } from '@cairn/raft';
import {
  RequestTimeoutError,
  RequestTooLargeError,
  TooManyRequestsError,
  type ReplicaError,
} from './errors.ts';
import { decodeMembersChange, toConfChange } from './members-change.ts';
import type { ProposalProgress } from './ports.ts';
import { ProposalQueue } from './proposal-queue.ts';
import { RequestKind, encodeRequest } from './request-codec.ts';
import type { RequestIds } from './request-codec.ts';
import { Waiters } from './waiters.ts';
import type { Proposal, ProposalOutcome } from './waiters.ts';

export interface ProposalLimits {
  readonly requestTimeoutMs: number;
  readonly requestBytesMax: number;
  readonly proposalsWaitingMax: number;
  readonly proposalBytesQueuedMax: number;
}

export interface ProposalRequest {
  readonly kind: RequestKind;
  readonly body: Uint8Array;
  /** What the body decodes to, if the caller has decoded it anyway. */
  readonly message: object | undefined;
  /** Who asks; undefined = nobody has said, or the cluster itself. */
  readonly requester: Requester | undefined;
  /** How long the caller waits. */
  readonly timeoutMs: number;
  readonly settle: (outcome: ProposalOutcome) => void;
  readonly progress: ProposalProgress | undefined;
}

export class Proposals {
  readonly #limits: ProposalLimits;
  readonly #ids: RequestIds;
  readonly #waiters: Waiters;
  readonly #queue = new ProposalQueue();
  /** Raft would not take what is queued; no use to ask again before something has happened. */
  #held = false;
  #appliedTerm: Term;
  #failedCount = 0;
  /** Of those that wait, how many are followed: hardly ever any. */
  #followedCount = 0;

  constructor(limits: ProposalLimits, ids: RequestIds, appliedTerm: Term) {
    this.#limits = limits;
    this.#ids = ids;
    this.#waiters = new Waiters(ids.member);
    this.#appliedTerm = appliedTerm;
  }

  get waitingCount(): number {
    return this.#waiters.size;
  }

  /** Those that ran out of time, or were waiting when the replica stopped. */
  get failedCount(): number {
    return this.#failedCount;
  }

  /** Some are in line, and it is worth offering them to Raft. */
  get wantsToPropose(): boolean {
    return this.#queue.size > 0 && !this.#held;
  }

  get isEmpty(): boolean {
    return this.#queue.size === 0;
  }

  add(request: ProposalRequest, nowMs: number): void {
    const { kind, body, message, requester, timeoutMs, settle, progress } = request;
    const { requestTimeoutMs, requestBytesMax, proposalsWaitingMax, proposalBytesQueuedMax } =
      this.#limits;
    const refuse = (error: ReplicaError): void => settle({ kind: 'failed', error });
    if (
      this.#waiters.size >= proposalsWaitingMax ||
      this.#queue.bytes + body.length > proposalBytesQueuedMax
    ) {
      return refuse(new TooManyRequestsError('too many requests'));
    }
    const id = this.#ids.next();
    const data = encodeRequest(id, kind, body, requester);
    if (data.length > requestBytesMax) {
      return refuse(new RequestTooLargeError('request is too large'));
    }
    const deadlineMs = nowMs + requestTimeoutMs;
    const proposeUntilMs = Math.min(deadlineMs, nowMs + timeoutMs);
    const confChange =
      kind === RequestKind.membersChange
        ? toConfChange(decodeMembersChange(body), data)
        : undefined;
    const proposal: Proposal = {
      id,
      data,
      confChange,
      deadlineMs,
      message,
      proposeUntilMs,
      settle: progress === undefined ? settle : this.#follow(settle),
      progress,
      term: 0,
    };
    this.#waiters.add(proposal);
    this.#queue.add(proposal);
  }

  /** These are on the disk. */
  appended(entries: readonly Entry[]): void {
    if (this.#followedCount === 0) return;
    for (const { type, data } of entries) {
      if (type === EntryType.normal) this.find(data)?.progress?.appended();
    }
  }

  #follow(settle: ProposalRequest['settle']): ProposalRequest['settle'] {
    this.#followedCount += 1;
    return (outcome) => {
      this.#followedCount -= 1;
      settle(outcome);
    };
  }

  /** All that are in line, or none, and one change of the membership. What is not taken stays in line. */
  offerTo(raft: Raft): void {
    const outcome = raft.propose(this.#queue.entries());
    this.#held = !isTaken(outcome);
    if (this.#held) return;
    this.#queue.taken(raft.term);
    const next = this.#queue.nextConfChange;
    if (next?.confChange === undefined) return;
    let confOutcome = raft.proposeConfChange(next.confChange);
    // Applied as an ordinary entry it changes nothing, and all agree on why.
    if (confOutcome === 'invalid') confOutcome = raft.propose([next.data]);
    this.#held = !isTaken(confOutcome);
    if (!this.#held) this.#queue.confChangeTaken(raft.term);
  }

  /** It is applied, and has changed nothing: Raft was not ready for it. It may be now. */
  postponed(proposal: Proposal): void {
    proposal.term = 0;
    this.#queue.putBack([proposal]);
  }

  /** They will not be taken before {@link release}. */
  hold(): void {
    this.#held = true;
  }

  /** Something has happened: Raft may take them now. */
  release(): void {
    this.#held = false;
  }

  /** Who here waits for this entry. */
  find(entryData: Uint8Array): Proposal | undefined {
    return this.#waiters.find(entryData);
  }

  /** It is applied; the caller settles it. */
  remove(proposal: Proposal): void {
    this.#waiters.remove(proposal);
  }

  /** Entries up to one of this term have been applied. */
  applied(term: Term): void {
    if (term <= this.#appliedTerm) return;
    this.#appliedTerm = term;
    this.#queue.putBack(this.#waiters.lostBefore(term));
  }

  /** The state of `index` came as a snapshot, which may hold our entries without having told us. */
  skippedTo(index: LogIndex, term: Term): void {
    const error = new RequestTimeoutError(`the outcome went by in a snapshot up to ${index}`);
    this.#failedCount += this.#waiters.failProposed(error);
    this.#appliedTerm = term;
  }

  expire(nowMs: number): void {
    for (const proposal of this.#queue.takeExpired(nowMs)) {
      this.#failedCount += 1;
      this.#waiters.remove(proposal);
      proposal.settle({ kind: 'failed', error: timeout() });
    }
    this.#failedCount += this.#waiters.expire(nowMs, timeout);
  }

  failAll(error: ReplicaError): void {
    this.#queue.clear();
    this.#failedCount += this.#waiters.failAll(error);
  }
}

function isTaken(outcome: ConfChangeOutcome): boolean {
  return outcome === 'accepted' || outcome === 'forwarded';
}

function timeout(): ReplicaError {
  return new RequestTimeoutError('request timed out');
}

// Requests that change who the members are, or who leads. What the log decides (ids that exist, URLs that
// are taken …) is decided there, on all members alike; here is what depends on this member's own view:
// whether the others are in touch, and, on the leader, how far a learner has got.
import {
  ApiError,
  checkLearnerReady,
  checkMayAddMember,
  checkMayPromoteMember,
  checkMayRemoveMember,
  checkPeerUrls,
  decodeRequest,
  etcdErrors,
} from '@cairn/api';
import type { VoterHealth } from '@cairn/api';
import type { MemberId } from '@cairn/core';
import { etcdserverpb, fromBigInt, toUnsignedBigInt } from '@cairn/proto';
import {
  MemberNotFoundError,
  RequestKind,
  computeAddedMemberId,
  encodeMembersChange,
} from '@cairn/replica';
import type { MemberChange, Replica } from '@cairn/replica';
import type { Call } from './call.ts';
import { propose } from './kv.ts';
import { LeaderTransfers } from './leader-transfers.ts';
import { answer, failure } from './outcome.ts';
import type { Outcome } from './outcome.ts';

const askAgainMs = 100;

export interface MembersOptions {
  readonly replica: Replica;
  /** How long a caller waits who does not say. */
  readonly requestTimeoutMs: number;
  /** `--strict-reconfig-check`. */
  readonly strict: boolean;
  /** `--max-learners`. */
  readonly learnersMax: number;
  /** Wall-clock; part of the id of a member that is added. */
  readonly unixSeconds: () => number;
  readonly askLeader: AskLeader;
  /** As the leader, this member has promoted one or refused to, for the reason that the client is told. */
  readonly onPromotion: (refusal: string | undefined) => void;
}

/** Has the leader promote a member and tells what it answers. */
export type AskLeader = (
  leader: MemberId,
  request: { readonly memberId: MemberId; readonly timeoutMs: number },
) => Promise<Outcome>;

type Answerable = Pick<Call, 'timeoutMs' | 'reply'>;

export class Members {
  readonly #options: MembersOptions;
  readonly #transfers: LeaderTransfers;

  constructor(options: MembersOptions) {
    this.#options = options;
    this.#transfers = new LeaderTransfers(options.replica);
  }

  add(call: Call): void {
    const request = decodeRequest(etcdserverpb.MemberAddRequest, call.request);
    // An added member has them sorted, one that is updated as they were given; so does etcd.
    const peerUrls = checkPeerUrls(request.peerURLs).toSorted();
    const { isLearner } = request;
    if (this.#options.strict) checkMayAddMember(this.#voters(), { isLearner });
    const id = computeAddedMemberId(peerUrls, this.#options.unixSeconds());
    this.#change(
      { kind: 'add', member: { id, peerUrls, isLearner } },
      { timeoutMs: call.timeoutMs, reply: (outcome) => call.reply(withAdded(outcome, id)) },
    );
  }

  remove(call: Call): void {
    const request = decodeRequest(etcdserverpb.MemberRemoveRequest, call.request);
    const id = toUnsignedBigInt(request.ID);
    if (this.#options.strict) checkMayRemoveMember(this.#voters(), id);
    this.#change({ kind: 'remove', id }, call);
  }

  update(call: Call): void {
    const { replica } = this.#options;
    const request = decodeRequest(etcdserverpb.MemberUpdateRequest, call.request);
    const peerUrls = this.#updatedUrls(toUnsignedBigInt(request.ID), request.peerURLs);
    const body = etcdserverpb.MemberUpdateRequest.encode({
      ID: request.ID,
      peerURLs: [...peerUrls],
    });
    propose(replica, RequestKind.memberUpdate, body.finish(), call);
  }

  promote(call: Call): void {
    const { replica } = this.#options;
    const request = decodeRequest(etcdserverpb.MemberPromoteRequest, call.request);
    const memberId = toUnsignedBigInt(request.ID);
    if (replica.role === 'leader') return this.#promoteHere(memberId, call);
    this.#promoteElsewhere(memberId, call).catch((error: unknown) => call.reply(failure(error)));
  }

  /** Asked by another member, which does not lead. @throws ApiError when this one does not, either */
  promoteForPeer(memberId: MemberId, call: Answerable): void {
    if (this.#options.replica.role !== 'leader') throw ApiError.of(etcdErrors.notLeader);
    this.#promoteHere(memberId, call);
  }

  moveLeader(call: Call): void {
    const { replica } = this.#options;
    const request = decodeRequest(etcdserverpb.MoveLeaderRequest, call.request);
    if (replica.role !== 'leader') throw ApiError.of(etcdErrors.notLeader);
    const to = toUnsignedBigInt(request.targetID);
    const target = replica.machine.members.find(({ id }) => id === to);
    if (target === undefined || target.isLearner) {
      throw ApiError.of(etcdErrors.badLeaderTransferee);
    }
    this.#transfers.begin(to, this.#timeoutMs(call), (error) => {
      if (error !== undefined) return call.reply(failure(error));
      call.reply(answer(etcdserverpb.MoveLeaderResponse.encode({}).finish()));
    });
  }

  /** etcd looks for the member first. @throws ApiError, MemberNotFoundError */
  #updatedUrls(id: MemberId, urls: readonly string[]): readonly string[] {
    try {
      return checkPeerUrls(urls);
    } catch (refusal) {
      const { members } = this.#options.replica.machine;
      if (members.some((member) => member.id === id)) throw refusal;
      throw new MemberNotFoundError('no member has this id');
    }
  }

  /** The leader has answered in its own name. */
  #asOurs(outcome: Outcome): Outcome {
    if (outcome.kind !== 'answer') return outcome;
    const { members } = etcdserverpb.MemberPromoteResponse.decode(outcome.bytes);
    const header = this.#options.replica.context.headerMessage(0);
    return answer(etcdserverpb.MemberPromoteResponse.encode({ header, members }).finish());
  }

  /** Leaders change; who leads is asked until somebody says something else than that it does not. */
  async #promoteElsewhere(memberId: MemberId, call: Answerable): Promise<void> {
    const { replica, askLeader } = this.#options;
    const endsAtMs = performance.now() + this.#timeoutMs(call);
    for (;;) {
      const timeoutMs = endsAtMs - performance.now();
      if (timeoutMs <= 0) throw ApiError.of(etcdErrors.timeout);
      if (replica.role === 'leader') return this.#promoteHere(memberId, call);
      if (replica.leader !== 0n) {
        const asked = askLeader(replica.leader, { memberId, timeoutMs });
        const outcome = await asked.catch(() => undefined);
        if (outcome !== undefined && !saysNotLeader(outcome)) {
          return call.reply(this.#asOurs(outcome));
        }
      }
      await new Promise((resolve) => void setTimeout(resolve, askAgainMs).unref());
    }
  }

  #promoteHere(id: MemberId, call: Answerable): void {
    const { onPromotion } = this.#options;
    try {
      this.#checkMayPromote(id);
    } catch (error) {
      const refusal = failure(error);
      onPromotion(refusal.message);
      return call.reply(refusal);
    }
    const reply = (outcome: Outcome): void => {
      onPromotion(outcome.kind === 'failure' ? outcome.message : undefined);
      call.reply(outcome);
    };
    this.#change({ kind: 'promote', id }, { timeoutMs: call.timeoutMs, reply });
  }

  /** @throws ApiError, MemberNotFoundError */
  #checkMayPromote(id: MemberId): void {
    const { replica, strict } = this.#options;
    const { peers, lastIndex } = replica.status;
    if (id !== replica.memberId) {
      const peer = peers.find((one) => one.id === id);
      if (peer === undefined) throw new MemberNotFoundError('no member has this id');
      checkLearnerReady(peer.match, lastIndex);
    }
    if (strict) checkMayPromoteMember(this.#voters());
  }

  #change(change: MemberChange, call: Answerable): void {
    const { replica, learnersMax } = this.#options;
    const body = encodeMembersChange({ changes: [change], learnersMax });
    propose(replica, RequestKind.membersChange, body, call);
  }

  #voters(): VoterHealth[] {
    const { replica } = this.#options;
    return replica.machine.members
      .filter(({ isLearner }) => !isLearner)
      .map(({ id, name }) => ({
        id,
        isStarted: name !== '',
        connectedForMs: replica.connectedForMs(id),
      }));
  }

  #timeoutMs({ timeoutMs }: Pick<Call, 'timeoutMs'>): number {
    return Math.min(timeoutMs, this.#options.requestTimeoutMs);
  }
}

function saysNotLeader(outcome: Outcome): boolean {
  return outcome.kind === 'failure' && outcome.message === etcdErrors.notLeader.message;
}

/** The log answers with the members; the one who added one is told which it is, too. */
function withAdded(outcome: Outcome, id: MemberId): Outcome {
  if (outcome.kind !== 'answer') return outcome;
  const { header, members } = etcdserverpb.MemberListResponse.decode(outcome.bytes);
  const wireId = String(fromBigInt(id, 'unsigned'));
  const added = members.find((member) => String(member.ID) === wireId);
  const response = etcdserverpb.MemberAddResponse.encode({
    header: header ?? null,
    member: added ?? null,
    members,
  });
  return answer(response.finish());
}

// What is refused of a change of the membership before it is proposed: URLs that are none, and, unless
// `--strict-reconfig-check` is off, what would put the quorum at risk. The voters of the new
// configuration must be able to go on from the moment on in which it counts, so those that have never
// started, or have not been heard for a while, are counted against it. Rules and order are etcd's.
import { ApiError } from './api-error.ts';
import { etcdErrors } from './etcd-errors.ts';

/** How long a member must have been in touch to count as healthy; etcd's health interval. */
export const healthyAfterMs = 5_000;

/** One voter, seen from the member that takes the request. */
export interface VoterHealth {
  readonly id: bigint;
  /** It has told its name. */
  readonly isStarted: boolean;
  /** Without a break; undefined = not in touch. */
  readonly connectedForMs: number | undefined;
}

/**
 * Trimmed, in the order given. Stricter than etcd in one thing: a URL without a host
 * is refused, because no member could be reached there.
 * @throws ApiError
 */
export function checkPeerUrls(urls: readonly string[]): readonly string[] {
  const trimmed = urls.map((url) => url.trim());
  if (trimmed.length === 0 || !trimmed.every(isPeerUrl)) {
    throw ApiError.of(etcdErrors.memberBadUrls);
  }
  return trimmed;
}

/** `scheme://host:port`, with nothing behind it; the port may be left empty, as in etcd. */
const peerUrlShape = /^(?:https?|unixs?):\/\/(?:\[[^\]/]+\]|[^/:?#[\]@\s]+):\d*(?:[?#].*)?$/u;

function isPeerUrl(url: string): boolean {
  return peerUrlShape.test(url) && URL.canParse(url);
}

/** @throws ApiError */
export function checkMayAddMember(
  voters: readonly VoterHealth[],
  added: { readonly isLearner: boolean },
): void {
  if (!added.isLearner && !isReadyForOneMore(voters)) {
    throw ApiError.of(etcdErrors.memberNotEnoughStarted);
  }
  if (!voters.every(isHealthy)) throw ApiError.of(etcdErrors.unhealthy);
}

/**
 * @param id of the member to be removed; if it is none of the voters, no quorum is at risk.
 * @throws ApiError
 */
export function checkMayRemoveMember(voters: readonly VoterHealth[], id: bigint): void {
  const rest = voters.filter((voter) => voter.id !== id);
  const removed = voters.find((voter) => voter.id === id);
  if (removed === undefined) return;
  if (startedCount(rest) < quorumOf(rest.length)) {
    throw ApiError.of(etcdErrors.memberNotEnoughStarted);
  }
  // Who is away takes no part in the quorum, and is missed by nobody.
  if (removed.connectedForMs === undefined) return;
  const healthy = voters.filter(isHealthy).length;
  if (healthy - 1 < 1 + Math.floor((voters.length - 1) / 2)) {
    throw ApiError.of(etcdErrors.unhealthy);
  }
}

/** The learner counts as started: it was heard. @throws ApiError */
export function checkMayPromoteMember(voters: readonly VoterHealth[]): void {
  if (startedCount(voters) + 1 < quorumOf(voters.length + 1)) {
    throw ApiError.of(etcdErrors.memberNotEnoughStarted);
  }
}

/** Of the leader's log, a learner must have so much to become a voter: else it would hold commits up. */
const readyPart = 0.9;

/** @throws ApiError */
export function checkLearnerReady(learnerMatch: number, leaderMatch: number): void {
  if (learnerMatch < leaderMatch * readyPart) throw ApiError.of(etcdErrors.learnerNotReady);
}

/** One that is not started counts in the new quorum; from one to two members there is no other way. */
function isReadyForOneMore(voters: readonly VoterHealth[]): boolean {
  const started = startedCount(voters);
  if (started === 1 && voters.length === 1) return true;
  return started >= quorumOf(voters.length + 1);
}

function startedCount(voters: readonly VoterHealth[]): number {
  return voters.filter(({ isStarted }) => isStarted).length;
}

function isHealthy({ connectedForMs }: VoterHealth): boolean {
  return connectedForMs !== undefined && connectedForMs > healthyAfterMs;
}

function quorumOf(members: number): number {
  return Math.floor(members / 2) + 1;
}

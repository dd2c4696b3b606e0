// The one place where errors of the domain become what a client sees. The domain libraries know
// nothing of gRPC, and nothing above this library words an error of its own.
//
// Errors of the replica are recognized by name, not by class: the gateway uses this library too, and
// must not load the replica and the storage under it for a table. The test holds the two together.
import { AuthError } from '@cairn/auth';
import { AssertionFailure } from '@cairn/core';
import { LeaseExistsError, LeaseNotFoundError, LeaseTtlTooLargeError } from '@cairn/lease';
import { CompactedError, FutureRevisionError } from '@cairn/mvcc';
import { GrpcCode } from '@cairn/proto';
import type { Status } from './api-error.ts';
import { ApiError } from './api-error.ts';
import { etcdErrors } from './etcd-errors.ts';

const replicaErrors: ReadonlyMap<string, Status> = new Map([
  ['CorruptClusterError', etcdErrors.corrupt],
  ['KeyNotFoundError', etcdErrors.keyNotFound],
  ['LeaderChangedError', etcdErrors.leaderChanged],
  ['MemberExistsError', etcdErrors.memberExists],
  ['MemberNotFoundError', etcdErrors.memberNotFound],
  ['MemberNotLearnerError', etcdErrors.memberNotLearner],
  ['NoLeaderError', etcdErrors.noLeader],
  ['NoSpaceError', etcdErrors.noSpace],
  ['NotEnoughStartedMembersError', etcdErrors.memberNotEnoughStarted],
  ['PeerUrlExistsError', etcdErrors.peerUrlExists],
  ['ReplicaStoppedError', etcdErrors.stopped],
  ['RequestTimeoutError', etcdErrors.timeout],
  ['RequestTooLargeError', etcdErrors.requestTooLarge],
  ['StaleLeaseEpochError', etcdErrors.notPrimaryLessor],
  ['TooManyLearnersError', etcdErrors.tooManyLearners],
  ['TooManyRequestsError', etcdErrors.tooManyRequests],
]);

/**
 * Code and text for whatever a request failed with; what nobody foresaw is Unknown with its own
 * text, as in etcd. A broken invariant is no answer to anybody: it is thrown again.
 * @throws AssertionFailure
 */
export function toStatus(error: unknown): Status {
  if (error instanceof AssertionFailure) throw error;
  if (error instanceof ApiError) return { code: error.code, message: error.message };
  if (error instanceof AuthError) return etcdErrors[error.reason];
  if (error instanceof CompactedError) return etcdErrors.compacted;
  if (error instanceof FutureRevisionError) return etcdErrors.futureRevision;
  if (error instanceof LeaseNotFoundError) return etcdErrors.leaseNotFound;
  if (error instanceof LeaseExistsError) return etcdErrors.leaseExists;
  if (error instanceof LeaseTtlTooLargeError) return etcdErrors.leaseTtlTooLarge;
  if (error instanceof Error) {
    return replicaErrors.get(error.name) ?? { code: GrpcCode.unknown, message: error.message };
  }
  return { code: GrpcCode.unknown, message: String(error) };
}

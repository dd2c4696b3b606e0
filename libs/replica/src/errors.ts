// Why the replica refuses or gives up on a request. Operating errors, not bugs: each is answered to
// the client with etcd's code and text (the table is in libs/api) and changes nothing.

/** The parent of every error that a request may end with. */
export abstract class ReplicaError extends Error {}

export class NoLeaderError extends ReplicaError {
  override readonly name = 'NoLeaderError';
}

/** The answer did not come in time; a write may or may not take effect later. */
export class RequestTimeoutError extends ReplicaError {
  override readonly name = 'RequestTimeoutError';
}

/** Leadership was lost while a read waited for its index. */
export class LeaderChangedError extends ReplicaError {
  override readonly name = 'LeaderChangedError';
}

export class TooManyRequestsError extends ReplicaError {
  override readonly name = 'TooManyRequestsError';
}

export class RequestTooLargeError extends ReplicaError {
  override readonly name = 'RequestTooLargeError';
}

export class ReplicaStoppedError extends ReplicaError {
  override readonly name = 'ReplicaStoppedError';
}

/** A put with ignore_value or ignore_lease on a key that does not exist. */
export class KeyNotFoundError extends ReplicaError {
  override readonly name = 'KeyNotFoundError';
}

/** A revoke or checkpoint from a lease-keeper that is not primary any more. */
export class StaleLeaseEpochError extends ReplicaError {
  override readonly name = 'StaleLeaseEpochError';
}

/** A member has used up its quota: nothing may be added until the alarm is lifted. */
export class NoSpaceError extends ReplicaError {
  override readonly name = 'NoSpaceError';
}

/** Members hold different data: nothing may be changed until a person has looked at it. */
export class CorruptClusterError extends ReplicaError {
  override readonly name = 'CorruptClusterError';
}

/** The id of a member to be added is that of one that exists. */
export class MemberExistsError extends ReplicaError {
  override readonly name = 'MemberExistsError';
}

/** No member has this id, or it was removed: then none ever will. */
export class MemberNotFoundError extends ReplicaError {
  override readonly name = 'MemberNotFoundError';
}

/** Another member has this peer URL. */
export class PeerUrlExistsError extends ReplicaError {
  override readonly name = 'PeerUrlExistsError';
}

export class MemberNotLearnerError extends ReplicaError {
  override readonly name = 'MemberNotLearnerError';
}

export class TooManyLearnersError extends ReplicaError {
  override readonly name = 'TooManyLearnersError';
}

/** The members that would be left could not decide anything. */
export class NotEnoughStartedMembersError extends ReplicaError {
  override readonly name = 'NotEnoughStartedMembersError';
}

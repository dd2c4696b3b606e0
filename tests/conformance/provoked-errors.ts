// Every error text of the table in libs/api: the case in which a client is shown it, or why no case can.
// The runner checks that the case does show it; `coverage.test.ts` that no text is left out.
import { etcdErrors } from '@cairn/api';
import type { EtcdErrorName } from '@cairn/api';
import type { CaseTitle } from './case.ts';

interface Provoked {
  readonly by: CaseTitle;
}

/** Another test shows it: what it takes is not two single servers that are asked the same. */
interface Elsewhere {
  readonly test: string;
  /** What stands in that file, if it is not the text itself. */
  readonly shows?: string;
  readonly reason: string;
}

/** Nothing a client does leads to it. */
interface Unprovoked {
  readonly reason: string;
}

export type ErrorEvidence = Provoked | Elsewhere | Unprovoked;

const neverSent = 'Cairn has no reason to send it; it is in the table because clients know it';
const onlyInACluster = 'it takes several members, with faults';

export const errorEvidence: Readonly<Record<EtcdErrorName, ErrorEvidence>> = {
  emptyKey: { by: 'range: an empty key is refused' },
  keyNotFound: { by: 'write: put: ignore_value on a key that is not there is refused' },
  valueProvided: { by: 'write: put: ignore_value with a value is refused' },
  leaseProvided: { by: 'write: put: ignore_lease with a lease is refused' },
  tooManyOperations: { by: 'txn: 129 operations are refused' },
  duplicateKey: { by: 'txn: the same key put twice is refused' },
  invalidClientApiVersion: {
    test: 'apps/client-gateway/src/services/edge-services.test.ts',
    reason: 'clients of gRPC do not send metadata that is no text',
  },
  invalidSortOption: { by: 'range: an unknown sort target is refused' },
  compacted: { by: 'write: compact: compacting twice at the same revision is refused' },
  futureRevision: { by: 'write: compact: compacting in the future is refused' },
  noSpace: {
    by: 'maintenance: without space nothing is added, but reading, deleting and compacting go on',
  },
  requestTooLarge: { by: 'write: put: a request above max-request-bytes is refused' },
  tooManyRequests: {
    test: 'apps/client-gateway/src/services/edge-services.test.ts',
    reason: 'etcd has no limit for a connection that a case could set',
  },
  watchCanceled: { reason: 'the client that ends a stream does not read how it ended' },
  leaseNotFound: { by: 'lease: revoking an unknown lease is refused' },
  leaseExists: { by: 'lease: an id that exists is refused' },
  leaseTtlTooLarge: { by: 'lease: the largest TTL is allowed and one more is not' },
  notPrimaryLessor: {
    test: 'libs/replica/src/replica.test.ts',
    shows: 'StaleLeaseEpochError',
    reason: 'only a lease-keeper is told so',
  },
  memberExists: {
    test: 'libs/replica/src/members-change.test.ts',
    shows: 'MemberExistsError',
    reason: 'ids of members hold the time, so two of them do not meet',
  },
  peerUrlExists: { by: 'members: a peer URL belongs to one member' },
  memberNotEnoughStarted: { by: 'without a quorum: no further voter is added' },
  memberBadUrls: { by: 'members: a member without a URL cannot be added' },
  memberNotFound: {
    by: 'members: a member that does not exist cannot be promoted, removed or updated',
  },
  memberNotLearner: { by: 'members: a voter cannot be promoted' },
  learnerNotReady: { by: 'members: a learner that has nothing yet is not promoted' },
  tooManyLearners: { by: 'members: one learner at a time' },
  clusterIdMismatch: {
    test: 'tests/cluster/membership.test.ts',
    reason: 'members tell each other, not clients',
  },
  notSupportedForLearner: {
    test: 'apps/client-gateway/src/services/edge-services.test.ts',
    reason: 'it takes a learner that runs',
  },
  badLeaderTransferee: {
    by: 'maintenance: leadership cannot move to a member that does not exist',
  },
  rootUserNotExist: {
    by: 'auth: auth is not turned on without a user root that has the role root',
  },
  rootRoleNotExist: {
    by: 'auth: auth is not turned on without a user root that has the role root',
  },
  userAlreadyExists: {
    by: 'auth: a user that exists, one without a name, and one that does not exist are refused',
  },
  userEmpty: { by: 'access: a put takes the right to write' },
  userNotFound: {
    by: 'auth: a user that exists, one without a name, and one that does not exist are refused',
  },
  roleAlreadyExists: { by: 'auth: roles are added, listed by name, and deleted' },
  roleNotFound: { by: 'auth: roles are added, listed by name, and deleted' },
  roleEmpty: { by: 'auth: roles are added, listed by name, and deleted' },
  authFailed: { by: 'auth: logging in takes the right user and the right password' },
  passwordOfNoPasswordUser: {
    by: 'auth: a user without a password does not log in with one',
  },
  permissionNotGiven: { by: 'auth: what is no permission is not granted' },
  permissionDenied: { by: 'access: a put takes the right to write' },
  roleNotGranted: { by: 'auth: roles are given and taken, and listed by name' },
  permissionNotGranted: {
    by: 'auth: permissions are listed by key, and granting the same range again changes it',
  },
  authNotEnabled: { by: 'auth: nobody logs in while auth is off' },
  invalidAuthToken: { by: 'auth: a token that is none is refused' },
  invalidAuthManagement: { by: 'auth: root cannot be taken away while auth is on' },
  authOldRevision: {
    test: 'tests/auth/auth.test.ts',
    reason: 'only a token that is a JWT can be older than the users',
  },
  noLeader: { by: 'without a quorum: who requires a leader is refused at once' },
  notLeader: {
    test: 'apps/raft-node/src/submit/members.test.ts',
    reason: 'a single member is the leader',
  },
  leaderChanged: {
    test: 'apps/raft-node/src/submit/defragment.test.ts',
    reason: onlyInACluster,
  },
  notCapable: { reason: neverSent },
  stopped: {
    test: 'apps/client-gateway/src/node/node-link.test.ts',
    reason: 'it takes a server that stops at the right moment',
  },
  timeout: { by: 'without a quorum: a write runs out of time' },
  timeoutDueToLeaderFail: { reason: neverSent },
  timeoutDueToConnectionLost: {
    test: 'apps/client-gateway/src/node/node-link.test.ts',
    reason: 'a gateway says it that has lost its raft-node in the middle of a write',
  },
  timeoutWaitAppliedIndex: { reason: neverSent },
  timeoutLeaderTransfer: {
    test: 'apps/raft-node/src/submit/members.test.ts',
    reason: onlyInACluster,
  },
  unhealthy: { test: 'libs/api/src/check-members.test.ts', reason: onlyInACluster },
  corrupt: {
    by: 'maintenance: while the cluster is corrupt nothing is changed; the member that is not meant can be read',
  },
  unknownMethod: { by: 'maintenance: what is no action of a downgrade is refused' },
  wrongDowngradeVersionFormat: { by: 'maintenance: a downgrade to what is no version is refused' },
  invalidDowngradeTargetVersion: {
    by: 'maintenance: a downgrade goes to the release before and to no other',
  },
  clusterVersionUnavailable: { reason: neverSent },
  downgradeInProcess: { by: 'maintenance: downgrade: one at a time, until it is canceled' },
  noInflightDowngrade: {
    by: 'maintenance: a downgrade that is not announced cannot be canceled',
  },
  requestCanceled: { reason: neverSent },
  requestDeadlineExceeded: { reason: neverSent },
  contextCanceled: { reason: 'the client that has left does not read the answer' },
  contextDeadlineExceeded: {
    test: 'apps/client-gateway/src/node/node-link.test.ts',
    reason: "gRPC's own client says it before the server can",
  },
  lockSessionExpired: {
    test: 'tests/clients/coordination.test.ts',
    reason: 'it takes two that wait for each other',
  },
  electionNotLeader: { by: 'coordination: election: who resigned cannot proclaim' },
  electionNoLeader: { by: 'coordination: election: without a leader there is none to name' },
  electionLeaderRequired: {
    by: 'coordination: election: proclaiming and resigning need a leadership',
  },
};

/** The texts that the case must show. */
export function errorsProvokedBy(title: string): readonly string[] {
  return Object.entries(errorEvidence)
    .filter(([, evidence]) => 'by' in evidence && evidence.by === title)
    .map(([name]) => etcdErrors[name as EtcdErrorName].message);
}

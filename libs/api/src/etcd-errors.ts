// Every error an etcd server answers with. Clients match on the text (the Go client turns it back
// into an error value) and decide by the code whether to try again, so both are part of the
// protocol. The rows say what goes over the wire, which is not always what etcd's sources declare;
// each such row says so.
import { GrpcCode } from '@cairn/proto';
import type { Status } from './api-error.ts';

const rows = {
  // KV
  emptyKey: ['invalidArgument', 'etcdserver: key is not provided'],
  keyNotFound: ['invalidArgument', 'etcdserver: key not found'],
  valueProvided: ['invalidArgument', 'etcdserver: value is provided'],
  leaseProvided: ['invalidArgument', 'etcdserver: lease is provided'],
  tooManyOperations: ['invalidArgument', 'etcdserver: too many operations in txn request'],
  duplicateKey: ['invalidArgument', 'etcdserver: duplicate key given in txn request'],
  invalidClientApiVersion: ['invalidArgument', 'etcdserver: invalid client api version'],
  invalidSortOption: ['invalidArgument', 'etcdserver: invalid sort option'],
  compacted: ['outOfRange', 'etcdserver: mvcc: required revision has been compacted'],
  futureRevision: ['outOfRange', 'etcdserver: mvcc: required revision is a future revision'],
  noSpace: ['resourceExhausted', 'etcdserver: mvcc: database space exceeded'],
  requestTooLarge: ['invalidArgument', 'etcdserver: request is too large'],
  /** Declared ResourceExhausted; the server's table holds the client's error, which has no status. */
  tooManyRequests: ['unknown', 'etcdserver: too many requests'],
  watchCanceled: ['canceled', 'etcdserver: watch canceled'],
  // Lease
  leaseNotFound: ['notFound', 'etcdserver: requested lease not found'],
  leaseExists: ['failedPrecondition', 'etcdserver: lease already exists'],
  leaseTtlTooLarge: ['outOfRange', 'etcdserver: too large lease TTL'],
  notPrimaryLessor: ['unknown', 'not a primary lessor'],
  // Cluster
  memberExists: ['failedPrecondition', 'etcdserver: member ID already exist'],
  peerUrlExists: ['failedPrecondition', 'etcdserver: Peer URLs already exists'],
  /** Declared FailedPrecondition; unknown for the same reason as `tooManyRequests`. */
  memberNotEnoughStarted: [
    'unknown',
    'etcdserver: re-configuration failed due to not enough started members',
  ],
  memberBadUrls: ['invalidArgument', 'etcdserver: given member URLs are invalid'],
  memberNotFound: ['notFound', 'etcdserver: member not found'],
  memberNotLearner: ['failedPrecondition', 'etcdserver: can only promote a learner member'],
  learnerNotReady: [
    'failedPrecondition',
    'etcdserver: can only promote a learner member which is in sync with leader',
  ],
  tooManyLearners: ['failedPrecondition', 'etcdserver: too many learner members in cluster'],
  clusterIdMismatch: ['failedPrecondition', 'etcdserver: cluster ID mismatch'],
  notSupportedForLearner: ['failedPrecondition', 'etcdserver: rpc not supported for learner'],
  badLeaderTransferee: ['failedPrecondition', 'etcdserver: bad leader transferee'],
  // Auth
  rootUserNotExist: ['failedPrecondition', 'etcdserver: root user does not exist'],
  rootRoleNotExist: ['failedPrecondition', 'etcdserver: root user does not have root role'],
  userAlreadyExists: ['failedPrecondition', 'etcdserver: user name already exists'],
  userEmpty: ['invalidArgument', 'etcdserver: user name is empty'],
  userNotFound: ['failedPrecondition', 'etcdserver: user name not found'],
  roleAlreadyExists: ['failedPrecondition', 'etcdserver: role name already exists'],
  roleNotFound: ['failedPrecondition', 'etcdserver: role name not found'],
  roleEmpty: ['invalidArgument', 'etcdserver: role name is empty'],
  authFailed: ['invalidArgument', 'etcdserver: authentication failed, invalid user ID or password'],
  passwordOfNoPasswordUser: [
    'unknown',
    'auth: authentication failed, password was given for no password user',
  ],
  permissionNotGiven: ['invalidArgument', 'etcdserver: permission not given'],
  permissionDenied: ['permissionDenied', 'etcdserver: permission denied'],
  roleNotGranted: ['failedPrecondition', 'etcdserver: role is not granted to the user'],
  permissionNotGranted: ['failedPrecondition', 'etcdserver: permission is not granted to the role'],
  authNotEnabled: ['failedPrecondition', 'etcdserver: authentication is not enabled'],
  invalidAuthToken: ['unauthenticated', 'etcdserver: invalid auth token'],
  invalidAuthManagement: ['invalidArgument', 'etcdserver: invalid auth management'],
  authOldRevision: ['invalidArgument', 'etcdserver: revision of auth store is old'],
  // The state of the cluster
  noLeader: ['unavailable', 'etcdserver: no leader'],
  notLeader: ['failedPrecondition', 'etcdserver: not leader'],
  leaderChanged: ['unavailable', 'etcdserver: leader changed'],
  notCapable: ['failedPrecondition', 'etcdserver: not capable'],
  stopped: ['unavailable', 'etcdserver: server stopped'],
  timeout: ['unavailable', 'etcdserver: request timed out'],
  timeoutDueToLeaderFail: [
    'unavailable',
    'etcdserver: request timed out, possibly due to previous leader failure',
  ],
  timeoutDueToConnectionLost: [
    'unavailable',
    'etcdserver: request timed out, possibly due to connection lost',
  ],
  timeoutWaitAppliedIndex: [
    'unavailable',
    'etcdserver: request timed out, waiting for the applied index took too long',
  ],
  timeoutLeaderTransfer: [
    'unknown',
    'etcdserver: request timed out, leader transfer took too long',
  ],
  unhealthy: ['unavailable', 'etcdserver: unhealthy cluster'],
  corrupt: ['dataLoss', 'etcdserver: corrupt cluster'],
  // Downgrade
  unknownMethod: ['unknown', 'etcdserver: unknown method'],
  wrongDowngradeVersionFormat: [
    'invalidArgument',
    'etcdserver: wrong downgrade target version format',
  ],
  invalidDowngradeTargetVersion: [
    'invalidArgument',
    'etcdserver: invalid downgrade target version',
  ],
  clusterVersionUnavailable: [
    'failedPrecondition',
    'etcdserver: cluster version not found during downgrade',
  ],
  downgradeInProcess: ['failedPrecondition', 'etcdserver: cluster has a downgrade job in progress'],
  noInflightDowngrade: ['failedPrecondition', 'etcdserver: no inflight downgrade job'],
  // The call itself
  requestCanceled: ['canceled', 'etcdserver: request canceled'],
  requestDeadlineExceeded: ['deadlineExceeded', 'etcdserver: context deadline exceeded'],
  /** What the gRPC layer itself says of a call whose client has left, or whose deadline has passed. */
  contextCanceled: ['canceled', 'context canceled'],
  contextDeadlineExceeded: ['deadlineExceeded', 'context deadline exceeded'],
  // Lock and Election
  lockSessionExpired: ['unknown', 'mutex: session is expired'],
  electionNotLeader: ['unknown', 'election: not leader'],
  electionNoLeader: ['unknown', 'election: no leader'],
  electionLeaderRequired: ['unknown', '"leader" field must be provided'],
} as const;

export type EtcdErrorName = keyof typeof rows;

/** All of them by name; texts as of etcd 3.6. */
export const etcdErrors: Readonly<Record<EtcdErrorName, Status>> = statuses(rows);

function statuses<Name extends string>(
  table: Readonly<Record<Name, readonly [code: keyof typeof GrpcCode, message: string]>>,
): Record<Name, Status> {
  const result: Partial<Record<Name, Status>> = {};
  for (const name of Object.keys(table) as Name[]) {
    const [code, message] = table[name];
    result[name] = Object.freeze({ code: GrpcCode[code], message });
  }
  return result as Record<Name, Status>;
}

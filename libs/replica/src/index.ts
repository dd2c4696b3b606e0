export { AlarmKind, isAlarmKind } from './alarms.ts';
export type { Alarm, Alarms } from './alarms.ts';
export type { ApplyContext, MemberHeader } from './apply/context.ts';
export { memberFields } from './apply/members.ts';
export { checkLeaseAllowed, checkTxnAllowed } from './apply/permissions.ts';
export { readTxn } from './apply/txn.ts';
export {
  confStateFields,
  confStateOf,
  decodeConfState,
  encodeConfState,
} from './conf-state-codec.ts';
export { loadConfState } from './conf-state-row.ts';
export type { DowngradeInfo } from './downgrade.ts';
export {
  CorruptClusterError,
  KeyNotFoundError,
  LeaderChangedError,
  MemberExistsError,
  MemberNotFoundError,
  MemberNotLearnerError,
  NoLeaderError,
  NoSpaceError,
  NotEnoughStartedMembersError,
  PeerUrlExistsError,
  ReplicaError,
  ReplicaStoppedError,
  RequestTimeoutError,
  RequestTooLargeError,
  StaleLeaseEpochError,
  TooManyLearnersError,
  TooManyRequestsError,
} from './errors.ts';
export type { LeasePrimary } from './lease-primary.ts';
export type { LeaseChange } from './leases.ts';
export { encodeMembersChange } from './members-change.ts';
export type { MemberChange, MembersChange } from './members-change.ts';
export {
  computeAddedMemberId,
  computeClusterId,
  computeMemberId,
  loadMembers,
  wasRemoved,
} from './membership.ts';
export type { Member } from './membership.ts';
export { leaseCostBytes, putCostBytes, txnCostBytes } from './quota-cost.ts';
export { toRangeQuery } from './range-query.ts';
export { installedRow, recoverMember } from './recovery.ts';
export type { RecoveredMember, RecoveryOptions } from './recovery.ts';
export type {
  AppliedBatch,
  AppliedRequest,
  ProposalProgress,
  ReadCallback,
  ReplicaListeners,
  ReplicaOptions,
  ReplicaPorts,
  StagedSnapshot,
} from './ports.ts';
export { Replica } from './replica.ts';
export { permissionFields } from './replicated-auth.ts';
export { RequestKind, bodyOf, decodeRequest, firstRequestMax, kindOf } from './request-codec.ts';
export { StateMachine } from './state-machine.ts';
export { decodeTxn } from './txn-codec.ts';
export { UnusableDataError } from './unusable-data-error.ts';
export type { ProposalOutcome } from './waiters.ts';

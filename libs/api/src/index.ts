export { ApiError } from './api-error.ts';
export type { Status } from './api-error.ts';
export { checkDowngradeTarget } from './check-downgrade.ts';
export { checkDeleteRange, checkPut, checkRange } from './check-kv.ts';
export { checkLeaseGrant } from './check-lease.ts';
export {
  checkLearnerReady,
  checkMayAddMember,
  checkMayPromoteMember,
  checkMayRemoveMember,
  checkPeerUrls,
} from './check-members.ts';
export type { VoterHealth } from './check-members.ts';
export { checkTxn } from './check-txn.ts';
export { isTxnReadOnly, isTxnSerializable } from './classify-txn.ts';
export { decodeRequest, decodeStreamMessage } from './decode-request.ts';
export type { MessageCodec } from './decode-request.ts';
export { etcdErrors } from './etcd-errors.ts';
export type { EtcdErrorName } from './etcd-errors.ts';
export { summarizeRequest } from './request-summary.ts';
export type { RequestSummary } from './request-summary.ts';
export { statusText, watchCancelReasons } from './status-text.ts';
export { toStatus } from './to-status.ts';
export { cairnVersion, clusterVersion, etcdVersion, storageVersion } from './versions.ts';
export { GrpcCode } from '@cairn/proto';

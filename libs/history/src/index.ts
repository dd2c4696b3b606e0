export { checkHistory, checkRecorded, checkWatches } from './check.ts';
export type { CheckOptions } from './check.ts';
export { checkDurable } from './durable.ts';
export { checkLeases } from './leases.ts';
export { checkLinearizability } from './linearizability.ts';
export type { LinearizabilityOptions } from './linearizability.ts';
export { ReplayedLog } from './replayed-log.ts';
export { checkSerializable } from './serializable.ts';
export { StoreModel, emptyStoreRevision } from './store-model.ts';
export type { Step } from './store-model.ts';
export type {
  Change,
  CompactAnswer,
  CompactRequest,
  Compare,
  CompareOperator,
  CompareTarget,
  DeleteAnswer,
  DeleteRequest,
  History,
  KeyRange,
  KeyValue,
  LeaseGrantAnswer,
  LeaseGrantRequest,
  LeaseKeepAliveAnswer,
  LeaseKeepAliveRequest,
  LeaseRevokeAnswer,
  LeaseRevokeRequest,
  Operation,
  OperationAnswer,
  OperationRequest,
  Outcome,
  PutAnswer,
  PutRequest,
  RangeAnswer,
  RangeRequest,
  Rule,
  TxnAnswer,
  TxnOperation,
  TxnRequest,
  Verdict,
  Violation,
  WatchEvent,
  WatchRequest,
  WatchResponse,
  WatchSession,
} from './types.ts';
export { checkIsCreate, checkPrevKv, checkReliable, checkResumable } from './watch-content.ts';
export {
  checkAtomic,
  checkBookmarkable,
  checkFiltered,
  checkOrdered,
  checkUnique,
} from './watch-order.ts';

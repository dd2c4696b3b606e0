export { CompactedError, FutureRevisionError, MalformedRecordError } from './errors.ts';
export {
  decodeRecord,
  encodeRecord,
  recordCreateRevision,
  recordIsCreate,
  recordKey,
  recordLease,
  recordModRevision,
  recordValue,
  recordVersion,
  stripValue,
} from './record.ts';
export type { RevisionKey } from './revision-key.ts';
export { decodeRevisionKey, encodeRevisionKey } from './revision-key.ts';
export { openStore } from './store.ts';
export type {
  DeletedKeys,
  HashResult,
  HashRun,
  HistorySlice,
  KeyValue,
  RangeQuery,
  RangeResult,
  RecordStore,
  RecordVisitor,
  SliceQuery,
  Store,
  StoreEvent,
  StoreOptions,
  StoreWriter,
} from './types.ts';
export { SortOrder, SortTarget } from './types.ts';

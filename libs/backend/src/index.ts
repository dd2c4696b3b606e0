export { installBackendDirectory, receivingDirectory } from './backend-directory.ts';
export { CorruptBackendError } from './corrupt-backend-error.ts';
export type { CorruptBackendDetails } from './corrupt-backend-error.ts';
export { createLmdbBackendFrom } from './create-lmdb-backend.ts';
export type { TableRecord } from './create-lmdb-backend.ts';
export type { FlushReport } from './lmdb-backend.ts';
export { MemoryBackend } from './memory-backend.ts';
export type { MemoryBackendOptions } from './memory-backend.ts';
export { beginLmdbBackend, openLmdbBackend } from './open-lmdb-backend.ts';
export type { LmdbBackendOptions, OpeningBackend } from './open-lmdb-backend.ts';
export { keyBytesMax } from './limits.ts';
export { Table } from './types.ts';
export type {
  AppliedPosition,
  Backend,
  BackendReader,
  BackendRecord,
  BackendSnapshot,
  RecordVisitor,
  ScanOptions,
} from './types.ts';

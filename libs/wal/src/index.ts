export { CorruptLogError } from './corrupt-log-error.ts';
export type { CorruptLogDetails } from './corrupt-log-error.ts';
export { createWal, walExists } from './create-wal.ts';
export type { CreateWalOptions, WalLocation, WalOptions } from './create-wal.ts';
export { FaultyFileSystem } from './faulty-file-system.ts';
export type {
  FaultyFileSystemOptions,
  FileErrorCode,
  FileFault,
  FileFaultRule,
  HappenedFault,
} from './faulty-file-system.ts';
export { LogFailedError } from './log-failed-error.ts';
export { MemoryFileSystem } from './memory-file-system.ts';
export type { CrashOptions, FileFailure, FileOperation, FileStep } from './memory-file-system.ts';
export { nodeFileSystem } from './node-file-system.ts';
export { openWal } from './open-wal.ts';
export type { OpenedWal } from './open-wal.ts';
export type {
  BlockingFile,
  FileSystem,
  OpenFile,
  Wal,
  WalBatch,
  WalEntry,
  WalHardState,
  WalRecovery,
  WalSnapshotMarker,
} from './types.ts';

// The check of a large file on a thread of its own. The structure of the file has to be proven before
// LMDB may map it, and takes a third of the time; the records only before one of them is served. In
// between, the owner can do on its own thread what takes as long: open the log, build the key index.
// For a small file a thread would cost more than it saves.
import { stat } from 'node:fs/promises';
import { checkLmdbFile } from './lmdb-file-check.ts';
import { startStoreThread } from './store-thread.ts';

export interface LmdbFileProof {
  /** Resolves when every record is what was written; rejects as `proveLmdbFile` does. Undefined = it is. */
  readonly proven: Promise<void> | undefined;
}

/** The start of a thread takes as long as it takes to check the records of a file of this size. */
export const threadFromBytesDefault: number = 64 * 1024 * 1024;

/**
 * Resolves when LMDB can be given the file. Until `proven` resolves nobody may write to it, and nothing
 * of it may be served. Throws `CorruptBackendError`.
 */
export async function proveLmdbFile(file: string, threadFromBytes: number): Promise<LmdbFileProof> {
  const { size } = await stat(file);
  if (size >= threadFromBytes) return await proveOnThread(file);
  await checkLmdbFile(file);
  return { proven: undefined };
}

async function proveOnThread(file: string): Promise<LmdbFileProof> {
  const script = new URL('./lmdb-file-check-thread.ts', import.meta.url);
  const { firstStep, done } = startStoreThread(script, 'store-check', file);
  await firstStep;
  return { proven: done };
}

// The check of a large file on a thread of its own. The structure of the file has to be proven before
// LMDB may map it, and takes a third of the time; the records only before one of them is served. In
// between, the owner can do on its own thread what takes as long: open the log, build the key index.
// For a small file a thread would cost more than it saves.
import { stat } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { CorruptBackendError, type CorruptBackendDetails } from './corrupt-backend-error.ts';
import { checkLmdbFile } from './lmdb-file-check.ts';

/** What the thread says: first that the structure is sound, last that all is. */
export type ProofMessage =
  | { readonly kind: 'sound' }
  | { readonly kind: 'proven' }
  | { readonly kind: 'corrupt'; readonly details: CorruptBackendDetails };

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
  const sound = Promise.withResolvers<void>();
  const proven = Promise.withResolvers<void>();
  const fail = (error: unknown): void => {
    sound.reject(error);
    proven.reject(error);
  };
  const thread = new Worker(new URL('./lmdb-file-check-thread.ts', import.meta.url), {
    name: 'store-check',
    workerData: file,
  });
  thread.on('message', (message: ProofMessage) => {
    if (message.kind === 'sound') sound.resolve();
    else if (message.kind === 'proven') proven.resolve();
    else fail(new CorruptBackendError(message.details));
  });
  thread.once('error', fail);
  const exited = new Promise<void>((resolve) => {
    thread.once('exit', (code) => {
      fail(new Error(`the check of ${file} ended with ${code} before it was through`));
      resolve();
    });
  });
  // The end of the thread belongs to it: then its memory is free and its file is closed.
  const ended = Promise.all([proven.promise, exited]).then(() => undefined);
  // Whoever waits for it hears of it; that it fails before somebody does is no mistake.
  ended.catch(() => undefined);
  await sound.promise;
  return { proven: ended };
}

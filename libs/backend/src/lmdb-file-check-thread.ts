// What runs on the thread of `lmdb-file-proof.ts`.
import { parentPort, workerData } from 'node:worker_threads';
import { CorruptBackendError } from './corrupt-backend-error.ts';
import { checkLmdbFile } from './lmdb-file-check.ts';
import type { ProofMessage } from './lmdb-file-proof.ts';

function say(message: ProofMessage): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- not a window
  parentPort?.postMessage(message);
}

try {
  await checkLmdbFile(workerData as string, () => say({ kind: 'sound' }));
  say({ kind: 'proven' });
} catch (error) {
  if (!(error instanceof CorruptBackendError)) throw error;
  // An error of a class of ours arrives on the other side as a plain one.
  const { file, offset, problem, advice } = error;
  say({ kind: 'corrupt', details: { file, offset, problem, advice } });
}

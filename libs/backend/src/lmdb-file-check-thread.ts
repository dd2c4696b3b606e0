// What runs on the thread of `lmdb-file-proof.ts`.
import { checkLmdbFile } from './lmdb-file-check.ts';
import { runOnStoreThread } from './store-thread.ts';

await runOnStoreThread((file, onSound) => checkLmdbFile(file as string, onSound));

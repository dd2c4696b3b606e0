// Where a store is written anew, and how it takes the place of the old one. It is written on a thread of
// its own: to read and write every record holds a loop again and again, for ten milliseconds and more where
// records are small, and clients would wait for it. The thread reads the old file by itself
// (`lmdb-table-visit.ts`), since an environment of lmdb-js is opened once per process, and what LMDB maps
// would count as memory of this process.
import { open, rm, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { dataFileName, defragDirectory, installBackendDirectory } from './backend-directory.ts';
import type { StoreBuild, StoreRebuild } from './defragmentation.ts';
import { LmdbStore } from './lmdb-store.ts';
import { startStoreThread } from './store-thread.ts';
import type { AppliedPosition } from './types.ts';

export interface RebuildOrder {
  readonly file: string;
  /** Where the new store is written. */
  readonly directory: string;
  readonly position: AppliedPosition;
  readonly cancelled: Int32Array<SharedArrayBuffer>;
}

export function isCancelled({ cancelled }: RebuildOrder): boolean {
  return Atomics.load(cancelled, 0) !== 0;
}

/** Left for the log while a store is written anew. */
const spareBytes = 128 * 1024 * 1024;

export function storeRebuild(directory: string, mapSizeBytes: number): StoreRebuild {
  const file = join(directory, dataFileName);
  const fresh = defragDirectory(directory);
  return {
    async checkRoom(bytes) {
      const { bavail, bsize } = await statfs(dirname(directory));
      const needed = bytes + spareBytes;
      if (bavail * bsize >= needed) return;
      throw new Error(
        `defragmentation writes the store anew beside itself and needs ${needed} bytes; ` +
          `${bavail * bsize} are free in ${dirname(directory)}`,
      );
    },
    begin: (position) => begin({ file, directory: fresh, position, mapSizeBytes }),
    async install() {
      // With its last reference goes what a file takes of the disk, some 20 ms for 100 MB. A handle is
      // closed on a thread of the pool; the map of it, where the store is closed.
      const replaced = await open(file);
      try {
        await installBackendDirectory(fresh, directory);
      } catch (error) {
        await replaced.close();
        throw error;
      }
      return () => replaced.close();
    },
    discard: () => rm(fresh, { recursive: true, force: true }),
  };
}

function begin({
  mapSizeBytes,
  ...rest
}: Omit<RebuildOrder, 'cancelled'> & { readonly mapSizeBytes: number }): StoreBuild {
  const cancelled = new Int32Array(new SharedArrayBuffer(4));
  const order: RebuildOrder = { ...rest, cancelled };
  const script = new URL('./store-rebuild-thread.ts', import.meta.url);
  const { firstStep, done } = startStoreThread(script, 'store-rebuild', order);
  return {
    opened: firstStep,
    store: done.then(() => new LmdbStore(join(order.directory, dataFileName), mapSizeBytes)),
    cancel: () => void Atomics.store(cancelled, 0, 1),
  };
}

// Bugs between the member and its log: what is reported as durable is not, or is not put back.
import type { FileSystem, Wal, WalBatch } from '@cairn/wal';
import type { Bug } from './bug.ts';

function walWith(wal: Wal, append: (batch: WalBatch) => Promise<void>): Wal {
  return {
    get writtenBytes(): number {
      return wal.writtenBytes;
    },
    append,
    saveMarker: (marker) => wal.saveMarker(marker),
    releaseBefore: (index) => wal.releaseBefore(index),
    onSync: (listener) => wal.onSync(listener),
    close: () => wal.close(),
  };
}

const skipVoteFsync: Bug = {
  name: 'skip-vote-fsync',
  what: 'term and vote are written and not synced when no entries come with them',
  tweaks: () => ({
    wal: (wal) =>
      walWith(wal, (batch) => {
        const isVoteOnly = batch.entries.length === 0;
        return wal.append(isVoteOnly ? { ...batch, mustSync: false } : batch);
      }),
  }),
};

const skipLogFsync: Bug = {
  name: 'skip-log-fsync',
  what: 'entries are acknowledged without any sync (a lone member answers before its own fsync)',
  tweaks: () => ({
    wal: (wal) => walWith(wal, (batch) => wal.append({ ...batch, mustSync: false })),
  }),
};

const ackBeforeFsync: Bug = {
  name: 'ack-before-fsync',
  what: 'the log reports a batch as durable some milliseconds before it is',
  tweaks: () => ({
    wal: (wal) => {
      let last: Promise<void> = Promise.resolve();
      const delayed = walWith(wal, (batch) => {
        last = last.then(
          () =>
            new Promise<void>((resolve, reject) => {
              setTimeout(() => {
                wal.append(batch).then(resolve, reject);
              }, 5);
            }),
        );
        last.catch(() => undefined);
        return Promise.resolve();
      });
      const saveMarker: Wal['saveMarker'] = (marker) => last.then(() => wal.saveMarker(marker));
      return { ...delayed, saveMarker };
    },
  }),
};

const skipDirectoryFsync: Bug = {
  name: 'skip-directory-fsync',
  what: 'a new segment is synced, the directory that names it is not',
  tweaks: () => ({
    fileSystem: (files): FileSystem => ({
      makeDirectory: (path) => files.makeDirectory(path),
      list: (path) => files.list(path),
      exists: (path) => files.exists(path),
      remove: (path) => files.remove(path),
      rename: (from, to) => files.rename(from, to),
      syncDirectory: () => Promise.resolve(),
      open: (path, mode) => files.open(path, mode),
    }),
  }),
};

const forgetVote: Bug = {
  name: 'forget-vote',
  what: 'a restarted member does not remember whom it voted for',
  tweaks: () => ({
    initialState: (found) => ({ ...found, hardState: { ...found.hardState, vote: 0n } }),
  }),
};

export const logBugs: readonly Bug[] = [
  skipVoteFsync,
  skipLogFsync,
  ackBeforeFsync,
  skipDirectoryFsync,
  forgetVote,
];

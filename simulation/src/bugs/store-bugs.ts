// Bugs between the state machine and its store: what etcd's inconsistencies of the past came from.
import { Table } from '@cairn/backend';
import type { AppliedPosition, Backend } from '@cairn/backend';
import { toByteString } from '@cairn/core';
import type { Bug } from './bug.ts';

/** The same store, with some of its methods replaced. */
export function backendWith(backend: Backend, changes: Partial<Backend>): Backend {
  return new Proxy(backend, {
    get: (target, name) => {
      if (name in changes) return Reflect.get(changes, name) as unknown;
      const value = target[name as keyof Backend] as unknown;
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

const indexBeforeData: Bug = {
  name: 'index-before-data',
  what: 'the applied index is stored in the batch before that of the data it speaks of (etcd #13766)',
  tweaks: () => ({
    backend: (backend) => {
      let waiting: (() => void)[] = [];
      const later = (write: () => void): void => {
        waiting.push(write);
      };
      return backendWith(backend, {
        put: (table, key, value) => later(() => backend.put(table, key, value)),
        delete: (table, key) => later(() => backend.delete(table, key)),
        commit: (position) => {
          backend.commit(position);
          const writes = waiting;
          waiting = [];
          for (const write of writes) write();
        },
      });
    },
  }),
};

const applyTwice: Bug = {
  name: 'apply-twice-after-restart',
  what: 'a restarted member applies the last entries once more (etcd #14685)',
  tweaks: () => ({
    initialState: (found) => {
      const appliedIndex = Math.max(found.snapshotIndex, found.appliedIndex - 2);
      return { ...found, appliedIndex };
    },
    backend: (backend) =>
      backendWith(backend, {
        commit: ({ index, term }: AppliedPosition) => {
          const { applied } = backend;
          backend.commit(index < applied.index ? applied : { index, term });
        },
      }),
  }),
};

const cutPastFlushed: Bug = {
  name: 'log-cut-past-backend',
  what: 'the log is cut up to what is applied, not up to what the store has on disk',
  tweaks: () => ({
    backend: (backend) =>
      backendWith(backend, {
        get flushed(): AppliedPosition {
          return backend.applied;
        },
      }),
  }),
};

const forgetCompaction: Bug = {
  name: 'forget-compaction-mark',
  what: 'a compaction leaves no mark, so removing the newest tombstone lowers the revision (etcd #17780)',
  tweaks: () => ({
    backend: (backend) =>
      backendWith(backend, {
        put: (table, key, value) => {
          const isMark = table === Table.meta && toByteString(key).endsWith('CompactRev');
          if (!isMark) backend.put(table, key, value);
        },
      }),
  }),
};

const oldConfState: Bug = {
  name: 'snapshot-old-conf-state',
  what: 'a snapshot comes with a configuration from when there was one member',
  tweaks: () => ({
    snapshotMeta: (meta) => ({
      ...meta,
      confState: { ...meta.confState, voters: meta.confState.voters.slice(0, 1) },
    }),
  }),
};

const lossyTransfer: Bug = {
  name: 'lossy-transfer',
  what: 'a state that comes from another member is installed without one of its records',
  settings: { members: 3, snapshotEntries: 6, catchUpEntries: 1, flushAfterCommits: 1 },
  tweaks: () => ({
    arriving: async function* (records) {
      let hasLost = false;
      for await (const record of records) {
        if (record.table === Table.key && !hasLost) hasLost = true;
        else yield record;
      }
    },
  }),
};

const lossyResume: Bug = {
  name: 'lossy-resume',
  what: 'a transfer that was broken off goes on one record too late',
  settings: {
    members: 3,
    snapshotEntries: 6,
    catchUpEntries: 1,
    flushAfterCommits: 1,
    snapshotChunkBytes: 50,
    faults: [
      ['farBehind', 3],
      ['powerLoss', 1],
    ],
    msBetweenFaults: 600,
  },
  tweaks: () => ({
    arriving: async function* (records, isResumed) {
      let hasLost = false;
      for await (const record of records) {
        if (record.table === Table.key && isResumed() && !hasLost) hasLost = true;
        else yield record;
      }
    },
  }),
};

const forgetAlarms: Bug = {
  name: 'forget-alarms',
  what: 'a restarted member knows of no alarm, and applies what the others refuse',
  settings: { raisesAlarms: true },
  tweaks: () => ({
    backend: (backend) =>
      backendWith(backend, {
        scan: (table, options) => (table === Table.alarm ? [] : backend.scan(table, options)),
      }),
  }),
};

export const storeBugs: readonly Bug[] = [
  indexBeforeData,
  applyTwice,
  cutPastFlushed,
  forgetCompaction,
  oldConfState,
  lossyTransfer,
  lossyResume,
  forgetAlarms,
];

import { etcdserverpb } from '@cairn/proto';
import { RequestKind } from '@cairn/replica';
import type { Replica } from '@cairn/replica';
import type { Logger } from '@cairn/telemetry';
import type { CompactedStore } from './auto-compaction.ts';

/** The store of this member, compacted through the log. */
export function storeOfReplica(replica: Replica, logger: Logger): CompactedStore {
  return {
    isLeader: () => replica.role === 'leader' && replica.readable,
    currentRevision: () => replica.machine.store.currentRevision,
    compactRevision: () => replica.machine.store.compactRevision,
    compact: (revision) =>
      new Promise((resolve) => {
        const body = etcdserverpb.CompactionRequest.encode({ revision }).finish();
        replica.propose(RequestKind.compaction, body, (outcome) => {
          if (outcome.kind === 'done') logger.info({ revision }, 'compacted old history');
          else logger.warn({ revision, reason: outcome.error.message }, 'could not compact');
          resolve(outcome.kind === 'done');
        });
      }),
  };
}

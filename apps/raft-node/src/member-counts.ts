import type { MemberId } from '@cairn/core';
import type { Logger } from '@cairn/telemetry';
import { ApplyTimes } from './applied/apply-times.ts';
import type { RaftNodeConfig } from './config.ts';
import type { RaftNodeMetrics } from './metrics.ts';
import { PeerMetrics } from './peers/peer-metrics.ts';
import { SnapshotMetrics } from './snapshots/snapshot-metrics.ts';
import { nodeTimers } from './timers.ts';

/** What is counted of a member while it runs, beside what can be read from it at any time. */
export interface MemberCounts {
  readonly applied: ApplyTimes;
  readonly peers: PeerMetrics;
  readonly snapshots: SnapshotMetrics;
}

export function memberCounts(
  { warningApplyDuration: thresholdMs }: RaftNodeConfig,
  { registry }: RaftNodeMetrics,
  memberId: MemberId,
  logger: Logger,
): MemberCounts {
  return {
    applied: new ApplyTimes({ thresholdMs, logger, clock: nodeTimers, registry }),
    peers: new PeerMetrics(registry, memberId),
    snapshots: new SnapshotMetrics(registry),
  };
}

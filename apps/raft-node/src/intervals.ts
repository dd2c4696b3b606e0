// What follows from the two durations an operator sets: the heartbeat's and the election's.
import type { RaftNodeConfig } from './config.ts';

/**
 * Raft's ticks are finer than its heartbeats: two members that campaign in the same tick split the
 * vote and lose an election timeout, and the finer the ticks, the rarer that is.
 */
export const ticksPerHeartbeat = 5;

export function tickMs({ heartbeatInterval }: RaftNodeConfig): number {
  return Math.max(1, heartbeatInterval / ticksPerHeartbeat);
}

export function electionTicks(config: RaftNodeConfig): number {
  return Math.max(ticksPerHeartbeat + 1, Math.round(config.electionTimeout / tickMs(config)));
}

/** As long as etcd waits. */
export function requestTimeoutMs({ electionTimeout }: RaftNodeConfig): number {
  return 5_000 + 2 * electionTimeout;
}

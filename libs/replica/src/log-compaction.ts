// Moves the start of the log: on disk up to what the backend has durably, in memory a little less far,
// so that a member that is a little late gets entries and not the whole state.
//
// A member that is being sent the whole state needs, afterwards, every entry since that state was
// taken. Under load that is more than is usually kept, and cutting it would mean a second snapshot,
// and a third … So while one is under way and for a while after, memory keeps everything, up to a limit.
//
//   first kept in memory ≤ marker = start on disk ≤ backend flushed
import type { Backend } from '@cairn/backend';
import type { LogIndex } from '@cairn/core';
import type { Raft } from '@cairn/raft';
import type { Wal } from '@cairn/wal';
import { encodeConfState } from './conf-state-codec.ts';

export interface LogCompactionOptions {
  readonly raft: Raft;
  readonly wal: Wal;
  /** Entries applied between two compactions. */
  readonly snapshotEntries: number;
  /** Entries kept behind a compaction. */
  readonly catchUpEntries: number;
  /** Where the log on disk begins. */
  readonly markerIndex: LogIndex;
}

/** How long a member may take to catch up after it got a snapshot; etcd waits as long. */
const keepAfterSnapshotMs = 30_000;
/** The most that is kept for it, in units of `snapshotEntries`. */
const keepForSnapshotMax = 50;

export class LogCompaction {
  readonly #options: LogCompactionOptions;
  #markerIndex: LogIndex;
  #keepUntilMs = -Infinity;

  constructor(options: LogCompactionOptions) {
    this.#options = options;
    this.#markerIndex = options.markerIndex;
  }

  /** A transfer of the whole state to a peer has ended. */
  snapshotSent(nowMs: number): void {
    this.#keepUntilMs = nowMs + keepAfterSnapshotMs;
  }

  /** The log was replaced by a snapshot, and its marker is written. */
  replaced(markerIndex: LogIndex): void {
    this.#markerIndex = markerIndex;
  }

  async runIfDue(backend: Backend, nowMs: number): Promise<void> {
    const { raft, wal, snapshotEntries } = this.#options;
    const { index, term } = backend.flushed;
    if (index - this.#markerIndex < snapshotEntries) return;
    const { confState } = raft.status();
    await wal.saveMarker({ index, term, confState: encodeConfState(confState) });
    this.#markerIndex = index;
    this.#compactMemory(index, nowMs);
    await wal.releaseBefore(index);
  }

  #compactMemory(index: LogIndex, nowMs: number): void {
    const { raft, snapshotEntries, catchUpEntries } = this.#options;
    const { firstIndex, peers } = raft.status();
    const keepAfter = index - catchUpEntries;
    if (keepAfter <= firstIndex) return;
    const isSnapshotUnderWay = peers.some(({ state }) => state === 'snapshot');
    const isNeeded = isSnapshotUnderWay || nowMs < this.#keepUntilMs;
    if (isNeeded && index - firstIndex < keepForSnapshotMax * snapshotEntries) return;
    raft.compactLog(keepAfter);
  }
}

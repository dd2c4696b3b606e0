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
import type { ConfState, Raft } from '@cairn/raft';
import type { Wal } from '@cairn/wal';
import { encodeConfState } from './conf-state-codec.ts';

export interface LogCompactionOptions {
  readonly raft: Pick<Raft, 'status' | 'compactLog' | 'logBytes' | 'logIndexBefore'>;
  readonly wal: Pick<Wal, 'saveMarker' | 'releaseBefore'>;
  /** The configuration as of an applied index; asked for ascending ones. */
  readonly confStateAt: (index: LogIndex) => ConfState;
  /** Entries applied between two compactions. */
  readonly snapshotEntries: number;
  /** Entries kept behind a compaction. */
  readonly catchUpEntries: number;
  /** How long a member may take to catch up after it got a snapshot. Default: see below. */
  readonly keepAfterSnapshotMs?: number;
  /** Where the log on disk begins. */
  readonly markerIndex: LogIndex;
}

/** etcd waits as long. */
const keepAfterSnapshotMsDefault = 30_000;
/**
 * Entries can be a thousand times as large as they usually are, and numbers of entries say nothing about
 * memory, or about how long a restart reads the log. So bytes bound both, too.
 */
const logBytesMax = 128 * 1024 * 1024;
/** While nothing can be forgotten, not every batch is worth a marker. */
const entriesPerMarkerMin = 100;
/** Of these, what a member that is a little late may still get. */
const catchUpBytesMax = 64 * 1024 * 1024;
/** The most that is kept for it, in units of `snapshotEntries`. */
const keepForSnapshotMax = 50;
const keepForSnapshotBytesMax = 4 * logBytesMax;

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
    this.#keepUntilMs = nowMs + (this.#options.keepAfterSnapshotMs ?? keepAfterSnapshotMsDefault);
  }

  /** The log was replaced by a snapshot, and its marker is written. */
  replaced(markerIndex: LogIndex): void {
    this.#markerIndex = markerIndex;
  }

  async runIfDue(backend: Pick<Backend, 'flushed'>, nowMs: number): Promise<void> {
    const { raft, wal, confStateAt, snapshotEntries } = this.#options;
    const { index, term } = backend.flushed;
    const isFull = raft.logBytes > logBytesMax && index - this.#markerIndex >= entriesPerMarkerMin;
    if (index - this.#markerIndex < snapshotEntries && !isFull) return;
    const confState = confStateAt(index);
    await wal.saveMarker({ index, term, confState: encodeConfState(confState) });
    this.#markerIndex = index;
    this.#compactMemory(index, nowMs);
    await wal.releaseBefore(index);
  }

  #compactMemory(index: LogIndex, nowMs: number): void {
    const { raft, snapshotEntries, catchUpEntries } = this.#options;
    const { firstIndex, peers, confState } = raft.status();
    // Alone there is nobody who could be late.
    const isAlone = confState.voters.length + confState.learners.length === 1;
    const keepAfter = isAlone
      ? index
      : Math.max(index - catchUpEntries, Math.min(index, raft.logIndexBefore(catchUpBytesMax)));
    if (keepAfter <= firstIndex) return;
    const isSnapshotUnderWay = peers.some(({ state }) => state === 'snapshot');
    const isNeeded = isSnapshotUnderWay || nowMs < this.#keepUntilMs;
    const isBearable =
      index - firstIndex < keepForSnapshotMax * snapshotEntries &&
      raft.logBytes < keepForSnapshotBytesMax;
    if (isNeeded && isBearable) return;
    raft.compactLog(keepAfter);
  }
}

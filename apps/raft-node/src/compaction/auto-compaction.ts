// Compacts history by itself, in etcd's two ways:
//
//   periodic  keeps what is younger than a period. Nobody stores when a revision was made, so the current
//             revision is noted ten times per interval, and the youngest note that is old enough says
//             how far to go. The interval is the period, or an hour if that is shorter.
//   revision  keeps so many revisions, looked at every five minutes.
//
// Every member takes notes, only the leader compacts: who becomes leader has its notes already.
import type { Timers } from '../timers.ts';
import type { Retention } from './retention.ts';

const hourMs = 3_600_000;
const samplesPerInterval = 10;
const revisionCheckMs = 5 * 60_000;

/** What is compacted. */
export interface CompactedStore {
  isLeader(): boolean;
  currentRevision(): number;
  /** -1 while never compacted. */
  compactRevision(): number;
  /** Resolves to whether it was done; never rejects. */
  compact(revision: number): Promise<boolean>;
}

interface Note {
  readonly atMs: number;
  readonly revision: number;
}

/** Answers what ends it. */
export function startAutoCompaction(
  retention: Retention,
  store: CompactedStore,
  timers: Timers,
): () => void {
  switch (retention.kind) {
    case 'off':
      return () => undefined;
    case 'periodic':
      return startPeriodic(retention.periodMs, store, timers);
    case 'revision':
      return startByRevision(retention.revisions, store, timers);
  }
}

function startPeriodic(periodMs: number, store: CompactedStore, timers: Timers): () => void {
  const intervalMs = Math.min(periodMs, hourMs);
  let notes: readonly Note[] = [{ atMs: timers.nowMs(), revision: store.currentRevision() }];
  let nextMs = timers.nowMs() + periodMs;
  let isBusy = false;
  return timers.every(intervalMs / samplesPerInterval, () => {
    const nowMs = timers.nowMs();
    notes = [...notes, { atMs: nowMs, revision: store.currentRevision() }];
    const oldEnough = notes.findLastIndex(({ atMs }) => atMs <= nowMs - periodMs);
    if (oldEnough > 0) notes = notes.slice(oldEnough);
    const target = oldEnough < 0 ? undefined : notes[0];
    if (target === undefined || nowMs < nextMs || isBusy) return;
    if (!store.isLeader() || target.revision <= Math.max(1, store.compactRevision())) return;
    isBusy = true;
    void store.compact(target.revision).then((isDone) => {
      isBusy = false;
      // Otherwise it is tried again with the next note.
      if (isDone) nextMs = nowMs + intervalMs;
    });
  });
}

function startByRevision(revisions: number, store: CompactedStore, timers: Timers): () => void {
  let isBusy = false;
  return timers.every(revisionCheckMs, () => {
    const target = store.currentRevision() - revisions;
    if (isBusy || !store.isLeader() || target <= Math.max(0, store.compactRevision())) return;
    isBusy = true;
    void store.compact(target).then(() => (isBusy = false));
  });
}

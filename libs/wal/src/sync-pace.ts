// Whether a sync may block the thread. On a fast disk the blocking call is a third faster than the
// hop to a pool thread and back, and half the work; on a slow one it would hold up the heartbeats.
// Nobody knows beforehand what disk it is, and disks change their mind: so measure, and change sides
// with a gap between the two thresholds, so that a disk in between does not flap.

const blockBelowSeconds = 0.0005;
const blockUpToSeconds = 0.001;
/** Weight of the newest sync: one stall of 30 ms keeps the syncs off the thread for some 30 of them. */
const newestWeight = 1 / 8;

export class SyncPace {
  #estimateSeconds: number | undefined = undefined;
  #blocking = true;

  /** The moving estimate of how long a sync takes. */
  get estimateSeconds(): number {
    return this.#estimateSeconds ?? 0;
  }

  get blocking(): boolean {
    return this.#blocking;
  }

  record(seconds: number): void {
    const before = this.#estimateSeconds ?? seconds;
    this.#estimateSeconds = before + (seconds - before) * newestWeight;
    const limit = this.#blocking ? blockUpToSeconds : blockBelowSeconds;
    this.#blocking = this.#estimateSeconds <= limit;
  }
}

// Time for what happens now and then. A port, so that a test can let an hour go by.
export interface Timers {
  /** Monotonic. */
  nowMs(): number;
  /** Runs again and again; answers what ends that. */
  every(periodMs: number, run: () => void): () => void;
}

export const nodeTimers: Timers = {
  nowMs: () => performance.now(),
  every: (periodMs, run) => {
    const timer = setInterval(run, periodMs);
    return () => clearInterval(timer);
  },
};

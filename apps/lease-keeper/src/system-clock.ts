import type { MonotonicClock } from '@cairn/core';

/** Goes on while the process is stopped (SIGSTOP); that is what makes a stale authority visible. */
export const systemClock: MonotonicClock = { nowMs: () => performance.now() };

import { AssertionFailure } from '@cairn/core';
import { HostileSession } from './hostile-session.ts';
import type { FuzzedFrames } from './hostile-session.ts';

const sessionInputsMax = 120;

/** One session alone: `npm run fuzz -- --session SEED` runs a failing one again. */
export function fuzzSession(sessionSeed: number, totals: FuzzedFrames): void {
  try {
    new HostileSession(sessionSeed, totals).run(sessionInputsMax);
  } catch (cause) {
    throw new AssertionFailure(`session ${sessionSeed}`, { cause });
  }
}

export function noFrames(): FuzzedFrames {
  return { inputs: 0, requests: 0, violations: 0, ended: 0, aborted: 0, framesSent: 0 };
}

/** Throws AssertionFailure, with the session that led to it, where a promise is broken. */
export function fuzzConnection(seed: number, inputs: number): FuzzedFrames {
  const totals = noFrames();
  // Sessions of different seeds must not be the same ones.
  for (let session = seed * 1_000_003; totals.inputs < inputs; session++) {
    fuzzSession(session >>> 0, totals);
  }
  return totals;
}

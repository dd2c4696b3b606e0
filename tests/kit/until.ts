// Waiting for a condition, never for a duration: a test that sleeps is either slow or flaky.
import { setTimeout as delay } from 'node:timers/promises';

export interface UntilOptions {
  /** How long the condition may take before the wait is a failure; generous, it is not a measurement. */
  readonly timeoutMs?: number;
  readonly pollMs?: number;
}

/**
 * Asks `probe` until it answers something other than undefined or false, and returns that. Errors
 * of the probe count as "not yet"; the last one is the cause of the failure at the end.
 */
export async function until<T>(
  sentence: string,
  probe: () => T | undefined | false | Promise<T | undefined | false>,
  { timeoutMs = 20_000, pollMs = 25 }: UntilOptions = {},
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  let lastError: unknown;
  for (;;) {
    try {
      const answer = await probe();
      if (answer !== undefined && answer !== false) return answer;
    } catch (error) {
      if (error instanceof GiveUp) throw error;
      lastError = error;
    }
    if (performance.now() > deadline) {
      throw new Error(`waited ${timeoutMs} ms in vain until ${sentence}`, { cause: lastError });
    }
    await delay(pollMs);
  }
}

/** Thrown by a probe when waiting any longer is pointless. */
export class GiveUp extends Error {}

import { setTimeout as delay } from 'node:timers/promises';

/** For what happens on sockets: waits until it has happened. */
export async function until<T>(what: string, condition: () => T | undefined | false): Promise<T> {
  for (let i = 0; i < 2_000; i++) {
    const value = condition();
    if (value !== undefined && value !== false) return value;
    await delay(5);
  }
  throw new Error(`never: ${what}`);
}

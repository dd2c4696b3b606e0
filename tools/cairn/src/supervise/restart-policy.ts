// Whether a process that ended is started again, and when. Restarting at once and for ever turns a
// broken disk into a busy loop that nobody notices; so each death in a row doubles the delay, and five
// within half a minute end the member with a message.

export type RestartDecision =
  | { readonly kind: 'restart'; readonly delayMs: number }
  | { readonly kind: 'give-up'; readonly deaths: number; readonly windowMs: number };

const deathsMax = 5;
const windowMs = 30_000;
const firstDelayMs = 100;
const delayMsMax = 5_000;

export class RestartPolicy {
  #deathTimesMs: readonly number[] = [];

  /** Call once per death, with a clock that never goes back. */
  died(nowMs: number): RestartDecision {
    const recent = this.#deathTimesMs.filter((timeMs) => nowMs - timeMs < windowMs);
    this.#deathTimesMs = [...recent, nowMs];
    const deaths = this.#deathTimesMs.length;
    if (deaths >= deathsMax) return { kind: 'give-up', deaths, windowMs };
    return { kind: 'restart', delayMs: Math.min(firstDelayMs * 2 ** (deaths - 1), delayMsMax) };
  }
}

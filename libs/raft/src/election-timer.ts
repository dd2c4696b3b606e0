import type { Random } from '@cairn/core';

/**
 * Ticks since the last sign of a leader. The timeout is drawn anew whenever the role changes, so that
 * two members that campaigned against each other do not meet again.
 */
export class ElectionTimer {
  readonly #electionTicks: number;
  readonly #random: Random;
  #elapsedTicks = 0;
  #timeoutTicks: number;

  constructor(electionTicks: number, random: Random) {
    this.#electionTicks = electionTicks;
    this.#random = random;
    this.#timeoutTicks = this.#draw();
  }

  /** A full round of the shortest timeout has passed: a lease given by hearing a leader is over. */
  get minimumPassed(): boolean {
    return this.#elapsedTicks >= this.#electionTicks;
  }

  get expired(): boolean {
    return this.#elapsedTicks >= this.#timeoutTicks;
  }

  tick(): void {
    this.#elapsedTicks++;
  }

  restart(): void {
    this.#elapsedTicks = 0;
  }

  redraw(): void {
    this.#elapsedTicks = 0;
    this.#timeoutTicks = this.#draw();
  }

  #draw(): number {
    return this.#electionTicks + this.#random.nextBelow(this.#electionTicks);
  }
}

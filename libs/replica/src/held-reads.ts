// Serializable reads that came while the state was being replaced.
import { TooManyRequestsError } from './errors.ts';
import type { ReadCallback } from './ports.ts';

export class HeldReads {
  readonly #max: number;
  #callbacks: ReadCallback[] = [];

  constructor(max: number) {
    this.#max = max;
  }

  hold(callback: ReadCallback): void {
    if (this.#callbacks.length < this.#max) this.#callbacks.push(callback);
    else callback(new TooManyRequestsError('too many requests'));
  }

  /** The state can be read again, or never (`error`). */
  release(error: Error | undefined): void {
    const callbacks = this.#callbacks;
    this.#callbacks = [];
    for (const callback of callbacks) callback(error);
  }
}

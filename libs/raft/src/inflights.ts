// The append messages sent to one follower and not yet answered, as the last index of each.
//
// A follower answers in order and one answer covers all before it, so a ring of indexes is enough; it
// grows by doubling up to the window, because most followers never have more than a few in flight.
import { assert } from '@cairn/core';
import type { LogIndex } from '@cairn/core';

const capacityStart = 16;

export class Inflights {
  readonly #messagesMax: number;
  #ring: LogIndex[] = [];
  #head = 0;
  #count = 0;

  constructor(messagesMax: number) {
    this.#messagesMax = messagesMax;
  }

  get count(): number {
    return this.#count;
  }

  get full(): boolean {
    return this.#count >= this.#messagesMax;
  }

  add(lastIndex: LogIndex): void {
    assert(!this.full, 'the inflight window is full');
    if (this.#count === this.#ring.length) this.#grow();
    this.#ring[(this.#head + this.#count) % this.#ring.length] = lastIndex;
    this.#count++;
  }

  /** The follower has everything up to `index`. */
  freeTo(index: LogIndex): void {
    while (this.#count > 0 && (this.#ring[this.#head] as LogIndex) <= index) {
      this.#head = (this.#head + 1) % this.#ring.length;
      this.#count--;
    }
  }

  clear(): void {
    this.#head = 0;
    this.#count = 0;
  }

  #grow(): void {
    const capacity = Math.min(Math.max(capacityStart, this.#ring.length * 2), this.#messagesMax);
    const ring = Array.from<LogIndex>({ length: capacity }).fill(0);
    for (let i = 0; i < this.#count; i++) {
      ring[i] = this.#ring[(this.#head + i) % this.#ring.length] as LogIndex;
    }
    this.#ring = ring;
    this.#head = 0;
  }
}

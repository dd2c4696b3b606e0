// What was given to another process and is not answered yet, by id. A Map costs a hash and an entry for
// every request; here the low bits of an id are its slot. Ids are counted up over all 32 bits, so one
// comes back only after four thousand million others, long after the last late answer to it; a slot
// whose request takes its time is stepped over.
import { assert } from '@cairn/core';

const idMax = 0xffff_ffff;

export interface Identified {
  /** Given by `add`; 0 before. */
  id: number;
}

/** Powers of two. What was large for a moment is given back. */
const slotsMin = 4_096;
const slotsKeptMax = 65_536;

/** Invariant: `size ≤ itemsMax`, `size ≤ slots / 2`, and an item lies in the slot that its id names. */
export class InFlight<Item extends Identified> {
  #slots: (Item | undefined)[] = emptySlots(slotsMin);
  #mask = slotsMin - 1;
  readonly #itemsMax: number;
  #size = 0;
  #nextId: number;

  constructor(itemsMax: number, firstId = 1) {
    this.#itemsMax = itemsMax;
    this.#nextId = firstId;
  }

  get size(): number {
    return this.#size;
  }

  get isFull(): boolean {
    return this.#size >= this.#itemsMax;
  }

  /** Gives the item an id that none of the others has. */
  add(item: Item): void {
    assert(!this.isFull, 'more in flight than there is room for');
    if (2 * this.#size >= this.#slots.length) this.#resize(2 * this.#slots.length);
    while (this.#slots[this.#nextId & this.#mask] !== undefined) this.#advance();
    item.id = this.#nextId;
    this.#slots[this.#nextId & this.#mask] = item;
    this.#size += 1;
    this.#advance();
  }

  /** undefined = nobody waits for this id any more. */
  get(id: number): Item | undefined {
    const item = this.#slots[id & this.#mask];
    return item !== undefined && item.id === id ? item : undefined;
  }

  delete(item: Item): void {
    assert(this.get(item.id) === item, 'only what is in flight can land');
    this.#slots[item.id & this.#mask] = undefined;
    this.#size -= 1;
    if (this.#size === 0 && this.#slots.length > slotsKeptMax) this.#resize(slotsMin);
  }

  /** In the order in which they were added. */
  items(): Item[] {
    const items: Item[] = [];
    // Most were given their ids a moment ago.
    for (let i = 1; i <= this.#slots.length && items.length < this.#size; i++) {
      const item = this.#slots[(this.#nextId - i) & this.#mask];
      if (item !== undefined) items.push(item);
    }
    return items.sort((a, b) => this.#age(b) - this.#age(a));
  }

  clear(): void {
    this.#size = 0;
    this.#resize(slotsMin);
  }

  /** Ids that differ in their low bits differ in more of them. */
  #resize(slotCount: number): void {
    const items = this.items();
    this.#slots = emptySlots(slotCount);
    this.#mask = slotCount - 1;
    for (const item of items) this.#slots[item.id & this.#mask] = item;
  }

  #advance(): void {
    // 0 is what a message without an id seems to have.
    this.#nextId = this.#nextId === idMax ? 1 : this.#nextId + 1;
  }

  #age({ id }: Item): number {
    return (this.#nextId - id) >>> 0;
  }
}

function emptySlots<Item>(count: number): (Item | undefined)[] {
  return Array.from({ length: count }, () => undefined);
}

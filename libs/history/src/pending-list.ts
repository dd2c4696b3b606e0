// Operations that have no place in the order yet, by the time of their call, as a linked list from
// which one can be taken and put back in constant time: Lowe's and porcupine's "lift" and "unlift".
import type { Operation } from './types.ts';

export class PendingList {
  readonly #operations: readonly Operation[];
  /** Indexes are one higher than those of the operations; 0 is the head and the tail. */
  readonly #next: Int32Array;
  readonly #previous: Int32Array;
  #length: number;

  constructor(operations: readonly Operation[]) {
    this.#operations = operations.toSorted((a, b) => a.calledAt - b.calledAt);
    const slots = operations.length + 1;
    this.#next = Int32Array.from({ length: slots }, (_, index) => (index + 1) % slots);
    this.#previous = Int32Array.from({ length: slots }, (_, index) => (index + slots - 1) % slots);
    this.#length = operations.length;
  }

  get length(): number {
    return this.#length;
  }

  /** The operation that `candidates` named by its place. */
  at(place: number): Operation {
    const operation = this.#operations[place - 1];
    if (operation === undefined) throw new RangeError(`no operation at ${place}`);
    return operation;
  }

  /**
   * Places of the operations that may come next: those no other pending one returned before.
   * An operation called at the very moment another returns counts as concurrent.
   */
  candidates(): readonly number[] {
    const places: number[] = [];
    let firstReturn = Infinity;
    for (let place = this.#follow(0); place !== 0; place = this.#follow(place)) {
      const { calledAt, returnedAt } = this.at(place);
      if (calledAt > firstReturn) break;
      places.push(place);
      firstReturn = Math.min(firstReturn, returnedAt);
    }
    return places;
  }

  /** When the first pending operation returned: nothing called later may come next. */
  firstReturn(): number {
    let firstReturn = Infinity;
    for (let place = this.#follow(0); place !== 0; place = this.#follow(place)) {
      const { calledAt, returnedAt } = this.at(place);
      if (calledAt > firstReturn) break;
      firstReturn = Math.min(firstReturn, returnedAt);
    }
    return firstReturn;
  }

  take(place: number): void {
    this.#link(this.#before(place), this.#follow(place));
    this.#length--;
  }

  /** Only in the reverse order of taking. */
  putBack(place: number): void {
    this.#next[this.#before(place)] = place;
    this.#previous[this.#follow(place)] = place;
    this.#length++;
  }

  /** Names what is pending among the operations up to `lastPlace`, with what is pending after. */
  fingerprint(lastPlace: number): string {
    const pending: number[] = [];
    let place = this.#follow(0);
    while (place !== 0 && place <= lastPlace) {
      pending.push(place);
      place = this.#follow(place);
    }
    return `${pending.join()}+${this.#length}`;
  }

  #link(before: number, after: number): void {
    this.#next[before] = after;
    this.#previous[after] = before;
  }

  #follow(place: number): number {
    return this.#next[place] ?? 0;
  }

  #before(place: number): number {
    return this.#previous[place] ?? 0;
  }
}

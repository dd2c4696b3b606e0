// The questions that wait for an answer, by the number under which they were asked. Numbers are given in
// order and answers come nearly in order, so the place of a question is its number modulo the size of a
// ring: a map of as many entries is rebuilt again and again while they come and go.
//
// Invariant: the question with number n, if it is open, is in place n mod size; open ≤ size / 2.
import type { KeeperQuestion } from './keeper-question.ts';

/** Powers of two. A ring that was large for a moment is given back. */
const sizeMin = 4_096;
const sizeKeptMax = 65_536;
/** Small enough for V8 to keep numbers without an object, large enough that none comes back soon. */
const idMax = 0x3fff_ffff;

export class OpenQuestions {
  #ring: (KeeperQuestion | undefined)[] = emptyRing(sizeMin);
  #count = 0;
  #lastId = 0;

  get count(): number {
    return this.#count;
  }

  /** Gives the question a number that no open one has. */
  add(question: KeeperQuestion): void {
    if (2 * (this.#count + 1) > this.#ring.length) this.#grow();
    const ring = this.#ring;
    const mask = ring.length - 1;
    let id = this.#lastId;
    do id = id === idMax ? 1 : id + 1;
    while (ring[id & mask] !== undefined);
    this.#lastId = id;
    question.id = id;
    ring[id & mask] = question;
    this.#count += 1;
  }

  get(id: number): KeeperQuestion | undefined {
    const question = this.#ring[id & (this.#ring.length - 1)];
    return question !== undefined && question.id === id ? question : undefined;
  }

  /** The question is open. */
  delete(question: KeeperQuestion): void {
    this.#ring[question.id & (this.#ring.length - 1)] = undefined;
    question.id = 0;
    this.#count -= 1;
    if (this.#count === 0 && this.#ring.length > sizeKeptMax) this.#ring = emptyRing(sizeMin);
  }

  /** All that are open now, the one that was asked first mostly first. */
  all(): KeeperQuestion[] {
    const ring = this.#ring;
    const open: KeeperQuestion[] = [];
    for (let step = 1; step <= ring.length && open.length < this.#count; step++) {
      const question = ring[(this.#lastId + step) & (ring.length - 1)];
      if (question !== undefined) open.push(question);
    }
    return open;
  }

  #grow(): void {
    const open = this.all();
    const ring = emptyRing(2 * this.#ring.length);
    // Different places before are different places now.
    for (const question of open) ring[question.id & (ring.length - 1)] = question;
    this.#ring = ring;
  }
}

function emptyRing(size: number): (KeeperQuestion | undefined)[] {
  return Array.from({ length: size });
}

// A forwarded proposal is taken once, however often the network delivers the message.
//
// The sender numbers its messages: a random number for its life, and a count within it. The leader
// remembers what it has seen of every life, for as long as it leads. That is long enough: a proposal is
// bound to its term, a term has one leader, and who leads twice does so in two terms. It is also cheap,
// which a memory in the state machine would not be: that had to be part of the state, on disk and in
// every snapshot.
//
// What is too old to tell counts as seen. The message is lost then, as any message may be.
import type { MemberId, Random } from '@cairn/core';

/** How far a message may be overtaken by later ones of the same sender. */
export const reorderedMax = 1024;
/** Lives of one sender of which messages are still taken; of older ones only the number is kept. */
const livesMax = 4;

/** Tells the lives of a member apart; drawn at its start. */
export function drawLife(random: Random): number {
  return random.nextBelow(2 ** 20) * 2 ** 32 + random.nextUint32();
}

export interface ProposalNumber {
  readonly life: number;
  /** From 1 on. */
  readonly count: number;
}

/** The sender's side. */
export class ProposalNumbers {
  readonly #life: number;
  #count = 0;

  constructor(life: number) {
    this.#life = life;
  }

  next(): ProposalNumber {
    this.#count += 1;
    return { life: this.#life, count: this.#count };
  }
}

/** The leader's side, for one term. */
export class SeenProposals {
  /** By sender and life, newest life last; undefined = so old that nothing of it is taken any more. */
  readonly #lives = new Map<MemberId, Map<number, SeenCounts | undefined>>();

  /** True the first time. */
  isNew(sender: MemberId, { life, count }: ProposalNumber): boolean {
    let lives = this.#lives.get(sender);
    if (lives === undefined) {
      lives = new Map();
      this.#lives.set(sender, lives);
    }
    if (!lives.has(life)) {
      lives.set(life, new SeenCounts());
      const oldest = [...lives.keys()].at(-1 - livesMax);
      if (oldest !== undefined) lives.set(oldest, undefined);
    }
    return lives.get(life)?.isNew(count) ?? false;
  }
}

/** The numbers seen so far: exactly for the last `reorderedMax`, and all below. */
class SeenCounts {
  readonly #bits = new Uint32Array(reorderedMax / 32);
  #highest = 0;

  isNew(count: number): boolean {
    if (count <= this.#highest - reorderedMax) return false;
    if (count > this.#highest) this.#advanceTo(count);
    const word = (count % reorderedMax) >>> 5;
    const bit = 1 << (count & 31);
    const bits = this.#bits[word] as number;
    if ((bits & bit) !== 0) return false;
    this.#bits[word] = bits | bit;
    return true;
  }

  /** The places of what is forgotten are those of the new numbers. */
  #advanceTo(count: number): void {
    const from = Math.max(this.#highest + 1, count - reorderedMax + 1);
    for (let next = from; next <= count; next++) {
      const word = (next % reorderedMax) >>> 5;
      this.#bits[word] = (this.#bits[word] as number) & ~(1 << (next & 31));
    }
    this.#highest = count;
  }
}

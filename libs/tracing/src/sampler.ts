import { parseTraceparent } from './trace-context.ts';
import type { TraceParent } from './trace-context.ts';

const million = 1_000_000;

/**
 * Which calls are traced, as etcd decides it: a client that has decided for its trace is followed, of
 * the others a share is taken. The answer is given before anything is made for the call, so that one that
 * is not traced costs a look at its metadata and a random number.
 */
export class Sampler {
  readonly #ratePerMillion: number;
  readonly #random: () => number;

  /** @param random from 0, below 1 */
  constructor(ratePerMillion: number, random: () => number) {
    this.#ratePerMillion = ratePerMillion;
    this.#random = random;
  }

  /** @returns undefined = not traced; else what it continues, or that it begins a trace */
  decide(traceparent: string | undefined): TraceParent | 'root' | undefined {
    const parent = traceparent === undefined ? undefined : parseTraceparent(traceparent);
    if (parent !== undefined) return parent.isSampled ? parent : undefined;
    return this.#random() * million < this.#ratePerMillion ? 'root' : undefined;
  }
}

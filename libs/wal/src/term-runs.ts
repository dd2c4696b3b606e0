import { AssertionFailure } from '@cairn/core';

interface TermRun {
  readonly first: number;
  readonly term: number;
}

/**
 * Which term the entries of the log have, as runs of equal terms: a few numbers instead of one per
 * entry, since a term lasts for as long as a leader does.
 */
export class TermRuns {
  readonly #runs: TermRun[];
  #lastIndex: number;

  /** An empty log that begins after `index`, whose entry was of `term`. */
  constructor(index: number, term: number) {
    this.#runs = [{ first: index, term }];
    this.#lastIndex = index;
  }

  get lastIndex(): number {
    return this.#lastIndex;
  }

  /** The entry at `index` is now the last one, whatever was there before. */
  set(index: number, term: number): void {
    if (index > this.#lastIndex + 1) {
      throw new AssertionFailure(`entry ${index} does not follow ${this.#lastIndex}`);
    }
    let last = this.#runs.at(-1);
    while (last !== undefined && last.first >= index) {
      this.#runs.pop();
      last = this.#runs.at(-1);
    }
    if (last?.term !== term) this.#runs.push({ first: index, term });
    this.#lastIndex = index;
  }

  /** The log begins anew after `index`. */
  reset(index: number, term: number): void {
    this.#runs.splice(0, Infinity, { first: index, term });
    this.#lastIndex = index;
  }

  /** Undefined if the log does not know that entry. */
  termOf(index: number): number | undefined {
    if (index > this.#lastIndex) return undefined;
    return this.#runs.findLast((run) => run.first <= index)?.term;
  }

  /** Forgets what is before `index`. */
  dropBefore(index: number): void {
    while ((this.#runs[1]?.first ?? Infinity) <= index) this.#runs.shift();
  }
}

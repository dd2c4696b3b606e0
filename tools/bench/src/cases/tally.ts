// What the rounds of one load came to. A product whose answers were not all as they should be is out
// for this load: a median of its other rounds would hide that, and a server that refuses is fast.
import { medianFigures, medianNumber } from '../figures.ts';
import type { CaseName, Context, Outcome, Row, Run } from './case.ts';

export class Tally {
  readonly #caseName: CaseName;
  readonly #load: string;
  readonly #runs = new Map<string, Run[]>();
  readonly #failures = new Map<string, string>();

  constructor(caseName: CaseName, load: string, products: readonly string[]) {
    this.#caseName = caseName;
    this.#load = load;
    for (const name of products) this.#runs.set(name, []);
  }

  /** Runs and takes down what it measured, unless the product is out. */
  async add(product: string, run: () => Promise<Run>): Promise<void> {
    if (this.#failures.has(product)) return;
    try {
      this.#runs.get(product)?.push(await run());
    } catch (error) {
      this.fail(product, error);
    }
  }

  fail(product: string, error: unknown): void {
    this.#failures.set(product, error instanceof Error ? error.message : String(error));
  }

  finish(context: Context): Row {
    const outcomes = new Map<string, Outcome>();
    for (const [product, runs] of this.#runs) {
      const reason = this.#failures.get(product);
      if (reason === undefined) {
        const figures = medianFigures(runs.map(({ figures }) => figures));
        outcomes.set(product, { kind: 'measured', figures });
      } else {
        outcomes.set(product, { kind: 'failed', reason });
        context.say(`  ${this.#caseName}, ${this.#load}: ${product} failed: ${reason}`);
      }
      const programs = renderPrograms(runs);
      if (programs !== '') {
        context.say(`  ${this.#caseName}, ${this.#load}: ${product}, CPU s: ${programs}`);
      }
    }
    const row = { caseName: this.#caseName, load: this.#load, outcomes };
    context.onRow(row);
    return row;
  }
}

/** Which program took how much, those that took the most first; nothing when there is only one. */
export function renderPrograms(runs: readonly Run[]): string {
  const names = new Set(runs.flatMap((run) => [...(run.cpuSecondsByProgram?.keys() ?? [])]));
  if (names.size < 2) return '';
  return [...names]
    .map((name) => {
      const seconds = runs.map((run) => run.cpuSecondsByProgram?.get(name) ?? 0);
      return { name, seconds: medianNumber(seconds) };
    })
    .filter(({ seconds }) => seconds >= 0.01)
    .toSorted((one, other) => other.seconds - one.seconds)
    .map(({ name, seconds }) => `${name} ${seconds.toFixed(2)}`)
    .join(', ');
}

import { percentile } from '../load/percentile.ts';

/** What became of the requests of one run. */
export class Recorder {
  readonly #latenciesMs: Float64Array;
  #answered = 0;
  #failed = 0;
  #firstFailure = '';

  constructor(requests: number) {
    this.#latenciesMs = new Float64Array(requests);
  }

  get finished(): number {
    return this.#answered + this.#failed;
  }

  answered(latencyMs: number): void {
    this.#latenciesMs[this.#answered++] = latencyMs;
  }

  failed(reason: string): void {
    if (this.#failed++ === 0) this.#firstFailure = reason;
  }

  /** Percentiles of the response times; throws when any request was not answered as it should be. */
  percentilesMs(percents: readonly number[]): readonly number[] {
    if (this.#failed > 0) {
      throw new Error(
        `${this.#failed} of ${this.finished} answers were not OK, the first: ${this.#firstFailure}`,
      );
    }
    const sorted = this.#latenciesMs.subarray(0, this.#answered).sort();
    return percents.map((percent) => percentile(sorted, percent));
  }
}

// Warnings that may come by the thousand. When everything is slow, a line for each thing that was slow would
// make it slower: so there are some in each second, and then the number of the others.
import type { Logger } from 'pino';

const linesPerSecond = 10;

export interface PacedLogOptions {
  readonly logger: Pick<Logger, 'warn'>;
  readonly nowMs: () => number;
  /** Of each line. */
  readonly text: string;
  /** Of the line with the number of those that were left out. */
  readonly othersText: string;
}

export class PacedLog {
  readonly #options: PacedLogOptions;
  #secondStartMs: number;
  #lines = 0;
  #leftOut = 0;

  constructor(options: PacedLogOptions) {
    this.#options = options;
    this.#secondStartMs = options.nowMs();
  }

  /** @param fields asked for only if there will be a line */
  warn(fields: () => Readonly<Record<string, unknown>>): void {
    const { logger, nowMs, text, othersText } = this.#options;
    const now = nowMs();
    if (now - this.#secondStartMs >= 1_000) {
      this.#secondStartMs = now;
      this.#lines = 0;
      if (this.#leftOut > 0) logger.warn({ requests: this.#leftOut }, othersText);
      this.#leftOut = 0;
    }
    if (this.#lines === linesPerSecond) {
      this.#leftOut += 1;
      return;
    }
    this.#lines += 1;
    logger.warn(fields(), text);
  }
}

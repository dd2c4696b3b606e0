import type { MonotonicClock } from '@cairn/core';
import type { Logger } from '@cairn/telemetry';
import { refusalLogIntervalMs } from './limits.ts';
import type { Refusal } from './tls-acceptor.ts';

export interface RefusalLogOptions {
  readonly logger: Pick<Logger, 'warn'>;
  /** Of the port: what an operator looks for. */
  readonly url: string;
  readonly clock: MonotonicClock;
}

/** Says who was not let in, and why: one line a second, with the number of those that it leaves out. */
export class RefusalLog {
  readonly #options: RefusalLogOptions;
  #saidAtMs = -Infinity;
  #leftOut = 0;

  constructor(options: RefusalLogOptions) {
    this.#options = options;
  }

  add({ peerAddress, reason }: Refusal): void {
    const { logger, url, clock } = this.#options;
    const nowMs = clock.nowMs();
    if (nowMs - this.#saidAtMs < refusalLogIntervalMs) {
      this.#leftOut += 1;
      return;
    }
    const others = this.#leftOut === 0 ? {} : { others: this.#leftOut };
    logger.warn({ url, peer: peerAddress, reason, ...others }, 'refused a connection');
    this.#saidAtMs = nowMs;
    this.#leftOut = 0;
  }
}

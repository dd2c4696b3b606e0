// Requests that took too long are named in the log (etcd: --warning-unary-request-duration). When everything
// is slow, a line for each would make it slower: so there are some in each second, and then their number.
import type { MonotonicClock } from '@cairn/core';
import type { CallInfo } from '@cairn/edge';
import type { Logger } from '@cairn/telemetry';
import { summarizeRequest } from './request-summary.ts';

type SlowCall = Pick<CallInfo, 'path' | 'peerAddress'>;

const linesPerSecond = 10;

export class SlowRequests {
  readonly #thresholdMs: number;
  readonly #logger: Pick<Logger, 'warn'>;
  readonly #clock: MonotonicClock;
  #secondStartMs: number;
  #lines = 0;
  #unnamed = 0;

  constructor(thresholdMs: number, logger: Pick<Logger, 'warn'>, clock: MonotonicClock) {
    this.#thresholdMs = thresholdMs;
    this.#logger = logger;
    this.#clock = clock;
    this.#secondStartMs = clock.nowMs();
  }

  /** Called for every request: for one that was fast enough it costs a comparison. */
  finished(durationMs: number, code: number, call: SlowCall, request: Uint8Array): void {
    if (durationMs >= this.#thresholdMs) this.#name(durationMs, code, call, request);
  }

  #name(durationMs: number, code: number, call: SlowCall, request: Uint8Array): void {
    const nowMs = this.#clock.nowMs();
    if (nowMs - this.#secondStartMs >= 1_000) {
      this.#secondStartMs = nowMs;
      this.#lines = 0;
      if (this.#unnamed > 0) this.#logger.warn({ requests: this.#unnamed }, 'more slow requests');
      this.#unnamed = 0;
    }
    if (this.#lines === linesPerSecond) {
      this.#unnamed += 1;
      return;
    }
    this.#lines += 1;
    this.#logger.warn(
      {
        method: call.path,
        client: call.peerAddress,
        code,
        durationMs: Math.round(durationMs),
        thresholdMs: this.#thresholdMs,
        ...summarizeRequest(call.path, request),
      },
      'request took too long',
    );
  }
}

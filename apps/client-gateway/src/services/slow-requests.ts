// Requests that took too long are named in the log (etcd: --warning-unary-request-duration).
import { summarizeRequest } from '@cairn/api';
import type { MonotonicClock } from '@cairn/core';
import type { CallInfo } from '@cairn/edge';
import { PacedLog } from '@cairn/telemetry';
import type { Logger } from '@cairn/telemetry';

type SlowCall = Pick<CallInfo, 'path' | 'peerAddress'>;

export class SlowRequests {
  readonly #thresholdMs: number;
  readonly #log: PacedLog;

  constructor(thresholdMs: number, logger: Pick<Logger, 'warn'>, clock: MonotonicClock) {
    this.#thresholdMs = thresholdMs;
    this.#log = new PacedLog({
      logger,
      nowMs: () => clock.nowMs(),
      text: 'request took too long',
      othersText: 'more slow requests',
    });
  }

  /** Called for every request: for one that was fast enough it costs a comparison. */
  finished(durationMs: number, code: number, call: SlowCall, request: Uint8Array): void {
    if (durationMs >= this.#thresholdMs) this.#name(durationMs, code, call, request);
  }

  #name(durationMs: number, code: number, call: SlowCall, request: Uint8Array): void {
    this.#log.warn(() => ({
      method: call.path,
      client: call.peerAddress,
      code,
      durationMs: Math.round(durationMs),
      thresholdMs: this.#thresholdMs,
      ...summarizeRequest(call.path, request),
    }));
  }
}

// How long requests take to apply: every one for etcd's histogram, and the slow ones by name in the log
// (etcd: --warning-apply-duration). Applying holds the thread, so one that takes long delays everybody.
import { summarizeRequest } from '@cairn/api';
import type { MonotonicClock } from '@cairn/core';
import { RequestKind, bodyOf, decodeRequest, kindOf } from '@cairn/replica';
import type { AppliedRequest } from '@cairn/replica';
import { Counter, PacedLog, TallyHistogram } from '@cairn/telemetry';
import type { Logger, Registry, Tally } from '@cairn/telemetry';
import { etcdRequests } from './etcd-requests.ts';

export interface ApplyTimesOptions {
  /** 0 = none is slow. */
  readonly thresholdMs: number;
  readonly logger: Pick<Logger, 'warn'>;
  readonly clock: MonotonicClock;
  readonly registry: Registry;
}

/** etcd's buckets: 100 µs doubling up to 52 s. */
const bounds: readonly number[] = Array.from({ length: 20 }, (_, i) => 0.0001 * 2 ** i);

export class ApplyTimes {
  readonly #thresholdMs: number;
  readonly #log: PacedLog;
  readonly #histogram: TallyHistogram;
  readonly #slow: Counter;
  readonly #applied = new Map<RequestKind, Tally>();
  readonly #refused = new Map<RequestKind, Tally>();

  constructor({ thresholdMs, logger, clock, registry }: ApplyTimesOptions) {
    this.#thresholdMs = thresholdMs > 0 ? thresholdMs : Infinity;
    this.#log = new PacedLog({
      logger,
      nowMs: () => clock.nowMs(),
      text: 'applying a request took too long',
      othersText: 'more requests that took too long to apply',
    });
    this.#histogram = new TallyHistogram({
      name: 'etcd_server_apply_duration_seconds',
      help: 'How long it took to apply a request.',
      bounds,
      registry,
    });
    this.#slow = new Counter({
      name: 'etcd_server_slow_apply_total',
      help: 'Requests that took longer to apply than --warning-apply-duration.',
      registers: [registry],
    });
  }

  add({ entry, durationMs, isRefused }: AppliedRequest): void {
    this.#tallyOf(kindOf(entry.data), isRefused).observe(durationMs / 1_000);
    if (durationMs >= this.#thresholdMs) this.#name(entry.data, durationMs, isRefused);
  }

  #tallyOf(kind: RequestKind, isRefused: boolean): Tally {
    const tallies = isRefused ? this.#refused : this.#applied;
    const known = tallies.get(kind);
    if (known !== undefined) return known;
    const op = etcdRequests.get(kind)?.operation ?? ownOperation(kind);
    const tally = this.#histogram.tally({ version: 'v3', op, success: String(!isRefused) });
    tallies.set(kind, tally);
    return tally;
  }

  #name(data: Uint8Array, durationMs: number, isRefused: boolean): void {
    this.#slow.inc();
    this.#log.warn(() => {
      const request = decodeRequest(data);
      const known = etcdRequests.get(request.kind);
      return {
        request: known?.operation ?? ownOperation(request.kind),
        durationMs: Math.round(durationMs),
        thresholdMs: this.#thresholdMs,
        ...(isRefused ? { isRefused } : {}),
        ...summarizeRequest(known?.path ?? '', bodyOf(request)),
      };
    });
  }
}

/** What etcd does not have in its log. */
function ownOperation(kind: RequestKind): string {
  const [name = `${kind}`] = Object.entries(RequestKind).find(([, own]) => own === kind) ?? [];
  return name;
}

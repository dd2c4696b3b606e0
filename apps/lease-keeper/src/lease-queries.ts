// "Does this lease exist?", asked of the node. Many keep-alives may wait for the same unknown lease,
// and one query serves all that came before it was sent. Those that come later need another one,
// because its linearizable read may lie before a grant that their client has already seen.
// The number under way is bounded; a query whose answer was lost does not hold its place for ever.
import type { MonotonicClock } from '@cairn/core';

export interface LeaseQueriesOptions {
  readonly clock: MonotonicClock;
  readonly inFlightMax: number;
  readonly timeoutMs: number;
  readonly send: (queryId: number, leaseId: bigint) => void;
}

interface InFlight {
  readonly leaseId: bigint;
  readonly overdueAtMs: number;
}

export class LeaseQueries {
  readonly #options: LeaseQueriesOptions;
  /** In the order of sending. */
  readonly #inFlight = new Map<number, InFlight>();
  readonly #leasesInFlight = new Set<bigint>();
  /** Leases that want another query after the one under way. */
  readonly #followUps = new Set<bigint>();
  /** Leases that wait for room. */
  readonly #backlog = new Set<bigint>();
  #lastId = 0;

  constructor(options: LeaseQueriesOptions) {
    this.#options = options;
  }

  /** `sent`: the query that has just left covers the question. `queued`: a later one will. */
  ask(leaseId: bigint): 'sent' | 'queued' {
    if (this.#leasesInFlight.has(leaseId)) {
      this.#followUps.add(leaseId);
      return 'queued';
    }
    if (this.#backlog.has(leaseId) || this.#inFlight.size >= this.#options.inFlightMax) {
      this.#backlog.add(leaseId);
      return 'queued';
    }
    this.#send(leaseId);
    return 'sent';
  }

  /** @returns the lease the query was about, or undefined when nobody waits for it any more. */
  answered(queryId: number): bigint | undefined {
    const query = this.#inFlight.get(queryId);
    if (query === undefined) return undefined;
    this.#end(queryId, query.leaseId);
    return query.leaseId;
  }

  /** Gives up queries whose answer is overdue. */
  dropOverdue(): void {
    const nowMs = this.#options.clock.nowMs();
    for (const [queryId, { leaseId, overdueAtMs }] of this.#inFlight) {
      if (overdueAtMs > nowMs) return;
      this.#end(queryId, leaseId);
    }
  }

  /** Sends what waits for room. `isWanted` may move the questions over to the query that is sent. */
  sendQueued(isWanted: (leaseId: bigint) => boolean): void {
    for (const leaseId of this.#backlog) {
      if (this.#inFlight.size >= this.#options.inFlightMax) return;
      this.#backlog.delete(leaseId);
      if (isWanted(leaseId)) this.#send(leaseId);
    }
  }

  #send(leaseId: bigint): void {
    this.#lastId = (this.#lastId + 1) >>> 0;
    const overdueAtMs = this.#options.clock.nowMs() + this.#options.timeoutMs;
    this.#inFlight.set(this.#lastId, { leaseId, overdueAtMs });
    this.#leasesInFlight.add(leaseId);
    this.#options.send(this.#lastId, leaseId);
  }

  #end(queryId: number, leaseId: bigint): void {
    this.#inFlight.delete(queryId);
    this.#leasesInFlight.delete(leaseId);
    if (this.#followUps.delete(leaseId)) this.#backlog.add(leaseId);
  }
}

// What is known about single revisions without any search: what answers and watches showed of them,
// and, with a log, everything. An operation whose outcome nobody knows fits at few revisions then, most
// often at one or none, and the search has little to choose from.
import { inRange } from './keys.ts';
import type { ReplayedLog } from './replayed-log.ts';
import type {
  History,
  KeyValue,
  Operation,
  OperationAnswer,
  OperationRequest,
  WatchEvent,
} from './types.ts';

export class RevisionFacts {
  readonly #log: ReplayedLog | undefined;
  /** By revision and key. */
  readonly #shown = new Map<number, Map<string, KeyValue>>();
  /** Where a value was shown that only one operation writes under that key. */
  readonly #onlyAt = new Map<string, number>();

  constructor(history: History, log: ReplayedLog | undefined) {
    this.#log = log;
    for (const { type, kv } of log?.eventsBetween(0, log.lastRevision) ?? []) {
      if (type === 'put') this.#show(kv);
    }
    for (const { outcome } of history.operations) {
      if (outcome.kind === 'ok') this.#learn(outcome.answer);
    }
    for (const { responses } of history.watches) {
      for (const response of responses) {
        if (response.kind !== 'events') continue;
        for (const { type, kv } of response.events) if (type === 'put') this.#show(kv);
      }
    }
    this.#pin(history.operations);
  }

  /** False when the request cannot have made `revision`; cheaper than to carry it out. */
  mayMake(revision: number, request: OperationRequest): boolean {
    if (request.type === 'put') {
      const only = this.#onlyAt.get(nameOf(request.key, request.value));
      if (only !== undefined) return only === revision;
    }
    if (this.#log === undefined) return true;
    const events = this.#log.eventsAt(revision);
    if (request.type === 'put') return events.length === 1 && events[0]?.kv.key === request.key;
    if (request.type === 'delete') return events.every(({ kv }) => inRange(kv.key, request));
    return request.type !== 'leaseRevoke' || events.every(({ type }) => type === 'delete');
  }

  /** False when these cannot have been the changes of `revision`. */
  allow(revision: number, events: readonly WatchEvent[]): boolean {
    if (this.#log !== undefined) return sameEvents(this.#log.eventsAt(revision), events);
    for (const [key, shown] of this.#shown.get(revision) ?? []) {
      const event = events.find(({ kv }) => kv.key === key);
      if (event?.type !== 'put') return false;
      if (shown.value !== '' && shown.value !== event.kv.value) return false;
    }
    return events.every(({ kv }) => {
      return (this.#onlyAt.get(nameOf(kv.key, kv.value)) ?? revision) === revision;
    });
  }

  #pin(operations: readonly Operation[]): void {
    const writers = new Map<string, number>();
    for (const { request } of operations) {
      for (const name of namesWritten(request)) writers.set(name, (writers.get(name) ?? 0) + 1);
    }
    for (const [revision, records] of this.#shown) {
      for (const { key, value } of records.values()) {
        const name = nameOf(key, value);
        // An empty value may be one that was left out.
        if (value !== '' && writers.get(name) === 1) this.#onlyAt.set(name, revision);
      }
    }
  }

  #learn(answer: OperationAnswer): void {
    if (answer.type === 'range') for (const kv of answer.kvs) this.#show(kv);
    if (answer.type === 'txn') for (const part of answer.answers) this.#learn(part);
  }

  #show(kv: KeyValue): void {
    let records = this.#shown.get(kv.modRevision);
    if (records === undefined) this.#shown.set(kv.modRevision, (records = new Map()));
    // Keys alone are shown with an empty value; one with its value says more.
    if (kv.value !== '' || !records.has(kv.key)) records.set(kv.key, kv);
  }
}

function nameOf(key: string, value: string): string {
  return JSON.stringify([key, value]);
}

function namesWritten(request: OperationRequest): readonly string[] {
  if (request.type === 'put') return [nameOf(request.key, request.value)];
  if (request.type !== 'txn') return [];
  return [...request.success, ...request.failure].flatMap(namesWritten);
}

/** The same changes in any order: sub-revisions are the server's affair. */
function sameEvents(expected: readonly WatchEvent[], seen: readonly WatchEvent[]): boolean {
  if (expected.length !== seen.length) return false;
  return seen.every(({ type, kv }) =>
    expected.some(
      (other) =>
        other.type === type &&
        other.kv.key === kv.key &&
        other.kv.value === kv.value &&
        other.kv.leaseId === kv.leaseId,
    ),
  );
}

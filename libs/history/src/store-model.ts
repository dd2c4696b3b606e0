// The store as a client's textbook has it: what a request answers and changes, one request at a time.
//
// A search through orders of operations goes back as often as forward, so a step can be taken back:
// that is one list of the records it replaced, where copying the store for every step would cost as
// much as the whole history is long. Revisions are part of the state. What makes an answer's header
// wrong, a skipped or a repeated revision, is then as visible as a wrong value.
import { unreachable } from '@cairn/core';
import { compareKeys, inRange } from './keys.ts';
import type {
  Compare,
  DeleteRequest,
  KeyRange,
  KeyValue,
  OperationAnswer,
  OperationRequest,
  PutRequest,
  RangeAnswer,
  RangeRequest,
  TxnAnswer,
  TxnOperation,
  TxnRequest,
  WatchEvent,
} from './types.ts';

/** The revision of a store nobody has written to. */
export const emptyStoreRevision = 1;

/** What one request answered and changed. */
export interface Step {
  readonly answer: OperationAnswer;
  /** Of its revision, in order; empty when it changed no key. */
  readonly events: readonly WatchEvent[];
  readonly revisionBefore: number;
  readonly compactRevisionBefore: number;
}

export class StoreModel {
  #revision = emptyStoreRevision;
  #compactRevision = 0;
  readonly #records = new Map<string, KeyValue>();

  get revision(): number {
    return this.#revision;
  }

  get compactRevision(): number {
    return this.#compactRevision;
  }

  record(key: string): KeyValue | undefined {
    return this.#records.get(key);
  }

  /** The records of a range, by key. */
  recordsIn(range: KeyRange): readonly KeyValue[] {
    if (range.rangeEnd === '') {
      const record = this.#records.get(range.key);
      return record === undefined ? [] : [record];
    }
    return [...this.#records.values()]
      .filter(({ key }) => inRange(key, range))
      .toSorted((a, b) => compareKeys(a.key, b.key));
  }

  /** Carries the request out; undefined (and nothing changed) when the store would refuse it. */
  apply(request: OperationRequest): Step | undefined {
    const revisionBefore = this.#revision;
    const compactRevisionBefore = this.#compactRevision;
    const events: WatchEvent[] = [];
    const answer = this.#answer(request, events);
    if (answer === undefined) {
      for (const event of events.toReversed()) this.#takeBack(event);
      return undefined;
    }
    if (events.length > 0) this.#revision++;
    return { answer, events, revisionBefore, compactRevisionBefore };
  }

  /** Takes back the last step that was not taken back yet. */
  undo(step: Step): void {
    for (const event of step.events.toReversed()) this.#takeBack(event);
    this.#revision = step.revisionBefore;
    this.#compactRevision = step.compactRevisionBefore;
  }

  /** Two states with the same fingerprint are equal. */
  fingerprint(): string {
    const records = [...this.#records.values()]
      .toSorted((a, b) => compareKeys(a.key, b.key))
      .map(({ key, value, createRevision, modRevision, version, leaseId }) =>
        JSON.stringify([key, value, createRevision, modRevision, version, String(leaseId)]),
      );
    return `${this.#revision} ${this.#compactRevision} ${records.join()}`;
  }

  #answer(request: OperationRequest, events: WatchEvent[]): OperationAnswer | undefined {
    switch (request.type) {
      case 'put':
      case 'delete':
      case 'range':
        return this.#operate(request, events);
      case 'txn':
        return this.#transact(request, events);
      case 'compact':
        if (request.revision <= this.#compactRevision || request.revision > this.#revision) {
          return undefined;
        }
        this.#compactRevision = request.revision;
        return { type: 'compact', revision: this.#revision };
      case 'leaseGrant':
        return { type: 'leaseGrant', revision: this.#revision, ttl: request.ttl };
      case 'leaseRevoke':
        this.#deleteAll(this.#attachedTo(request.leaseId), events);
        return { type: 'leaseRevoke', revision: this.#revisionAfter(events) };
      case 'leaseKeepAlive':
        return { type: 'leaseKeepAlive', revision: this.#revision, ttl: 0 };
      default:
        return unreachable(request);
    }
  }

  #operate(
    request: TxnOperation,
    events: WatchEvent[],
  ): Exclude<TxnAnswer['answers'][number], undefined> | undefined {
    if (request.type === 'put') {
      this.#put(request, events);
      return { type: 'put', revision: this.#revisionAfter(events) };
    }
    if (request.type === 'delete') {
      const deleted = this.#deleteAll(this.#keysOf(request), events);
      return { type: 'delete', revision: this.#revisionAfter(events), deleted };
    }
    return this.#range(request, this.#revisionAfter(events));
  }

  #transact(request: TxnRequest, events: WatchEvent[]): TxnAnswer | undefined {
    const succeeded = request.compares.every((compare) => this.#holds(compare));
    const answers: TxnAnswer['answers'][number][] = [];
    for (const operation of succeeded ? request.success : request.failure) {
      const answer = this.#operate(operation, events);
      if (answer === undefined) return undefined;
      answers.push(answer);
    }
    return { type: 'txn', revision: this.#revisionAfter(events), succeeded, answers };
  }

  #range(request: RangeRequest, revision: number): RangeAnswer | undefined {
    if (request.revision > revision) return undefined;
    if (request.revision !== 0 && request.revision < this.#compactRevision) return undefined;
    return rangeAnswer(request, this.recordsIn(request), revision);
  }

  #put({ key, value, leaseId }: PutRequest, events: WatchEvent[]): void {
    const prevKv = this.#records.get(key);
    const modRevision = this.#revision + 1;
    const createRevision = prevKv?.createRevision ?? modRevision;
    const version = (prevKv?.version ?? 0) + 1;
    const kv = { key, value, createRevision, modRevision, version, leaseId };
    this.#records.set(key, kv);
    events.push({ type: 'put', kv, prevKv });
  }

  #deleteAll(keys: readonly string[], events: WatchEvent[]): number {
    for (const key of keys) {
      events.push({
        type: 'delete',
        kv: tombstone(key, this.#revision + 1),
        prevKv: this.#records.get(key),
      });
      this.#records.delete(key);
    }
    return keys.length;
  }

  #takeBack({ kv, prevKv }: WatchEvent): void {
    if (prevKv === undefined) this.#records.delete(kv.key);
    else this.#records.set(kv.key, prevKv);
  }

  #keysOf(range: DeleteRequest): readonly string[] {
    return this.recordsIn(range).map(({ key }) => key);
  }

  #attachedTo(leaseId: bigint): readonly string[] {
    return [...this.#records.values()]
      .filter((record) => record.leaseId === leaseId)
      .map(({ key }) => key)
      .toSorted(compareKeys);
  }

  #revisionAfter(events: readonly WatchEvent[]): number {
    return this.#revision + (events.length > 0 ? 1 : 0);
  }

  #holds({ key, target, operator, operand }: Compare): boolean {
    const record = this.#records.get(key);
    if (target === 'value' && record === undefined) return false;
    const actual = targetOf(record, target);
    switch (operator) {
      case 'equal':
        return actual === operand;
      case 'notEqual':
        return actual !== operand;
      case 'less':
        return actual < operand;
      case 'greater':
        return actual > operand;
      default:
        return unreachable(operator);
    }
  }
}

/** The answer of a range whose records, by key, are known. */
export function rangeAnswer(
  { limit, keysOnly, countOnly }: RangeRequest,
  records: readonly KeyValue[],
  revision: number,
): RangeAnswer {
  const count = records.length;
  if (countOnly) return { type: 'range', revision, kvs: [], count, more: false };
  const shown = limit === 0 ? records : records.slice(0, limit);
  return {
    type: 'range',
    revision,
    kvs: keysOnly ? shown.map((kv) => ({ ...kv, value: '' })) : shown,
    count,
    more: shown.length < count,
  };
}

export function tombstone(key: string, modRevision: number): KeyValue {
  return { key, value: '', createRevision: 0, modRevision, version: 0, leaseId: 0n };
}

function targetOf(
  record: KeyValue | undefined,
  target: Compare['target'],
): number | bigint | string {
  switch (target) {
    case 'version':
      return record?.version ?? 0;
    case 'create':
      return record?.createRevision ?? 0;
    case 'mod':
      return record?.modRevision ?? 0;
    case 'lease':
      return record?.leaseId ?? 0n;
    case 'value':
      return record?.value ?? '';
    default:
      return unreachable(target);
  }
}

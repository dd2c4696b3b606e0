// Histories for tests: short ones written by hand, and random ones that a correct store has produced.
import { SeededRandom } from '@cairn/core';
import { StoreModel } from '../store-model.ts';
import type {
  Change,
  Compare,
  History,
  KeyValue,
  Operation,
  OperationAnswer,
  OperationRequest,
  Outcome,
  RangeRequest,
  WatchEvent,
  WatchRequest,
  WatchResponse,
  WatchSession,
} from '../types.ts';

export function put(key: string, value: string, leaseId = 0n): OperationRequest & { type: 'put' } {
  return { type: 'put', key, value, leaseId };
}

export function remove(key: string, rangeEnd = ''): OperationRequest & { type: 'delete' } {
  return { type: 'delete', key, rangeEnd };
}

export function range(key: string, options: Partial<RangeRequest> = {}): RangeRequest {
  return {
    type: 'range',
    key,
    rangeEnd: '',
    revision: 0,
    limit: 0,
    keysOnly: false,
    countOnly: false,
    serializable: false,
    ...options,
  };
}

/** Writes when the key was last changed at `modRevision`, else reads it. */
export function swap(key: string, modRevision: number, value: string): OperationRequest {
  const compare: Compare = { key, target: 'mod', operator: 'equal', operand: modRevision };
  return {
    type: 'txn',
    compares: [compare],
    success: [put(key, value)],
    failure: [range(key)],
  };
}

export function record(key: string, value: string, fields: Partial<KeyValue> = {}): KeyValue {
  return { key, value, createRevision: 2, modRevision: 2, version: 1, leaseId: 0n, ...fields };
}

/** What happened on a store that works through requests one at a time. */
export class Story {
  readonly operations: Operation[] = [];
  readonly changes: Change[] = [];
  readonly #model = new StoreModel();
  #time = 0;

  get revision(): number {
    return this.#model.revision;
  }

  get time(): number {
    return this.#time;
  }

  /** The next operation, answered rightly, after all before it; `fields` say what was otherwise. */
  does(request: OperationRequest, fields: Partial<Operation> = {}): this {
    const answer = this.#execute(request);
    return this.saw(request, { kind: 'ok', answer }, fields);
  }

  /** It took effect, but its client never heard. */
  doesUnheard(request: OperationRequest, fields: Partial<Operation> = {}): this {
    this.#execute(request);
    return this.saw(request, { kind: 'unknown', error: 'timeout' }, fields);
  }

  /** Recorded only: the store did nothing. */
  saw(request: OperationRequest, outcome: Outcome, fields: Partial<Operation> = {}): this {
    this.operations.push({
      id: this.operations.length + 1,
      client: `c${this.operations.length + 1}`,
      member: 'm1',
      calledAt: this.#time++,
      returnedAt: this.#time++,
      request,
      outcome,
      ...fields,
    });
    return this;
  }

  history(...watches: WatchSession[]): History {
    return { operations: this.operations, watches };
  }

  #execute(request: OperationRequest): OperationAnswer {
    const step = this.#model.apply(request);
    if (step === undefined) throw new Error(`refused: ${JSON.stringify(request)}`);
    if (step.events.length > 0) {
      this.changes.push({ revision: this.#model.revision, events: step.events });
    }
    return step.answer;
  }
}

export function watch(
  request: Partial<WatchRequest>,
  responses: readonly WatchResponse[],
  id = 1,
): WatchSession {
  return {
    id,
    client: 'watcher',
    member: 'm1',
    openedAt: 0,
    closedAt: 100,
    request: {
      key: 'a',
      rangeEnd: '\0',
      startRevision: 1,
      prevKv: false,
      noPut: false,
      noDelete: false,
      progressNotify: true,
      fragment: false,
      ...request,
    },
    responses: [{ kind: 'created', time: 0, revision: 1 }, ...responses],
  };
}

export function sent(events: readonly WatchEvent[], fragment = false): WatchResponse {
  const revision = events.at(-1)?.kv.modRevision ?? 0;
  return { kind: 'events', time: 50, revision, events, fragment };
}

export function progress(revision: number): WatchResponse {
  return { kind: 'progress', time: 50, revision };
}

/** Clients on a correct store: every operation takes effect at one moment between call and return. */
export function randomHistory(seed: number, operationCount: number, clientCount: number): Story {
  const random = new SeededRandom(seed);
  const story = new Story();
  const freeAt = Array.from({ length: clientCount }, () => 0);
  for (let moment = 1; moment <= operationCount; moment++) {
    const time = moment * 10;
    const client = random.nextBelow(clientCount);
    const calledAt = Math.max(freeAt[client] ?? 0, time - random.nextBelow(30));
    if (calledAt > time) continue;
    const returnedAt = time + 1 + random.nextBelow(30);
    freeAt[client] = returnedAt + 1;
    const times = { client: `c${client}`, calledAt, returnedAt };
    const request = randomRequest(random, moment, story.revision);
    const luck = random.nextBelow(10);
    if (luck === 0) story.doesUnheard(request, times);
    else if (luck === 1) story.saw(request, { kind: 'unknown', error: 'lost' }, times);
    else story.does(request, times);
  }
  return story;
}

function randomRequest(random: SeededRandom, number: number, revision: number): OperationRequest {
  const key = 'abc'.charAt(random.nextBelow(3));
  switch (random.nextBelow(8)) {
    case 0:
    case 1:
      return put(key, `v${number}`);
    case 2:
      return remove(key);
    case 3:
      return swap(key, Math.max(0, revision - random.nextBelow(4)), `s${number}`);
    case 4:
      return range('a', { rangeEnd: '\0', limit: random.nextBelow(3) });
    case 5:
      return put(key, `l${number}`, leaseAt(number));
    case 6:
      // One that nobody puts with any more.
      return { type: 'leaseRevoke', leaseId: leaseAt(number) - 1n };
    default:
      return range(key);
  }
}

function leaseAt(number: number): bigint {
  return BigInt(1 + Math.floor(number / 3));
}

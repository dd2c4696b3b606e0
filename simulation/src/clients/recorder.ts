// What clients saw, in the words of libs/history. An operation begins when it is sent and ends when its
// client hears of it; whoever never hears (its gateway died, the run was over) does not know the outcome.
import type {
  History,
  Operation,
  OperationRequest,
  Outcome,
  WatchRequest,
  WatchResponse,
  WatchSession,
} from '@cairn/history';
import type { World } from '../world/world.ts';

interface OpenOperation {
  readonly id: number;
  readonly client: string;
  readonly member: string;
  readonly calledAt: number;
  readonly request: OperationRequest;
}

export interface OpenWatch {
  readonly session: { -readonly [K in keyof Omit<WatchSession, 'responses'>]: WatchSession[K] };
  readonly responses: WatchResponse[];
}

export class Recorder {
  readonly #world: World;
  readonly #open = new Map<number, OpenOperation>();
  readonly #operations: Operation[] = [];
  readonly #watches: OpenWatch[] = [];
  #lastId = 0;
  answered = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** Operations nobody has answered yet. */
  get openCount(): number {
    return this.#open.size;
  }

  get watchEventCount(): number {
    let count = 0;
    for (const { responses } of this.#watches) {
      for (const response of responses)
        if (response.kind === 'events') count += response.events.length;
    }
    return count;
  }

  get operationCount(): number {
    return this.#operations.length;
  }

  get openOperations(): readonly OpenOperation[] {
    return [...this.#open.values()];
  }

  begin(client: string, member: string, request: OperationRequest): number {
    const id = ++this.#lastId;
    this.#open.set(id, { id, client, member, calledAt: this.#world.nowUs, request });
    this.#world.line(() => `#${id} ${client} ${describe(request)}`);
    return id;
  }

  end(id: number, outcome: Outcome): void {
    const operation = this.#open.get(id);
    if (operation === undefined) return;
    this.#open.delete(id);
    if (outcome.kind === 'ok') this.answered += 1;
    this.#operations.push({ ...operation, returnedAt: this.#world.nowUs, outcome });
    this.#world.trace.mix(id);
    this.#world.trace.mix(outcome.kind === 'ok' ? outcome.answer.revision : -1);
    this.#world.line(() => `#${id} ${describeOutcome(outcome)}`);
  }

  /** The process of these clients is gone. */
  abandon(clientPrefix: string): void {
    for (const { id, client } of this.openOperations) {
      if (client.startsWith(clientPrefix)) {
        this.end(id, { kind: 'unknown', error: 'the gateway went away' });
      }
    }
  }

  openWatch(client: string, member: string, request: WatchRequest): OpenWatch {
    const nowUs = this.#world.nowUs;
    const session = {
      id: ++this.#lastId,
      client,
      member,
      openedAt: nowUs,
      closedAt: Number.MAX_SAFE_INTEGER,
      request,
    };
    const watch: OpenWatch = { session, responses: [] };
    this.#watches.push(watch);
    return watch;
  }

  closeWatch({ session }: OpenWatch): void {
    session.closedAt = Math.min(session.closedAt, this.#world.nowUs);
  }

  /** Everything; what is open ends now. */
  history(): History {
    for (const { id } of this.openOperations) {
      this.end(id, { kind: 'unknown', error: 'the run was over' });
    }
    const watches = this.#watches.map((watch) => {
      this.closeWatch(watch);
      return { ...watch.session, responses: watch.responses };
    });
    return { operations: this.#operations, watches };
  }
}

function describe(request: OperationRequest): string {
  return JSON.stringify(request, plain);
}

function describeOutcome(outcome: Outcome): string {
  return outcome.kind === 'ok'
    ? JSON.stringify(outcome.answer, plain)
    : `${outcome.kind}: ${outcome.error}`;
}

function plain(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}

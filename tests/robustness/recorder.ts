// One client: sends a request, waits for its end, and writes down what it saw. What cannot be known is
// written down as unknown; a refusal that proves that nothing happened is one only when the code says so.
import type {
  History,
  Operation,
  OperationAnswer,
  OperationRequest,
  Outcome,
  WatchSession,
} from '@cairn/history';
import { GrpcCode } from '@cairn/proto';
import { RpcError } from '../kit/index.ts';
import type { ClusterMember, EtcdClient } from '../kit/index.ts';
import { send } from './requests.ts';

/** Everything that was seen in a run, with one clock. */
export class Recording {
  readonly operations: Operation[] = [];
  readonly watches: WatchSession[] = [];
  readonly startedAt: number = performance.now();
  /** Errors by code and text, for the report. */
  readonly errors: Map<string, number> = new Map();
  #nextId = 1;

  /** Milliseconds since the run began. */
  now(): number {
    return performance.now() - this.startedAt;
  }

  nextId(): number {
    return this.#nextId++;
  }

  count(error: unknown): void {
    const text = error instanceof Error ? error.message : String(error);
    // Texts that name ports or ids would fill the table.
    const kind = text.replaceAll(/\d{2,}/gu, '#').slice(0, 160);
    this.errors.set(kind, (this.errors.get(kind) ?? 0) + 1);
  }

  history(): History {
    return { operations: this.operations, watches: this.watches };
  }
}

/** The highest revision an answer has shown; what is asked about the past starts from it. */
export class RecordingClient implements Disposable {
  readonly name: string;
  readonly #recording: Recording;
  readonly #connections: readonly { readonly member: string; readonly client: EtcdClient }[];
  #turn = 0;
  #revision = 1;
  #hasFailed = false;

  /** With several members each request goes to the next one, as clients of a whole cluster do. */
  constructor(name: string, recording: Recording, members: readonly ClusterMember[]) {
    this.name = name;
    this.#recording = recording;
    this.#connections = members.map((member) => ({
      member: member.name,
      client: member.connect(),
    }));
  }

  get revision(): number {
    return this.#revision;
  }

  /** The last request was not answered well. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  /** Undefined when it failed or nobody knows. */
  async do(request: OperationRequest, timeoutMs: number): Promise<OperationAnswer | undefined> {
    const connection = this.#connections[this.#turn++ % this.#connections.length];
    if (connection === undefined) throw new Error('a client without members');
    const { member, client } = connection;
    const id = this.#recording.nextId();
    const calledAt = this.#recording.now();
    const outcome = await this.#outcome(client, request, timeoutMs);
    const returnedAt = this.#recording.now();
    this.#recording.operations.push({
      id,
      client: this.name,
      member,
      calledAt,
      returnedAt,
      request,
      outcome,
    });
    this.#hasFailed = outcome.kind !== 'ok';
    if (outcome.kind !== 'ok') return undefined;
    this.#revision = Math.max(this.#revision, outcome.answer.revision);
    return outcome.answer;
  }

  [Symbol.dispose](): void {
    for (const { client } of this.#connections) client.close();
  }

  async #outcome(
    client: EtcdClient,
    request: OperationRequest,
    timeoutMs: number,
  ): Promise<Outcome> {
    try {
      return { kind: 'ok', answer: await send(client, request, timeoutMs) };
    } catch (error) {
      this.#recording.count(error);
      if (!(error instanceof RpcError)) throw error;
      const kind = changesNothing(request) || isRefusal(error) ? 'failed' : 'unknown';
      return { kind, error: error.message };
    }
  }
}

function changesNothing({ type }: OperationRequest): boolean {
  return type === 'range' || type === 'leaseKeepAlive';
}

/** Codes with which a request is turned away for what it says, not for what went wrong meanwhile. */
const refusals: ReadonlySet<number> = new Set([
  GrpcCode.invalidArgument,
  GrpcCode.notFound,
  GrpcCode.failedPrecondition,
  GrpcCode.outOfRange,
]);

function isRefusal({ code }: RpcError): boolean {
  return refusals.has(code);
}

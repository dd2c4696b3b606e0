// Takes the steps of a case on one server and writes down what it answered.
import { setTimeout as delay } from 'node:timers/promises';
import { MissingAnswer, Reference } from './case.ts';
import type { Case, SavedAnswers, Step } from './case.ts';
import { maskAnswer } from './masks.ts';
import { hasChange } from './versions.ts';
import { RpcError, askHttp, toPlain } from '../kit/index.ts';
import type {
  Answer,
  Ask,
  EtcdClient,
  MessageStream,
  PlainValue,
  SingleServer,
  StreamRpcs,
  UnaryRpcs,
} from '../kit/index.ts';

const receiveTimeoutMs = 8_000;
/** How long a stream must stay silent at the end of a case to count as read to its end. */
const silenceMs = 20;

/** The release that brought `RangeStream`. */
const rangeStreamSince = ['3.7.0'];

type AnyStream = MessageStream<unknown, unknown>;

/** What one step led to, masked: an answer, an error, messages, or nothing for a send. */
export type Outcome = unknown;

export interface Transcript {
  readonly outcomes: readonly Outcome[];
  readonly answers: SavedAnswers;
}

export class ServerUnderTest {
  readonly endpoint: string;
  readonly #version: string;
  readonly #client: EtcdClient;

  /** @param version the etcd release that the server is, or follows */
  constructor(server: Pick<SingleServer, 'endpoint' | 'connect'>, version: string) {
    this.endpoint = server.endpoint;
    this.#version = version;
    this.#client = server.connect();
  }

  async take({ steps }: Case): Promise<Transcript> {
    const run = new CaseRun(this.#client, this.endpoint, this.#version);
    const outcomes: Outcome[] = [];
    try {
      for (const step of steps) {
        outcomes.push(this.#survives(step) ? await run.take(step) : 'not asked');
      }
      outcomes.push(await run.leftovers());
    } finally {
      run.close();
    }
    return { outcomes, answers: run.answers };
  }

  #survives({ change }: Step): boolean {
    return change?.notAskedBefore !== true || hasChange(this.#version, change.since);
  }

  /** Removes keys and leases, in the same order on every server; answers the revision after it. */
  async clear(): Promise<number> {
    const removed = await this.#client.call('DeleteRange', { key: '\0', range_end: '\0' });
    const { leases } = await this.#client.call('LeaseLeases', {});
    for (const lease of leases) {
      await this.#client.call('LeaseRevoke', { ID: BigInt(String(lease.ID)) });
    }
    return Number(removed.header?.revision);
  }

  /** Writes until the store is at `revision`, at least two from here, empty, and forgets all history. */
  async advanceTo(revision: number): Promise<void> {
    for (let current = await this.clear(); current < revision - 1; current++) {
      await this.#client.call('Put', { key: 'advance', value: '' });
    }
    const { header } = await this.#client.call('DeleteRange', { key: 'advance' });
    const settled = Number(header?.revision);
    if (settled !== revision) throw new Error(`at revision ${settled} instead of ${revision}`);
    await this.#client.call('Compact', { revision });
  }

  close(): void {
    this.#client.close();
  }
}

class CaseRun {
  readonly answers = new Map<string, unknown>();
  readonly #client: EtcdClient;
  readonly #endpoint: string;
  readonly #version: string;
  readonly #streams = new Map<string, AnyStream>();

  constructor(client: EtcdClient, endpoint: string, version: string) {
    this.#client = client;
    this.#endpoint = endpoint;
    this.#version = version;
  }

  async take(step: Step): Promise<Outcome> {
    try {
      return await this.#outcome(step);
    } catch (error) {
      if (error instanceof MissingAnswer) return { notTaken: error.message };
      if (!(error instanceof RpcError)) throw error;
      const codeOnly = step.kind === 'raw' && step.codeOnly;
      return {
        error: codeOnly ? { code: error.code } : { code: error.code, details: error.details },
      };
    }
  }

  /** What streams still hold at the end: the steps should have taken everything. */
  async leftovers(): Promise<Outcome> {
    if (this.#streams.size > 0) await delay(silenceMs);
    const left: [string, Outcome][] = [];
    for (const [name, stream] of this.#streams) {
      const messages = await remaining(stream);
      if (messages.length > 0) left.push([name, messages]);
    }
    return { leftover: Object.fromEntries(left) };
  }

  close(): void {
    for (const stream of this.#streams.values()) stream.cancel();
  }

  async #outcome(step: Step): Promise<Outcome> {
    switch (step.kind) {
      case 'call': {
        const options = this.#options(step);
        const request = resolveReferences(step.request, this.answers) as object;
        const answer = toPlain(await this.#client.call(step.rpc, request, options));
        if (step.as !== undefined) this.answers.set(step.as, answer);
        return maskAnswer(step.rpc, answer);
      }
      case 'raw':
        await this.#client.callRaw(step.path, step.message);
        return 'answered';
      case 'http':
        return this.#http(step);
      case 'rangeStream':
        return maskAnswer('Range', await this.#rangeStream(step));
      case 'send': {
        const stream = this.#streams.get(step.stream) ?? this.#open(step);
        stream.send(resolveReferences(step.message, this.answers));
        return 'sent';
      }
      case 'receive':
        return this.#receive(this.#stream(step.stream), step.count);
      case 'events':
        return this.#receiveEvents(this.#stream(step.stream), step.count);
      case 'halfClose':
        this.#stream(step.stream).endSending();
        return 'half closed';
      case 'ended': {
        const { code, details } = await this.#stream(step.stream).ended(receiveTimeoutMs);
        this.#streams.delete(step.stream);
        return { status: { code, details } };
      }
    }
  }

  async #rangeStream(step: Extract<Step, { kind: 'rangeStream' }>): Promise<PlainValue> {
    const request = resolveReferences(step.request, this.answers) as Ask<UnaryRpcs['Range']>;
    const options = this.#options(step);
    if (!hasChange(this.#version, rangeStreamSince)) {
      return toPlain(await this.#client.call('Range', request, options));
    }
    const stream = this.#client.openStream('RangeStream', options);
    stream.send(request);
    stream.endSending();
    return putTogether(await pieces(stream));
  }

  #options({ metadata, token }: CallMetadata & { readonly token?: string }): CallMetadata {
    if (token === undefined) return metadata === undefined ? {} : { metadata };
    const answer = this.answers.get(token);
    if (answer === undefined) throw new MissingAnswer(token);
    return { metadata: { ...metadata, token: (answer as { token: string }).token } };
  }

  #open(step: Extract<Step, { kind: 'send' }>): AnyStream {
    const options = this.#options(step);
    const stream = this.#client.openStream(step.rpc, options) as AnyStream;
    this.#streams.set(step.stream, stream);
    return stream;
  }

  #stream(name: string): AnyStream {
    const stream = this.#streams.get(name);
    if (stream === undefined) throw new Error(`stream ${name} was not opened`);
    return stream;
  }

  async #receive(stream: AnyStream, count: number): Promise<Outcome> {
    const messages: PlainValue[] = [];
    while (messages.length < count) {
      const message = await stream.poll(receiveTimeoutMs);
      if (message === undefined) return { messages, missing: count - messages.length };
      messages.push(maskAnswer('Watch', toPlain(message)));
    }
    return { messages };
  }

  async #receiveEvents(stream: AnyStream, count: number): Promise<Outcome> {
    const byWatcher = new Map<number, PlainValue[]>();
    let received = 0;
    while (received < count) {
      const message = await stream.poll(receiveTimeoutMs);
      if (message === undefined) return { ...grouped(byWatcher), missing: count - received };
      const { watch_id: watcher, events, ...rest } = message as WatchMessage;
      const id = Number(watcher ?? 0);
      const seen = byWatcher.get(id) ?? [];
      if (events.length === 0) seen.push(maskAnswer('Watch', toPlain(rest)));
      seen.push(...events.map((event) => toPlain(event)));
      byWatcher.set(id, seen);
      received += events.length;
    }
    return grouped(byWatcher);
  }

  async #http(step: Extract<Step, { kind: 'http' }>): Promise<Outcome> {
    const { status, headers, body } = await askHttp({
      endpoint: this.#endpoint,
      method: step.method,
      path: step.path,
      ...(step.body === undefined ? {} : { body: step.body }),
    });
    const type = headers['content-type'];
    return { status, type, body: parseBody(body, step.without ?? []) };
  }
}

interface CallMetadata {
  readonly metadata?: Readonly<Record<string, string>>;
}

interface WatchMessage {
  readonly watch_id?: unknown;
  readonly events: readonly unknown[];
}

/** All messages of a range in pieces. @throws RpcError when the stream does not end well */
async function pieces(
  stream: MessageStream<Ask<UnaryRpcs['Range']>, Answer<StreamRpcs['RangeStream']>>,
): Promise<PlainValue[]> {
  const messages: PlainValue[] = [];
  for (;;) {
    try {
      messages.push(toPlain((await stream.next(receiveTimeoutMs)).range_response));
    } catch (error) {
      if (error instanceof RpcError && error.code === 0) return messages;
      throw error;
    }
  }
}

/** The answer of which these are the pieces: records in all, everything else in the last one only. */
function putTogether(messages: readonly PlainValue[]): PlainValue {
  const parts = messages as readonly { readonly kvs?: readonly PlainValue[] }[];
  const kvs = parts.flatMap((part) => part.kvs ?? []);
  const tooEarly = parts
    .slice(0, -1)
    .filter((part) => Object.keys(part).some((name) => name !== 'kvs'));
  return {
    ...parts.at(-1),
    ...(kvs.length === 0 ? {} : { kvs }),
    ...(tooEarly.length === 0 ? {} : { tooEarly: tooEarly.length }),
  };
}

function grouped(byWatcher: ReadonlyMap<number, readonly PlainValue[]>): object {
  const sorted = [...byWatcher].toSorted(([a], [b]) => a - b);
  return { events: Object.fromEntries(sorted) };
}

async function remaining(stream: AnyStream): Promise<PlainValue[]> {
  const messages: PlainValue[] = [];
  for (;;) {
    try {
      const message = await stream.poll(0);
      if (message === undefined) return messages;
      messages.push(maskAnswer('Watch', toPlain(message)));
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      return [...messages, { ended: error.code, details: error.details }];
    }
  }
}

function parseBody(body: string, without: readonly string[]): unknown {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return body;
  }
  return maskAnswer('json', strip(parsed, new Set(without)) as PlainValue);
}

function strip(value: unknown, names: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((element) => strip(element, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !names.has(name))
      .map(([name, field]) => [name, strip(field, names)]),
  );
}

function resolveReferences(value: unknown, answers: SavedAnswers): unknown {
  if (value instanceof Reference) return value.resolve(answers);
  if (value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map((element) => resolveReferences(element, answers));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, resolveReferences(field, answers)]),
  );
}

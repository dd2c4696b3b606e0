// Writers and readers that go on while parts of the cluster fail, and write down what they were
// answered. Every write has a key of its own, so that its fate can be told afterwards.
import { setTimeout as delay } from 'node:timers/promises';
import { RpcError, until } from '../kit/index.ts';
import type { ClusterMember, EtcdClient } from '../kit/index.ts';
import type { AcknowledgedWrite, AnsweredRead } from './observations.ts';

const callTimeoutMs = 5_000;
/** After an error: long enough not to spin, short beside an election. */
const retryDelayMs = 20;
const probeIntervalMs = 25;
const probeTimeoutMs = 3_000;

export interface LoadOptions {
  readonly prefix: string;
  readonly writers: number;
}

/** Stops with {@link Load.stop} or where it goes out of scope; until then every writer has one put in flight. */
export class Load implements AsyncDisposable {
  readonly writes: AcknowledgedWrite[] = [];
  readonly reads: AnsweredRead[] = [];
  /** Errors by text: the outcome of these writes is not known. */
  readonly errors: Map<string, number> = new Map();
  readonly #clients: readonly { readonly member: string; readonly client: EtcdClient }[];
  readonly #workers: readonly Promise<void>[];
  #stopping = false;

  constructor(members: readonly ClusterMember[], { prefix, writers }: LoadOptions) {
    this.#clients = members.map((member) => ({ member: member.name, client: member.connect() }));
    this.#workers = [
      ...Array.from({ length: writers }, (_, number) => this.#write(`${prefix}${number}`, number)),
      // One reader per member, so that a member that is behind cannot hide behind the others.
      ...this.#clients.map((_, number) => this.#read(prefix, number)),
    ];
  }

  /** Resolves when `count` more writes were acknowledged. */
  async untilAcknowledged(count: number): Promise<void> {
    const goal = this.writes.length + count;
    await until(`${count} more writes are acknowledged`, () => this.writes.length >= goal, {
      timeoutMs: 60_000,
    });
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all(this.#workers);
    for (const { client } of this.#clients) client.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #write(prefix: string, number: number): Promise<void> {
    let member = number;
    for (let count = 0; !this.#stopping; count++) {
      const key = `${prefix}/${count}`;
      const value = `${number}-${count}`;
      const sentAtMs = performance.now();
      try {
        const put = { key, value };
        const answer = await this.#client(member).call('Put', put, { timeoutMs: callTimeoutMs });
        const revision = Number(answer.header?.revision);
        this.writes.push({ key, value, revision, sentAtMs, answeredAtMs: performance.now() });
      } catch (error) {
        this.#count(error);
        member++;
        await delay(retryDelayMs);
      }
    }
  }

  async #read(prefix: string, number: number): Promise<void> {
    const name = this.#clients[number]?.member ?? '';
    while (!this.#stopping) {
      const sentAtMs = performance.now();
      try {
        const range = { key: prefix, count_only: true };
        const answer = await this.#client(number).call('Range', range, {
          timeoutMs: callTimeoutMs,
        });
        const revision = Number(answer.header?.revision);
        this.reads.push({ member: name, revision, sentAtMs, answeredAtMs: performance.now() });
        await delay(5);
      } catch (error) {
        this.#count(error);
        await delay(retryDelayMs);
      }
    }
  }

  #client(number: number): EtcdClient {
    const entry = this.#clients[number % this.#clients.length];
    if (entry === undefined) throw new Error('no members');
    return entry.client;
  }

  #count(error: unknown): void {
    if (!(error instanceof RpcError)) throw error;
    this.errors.set(error.message, (this.errors.get(error.message) ?? 0) + 1);
  }
}

/**
 * Milliseconds until the first of many puts is answered that are sent from now on, one every few
 * milliseconds and none waiting for another: how long a client finds no one to write to.
 */
export async function measureUnavailability(members: readonly ClusterMember[]): Promise<number> {
  const startedAtMs = performance.now();
  const clients = members.map((member) => member.connect());
  const answered = Promise.withResolvers<number>();
  const attempts: Promise<void>[] = [];
  const attempt = async (client: EtcdClient, key: string): Promise<void> => {
    try {
      await client.call('Put', { key, value: '' }, { timeoutMs: probeTimeoutMs });
      answered.resolve(performance.now() - startedAtMs);
    } catch (error) {
      if (!(error instanceof RpcError)) answered.reject(error);
    }
  };
  try {
    for (let number = 0; ; number++) {
      const client = clients[number % clients.length];
      if (client === undefined) throw new Error('no members');
      attempts.push(attempt(client, `probe/${number}`));
      const done = await Promise.race([answered.promise, delay(probeIntervalMs, undefined)]);
      if (done !== undefined) return done;
      if (performance.now() - startedAtMs > 10 * probeTimeoutMs)
        throw new Error('no write is answered');
    }
  } finally {
    await Promise.all(attempts);
    for (const client of clients) client.close();
  }
}

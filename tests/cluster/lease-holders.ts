// Clients that hold leases while parts of the cluster fail: some keep theirs alive, some never do.
// The promise they check: a lease may live longer than asked after a failure, never shorter.
import { setTimeout as delay } from 'node:timers/promises';
import { RpcError } from '../kit/index.ts';
import type { ClusterMember } from '../kit/index.ts';

const keepAliveIntervalMs = 300;
const answerTimeoutMs = 1_000;
const retryDelayMs = 50;

export interface LeaseOptions {
  readonly id: bigint;
  readonly ttlSeconds: number;
  /** False: the lease is granted and left alone. */
  readonly keptAlive: boolean;
}

export class LeaseHolder {
  readonly key: string;
  readonly options: LeaseOptions;
  /** Keep-alives that were answered with a TTL. */
  confirmations = 0;
  /** Sent at this time, a request made the lease live for its TTL; answered since. */
  #confirmedSentAtMs = 0;
  /** Keep-alives that were answered "no such lease". */
  refusals = 0;
  #expiredAtMs: number | undefined;
  readonly #members: readonly ClusterMember[];
  readonly #tasks: Promise<void>[] = [];
  #stopping = false;

  private constructor(members: readonly ClusterMember[], options: LeaseOptions) {
    this.#members = members;
    this.options = options;
    this.key = `held/${options.id}`;
  }

  static async grant(
    members: readonly ClusterMember[],
    options: LeaseOptions,
  ): Promise<LeaseHolder> {
    const holder = new LeaseHolder(members, options);
    const revision = await holder.#grant();
    holder.#tasks.push(holder.#watch(revision));
    if (options.keptAlive) holder.#tasks.push(holder.#keepAlive());
    return holder;
  }

  get expired(): boolean {
    return this.#expiredAtMs !== undefined;
  }

  /** By how much the key went before the lease had run out; undefined when that did not happen. */
  get earlyByMs(): number | undefined {
    if (this.#expiredAtMs === undefined) return undefined;
    const dueMs = this.#confirmedSentAtMs + this.options.ttlSeconds * 1_000;
    return this.#expiredAtMs < dueMs ? dueMs - this.#expiredAtMs : undefined;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all(this.#tasks);
  }

  async #grant(): Promise<number> {
    using client = this.#member(0).connect();
    const { id, ttlSeconds } = this.options;
    this.#confirmedSentAtMs = performance.now();
    await client.call('LeaseGrant', { ID: id, TTL: ttlSeconds });
    const { header } = await client.call('Put', { key: this.key, value: 'held', lease: id });
    return Number(header?.revision);
  }

  /** One stream after the other, at one member after the other, until stopped or expired. */
  async #keepAlive(): Promise<void> {
    for (let number = 0; !this.#stopping && !this.expired; number++) {
      using client = this.#member(number).connect();
      using stream = client.openStream('LeaseKeepAlive');
      try {
        while (!this.#stopping && !this.expired) {
          const sentAtMs = performance.now();
          stream.send({ ID: this.options.id });
          const answer = await stream.poll(answerTimeoutMs);
          if (answer === undefined) break;
          this.#note(Number(answer.TTL), sentAtMs);
          await delay(keepAliveIntervalMs);
        }
      } catch (error) {
        if (!(error instanceof RpcError)) throw error;
      }
      await delay(retryDelayMs);
    }
  }

  #note(ttlSeconds: number, sentAtMs: number): void {
    if (ttlSeconds > 0) {
      this.confirmations++;
      this.#confirmedSentAtMs = sentAtMs;
    } else {
      this.refusals++;
    }
  }

  async #watch(revision: number): Promise<void> {
    for (let number = 1; !this.#stopping && !this.expired; number++) {
      using client = this.#member(number).connect();
      using stream = client.openStream('Watch');
      stream.send({
        create_request: { key: this.key, start_revision: revision + 1, filters: [0] },
      });
      try {
        while (!this.#stopping && !this.expired) {
          const message = await stream.poll(100);
          if ((message?.events.length ?? 0) > 0) this.#expiredAtMs = performance.now();
        }
      } catch (error) {
        if (!(error instanceof RpcError)) throw error;
      }
      await delay(retryDelayMs);
    }
  }

  #member(number: number): ClusterMember {
    const member = this.#members[number % this.#members.length];
    if (member === undefined) throw new Error('no members');
    return member;
  }
}

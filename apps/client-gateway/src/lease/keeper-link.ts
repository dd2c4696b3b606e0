// Questions about the time a lease has left, which only the primary lease-keeper can answer. Who that
// is changes over time and the raft-node tells; a keeper that has lost its place says so itself.
// Asking twice does no harm here, so a question simply stays open until somebody who is primary has
// answered it or its time is up, and is asked again whenever the stream or the primary changes.
//
// Invariant: every question is answered exactly once, "not found" only when a keeper said so, and
// "alive" not of a lease whose revoke a client of this gateway has been told.
import type { MonotonicClock } from '@cairn/core';
import {
  RpcClient,
  asBytes,
  encodeKeepAliveBatch,
  keeperService,
  leaseIdOf,
  readKeepAliveResults,
} from '@cairn/rpc';
import type { KeepAliveResultListener } from '@cairn/rpc';
import { cairn } from '@cairn/proto';
import type { Logger } from '@cairn/telemetry';
import {
  deadlineSweepMs,
  keepAliveBatchItemsMax,
  keeperRetryMs,
  revokedLeasesRememberedMs,
} from '../limits.ts';
import type { NodeStateView } from '../node/node-state.ts';
import type { KeeperAnswer, KeeperQuestion } from './keeper-question.ts';
import { RevokedLeases } from './revoked-leases.ts';
import { InFlight } from '../node/in-flight.ts';
import { ReopenDelay } from '../node/reopen-delay.ts';
import { etcdErrors } from '@cairn/api';
import type { Status } from '@cairn/api';

export interface KeeperLinkOptions {
  readonly state: NodeStateView;
  readonly clock: MonotonicClock;
  readonly requestTimeoutMs: number;
  readonly logger: Logger;
  readonly connect?: (address: string) => RpcClient;
}

interface KeepAliveStream {
  write(batch: Uint8Array): boolean;
  on(event: 'data', listener: (results: Uint8Array) => void): unknown;
  on(event: 'end' | 'error', listener: () => void): unknown;
  cancel(): void;
}

type Connection =
  | { readonly kind: 'none' }
  | { readonly kind: 'open'; readonly stream: KeepAliveStream }
  | { readonly kind: 'waiting'; readonly timer: NodeJS.Timeout };

const outcomes: { readonly notFound: number; readonly notPrimary: number } = {
  notFound: cairn.v1.KeepAliveResult.Outcome.NOT_FOUND,
  notPrimary: cairn.v1.KeepAliveResult.Outcome.NOT_PRIMARY,
};
const notFound: KeeperAnswer = { kind: 'notFound' };
const keepAliveMethod = asBytes(keeperService.keepAlive);

export class KeeperLink {
  readonly #options: KeeperLinkOptions;
  readonly #delay = new ReopenDelay();
  readonly #sweep: NodeJS.Timeout;
  readonly #unsubscribe: () => void;
  readonly #open = new InFlight<KeeperQuestion>(Infinity);
  readonly #onResult: KeepAliveResultListener;
  readonly #revoked = new RevokedLeases(revokedLeasesRememberedMs);
  #unasked: KeeperQuestion[] = [];
  #alive: Extract<KeeperAnswer, { kind: 'alive' }> = { kind: 'alive', ttlSeconds: 0 };
  #address = '';
  #epoch = 0;
  #client: RpcClient | undefined;
  #connection: Connection = { kind: 'none' };
  #flushDue = false;
  /** When the first question of this turn came. */
  #turnMs = 0;
  #retry: NodeJS.Timeout | undefined;

  constructor(options: KeeperLinkOptions) {
    this.#options = options;
    this.#onResult = (id, outcome, ttlSeconds) => this.#settle(id, outcome, ttlSeconds);
    this.#sweep = setInterval(() => this.#expire(), deadlineSweepMs);
    this.#unsubscribe = options.state.onChange(() => this.#stateChanged());
    this.#stateChanged();
  }

  ask(question: KeeperQuestion): void {
    // The questions of one turn came at one time.
    if (!this.#flushDue) this.#turnMs = this.#options.clock.nowMs();
    const { deadlineMs } = question;
    const ownDeadlineMs = this.#turnMs + this.#options.requestTimeoutMs;
    const isClients = deadlineMs !== undefined && deadlineMs < ownDeadlineMs;
    question.answerByMs = isClients ? deadlineMs : ownDeadlineMs;
    this.#open.add(question);
    this.#unasked.push(question);
    this.#scheduleFlush();
    // A full batch does not wait for the rest of the turn: the keeper works on it meanwhile. But it waits
    // for the rest of what was read at once: what is asked together is answered with one write.
    if (this.#unasked.length === keepAliveBatchItemsMax) queueMicrotask(() => this.#flush());
  }

  /** Call before a client is told. */
  revoked(leaseId: bigint): void {
    this.#revoked.add(leaseId, this.#options.clock.nowMs());
  }

  /** Call before a client is told. */
  granted(leaseId: bigint): void {
    this.#revoked.delete(leaseId);
  }

  close(): void {
    clearInterval(this.#sweep);
    clearTimeout(this.#retry);
    this.#unsubscribe();
    this.#disconnect();
    const open = this.#open.items();
    this.#open.clear();
    this.#unasked = [];
    for (const question of open) {
      question.answered({ kind: 'failed', status: etcdErrors.stopped });
    }
  }

  #stateChanged(): void {
    const current = this.#options.state.current;
    if (current === undefined) return;
    if (current.keeperAddress === this.#address && current.leaseEpoch === this.#epoch) return;
    this.#address = current.keeperAddress;
    this.#epoch = current.leaseEpoch;
    this.#disconnect();
    if (this.#address !== '') {
      this.#options.logger.info({ address: this.#address, epoch: this.#epoch }, 'primary keeper');
      this.#client = (this.#options.connect ?? connectTo)(this.#address);
      this.#delay.reset();
      this.#connect(this.#client);
    }
  }

  #disconnect(): void {
    const connection = this.#connection;
    this.#connection = { kind: 'none' };
    if (connection.kind === 'open') connection.stream.cancel();
    if (connection.kind === 'waiting') clearTimeout(connection.timer);
    this.#client?.close();
    this.#client = undefined;
  }

  #connect(client: RpcClient): void {
    const stream = client.openBidi(keepAliveMethod);
    this.#connection = { kind: 'open', stream };
    const isCurrent = (): boolean =>
      this.#connection.kind === 'open' && this.#connection.stream === stream;
    const broken = (): void => {
      if (!isCurrent()) return;
      stream.cancel();
      this.#connection = {
        kind: 'waiting',
        timer: setTimeout(() => this.#connect(client), this.#delay.takeMs()),
      };
    };
    stream.on('data', (results) => {
      if (isCurrent() && !this.#receive(results)) broken();
    });
    stream.on('error', broken);
    stream.on('end', broken);
    this.#askAll();
  }

  /** Whatever an earlier stream was asked has to be asked again. */
  #askAll(): void {
    this.#unasked = this.#open.items();
    this.#scheduleFlush();
  }

  #scheduleFlush(): void {
    if (this.#flushDue) return;
    this.#flushDue = true;
    setImmediate(() => {
      this.#flushDue = false;
      this.#flush();
    });
  }

  #flush(): void {
    const connection = this.#connection;
    if (connection.kind !== 'open' || this.#unasked.length === 0) return;
    const items = this.#unasked.filter((question) => this.#isOpen(question));
    this.#unasked = [];
    if (items.length > 0) connection.stream.write(encodeKeepAliveBatch(items));
  }

  /** Answers whether it was understood. */
  #receive(results: Uint8Array): boolean {
    try {
      readKeepAliveResults(results, this.#onResult);
      return true;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#options.logger.warn({ err: error }, 'the lease-keeper sent what is no answer');
      return false;
    }
  }

  #settle(id: number, outcome: number, ttlSeconds: number): void {
    const question = this.#open.get(id);
    if (question === undefined) return;
    const isGone = outcome === outcomes.notFound;
    if (outcome === outcomes.notPrimary || (!isGone && this.#wasRevoked(question))) {
      this.#askAgainSoon();
      return;
    }
    if (isGone) this.#revoked.delete(leaseIdOf(question.leaseLow, question.leaseHigh));
    this.#delay.reset();
    this.#answer(question, isGone ? notFound : this.#aliveFor(ttlSeconds));
  }

  #isOpen(question: KeeperQuestion): boolean {
    return this.#open.get(question.id) === question;
  }

  #answer(question: KeeperQuestion, answer: KeeperAnswer): void {
    this.#open.delete(question);
    question.answered(answer);
  }

  #wasRevoked({ leaseLow, leaseHigh }: KeeperQuestion): boolean {
    return !this.#revoked.isEmpty && this.#revoked.has(leaseIdOf(leaseLow, leaseHigh));
  }

  /** Leases renewed together mostly have the same TTL. */
  #aliveFor(ttlSeconds: number): KeeperAnswer {
    if (this.#alive.ttlSeconds !== ttlSeconds) this.#alive = { kind: 'alive', ttlSeconds };
    return this.#alive;
  }

  #askAgainSoon(): void {
    this.#retry ??= setTimeout(() => {
      this.#retry = undefined;
      this.#askAll();
    }, keeperRetryMs);
  }

  #expire(): void {
    const nowMs = this.#options.clock.nowMs();
    this.#revoked.forgetOld(nowMs);
    for (const question of this.#open.items()) {
      // Answering one may end others.
      if (question.answerByMs > nowMs || !this.#isOpen(question)) continue;
      this.#answer(question, { kind: 'failed', status: this.#statusAtDeadline(question) });
    }
  }

  #statusAtDeadline({ deadlineMs, answerByMs }: KeeperQuestion): Status {
    if (deadlineMs === answerByMs) return etcdErrors.contextDeadlineExceeded;
    return this.#options.state.hasLeader ? etcdErrors.timeout : etcdErrors.noLeader;
  }
}

function connectTo(address: string): RpcClient {
  return new RpcClient(address);
}

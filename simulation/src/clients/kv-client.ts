// One client of the store: asks, waits, thinks, asks again. Every value it writes is its own, so that
// whoever reads it, and whoever applies it twice, can be told.
import { etcdErrors } from '@cairn/api';
import type { OperationRequest, TxnOperation } from '@cairn/history';
import type { Random } from '@cairn/core';
import type { NodeLink } from '@cairn/client-gateway';
import { uniqueValuePrefix } from '../checkers/revision-history.ts';
import { pick } from '../cluster/settings.ts';
import type { WorkKind } from '../cluster/settings.ts';
import type { Settings } from '../cluster/settings.ts';
import { decodeAnswer, encodeOperation } from './codec.ts';
import type { Recorder } from './recorder.ts';

type KvRequest = Exclude<OperationRequest, { readonly type: 'leaseKeepAlive' }>;

/** Refusals that say for certain that nothing was done. */
const refusals: ReadonlySet<string> = new Set(
  [
    etcdErrors.compacted,
    etcdErrors.futureRevision,
    etcdErrors.leaseNotFound,
    etcdErrors.leaseExists,
    etcdErrors.tooManyRequests,
    etcdErrors.duplicateKey,
    etcdErrors.keyNotFound,
    etcdErrors.requestTooLarge,
    etcdErrors.noSpace,
    etcdErrors.corrupt,
  ].map(({ message }) => message),
);

export interface KvClientOptions {
  readonly name: string;
  readonly member: string;
  readonly link: NodeLink;
  readonly recorder: Recorder;
  readonly random: Random;
  readonly settings: Settings;
  /** False: it finishes what it has begun, and rests. */
  readonly goesOn: () => boolean;
}

export class KvClient {
  readonly #options: KvClientOptions;
  /** What it has seen last: where it compares and compacts. */
  #seen = new Map<string, number>();
  #revision = 1;
  #written = 0;

  constructor(options: KvClientOptions) {
    this.#options = options;
  }

  /** The newest one that an answer has named. */
  get seenRevision(): number {
    return this.#revision;
  }

  start(): void {
    const { random, settings } = this.#options;
    setTimeout(() => this.#step(), random.nextBelow(settings.thinkMsMax * 2));
  }

  #step(): void {
    const { random, settings, goesOn } = this.#options;
    if (!goesOn()) return;
    this.ask(this.#draw(pick(random, settings.work)), () => {
      setTimeout(() => this.#step(), 1 + random.nextBelow(settings.thinkMsMax));
    });
  }

  /** @param done is not called when the gateway dies meanwhile */
  ask(request: KvRequest, done: (isOk: boolean) => void): void {
    const { link, recorder, name, member } = this.#options;
    const id = recorder.begin(name, member, request);
    const { method, bytes } = encodeOperation(request);
    link.submit(method, bytes, undefined, {
      respond: (message) => {
        const answer = decodeAnswer(request, message);
        this.#revision = Math.max(this.#revision, answer.revision);
        if (answer.type === 'range') {
          for (const { key, modRevision } of answer.kvs) this.#seen.set(key, modRevision);
        }
        // A compaction is answered, as in etcd, with the revision of the moment of the answer, which may be
        // later than its place in the order: so its place is left open.
        if (answer.type === 'compact') recorder.end(id, { kind: 'unknown', error: 'done' });
        else recorder.end(id, { kind: 'ok', answer });
        done(true);
      },
      fail: (_code, message) => {
        recorder.end(id, { kind: refusals.has(message) ? 'failed' : 'unknown', error: message });
        done(false);
      },
    });
  }

  #draw(kind: WorkKind): KvRequest {
    switch (kind) {
      case 'put':
        return this.#put(this.#key());
      case 'get':
        return this.#range(this.#key(), '', false);
      case 'list':
        return this.#range('k', 'l', false);
      case 'serializable':
        return this.#range('k', 'l', true);
      case 'delete':
        return { type: 'delete', key: this.#key(), rangeEnd: '' };
      case 'deleteRange':
        return { type: 'delete', key: this.#key(), rangeEnd: 'l' };
      case 'compareAndSwap':
        return this.#compareAndSwap(this.#key());
      case 'transaction':
        return this.#transaction();
      case 'compact':
        return {
          type: 'compact',
          revision: Math.max(1, this.#revision - this.#options.random.nextBelow(20)),
        };
    }
  }

  #put(key: string): Extract<TxnOperation, { type: 'put' }> {
    const { name, random } = this.#options;
    this.#written += 1;
    const padding = '.'.repeat(random.nextBelow(4) === 0 ? random.nextBelow(300) : 0);
    const value = `${uniqueValuePrefix}${name}:${this.#written}${padding}`;
    return { type: 'put', key, value, leaseId: 0n };
  }

  #range(
    key: string,
    rangeEnd: string,
    serializable: boolean,
  ): Extract<TxnOperation, { type: 'range' }> {
    return {
      type: 'range',
      key,
      rangeEnd,
      revision: 0,
      limit: 0,
      keysOnly: false,
      countOnly: false,
      serializable,
    };
  }

  #compareAndSwap(key: string): KvRequest {
    return {
      type: 'txn',
      compares: [{ key, target: 'mod', operator: 'equal', operand: this.#seen.get(key) ?? 0 }],
      success: [this.#put(key)],
      failure: [this.#range(key, '', false)],
    };
  }

  /** Two keys in one revision, and a look at all of them. */
  #transaction(): KvRequest {
    const keys = [...new Set([this.#key(), this.#key()])];
    return {
      type: 'txn',
      compares: [],
      success: [...keys.map((key) => this.#put(key)), this.#range('k', 'l', false)],
      failure: [],
    };
  }

  #key(): string {
    return `k${this.#options.random.nextBelow(this.#options.settings.keys)}`;
  }
}

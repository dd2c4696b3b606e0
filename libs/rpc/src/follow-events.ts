// Every event of the cluster from a revision on, for an app that wants to see what happens: history
// first, then live, across restarts of the raft-node. Each revision is handed over once and in order;
// the revision reached is all that is needed to go on after a restart of one's own.
import { assert } from '@cairn/core';
import { toSafeNumber } from '@cairn/proto';
import type { cairn } from '@cairn/proto';
import { RpcClient } from './client.ts';
import { nodeService } from './services.ts';

export type FollowStatus =
  | { readonly kind: 'following'; readonly revision: number }
  | { readonly kind: 'disconnected'; readonly reason: string }
  /** What was asked for has been compacted; events up to `compactRevision` are missed. */
  | { readonly kind: 'compacted'; readonly compactRevision: number };

export interface FollowOptions {
  /** A raft-node: `host:port` or `unix:/path`. */
  readonly nodeAddress: string;
  /** The first revision to hand over. */
  readonly fromRevision: number;
  /** All events up to and including `revision`, none of them handed over before. */
  readonly onEvents: (events: readonly cairn.v1.WatchEvent[], revision: number) => void;
  readonly onStatus: (status: FollowStatus) => void;
}

const reopenAfterMs = 250;

export class EventFollower {
  readonly #options: FollowOptions;
  readonly #client: RpcClient;
  #next: number;
  #call: { cancel(): void } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: FollowOptions) {
    this.#options = options;
    this.#client = new RpcClient(options.nodeAddress);
    this.#next = options.fromRevision;
    this.#open();
  }

  /** The last revision that was handed over. */
  get revision(): number {
    return this.#next - 1;
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#call?.cancel();
    this.#client.close();
  }

  #open(): void {
    const request = { from_revision: this.#next };
    const call = this.#client.openServerStream(nodeService.follow, request);
    this.#call = call;
    let isFirst = true;
    call.on('data', (batch: cairn.v1.EventBatch) => {
      if (batch.compacted) return this.#skip(toSafeNumber(batch.compact_revision));
      this.#take(batch);
      if (isFirst) this.#options.onStatus({ kind: 'following', revision: this.revision });
      isFirst = false;
    });
    call.on('error', (error: Error) => this.#reopen(call, error.message));
    call.on('end', () => this.#reopen(call, 'the raft-node ended the stream'));
  }

  #take(batch: cairn.v1.EventBatch): void {
    const last = toSafeNumber(batch.last_revision);
    if (last < this.#next) return;
    assert(toSafeNumber(batch.first_revision) <= this.#next, 'a raft-node leaves no revision out');
    this.#next = last + 1;
    this.#options.onEvents(batch.events as cairn.v1.WatchEvent[], last);
  }

  #skip(compactRevision: number): void {
    this.#options.onStatus({ kind: 'compacted', compactRevision });
    this.#next = Math.max(this.#next, compactRevision);
  }

  #reopen(call: { cancel(): void }, reason: string): void {
    if (this.#closed || this.#call !== call) return;
    this.#call = undefined;
    this.#options.onStatus({ kind: 'disconnected', reason });
    this.#timer = setTimeout(() => this.#open(), reopenAfterMs);
  }
}

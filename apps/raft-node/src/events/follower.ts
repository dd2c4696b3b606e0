// One Node.Follow stream. It is either live, when the next batch that is said is the next one to send,
// or catching up from history. Whenever it cannot keep up it goes back to history, so what is buffered
// for it stays bounded and nothing is left out. Invariant: everything from the revision asked for up to
// `said` was written, in order and once.
import type { WriteStream } from '@cairn/rpc';
import type { cairn } from '@cairn/proto';
import type { EncodedBatch } from './event-batch.ts';
import type { EventFeed, EventSubscriber } from './event-feed.ts';
import { sendHistory } from './history-stream.ts';
import type { HistorySource } from './history-stream.ts';

type V1 = typeof cairn.v1;

export interface FollowerOptions {
  readonly source: HistorySource;
  readonly feed: EventFeed;
  readonly stream: WriteStream<V1['FollowRequest'], V1['EventBatch']>;
  readonly fromRevision: number;
  /** Aborts when the call is over. */
  readonly signal: AbortSignal;
  readonly onError: (error: unknown) => void;
}

export class Follower implements EventSubscriber {
  readonly #options: FollowerOptions;
  #said: number;
  #mode: 'live' | 'catchingUp' = 'catchingUp';
  /** Live only: the other side has not taken what was written. */
  #full = false;

  constructor(options: FollowerOptions) {
    this.#options = options;
    this.#said = options.fromRevision - 1;
  }

  start(): void {
    this.#catchUp();
  }

  onBatch(batch: EncodedBatch): void {
    if (this.#mode !== 'live') return;
    if (this.#full || batch.firstRevision !== this.#said + 1) return this.#catchUp();
    this.#said = batch.lastRevision;
    this.#write(batch.bytes);
  }

  onHeartbeat(bytes: Uint8Array, revision: number): void {
    if (this.#mode === 'live' && !this.#full && this.#said === revision) this.#write(bytes);
  }

  onJump(): void {
    if (this.#mode === 'live') this.#catchUp();
  }

  onClose(): void {
    this.#options.stream.end();
  }

  #write(bytes: Uint8Array): void {
    const { stream } = this.#options;
    if (stream.write(bytes)) return;
    this.#full = true;
    stream.once('drain', () => {
      this.#full = false;
    });
  }

  #catchUp(): void {
    this.#mode = 'catchingUp';
    this.#readHistory().catch(this.#options.onError);
  }

  async #readHistory(): Promise<void> {
    const { source, feed, stream, signal } = this.#options;
    for (;;) {
      const toRevision = feed.revision;
      if (this.#said >= toRevision) break;
      const range = { fromRevision: this.#said + 1, toRevision, filter: undefined };
      const end = await sendHistory(source, stream, range, signal);
      if (end === 'aborted') return;
      if (end === 'compacted') return void stream.end();
      this.#said = toRevision;
    }
    // Nothing has been said since `feed.revision` was read: the next batch is the next revision.
    this.#mode = 'live';
  }
}

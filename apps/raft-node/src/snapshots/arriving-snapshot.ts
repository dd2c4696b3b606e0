// A snapshot on its way in: records go from one stream after another into one store that is written
// beside ours, and what is there already is what the next stream need not send. The store is written by
// one task from the first record to the last; streams hand it a chunk and wait until it has taken it, so
// no more than one chunk is in memory, however fast they are.
import type { AppliedPosition, TableRecord } from '@cairn/backend';
import type { Message, SnapshotMeta } from '@cairn/raft';

export interface ArrivingSnapshotOptions {
  /** The message that it came with first, and where it stands. */
  readonly message: Message;
  readonly meta: SnapshotMeta;
  readonly id: bigint;
  /** Writes the records into a store beside the current one, synced. */
  readonly stage: (records: AsyncIterable<TableRecord>, position: AppliedPosition) => Promise<void>;
}

interface Handed {
  /** undefined = there are no more. */
  readonly records: readonly TableRecord[] | undefined;
  readonly taken: () => void;
}

export class ArrivingSnapshot {
  readonly message: Message;
  readonly meta: SnapshotMeta;
  readonly id: bigint;
  readonly #staged: Promise<void>;
  #handed: PromiseWithResolvers<Handed> = Promise.withResolvers();
  #handing: Promise<void> = Promise.resolve();
  #aborted: Error | undefined;
  #failed = false;
  #chunks = 0;
  #crc = 0;
  #stream: symbol | undefined;

  constructor({ message, meta, id, stage }: ArrivingSnapshotOptions) {
    this.message = message;
    this.meta = meta;
    this.id = id;
    this.#handed.promise.catch(() => undefined);
    this.#staged = stage(this.#records(), { index: meta.index, term: meta.term });
    this.#staged.catch(() => {
      this.#failed = true;
    });
  }

  /** Chunks that are there, and their checksum. */
  get progress(): { readonly chunks: number; readonly crc: number } {
    return { chunks: this.#chunks, crc: this.#crc };
  }

  /** No stream brings anything at the moment. */
  get isParked(): boolean {
    return this.#stream === undefined;
  }

  /** It cannot be written: no stream can help it. */
  get hasFailed(): boolean {
    return this.#failed;
  }

  /** From now on this stream brings it, and none from before. */
  async attach(stream: symbol): Promise<void> {
    this.#stream = stream;
    await this.#handing.catch(() => undefined);
  }

  /** Whether the stream is the one that brings it. */
  isFrom(stream: symbol): boolean {
    return this.#stream === stream;
  }

  detach(stream: symbol): void {
    if (this.#stream === stream) this.#stream = undefined;
  }

  /** Resolves when the chunk is in the store's buffers; rejects when the store cannot be written. */
  async put(records: readonly TableRecord[], crc: number): Promise<void> {
    this.#chunks += 1;
    this.#crc = crc;
    await this.#hand(records);
  }

  /** There is no more; resolves when the store is complete and durable. */
  async finish(): Promise<void> {
    await this.#hand(undefined);
    await this.#staged;
  }

  /** Resolves when nothing is written any more. */
  async abort(reason: Error): Promise<void> {
    this.#aborted = reason;
    this.#handed.reject(reason);
    await this.#staged.catch(() => undefined);
  }

  #hand(records: readonly TableRecord[] | undefined): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#handed.resolve({ records, taken: resolve });
    this.#handing = Promise.race([promise, this.#staged]);
    this.#handing.catch(() => undefined);
    return this.#handing;
  }

  async *#records(): AsyncGenerator<TableRecord> {
    for (;;) {
      const { records, taken } = await this.#handed.promise;
      if (this.#aborted !== undefined) throw this.#aborted;
      this.#handed = Promise.withResolvers();
      this.#handed.promise.catch(() => undefined);
      if (records === undefined) return taken();
      yield* records;
      taken();
    }
  }
}

// Takes in the leader's state beside our own. Nothing of ours changes before all of it has arrived,
// its checksum is right and Raft wants it; then the directories are exchanged atomically. A crash at
// any moment leaves either the old state or the new one (see recovery.ts in libs/replica).
//
// A stream that breaks does not cost what it has brought: that waits for a while for a stream that goes
// on from there. After a restart of this process it is begun anew.
import { Table } from '@cairn/backend';
import type { AppliedPosition, Backend, TableRecord } from '@cairn/backend';
import type { ClusterId, MemberId } from '@cairn/core';
import { toUnsignedBigInt } from '@cairn/proto';
import type { cairn } from '@cairn/proto';
import type { Message, SnapshotMeta } from '@cairn/raft';
import { installedRow } from '@cairn/replica';
import type { StagedSnapshot } from '@cairn/replica';
import type { Logger } from '@cairn/telemetry';
import { messageOf } from '../peers/message-codec.ts';
import { ArrivingSnapshot } from './arriving-snapshot.ts';
import { recordCrc } from './pinned-snapshot.ts';
import type { SnapshotMetrics } from './snapshot-metrics.ts';

/** A little longer than the sender keeps its picture. */
const keepPartMs = 40_000;

export interface SnapshotReceiverOptions {
  readonly clusterId: ClusterId;
  readonly self: MemberId;
  readonly logger: Logger;
  /** Writes the records into a backend directory beside the current one, synced. */
  readonly stage: (records: AsyncIterable<TableRecord>, position: AppliedPosition) => Promise<void>;
  /** Closes the current backend, puts the staged one in its place and opens it. */
  readonly activate: () => Promise<Backend>;
  readonly discard: () => Promise<void>;
  /** Hands it to the replica; false = it cannot take one now. */
  readonly offer: (staged: StagedSnapshot) => boolean;
  /** Left out = nothing is counted. */
  readonly metrics?: SnapshotMetrics;
  /** How long a part waits for the rest. Default: see above. */
  readonly keepPartMs?: number;
}

type Chunks = AsyncIterator<cairn.v1.SnapshotChunk>;

/** After how many chunks to go on, and the checksum there. */
export type SayResume = (resume: { readonly chunks: number; readonly crc: number }) => void;

interface Head {
  readonly message: Message;
  readonly meta: SnapshotMeta;
  readonly id: bigint;
}

/** The caller sent something that it must not send; all of it is thrown away. */
class RefusedSnapshotError extends Error {
  override readonly name = 'RefusedSnapshotError';
}

export class SnapshotReceiver {
  readonly #options: SnapshotReceiverOptions;
  #arriving: ArrivingSnapshot | undefined;
  /** What has arrived is being installed or thrown away: nothing can be taken in. */
  #ending = false;
  #partTimer: NodeJS.Timeout | undefined;

  constructor(options: SnapshotReceiverOptions) {
    this.#options = options;
  }

  /** Answers why the snapshot was not taken; undefined = it is installed. */
  async receive(
    stream: AsyncIterable<cairn.v1.SnapshotChunk>,
    sayResume: SayResume,
  ): Promise<string | undefined> {
    const chunks = stream[Symbol.asyncIterator]();
    const head = this.#headOf(await chunks.next());
    if (typeof head === 'string') return head;
    const me = Symbol('stream');
    const arriving = await this.#admit(head, me);
    if (typeof arriving === 'string') return arriving;
    const ended = this.#options.metrics?.receiving(head.message.from);
    const mistake = await this.#install(arriving, chunks, me, sayResume);
    ended?.(mistake === undefined ? 'success' : 'failure');
    return mistake;
  }

  async #install(
    arriving: ArrivingSnapshot,
    chunks: Chunks,
    me: symbol,
    sayResume: SayResume,
  ): Promise<string | undefined> {
    try {
      sayResume(arriving.progress);
      await this.#takeIn(arriving, chunks, me);
    } catch (error) {
      return await this.#broken(arriving, me, error as Error);
    }
    return await this.#offer(arriving.message);
  }

  /** Nothing goes on after this. */
  async close(): Promise<void> {
    if (this.#arriving !== undefined && !this.#ending) await this.#throwAway(this.#arriving);
  }

  #headOf(first: IteratorResult<cairn.v1.SnapshotChunk>): Head | string {
    const { clusterId, self } = this.#options;
    if (first.done === true || first.value.message == null) return 'the snapshot has no head';
    if (toUnsignedBigInt(first.value.cluster_id) !== clusterId) return 'cluster ID mismatch';
    const message = messageOf(first.value.message);
    if (message.to !== self) return 'member ID mismatch: the snapshot is for another member';
    const meta = message.snapshot;
    if (meta === undefined) return 'the snapshot has no position';
    return { message, meta, id: toUnsignedBigInt(first.value.snapshot_id) };
  }

  /** What this stream goes on with, or why it may not. */
  async #admit({ message, meta, id }: Head, me: symbol): Promise<ArrivingSnapshot | string> {
    const busy = 'another snapshot is arriving';
    if (this.#ending) return busy;
    const before = this.#arriving;
    const isSame = before?.id === id && before.message.from === message.from;
    if (before !== undefined && isSame) {
      clearTimeout(this.#partTimer);
      await before.attach(me);
      return before;
    }
    if (before !== undefined) {
      // A sender sends one at a time to each member, and a new leader knows better than the one before.
      const isOver = before.isParked || before.message.from === message.from;
      if (!isOver && message.term <= before.message.term) return busy;
      await this.#throwAway(before);
    }
    if (this.#arriving !== undefined) return busy;
    const { logger, stage } = this.#options;
    logger.info({ index: meta.index, from: message.from.toString(16) }, 'receiving a snapshot');
    const arriving = new ArrivingSnapshot({ message, meta, id, stage });
    this.#arriving = arriving;
    await arriving.attach(me);
    return arriving;
  }

  /** Returns when all of it is on disk. */
  async #takeIn(arriving: ArrivingSnapshot, chunks: Chunks, me: symbol): Promise<void> {
    const installed = installedRow(arriving.meta.index);
    for (;;) {
      const { done, value: chunk } = await chunks.next();
      if (!arriving.isFrom(me)) throw new Error('another stream has taken over');
      if (done === true) throw new Error('the snapshot ended early');
      let { crc } = arriving.progress;
      for (const fields of chunk.records) crc = recordCrc(fields, crc);
      if (chunk.crc !== crc) {
        throw new RefusedSnapshotError('the snapshot is damaged: its checksum is wrong');
      }
      const records = chunk.records.map(stagedRecord);
      const wanted = records.filter((record) => !sameKey(record, installed.key));
      if (chunk.last) {
        this.#ending = true;
        await arriving.put([...wanted, { table: Table.meta, ...installed }], crc);
        return await arriving.finish();
      }
      await arriving.put(wanted, crc);
    }
  }

  /** What is there is kept if a stream may go on from there. */
  async #broken(arriving: ArrivingSnapshot, me: symbol, error: Error): Promise<string> {
    if (!arriving.isFrom(me)) return error.message;
    arriving.detach(me);
    const { logger } = this.#options;
    const hasFailed = this.#ending || error instanceof RefusedSnapshotError || arriving.hasFailed;
    const { chunks } = arriving.progress;
    logger.warn({ reason: error.message, chunks, isKept: !hasFailed }, 'a snapshot broke off');
    if (hasFailed) {
      await this.#throwAway(arriving);
      return error.message;
    }
    const giveUp = (): void => {
      if (arriving.isParked && this.#arriving === arriving) void this.#throwAway(arriving);
    };
    clearTimeout(this.#partTimer);
    this.#partTimer = setTimeout(giveUp, this.#options.keepPartMs ?? keepPartMs).unref();
    return error.message;
  }

  async #throwAway(arriving: ArrivingSnapshot): Promise<void> {
    this.#ending = true;
    clearTimeout(this.#partTimer);
    await arriving.abort(new Error('the snapshot was given up'));
    await this.#discard();
  }

  async #discard(): Promise<void> {
    try {
      await this.#options.discard();
    } finally {
      this.#free();
    }
  }

  #free(): void {
    this.#arriving = undefined;
    this.#ending = false;
  }

  #offer(message: Message): Promise<string | undefined> {
    const { activate, offer, logger } = this.#options;
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    const taken = offer({
      message,
      activate: async () => {
        const backend = await activate();
        this.#free();
        logger.info({ index: backend.applied.index }, 'installed a snapshot');
        resolve(undefined);
        return backend;
      },
      discard: async () => {
        await this.#discard();
        resolve('the snapshot came too late');
      },
    });
    if (!taken) resolve(this.#discard().then(() => 'the member cannot take a snapshot now'));
    return promise;
  }
}

function stagedRecord(fields: cairn.v1.SnapshotRecord.$Properties): TableRecord {
  const { table, key, value } = fields as cairn.v1.SnapshotRecord;
  if (!isTable(table)) throw new RefusedSnapshotError(`snapshot of an unknown table ${table}`);
  return { table, key, value };
}

function isTable(table: number): table is Table {
  return Object.values<number>(Table).includes(table);
}

function sameKey(record: TableRecord, installedKey: Uint8Array): boolean {
  return record.table === Table.meta && Buffer.compare(record.key, installedKey) === 0;
}

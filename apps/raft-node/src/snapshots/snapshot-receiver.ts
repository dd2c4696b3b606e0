// Takes in the leader's state beside our own. Nothing of ours changes before all of it has arrived,
// its checksum is right and Raft wants it; then the directories are exchanged atomically. A crash at
// any moment leaves either the old state or the new one (see recovery.ts in libs/replica).
import { Table } from '@cairn/backend';
import type { AppliedPosition, Backend, TableRecord } from '@cairn/backend';
import { assert } from '@cairn/core';
import type { ClusterId, MemberId } from '@cairn/core';
import { toUnsignedBigInt } from '@cairn/proto';
import type { cairn } from '@cairn/proto';
import type { Message } from '@cairn/raft';
import { installedRow } from '@cairn/replica';
import type { StagedSnapshot } from '@cairn/replica';
import type { Logger } from '@cairn/telemetry';
import { messageOf } from '../peers/message-codec.ts';
import { recordCrc } from './snapshot-sender.ts';

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
}

type Chunks = AsyncIterable<cairn.v1.SnapshotChunk>;

export class SnapshotReceiver {
  readonly #options: SnapshotReceiverOptions;
  #busy = false;

  constructor(options: SnapshotReceiverOptions) {
    this.#options = options;
  }

  /** Answers why the snapshot was not taken; undefined = it is installed. */
  async receive(chunks: Chunks): Promise<string | undefined> {
    if (this.#busy) return 'another snapshot is arriving';
    this.#busy = true;
    try {
      return await this.#receive(chunks[Symbol.asyncIterator]());
    } finally {
      this.#busy = false;
    }
  }

  async #receive(chunks: AsyncIterator<cairn.v1.SnapshotChunk>): Promise<string | undefined> {
    const { clusterId, self, logger, stage, discard } = this.#options;
    const first = await chunks.next();
    if (first.done === true || first.value.message == null) return 'the snapshot has no head';
    if (toUnsignedBigInt(first.value.cluster_id) !== clusterId) return 'cluster ID mismatch';
    const message = messageOf(first.value.message);
    if (message.to !== self) return 'member ID mismatch: the snapshot is for another member';
    const meta = message.snapshot;
    if (meta === undefined) return 'the snapshot has no position';
    logger.info({ index: meta.index, from: message.from.toString(16) }, 'receiving a snapshot');
    try {
      await stage(checkedRecords(chunks, meta.index), { index: meta.index, term: meta.term });
    } catch (error) {
      await discard();
      throw error;
    }
    return await this.#offer(message);
  }

  #offer(message: Message): Promise<string | undefined> {
    const { activate, discard, offer, logger } = this.#options;
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    const taken = offer({
      message,
      activate: async () => {
        const backend = await activate();
        logger.info({ index: backend.applied.index }, 'installed a snapshot');
        resolve(undefined);
        return backend;
      },
      discard: async () => {
        await discard();
        resolve('the snapshot came too late');
      },
    });
    if (!taken) resolve(discard().then(() => 'the member cannot take a snapshot now'));
    return promise;
  }
}

async function* checkedRecords(
  chunks: AsyncIterator<cairn.v1.SnapshotChunk>,
  index: number,
): AsyncGenerator<TableRecord> {
  const installed = installedRow(index);
  let crc = 0;
  for (;;) {
    const { done, value: chunk } = await chunks.next();
    assertArrived(done !== true, 'the snapshot ended early');
    for (const fields of chunk.records) {
      crc = recordCrc(fields, crc);
      const record = stagedRecord(fields);
      if (!sameKey(record, installed.key)) yield record;
    }
    if (chunk.last) {
      assertArrived(chunk.crc === crc, 'the snapshot is damaged: its checksum is wrong');
      yield { table: Table.meta, ...installed };
      return;
    }
  }
}

function stagedRecord(fields: cairn.v1.SnapshotRecord.$Properties): TableRecord {
  const { table, key, value } = fields as cairn.v1.SnapshotRecord;
  assert(isTable(table), `snapshot of an unknown table ${table}`);
  return { table, key, value };
}

function isTable(table: number): table is Table {
  return Object.values<number>(Table).includes(table);
}

function sameKey(record: TableRecord, installedKey: Uint8Array): boolean {
  return record.table === Table.meta && Buffer.compare(record.key, installedKey) === 0;
}

function assertArrived(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

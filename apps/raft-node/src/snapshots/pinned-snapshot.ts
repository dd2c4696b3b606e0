// One picture of this member's state, cut into chunks. It can be read again from any chunk on, so that a
// transfer whose connection broke goes on where it stopped: the picture does not change, and what the
// checksum was after each chunk is remembered here, not believed of the receiver.
import { randomBytes } from 'node:crypto';
import { Table } from '@cairn/backend';
import type { Backend, BackendSnapshot, ScanOptions } from '@cairn/backend';
import { assert, crc32c } from '@cairn/core';
import type { cairn } from '@cairn/proto';
import type { ConfState, SnapshotMeta } from '@cairn/raft';
import { loadConfState } from '@cairn/replica';

const chunkBytesDefault = 256 * 1024;

export interface SnapshotChunk {
  readonly records: readonly SnapshotRecord[];
  /** Over all records up to the last one of this chunk. */
  readonly crc: number;
  readonly bytes: number;
}

interface SnapshotRecord {
  readonly table: Table;
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

/** Where a chunk ends. */
interface ChunkEnd {
  readonly table: Table;
  readonly key: Uint8Array;
  readonly crc: number;
}

export class PinnedSnapshot {
  /** Tells it from every other picture. */
  readonly id: bigint = randomBytes(8).readBigUInt64BE();
  readonly backend: Backend;
  readonly #snapshot: BackendSnapshot;
  readonly #confState: ConfState;
  readonly #ends: ChunkEnd[] = [];
  readonly #chunkBytes: number;

  constructor(backend: Backend, snapshot: BackendSnapshot, chunkBytes: number) {
    this.backend = backend;
    this.#snapshot = snapshot;
    this.#chunkBytes = chunkBytes;
    // Of the picture itself: the members may have changed since.
    const confState = loadConfState(snapshot);
    assert(confState !== undefined, 'a store that is sent says what the members are');
    this.#confState = confState;
  }

  /** @param chunkBytes a chunk ends with the record that fills it */
  static async of(
    backend: Backend,
    chunkBytes: number = chunkBytesDefault,
  ): Promise<PinnedSnapshot> {
    return new PinnedSnapshot(backend, await backend.snapshot(), chunkBytes);
  }

  get meta(): SnapshotMeta {
    return { ...this.#snapshot.applied, confState: this.#confState };
  }

  /** Whether the checksum was this one after so many chunks of this picture. */
  goesOnAfter(chunks: number, crc: number): boolean {
    return chunks === 0 || this.#ends[chunks - 1]?.crc === crc;
  }

  *chunksAfter(chunks: number): Generator<SnapshotChunk> {
    const ends = this.#ends;
    ends.length = chunks;
    const start = ends.at(-1);
    let crc = start?.crc ?? 0;
    let records: SnapshotRecord[] = [];
    let bytes = 0;
    for (const record of recordsAfter(this.#snapshot, start)) {
      records.push(record);
      crc = recordCrc(record, crc);
      bytes += record.key.length + record.value.length;
      if (bytes < this.#chunkBytes) continue;
      ends.push({ table: record.table, key: record.key, crc });
      yield { records, crc, bytes };
      records = [];
      bytes = 0;
    }
    const last = records.at(-1);
    if (last === undefined) return;
    ends.push({ table: last.table, key: last.key, crc });
    yield { records, crc, bytes };
  }

  /** The checksum after all chunks; they have been read to the end. */
  get crc(): number {
    return this.#ends.at(-1)?.crc ?? 0;
  }

  close(): void {
    this.#snapshot.close();
  }
}

function* recordsAfter(
  snapshot: BackendSnapshot,
  start: ChunkEnd | undefined,
): Generator<SnapshotRecord> {
  for (const table of Object.values<Table>(Table)) {
    if (start !== undefined && table < start.table) continue;
    const options: ScanOptions = table === start?.table ? { from: keyAfter(start.key) } : {};
    for (const { key, value } of snapshot.scan(table, options)) yield { table, key, value };
  }
}

function keyAfter(key: Uint8Array): Uint8Array {
  const after = new Uint8Array(key.length + 1);
  after.set(key);
  return after;
}

/** The running checksum of a snapshot: table byte, key and value of every record, in order. */
export function recordCrc(record: cairn.v1.SnapshotRecord.$Properties, previous: number): number {
  const { table = 0, key, value } = record;
  const afterTable = crc32c(Uint8Array.of(table ?? 0), previous);
  return crc32c(value ?? empty, crc32c(key ?? empty, afterTable));
}

const empty = new Uint8Array(0);

// Reads a range of a table from LMDB and from the layers above it, in pieces. Each piece is complete
// before the first record of it is given out, and the next one starts from the last key: nothing is
// held between two records, so a caller may stop, or take its time, while writes go on and layers
// come and go. Every source gives its first so many keys of the range; where one of them stopped
// early, nothing is known beyond its last key, so the piece ends at the nearest of these.
import { fromByteString, toByteString } from '@cairn/core';
import type { KeyRange } from './ordered-table.ts';
import type { BackendRecord, RecordVisitor, ScanOptions, Table } from './types.ts';
import type { Write, WriteLayer } from './write-layer.ts';

const firstPieceRecords = 8;
const pieceRecordsMax = 512;

export interface StoredPiece {
  readonly records: readonly BackendRecord[];
  /** Whether the range has more. */
  readonly more: boolean;
}

/** Reads up to `limit` records of a range from LMDB; fewer if they are large. */
export type ReadStored = (range: KeyRange, limit: number) => StoredPiece;

export function toKeyRange(options: ScanOptions): KeyRange {
  return {
    from: options.from === undefined ? '' : toByteString(options.from),
    fromExclusive: false,
    to: options.to === undefined ? undefined : toByteString(options.to),
    reverse: options.reverse === true,
  };
}

/** The range without `name` and what comes before it in the order of the range. */
function rangeAfter(range: KeyRange, name: string): KeyRange {
  return range.reverse ? { ...range, to: name } : { ...range, from: name, fromExclusive: true };
}

export function* scanMerged(
  table: Table,
  options: ScanOptions,
  readStored: ReadStored,
  layers: () => readonly WriteLayer[],
): Generator<BackendRecord, void, undefined> {
  let range = toKeyRange(options);
  let limit = firstPieceRecords;
  for (;;) {
    const stored = readStored(range, limit);
    const above = layers().map((layer) => layer.table(table).collect(range, limit));
    let end: string | undefined;
    if (above.every((one) => one.length === 0)) {
      const last = stored.records.at(-1);
      end = stored.more && last !== undefined ? toByteString(last.key) : undefined;
      yield* stored.records;
    } else {
      const piece = mergePiece(stored, above, limit, range.reverse);
      ({ end } = piece);
      yield* piece.records;
    }
    if (end === undefined) return;
    range = rangeAfter(range, end);
    limit = Math.min(limit * 4, pieceRecordsMax);
  }
}

export function visitEach(records: Iterable<BackendRecord>, visitor: RecordVisitor): void {
  for (const { key, value } of records) visitor(key, 0, key.length, value, 0, value.length);
}

interface MergedPiece {
  readonly records: readonly BackendRecord[];
  /** The piece is complete up to this key; undefined = to the end of the range. */
  readonly end: string | undefined;
}

/** `above`: oldest layer first, so that later ones override. */
function mergePiece(
  stored: StoredPiece,
  above: readonly (readonly [string, Write])[][],
  limit: number,
  reverse: boolean,
): MergedPiece {
  const isBefore = (a: string, b: string): boolean => (reverse ? a > b : a < b);
  const values = new Map<string, Uint8Array | undefined>();
  for (const { key, value } of stored.records) values.set(toByteString(key), value);
  const lastStored = stored.records.at(-1);
  let end = stored.more && lastStored !== undefined ? toByteString(lastStored.key) : undefined;
  for (const layer of above) {
    for (const [name, write] of layer) values.set(name, write.value);
    const last = layer.at(-1)?.[0];
    if (
      layer.length === limit &&
      last !== undefined &&
      (end === undefined || isBefore(last, end))
    ) {
      end = last;
    }
  }
  const names = [...values.keys()].sort();
  if (reverse) names.reverse();
  const records: BackendRecord[] = [];
  for (const name of names) {
    if (end !== undefined && isBefore(end, name)) break;
    const value = values.get(name);
    if (value !== undefined) records.push({ key: fromByteString(name), value });
  }
  return { records, end };
}

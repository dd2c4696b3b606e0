// A range of a million keys must not stand in the way of writes and heartbeats. Ranges in key order
// without filters are read in slices of half a millisecond at the revision of the first one, each in a
// turn of the event loop of its own; what needs the whole range at once (sorting, filters) is read at
// once. Records go straight into the pieces in which the answer leaves: collected first and encoded at the
// end, they outlive a dozen collections, and the encoding alone takes as long as ten slices.
//
// Between two slices a compaction can pass the revision that is being read. Who asked for that revision
// is told so; who asked for the latest has not asked for any in particular and must not see an error
// that etcd would not give: the read begins again.
import { assert, concatBytes } from '@cairn/core';
import { CompactedError, recordKey } from '@cairn/mvcc';
import type { RangeQuery, RangeResult } from '@cairn/mvcc';
import type { Replica } from '@cairn/replica';
import type { Turns } from '../turns.ts';
import { GrowingRange } from './growing-range.ts';
import { answer, failure } from './outcome.ts';
import type { Reply } from './outcome.ts';
import type { FreePieces } from './pieces.ts';

/** Most ranges are smaller than this and done at once. */
const firstSliceRecords = 250;
/** A record that is not in memory takes as long as a hundred that are: slices are bounded by time. */
const sliceMs = 0.5;
/** Records between two looks at the clock. */
const recordsPerLook = 16;
/** A range of more records than this would only push what is hot out of the store's cache. */
const cachedRecordsMax = 16_000;
const restartsMax = 3;

export interface LargeRangeOptions {
  readonly replica: Replica;
  readonly turns: Turns;
  readonly free: FreePieces;
  readonly query: RangeQuery;
  readonly reply: Reply;
  readonly nowMs: () => number;
}

/** Encodes a RangeResponse: header, records, more, count. */
export type EncodeRange = (result: RangeResult) => Uint8Array;

/** Replies with `encode` of the whole result. @throws what the first slice throws */
export function readLargeRange(options: LargeRangeOptions, encode: EncodeRange): void {
  const { query, reply, replica } = options;
  if (canSlice(query)) new SlicedRange(options, encode).begin();
  else reply(answer(encode(replica.machine.store.range(query))));
}

function canSlice(query: RangeQuery): boolean {
  return (
    query.rangeEnd.length > 0 &&
    !query.countOnly &&
    query.sortOrder === 0 &&
    query.sortTarget === 0 &&
    query.minModRevision === 0 &&
    query.maxModRevision === 0 &&
    query.minCreateRevision === 0 &&
    query.maxCreateRevision === 0 &&
    (query.limit <= 0 || query.limit > firstSliceRecords)
  );
}

class SlicedRange {
  readonly #options: LargeRangeOptions;
  readonly #encode: EncodeRange;
  readonly #limit: number;
  #restarts = 0;
  #revision = 0;

  constructor(options: LargeRangeOptions, encode: EncodeRange) {
    this.#options = options;
    this.#encode = encode;
    this.#limit = options.query.limit > 0 ? options.query.limit : Number.MAX_SAFE_INTEGER;
  }

  begin(): void {
    const { replica, query, reply, free } = this.#options;
    const first = replica.machine.store.range({ ...query, limit: firstSliceRecords });
    if (!first.more) return reply(answer(this.#encode(first)));
    this.#revision = query.revision > 0 ? query.revision : first.revision;
    const recordsMax = Math.min(first.count, this.#limit);
    const last = first.records.at(-1);
    assert(last !== undefined, 'a range that has more has some');
    this.#later(
      new GrowingRange(first, recordsMax, this.#encode, free),
      concatBytes([recordKey(last), zeroByte]),
    );
  }

  #later(growing: GrowingRange, from: Uint8Array): void {
    const { replica, turns } = this.#options;
    turns.run(() =>
      replica.readSerializable((error) => {
        if (error === undefined) this.#next(growing, from);
        else this.#fail(growing, error);
      }),
    );
  }

  #next(growing: GrowingRange, from: Uint8Array): void {
    const { query } = this.#options;
    try {
      this.#slice(growing, from);
    } catch (error) {
      if (!(error instanceof CompactedError) || query.revision > 0)
        return this.#fail(growing, error);
      growing.discard();
      this.#restart();
    }
  }

  #fail(growing: GrowingRange, error: unknown): void {
    growing.discard();
    this.#options.reply(failure(error));
  }

  #slice(growing: GrowingRange, key: Uint8Array): void {
    const { replica, query, reply, nowMs, free } = this.#options;
    const { rangeEnd, keysOnly } = query;
    const endMs = nowMs() + sliceMs;
    const next = replica.machine.store.rangeSlice(
      {
        key,
        rangeEnd,
        revision: this.#revision,
        keysOnly,
        once: growing.recordsMax > cachedRecordsMax,
      },
      (record) => growing.add(record),
      () => growing.isComplete || (growing.records % recordsPerLook === 0 && nowMs() >= endMs),
    );
    if (next !== undefined && !growing.isComplete) this.#later(growing, next);
    else reply({ kind: 'pieces', pieces: growing.finish(), free });
  }

  /** Compactions that follow each other faster than this reads are met by reading at one go. */
  #restart(): void {
    const { replica, query, reply } = this.#options;
    this.#restarts += 1;
    if (this.#restarts <= restartsMax) this.begin();
    else reply(answer(this.#encode(replica.machine.store.range(query))));
  }
}

const zeroByte = Uint8Array.of(0);

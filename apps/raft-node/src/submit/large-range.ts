// A range of a million keys must not stand in the way of heartbeats. Ranges in key order without
// filters are read in slices at the revision of the first one, each in a turn of the event loop of its
// own; what needs the whole range at once (sorting, filters) is read at once.
//
// Between two slices a compaction can pass the revision that is being read. Who asked for that revision
// is told so; who asked for the latest has not asked for any in particular and must not see an error
// that etcd would not give: the read begins again.
import { concatBytes } from '@cairn/core';
import { CompactedError, recordKey } from '@cairn/mvcc';
import type { RangeQuery, RangeResult } from '@cairn/mvcc';
import type { Replica } from '@cairn/replica';
import type { Turns } from '../turns.ts';
import { answer, failure } from './outcome.ts';
import type { Reply } from './outcome.ts';

/** Most ranges are smaller than this and done at once. */
const firstSliceRecords = 1_000;
const sliceRecordsMin = 100;
const sliceRecordsMax = 5_000;
/** About as much as can be read within a few milliseconds. */
const sliceBytes = 4 * 1024 * 1024;
const restartsMax = 3;

export interface LargeRangeOptions {
  readonly replica: Replica;
  readonly turns: Turns;
  readonly query: RangeQuery;
  readonly reply: Reply;
}

type Encode = (result: RangeResult) => Uint8Array;

/** Replies with `encode` of the whole result. @throws what the first slice throws */
export function readLargeRange(options: LargeRangeOptions, encode: Encode): void {
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
  readonly #encode: Encode;
  readonly #limit: number;
  #restarts = 0;
  #revision = 0;
  #records: Uint8Array[] = [];
  #bytes = 0;

  constructor(options: LargeRangeOptions, encode: Encode) {
    this.#options = options;
    this.#encode = encode;
    this.#limit = options.query.limit > 0 ? options.query.limit : Number.MAX_SAFE_INTEGER;
  }

  begin(): void {
    const { replica, query } = this.#options;
    const first = replica.machine.store.range({ ...query, limit: firstSliceRecords });
    this.#revision = query.revision > 0 ? query.revision : first.revision;
    this.#records = [];
    this.#bytes = 0;
    this.#take(first, first);
  }

  #take(first: RangeResult, slice: RangeResult): void {
    for (const record of slice.records) {
      this.#records.push(record);
      this.#bytes += record.length;
    }
    if (slice.more && this.#records.length < this.#limit) return this.#later(first);
    const { count, revision } = first;
    const { reply } = this.#options;
    reply(answer(this.#encode({ records: this.#records, count, more: slice.more, revision })));
  }

  #later(first: RangeResult): void {
    const { replica, reply, turns } = this.#options;
    turns.run(() =>
      replica.readSerializable((error) => {
        if (error === undefined) this.#next(first);
        else reply(failure(error));
      }),
    );
  }

  #next(first: RangeResult): void {
    const { replica, query, reply } = this.#options;
    try {
      const last = this.#records.at(-1) as Uint8Array;
      const key = concatBytes([recordKey(last), zeroByte]);
      const { store } = replica.machine;
      const limit = this.#nextLimit();
      this.#take(first, store.range({ ...query, key, revision: this.#revision, limit }));
    } catch (error) {
      if (error instanceof CompactedError && query.revision <= 0) this.#restart();
      else reply(failure(error));
    }
  }

  #nextLimit(): number {
    const recordBytes = this.#bytes / this.#records.length;
    const fitting = Math.floor(sliceBytes / recordBytes);
    const records = Math.min(Math.max(fitting, sliceRecordsMin), sliceRecordsMax);
    return Math.min(this.#limit - this.#records.length, records);
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

// A range of a million keys must not stand in the way of heartbeats. Ranges in key order without
// filters are read in slices at the revision of the first one, with a turn of the event loop
// between two; what needs the whole range at once (sorting, filters) is read at once.
import { concatBytes } from '@cairn/core';
import { recordKey } from '@cairn/mvcc';
import type { RangeQuery, RangeResult } from '@cairn/mvcc';
import type { Replica } from '@cairn/replica';
import { answer, failure } from './outcome.ts';
import type { Reply } from './outcome.ts';

const recordsPerSlice = 5_000;

/** Replies with `encode` of the whole result. @throws what the first slice throws */
export function readLargeRange(
  replica: Replica,
  query: RangeQuery,
  reply: Reply,
  encode: (result: RangeResult) => Uint8Array,
): void {
  const { store } = replica.machine;
  if (!canSlice(query)) return reply(answer(encode(store.range(query))));
  const limit = query.limit > 0 ? query.limit : Number.MAX_SAFE_INTEGER;
  const first = store.range({ ...query, limit: Math.min(limit, recordsPerSlice) });
  if (!first.more || first.records.length >= limit) return reply(answer(encode(first)));
  const revision = query.revision > 0 ? query.revision : first.revision;
  const records = [...first.records];
  const nextSlice = (): void => {
    try {
      const last = records.at(-1) as Uint8Array;
      const key = concatBytes([recordKey(last), zeroByte]);
      const wanted = Math.min(limit - records.length, recordsPerSlice);
      const slice = replica.machine.store.range({ ...query, key, revision, limit: wanted });
      for (const record of slice.records) records.push(record);
      if (slice.more && records.length < limit) return void setImmediate(nextSlice);
      const { count, revision: seen } = first;
      reply(answer(encode({ records, count, more: slice.more, revision: seen })));
    } catch (error) {
      reply(failure(error));
    }
  };
  setImmediate(nextSlice);
}

const zeroByte = Uint8Array.of(0);

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
    (query.limit <= 0 || query.limit > recordsPerSlice)
  );
}

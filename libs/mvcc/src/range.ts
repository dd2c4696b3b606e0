// Range, with the semantics of etcd's server: what `count`, `more`, limits, filters and sort orders
// mean together.
//
// - `count` is the number of keys in the range at that revision, whatever limit and filters say.
// - Filters and explicit sort orders see the whole range; the limit cuts afterwards.
// - A sort target other than the key without an order is different: the limit (and one more, to know
//   `more`) is taken in key order first, and only these are sorted, ascending. Clients rely on it.
//
// A record is read as late as possible: revision filters on mod_revision, sorting by it and every
// limit are answered from the index alone.
import { assert, compareBytes, fromByteString, toByteString } from '@cairn/core';
import { CompactedError, FutureRevisionError } from './errors.ts';
import { recordCreateRevision, recordValue, recordVersion, stripValue } from './record.ts';
import { noNode } from './revision-arena.ts';
import type { StoreState } from './store-state.ts';
import { isSingleKey, toKeyRange } from './store-state.ts';
import type { RangeQuery, RangeResult, SliceQuery } from './types.ts';
import { SortOrder, SortTarget } from './types.ts';

/** @param latest the newest revision the reader may see: an open writer sees its own. */
export function readRange(state: StoreState, query: RangeQuery, latest: number): RangeResult {
  const revision = query.revision <= 0 ? latest : query.revision;
  checkRevision(state, revision, latest);

  if (isSingleKey(query.rangeEnd)) return readKey(state, query, revision, latest);
  if (query.countOnly) {
    const count = state.index.count(toKeyRange(query.key, query.rangeEnd), revision);
    return { records: [], count, more: false, revision: latest };
  }
  return readKeys(state, query, revision, latest);
}

function checkRevision(state: StoreState, revision: number, latest: number): void {
  if (revision > latest) throw new FutureRevisionError(revision, latest);
  if (revision < state.compactRevision) throw new CompactedError(revision, state.compactRevision);
}

/** See {@link Store.rangeSlice}. */
export function readSlice(
  state: StoreState,
  query: SliceQuery,
  take: (record: Uint8Array) => void,
  isEnough: () => boolean,
): Uint8Array | undefined {
  const { key, rangeEnd, revision, keysOnly, once } = query;
  assert(!isSingleKey(rangeEnd) && revision >= 0, 'a slice of a range at a revision');
  checkRevision(state, revision, state.currentRevision);
  let enough = false;
  const next = state.index.walk(toKeyRange(key, rangeEnd), revision, (node) => {
    if (enough) return false;
    const record = once ? state.readOnce(node) : state.read(node);
    take(keysOnly ? stripValue(record) : record);
    enough = isEnough();
    return true;
  });
  return next === undefined ? undefined : fromByteString(next);
}

function readKey(
  state: StoreState,
  query: RangeQuery,
  revision: number,
  latest: number,
): RangeResult {
  const { index } = state;
  const node = index.arena.liveAt(index.head(toByteString(query.key)), revision);
  if (node === noNode) return { records: [], count: 0, more: false, revision: latest };
  if (query.countOnly) return { records: [], count: 1, more: false, revision: latest };
  const record = state.read(node);
  const wanted =
    !hasFilters(query) ||
    (passesModFilter(query, index.arena.main(node)) && passesCreateFilter(query, record));
  const records = wanted ? [query.keysOnly ? stripValue(record) : record] : [];
  return { records, count: 1, more: false, revision: latest };
}

function readKeys(
  state: StoreState,
  query: RangeQuery,
  revision: number,
  latest: number,
): RangeResult {
  const { index } = state;
  const range = toKeyRange(query.key, query.rangeEnd);
  const byKey = query.sortTarget === SortTarget.key;
  const cutsFirst = !hasFilters(query) && (byKey || query.sortOrder === SortOrder.none);
  const limit = query.limit > 0 ? query.limit : Infinity;
  const take = cutsFirst ? limit + 1 : Infinity;
  const collected =
    byKey && query.sortOrder === SortOrder.descend
      ? index.collectDescending(range, revision, take)
      : index.collect(range, revision, take);
  const count = collected.length < take ? collected.length : index.count(range, revision);

  const matching = needsRecordsToChoose(query)
    ? chooseByRecord(state, query, collected)
    : chooseByIndex(state, query, collected);
  const more = matching.length > limit;
  if (more) matching.length = limit;
  const records = matching.map((chosen) => {
    const record = typeof chosen === 'number' ? state.read(chosen) : chosen;
    return query.keysOnly ? stripValue(record) : record;
  });
  return { records, count, more, revision: latest };
}

function hasFilters(query: RangeQuery): boolean {
  return hasModFilter(query) || hasCreateFilter(query);
}

function hasModFilter(query: RangeQuery): boolean {
  return query.minModRevision !== 0 || query.maxModRevision !== 0;
}

function hasCreateFilter(query: RangeQuery): boolean {
  return query.minCreateRevision !== 0 || query.maxCreateRevision !== 0;
}

function isBetween(revision: number, min: number, max: number): boolean {
  return (min === 0 || revision >= min) && (max === 0 || revision <= max);
}

function passesModFilter(query: RangeQuery, modRevision: number): boolean {
  return isBetween(modRevision, query.minModRevision, query.maxModRevision);
}

function passesCreateFilter(query: RangeQuery, record: Uint8Array): boolean {
  if (!hasCreateFilter(query)) return true;
  const created = recordCreateRevision(record);
  return isBetween(created, query.minCreateRevision, query.maxCreateRevision);
}

function needsRecordsToChoose(query: RangeQuery): boolean {
  const target = query.sortTarget;
  return hasCreateFilter(query) || (target !== SortTarget.key && target !== SortTarget.mod);
}

function chooseByIndex(
  state: StoreState,
  query: RangeQuery,
  nodes: number[],
): (number | Uint8Array)[] {
  const { arena } = state.index;
  const chosen = hasModFilter(query)
    ? nodes.filter((node) => passesModFilter(query, arena.main(node)))
    : nodes;
  if (query.sortTarget !== SortTarget.mod) return chosen;
  const sign = query.sortOrder === SortOrder.descend ? -1 : 1;
  return chosen.sort((a, b) => sign * (arena.main(a) - arena.main(b)));
}

function chooseByRecord(
  state: StoreState,
  query: RangeQuery,
  nodes: readonly number[],
): (number | Uint8Array)[] {
  const { arena } = state.index;
  const entries: SortEntry[] = [];
  for (const node of nodes) {
    const main = arena.main(node);
    if (!passesModFilter(query, main)) continue;
    const record = state.read(node);
    if (!passesCreateFilter(query, record)) continue;
    entries.push({ record, number: sortNumber(query.sortTarget, record, main) });
  }
  // Key order is what was collected, and every sort is stable: equals stay in key order.
  if (query.sortTarget !== SortTarget.key) {
    const sign = query.sortOrder === SortOrder.descend ? -1 : 1;
    const compare =
      query.sortTarget === SortTarget.value
        ? (a: SortEntry, b: SortEntry): number =>
            compareBytes(recordValue(a.record), recordValue(b.record))
        : (a: SortEntry, b: SortEntry): number => a.number - b.number;
    entries.sort((a, b) => sign * compare(a, b));
  }
  return entries.map((entry) => entry.record);
}

interface SortEntry {
  readonly record: Uint8Array;
  readonly number: number;
}

function sortNumber(target: SortTarget, record: Uint8Array, main: number): number {
  if (target === SortTarget.version) return recordVersion(record);
  if (target === SortTarget.create) return recordCreateRevision(record);
  return main;
}

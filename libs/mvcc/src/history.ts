// What a watcher that starts in the past has missed: the events of a span of revisions.
//
// In general that is one scan over the record table, whole revisions at a time. Two things bound it:
// the bytes collected, and, for a filter that matches little, the records looked at; the caller goes
// on from `upToRevision`. Only one key wanted: its own chain in the index names its few records.
//
// The previous record of an event is the one at mainRevision - 1. Looking it up in the index for each
// event would walk a hot key's chain once per event, so a scan remembers what it has seen.
//
// At the compact revision itself only what a finished compaction keeps is shown, whether or not it
// has been removed yet: the answer must not depend on how far this member's compaction got.
import { toByteString } from '@cairn/core';
import { CompactedError } from './errors.ts';
import type { KeyRange } from './key-index.ts';
import { encodeTombstone, recordIsCreate, recordKey, tombstoneEventRecord } from './record.ts';
import { decodeRevisionKey, encodeRevisionKey } from './revision-key.ts';
import { noNode } from './revision-arena.ts';
import type { StoreState } from './store-state.ts';
import { isSingleKey, toKeyRange } from './store-state.ts';
import type { HistorySlice, StoreEvent } from './types.ts';

export interface HistoryRequest {
  readonly fromRevision: number;
  readonly toRevision: number;
  readonly bytesMax: number;
  /** Ends a slice, at the end of a revision, even when little of it matched. */
  readonly scannedRecordsMax: number;
  readonly filter: { readonly key: Uint8Array; readonly rangeEnd: Uint8Array } | undefined;
}

export function readHistory(state: StoreState, request: HistoryRequest): HistorySlice {
  const { fromRevision, filter } = request;
  if (fromRevision < state.compactRevision) {
    throw new CompactedError(fromRevision, state.compactRevision);
  }
  const toRevision = Math.min(request.toRevision, state.currentRevision);
  if (fromRevision > toRevision) return { events: [], upToRevision: toRevision };
  return filter !== undefined && isSingleKey(filter.rangeEnd)
    ? historyOfKey(state, request, toRevision, filter.key)
    : historyOfRange(state, request, toRevision, filter && toKeyRange(filter.key, filter.rangeEnd));
}

/** Collects events until the slice is full, which it only ever is between two revisions. */
class SliceBuilder {
  readonly events: StoreEvent[] = [];
  readonly #bytesMax: number;
  #bytes = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  get isFull(): boolean {
    return this.#bytes >= this.#bytesMax;
  }

  add(event: StoreEvent): void {
    this.events.push(event);
    this.#bytes += event.record.length + (event.previous?.length ?? 0);
  }
}

function historyOfRange(
  state: StoreState,
  request: HistoryRequest,
  toRevision: number,
  range: KeyRange | undefined,
): HistorySlice {
  const slice = new SliceBuilder(request.bytesMax);
  const seen = new SeenRecords(state);
  let main = request.fromRevision;
  let scanned = 0;
  const from = encodeRevisionKey(Math.max(main, 0), 0, false);
  const to = encodeRevisionKey(toRevision + 1, 0, false);
  for (const entry of state.records.scan(from, to)) {
    const revision = decodeRevisionKey(entry.key);
    if (revision.main > main) {
      const full = slice.isFull || scanned >= request.scannedRecordsMax;
      if (full) return { events: slice.events, upToRevision: revision.main - 1 };
      main = revision.main;
    }
    scanned++;
    const key = toByteString(recordKey(entry.value));
    if (range !== undefined && !contains(range, key)) continue;
    if (isSuperseded(state, key, main, revision.sub)) continue;
    const { sub, tombstone } = revision;
    const record = tombstone ? tombstoneEventRecord(entry.value, main) : entry.value;
    slice.add(toEvent(main, sub, tombstone, record, seen.previousOf(key, main, record, tombstone)));
  }
  return { events: slice.events, upToRevision: toRevision };
}

function contains(range: KeyRange, key: string): boolean {
  return key >= range.from && (range.to === undefined || key < range.to);
}

/** At the compact revision: true when compaction removes this revision of the key. */
function isSuperseded(state: StoreState, key: string, main: number, sub: number): boolean {
  if (main !== state.compactRevision) return false;
  const { arena } = state.index;
  const newest = arena.newestAt(state.index.head(key), main);
  return newest === noNode || arena.main(newest) !== main || arena.sub(newest) !== sub;
}

/** The records a scan has passed, to answer "and what was it before?" without the index. */
class SeenRecords {
  readonly #state: StoreState;
  /** Newest state of each key seen, and what it was before that revision. */
  readonly #byKey = new Map<
    string,
    { main: number; record: Uint8Array | undefined; before: Uint8Array | undefined }
  >();

  constructor(state: StoreState) {
    this.#state = state;
  }

  previousOf(
    key: string,
    main: number,
    record: Uint8Array,
    tombstone: boolean,
  ): Uint8Array | undefined {
    const current = tombstone ? undefined : record;
    const seen = this.#byKey.get(key);
    if (seen === undefined) {
      const before = this.#lookUp(key, main - 1);
      this.#byKey.set(key, { main, record: current, before });
      return isCreate(current) ? undefined : before;
    }
    if (seen.main < main) seen.before = seen.record;
    seen.main = main;
    seen.record = current;
    return isCreate(current) ? undefined : seen.before;
  }

  #lookUp(key: string, revision: number): Uint8Array | undefined {
    const state = this.#state;
    if (revision < state.compactRevision) return undefined;
    const { index } = state;
    const node = index.arena.liveAt(index.head(key), revision);
    return node === noNode ? undefined : state.read(node);
  }
}

function isCreate(record: Uint8Array | undefined): boolean {
  return record !== undefined && recordIsCreate(record);
}

function historyOfKey(
  state: StoreState,
  request: HistoryRequest,
  toRevision: number,
  key: Uint8Array,
): HistorySlice {
  const { index, compactRevision } = state;
  const { arena } = index;
  const nodes: number[] = [];
  let node = arena.newestAt(index.head(toByteString(key)), toRevision);
  let atCompactRevision = false;
  while (node !== noNode && arena.main(node) >= request.fromRevision && !atCompactRevision) {
    nodes.push(node);
    atCompactRevision = arena.main(node) === compactRevision;
    node = arena.older(node);
  }
  const slice = new SliceBuilder(request.bytesMax);
  const oldestMain = nodes.length === 0 ? 0 : arena.main(nodes.at(-1) as number);
  const baseRevision = oldestMain - 1;
  const base = baseRevision < compactRevision ? noNode : arena.liveAt(node, baseRevision);
  let before = base === noNode ? undefined : state.read(base);
  let current = before;
  let main = 0;
  for (const change of nodes.toReversed()) {
    if (arena.main(change) > main) {
      if (slice.isFull) return { events: slice.events, upToRevision: arena.main(change) - 1 };
      main = arena.main(change);
      before = current;
    }
    const tombstone = arena.isTombstone(change);
    current = tombstone ? undefined : state.read(change);
    const record = current ?? tombstoneEventRecord(encodeTombstone(key), main);
    const previous = isCreate(current) ? undefined : before;
    slice.add(toEvent(main, arena.sub(change), tombstone, record, previous));
  }
  return { events: slice.events, upToRevision: toRevision };
}

function toEvent(
  mainRevision: number,
  subRevision: number,
  tombstone: boolean,
  record: Uint8Array,
  previous: Uint8Array | undefined,
): StoreEvent {
  return { kind: tombstone ? 'delete' : 'put', mainRevision, subRevision, record, previous };
}

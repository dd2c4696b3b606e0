// The one open write transaction. Its records and index entries are written as it goes, at the main
// revision after the current one, so nobody else sees them: every other reader stops at the current
// revision, which `end` moves.
import { assert, fromByteString, toByteString } from '@cairn/core';
import { DeleteEvent, Deletion, noRevision } from './deletion.ts';
import { readRange } from './range.ts';
import { encodeRecord, encodeTombstone, recordCreateRevision, recordVersion } from './record.ts';
import { encodeRevisionKey } from './revision-key.ts';
import { noNode } from './revision-arena.ts';
import type { StoreState } from './store-state.ts';
import { isSingleKey, toKeyRange } from './store-state.ts';
import type { DeletedKeys, RangeQuery, RangeResult, StoreEvent, StoreWriter } from './types.ts';

const noEvents: StoreEvent[] = [];

export class TransactionWriter implements StoreWriter {
  readonly #state: StoreState;
  readonly #main: number;
  readonly #onEnd: () => void;
  #events: StoreEvent[] = noEvents;
  #open = true;

  constructor(state: StoreState, onEnd: () => void) {
    this.#state = state;
    this.#main = state.currentRevision + 1;
    this.#onEnd = onEnd;
  }

  get changes(): number {
    return this.#events.length;
  }

  range(query: RangeQuery): RangeResult {
    assert(this.#open, 'the write transaction has ended');
    const changed = this.#events.length > 0;
    return readRange(this.#state, query, changed ? this.#main : this.#main - 1);
  }

  put(key: Uint8Array, value: Uint8Array, lease: bigint): Uint8Array | undefined {
    assert(this.#open, 'the write transaction has ended');
    const { index, records } = this.#state;
    const main = this.#main;
    const sub = this.#events.length;
    const text = toByteString(key);
    const head = index.head(text);
    const live = head !== noNode && !index.arena.isTombstone(head);
    const replaced = live ? this.#state.read(head) : undefined;
    const createRevision = replaced === undefined ? main : recordCreateRevision(replaced);
    const record = encodeRecord({
      key,
      createRevision,
      modRevision: main,
      version: replaced === undefined ? 1 : recordVersion(replaced) + 1,
      value,
      lease,
    });
    const created = replaced === undefined || createRevision === main;
    const previous = created ? undefined : this.#beforeTransaction(head, replaced);
    records.put(encodeRevisionKey(main, sub, false), record);
    index.append(text, main, sub, false);
    this.#add({ kind: 'put', mainRevision: main, subRevision: sub, record, previous });
    return replaced;
  }

  deleteRange(key: Uint8Array, rangeEnd: Uint8Array): DeletedKeys {
    assert(this.#open, 'the write transaction has ended');
    const { index } = this.#state;
    if (!isSingleKey(rangeEnd)) {
      return this.#delete(index.collectKeys(toKeyRange(key, rangeEnd), this.#main));
    }
    const text = toByteString(key);
    const node = index.arena.liveAt(index.head(text), this.#main);
    return this.#delete(node === noNode ? [] : [text]);
  }

  end(): { readonly revision: number; readonly events: readonly StoreEvent[] } {
    assert(this.#open, 'the write transaction has ended');
    this.#open = false;
    if (this.#events.length > 0) this.#state.currentRevision = this.#main;
    this.#onEnd();
    return { revision: this.#state.currentRevision, events: this.#events };
  }

  /** @param keys live ones */
  #delete(keys: readonly string[]): Deletion {
    const { index, records } = this.#state;
    const main = this.#main;
    const nodes: number[] = [];
    for (const key of keys) {
      const sub = this.#events.length;
      const node = index.head(key);
      const before = index.arena.liveAt(node, main - 1);
      nodes.push(node);
      records.put(encodeRevisionKey(main, sub, true), encodeTombstone(fromByteString(key)));
      index.append(key, main, sub, true);
      const previous = before === noNode ? noRevision : index.arena.revision(before);
      this.#add(new DeleteEvent(records, key, { main, sub }, previous));
    }
    return new Deletion(this.#state, keys, nodes);
  }

  /** Nearly all transactions change one key: an array that is pushed to makes room for seventeen. */
  #add(event: StoreEvent): void {
    if (this.#events === noEvents) this.#events = [event];
    else this.#events.push(event);
  }

  /**
   * What a watcher gets as previous is the record before this transaction, even when the same
   * transaction has changed the key already.
   * @param node the key's newest revision, with its record
   */
  #beforeTransaction(node: number, record: Uint8Array): Uint8Array | undefined {
    const { arena } = this.#state.index;
    if (arena.main(node) < this.#main) return record;
    const before = arena.liveAt(node, this.#main - 1);
    return before === noNode ? undefined : this.#state.read(before);
  }
}

// Writes that are not in LMDB yet, newest value per key. A layer takes writes until it is sealed, is
// then written to LMDB as one transaction and dropped. It holds whole batches only when it is sealed:
// what was put after the last commit moves to the next layer.
import { toByteString } from '@cairn/core';
import { consistentIndexKey, encodeUint64, termKey } from './applied-record.ts';
import { OrderedTable } from './ordered-table.ts';
import { Table, type AppliedPosition } from './types.ts';

export interface Write {
  readonly table: Table;
  readonly key: Uint8Array;
  /** Undefined = deleted. */
  readonly value: Uint8Array | undefined;
}

export const tables: readonly Table[] = Object.values(Table);

/** What an entry of a layer takes in memory beside its bytes, roughly. */
const writeOverheadBytes = 100;

export class WriteLayer {
  readonly #tables: readonly OrderedTable<Write>[];
  readonly #writes: Write[] = [];
  #bytes = 0;
  #committedWrites = 0;
  #committedBytes = 0;
  #position: AppliedPosition | undefined = undefined;
  readonly #durable: PromiseWithResolvers<void> = Promise.withResolvers();

  constructor() {
    this.#tables = tables.map(() => new OrderedTable<Write>());
    // Whoever waits for the layer handles its failure; nobody has to wait.
    this.#durable.promise.catch(() => undefined);
  }

  /** Settled when the layer is in LMDB and durable, or could not be written. */
  get durable(): PromiseWithResolvers<void> {
    return this.#durable;
  }

  /** Of the last commit; undefined if there was none. */
  get position(): AppliedPosition | undefined {
    return this.#position;
  }

  get committedBytes(): number {
    return this.#committedBytes;
  }

  get committedWrites(): number {
    return this.#committedWrites;
  }

  /** Nothing was written to it; a position may be shown. */
  get isEmpty(): boolean {
    return this.#writes.length === 0 && this.#position === undefined;
  }

  table(table: Table): OrderedTable<Write> {
    return this.#tables[table] as OrderedTable<Write>;
  }

  add(table: Table, key: Uint8Array, value: Uint8Array | undefined): void {
    const write: Write = { table, key, value };
    this.#writes.push(write);
    this.#bytes += key.length + (value === undefined ? 0 : value.length) + writeOverheadBytes;
    (this.#tables[table] as OrderedTable<Write>).set(toByteString(key), write);
  }

  commit(position: AppliedPosition): void {
    this.#position = position;
    this.#committedWrites = this.#writes.length;
    this.#committedBytes = this.#bytes;
  }

  /** Makes a position readable, and written, where it is kept. */
  showPosition(position: AppliedPosition): void {
    const meta = this.table(Table.meta);
    for (const [key, number] of [
      [consistentIndexKey, position.index],
      [termKey, position.term],
    ] as const) {
      const value = encodeUint64(number);
      meta.set(toByteString(key), { table: Table.meta, key, value });
    }
  }

  /** The committed part, complete with its position, and a layer for what goes on. */
  seal(): { readonly sealed: WriteLayer; readonly next: WriteLayer } {
    const next = new WriteLayer();
    const position = this.#position;
    if (position === undefined) return { sealed: new WriteLayer(), next: this };
    if (this.#committedWrites === this.#writes.length) {
      this.showPosition(position);
      return { sealed: this, next };
    }
    const sealed = new WriteLayer();
    for (const [i, { table, key, value }] of this.#writes.entries()) {
      (i < this.#committedWrites ? sealed : next).add(table, key, value);
    }
    sealed.commit(position);
    sealed.showPosition(position);
    return { sealed, next };
  }

  /** Each key once. */
  *writes(): Generator<Write> {
    for (const table of this.#tables) yield* table.values();
  }
}

// A branch or leaf page from its bytes. Nothing but the metas has a checksum, so whatever a page says of
// itself is checked against what bbolt could have written: the kind, the table within the page, the keys
// and values one after another without a hole from the table's end on, the keys ascending. What is left
// to be damaged unseen is bytes of keys and values themselves.
import { compareBytes } from '@cairn/core';
import { BoltFormatError } from './bolt-format-error.ts';
import {
  branchRowBytes,
  bucketRowFlag,
  leafRowBytes,
  pageHeaderBytes,
  PageFlag,
} from './format.ts';

export interface BranchItem {
  readonly key: Uint8Array;
  readonly child: number;
}

export interface LeafItem {
  readonly key: Uint8Array;
  /** Of a bucket: its header, and its page if that is inline. */
  readonly value: Uint8Array;
  readonly isBucket: boolean;
}

export type Page =
  | { readonly kind: 'branch'; readonly id: number; readonly items: readonly BranchItem[] }
  | { readonly kind: 'leaf'; readonly id: number; readonly items: readonly LeafItem[] };

/** Where a page is, for the reader and for those who read its errors. */
export interface PagePlace {
  readonly pageId: number;
  /** Of the page's first byte in the file. */
  readonly offset: number;
}

export interface PageHeader {
  readonly id: number;
  readonly flags: number;
  readonly count: number;
  readonly overflow: number;
}

export function readPageHeader(view: DataView): PageHeader {
  return {
    id: Number(view.getBigUint64(0, true)),
    flags: view.getUint16(8, true),
    count: view.getUint16(10, true),
    overflow: view.getUint32(12, true),
  };
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The page in `bytes`, which are all of it, overflow pages included. */
export function readPage(bytes: Uint8Array, place: PagePlace): Page {
  const view = viewOf(bytes);
  const { flags, count } = readPageHeader(view);
  const rows = new Rows(bytes, view, count, place);
  switch (flags) {
    case PageFlag.branch:
      return { kind: 'branch', id: place.pageId, items: rows.branch() };
    case PageFlag.leaf:
      return { kind: 'leaf', id: place.pageId, items: rows.leaf() };
    default:
      throw new BoltFormatError({
        ...place,
        problem: `flags 0x${flags.toString(16)} where a branch or leaf page should be`,
      });
  }
}

/** Reads the rows of one page's table from first to last. */
class Rows {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #count: number;
  readonly #place: PagePlace;
  /** Where the next key has to start. */
  #next: number;
  #lastKey: Uint8Array | undefined;

  constructor(bytes: Uint8Array, view: DataView, count: number, place: PagePlace) {
    this.#bytes = bytes;
    this.#view = view;
    this.#count = count;
    this.#place = place;
    // The rows of both kinds are equally long.
    this.#next = pageHeaderBytes + count * leafRowBytes;
    if (this.#next > bytes.byteLength) {
      this.#fail(pageHeaderBytes, `${count} elements do not fit into the page`);
    }
  }

  branch(): BranchItem[] {
    const items: BranchItem[] = [];
    if (this.#count === 0) this.#fail(0, 'a branch page without children');
    for (let i = 0; i < this.#count; i++) {
      const row = pageHeaderBytes + i * branchRowBytes;
      const keyBytes = this.#view.getUint32(row + 4, true);
      const key = this.#key(row, row + this.#view.getUint32(row, true), keyBytes);
      items.push({ key, child: Number(this.#view.getBigUint64(row + 8, true)) });
    }
    return items;
  }

  leaf(): LeafItem[] {
    const items: LeafItem[] = [];
    for (let i = 0; i < this.#count; i++) {
      const row = pageHeaderBytes + i * leafRowBytes;
      const flags = this.#view.getUint32(row, true);
      if (flags !== 0 && flags !== bucketRowFlag) {
        this.#fail(row, `element flags 0x${flags.toString(16)}`);
      }
      const keyBytes = this.#view.getUint32(row + 8, true);
      const key = this.#key(row, row + this.#view.getUint32(row + 4, true), keyBytes);
      const value = this.#take(row, this.#view.getUint32(row + 12, true));
      items.push({ key, value, isBucket: flags === bucketRowFlag });
    }
    return items;
  }

  #key(row: number, start: number, keyBytes: number): Uint8Array {
    if (start !== this.#next) {
      this.#fail(row, `the key is said to be at ${start} of the page, not at ${this.#next}`);
    }
    if (keyBytes === 0) this.#fail(row, 'an empty key');
    const key = this.#take(row, keyBytes);
    if (this.#lastKey !== undefined && compareBytes(this.#lastKey, key) >= 0) {
      this.#fail(row, 'the key is not above the one before it');
    }
    this.#lastKey = key;
    return key;
  }

  #take(row: number, lengthBytes: number): Uint8Array {
    const start = this.#next;
    const end = start + lengthBytes;
    if (end > this.#bytes.byteLength) this.#fail(row, `${lengthBytes} bytes reach out of the page`);
    this.#next = end;
    return this.#bytes.subarray(start, end);
  }

  #fail(offsetInPage: number, problem: string): never {
    const { pageId, offset } = this.#place;
    throw new BoltFormatError({ pageId, offset: offset + offsetInPage, problem });
  }
}

// Reading a bbolt file in key order with one page per level of the tree in memory.
//
// A damaged tree may point anywhere: back at a page above (a walk without an end), at a page of another
// branch, at a page that is not of a tree. No set of visited pages is kept, it would grow with the file.
// Instead each page has to hold keys within the bounds that the pages above give it. Bounds of siblings
// do not overlap and every page but an empty root has a key, so a page cannot be accepted twice within a
// bucket, and a walk ends.
import { compareBytes } from '@cairn/core';
import { BoltFormatError } from './bolt-format-error.ts';
import { bucketHeaderBytes, treeDepthMax } from './format.ts';
import { isDataPage } from './meta.ts';
import { PageFile } from './page-file.ts';
import { readPage, viewOf, type BranchItem, type LeafItem, type Page } from './page.ts';
import type { BoltBucket, ReadAt } from './types.ts';

export type StoredEntry =
  | { readonly key: Uint8Array; readonly value: Uint8Array }
  | { readonly key: Uint8Array; readonly bucket: StoredBucket };

export interface EntriesOptions {
  /** The first key that is wanted, or the next one if there is no such key. */
  readonly from?: Uint8Array;
}

/** A bucket of a file. Keys and values that it gave stay valid and keep their page in memory. */
export interface StoredBucket extends BoltBucket {
  entries(options?: EntriesOptions): AsyncIterable<StoredEntry>;
  /** The bucket of this name within this one. */
  bucket(name: Uint8Array): Promise<StoredBucket | undefined>;
}

export interface BoltReader {
  readonly pageSizeBytes: number;
  /** Used and free pages, as of the last transaction; the file may be longer. */
  readonly pageCount: number;
  readonly transactionId: bigint;
  /** Holds buckets only. */
  readonly root: StoredBucket;
  freePages(): AsyncIterable<number>;
}

/** Throws `BoltFormatError`, as every later read of a damaged place does. */
export async function openBolt(readAt: ReadAt): Promise<BoltReader> {
  const file = await PageFile.open(readAt);
  const { pageSizeBytes, pageCount, transactionId, rootPage } = file.meta;
  const root = new TreeBucket(file, { rootPages: [rootPage] });
  return { pageSizeBytes, pageCount, transactionId, root, freePages: () => file.freePages() };
}

interface TreePlace {
  /** Root pages of this bucket and of those around it, this one's last: none may be there twice. */
  readonly rootPages: readonly number[];
  /** In place of the page at the last of `rootPages`. */
  readonly inlinePage?: Page;
}

interface Level {
  readonly id: number;
  readonly items: readonly BranchItem[];
  readonly keysBelow: Uint8Array | undefined;
  next: number;
}

interface Leaf {
  readonly id: number;
  readonly items: readonly LeafItem[];
}

class TreeBucket implements StoredBucket {
  readonly #file: PageFile;
  readonly #place: TreePlace;

  constructor(file: PageFile, place: TreePlace) {
    this.#file = file;
    this.#place = place;
  }

  async *entries(options: EntriesOptions = {}): AsyncGenerator<StoredEntry, void> {
    const { from } = options;
    for await (const leaf of this.#leaves(from)) {
      for (const item of leaf.items) {
        if (from !== undefined && compareBytes(item.key, from) < 0) continue;
        const { key, value } = item;
        yield item.isBucket ? { key, bucket: this.#open(item, leaf.id) } : { key, value };
      }
    }
  }

  async bucket(name: Uint8Array): Promise<StoredBucket | undefined> {
    for await (const entry of this.entries({ from: name })) {
      return 'bucket' in entry && compareBytes(entry.key, name) === 0 ? entry.bucket : undefined;
    }
    return undefined;
  }

  /** Every leaf in order, or from the one on in which `from` would be. */
  async *#leaves(from: Uint8Array | undefined): AsyncGenerator<Leaf, void> {
    const { rootPages, inlinePage } = this.#place;
    const rootPage = rootPages.at(-1) ?? 0;
    const levels: Level[] = [];
    let page = inlinePage ?? (await this.#file.page(rootPage));
    let keysBelow: Uint8Array | undefined;
    for (;;) {
      if (page.kind === 'leaf') {
        if (rootPages.length === 1) this.#checkBucketsOnly(page);
        yield page;
      } else {
        const { id, items } = page;
        const next = from === undefined ? 0 : childFor(items, from);
        levels.push({ id, items, keysBelow, next });
      }
      let level = levels.at(-1);
      while (level !== undefined && level.next === level.items.length) {
        levels.pop();
        level = levels.at(-1);
      }
      const item = level?.items[level.next];
      if (level === undefined || item === undefined) return;
      level.next += 1;
      keysBelow = level.items[level.next]?.key ?? level.keysBelow;
      page = await this.#child(levels, item, keysBelow);
    }
  }

  async #child(levels: readonly Level[], item: BranchItem, keysBelow?: Uint8Array): Promise<Page> {
    const id = item.child;
    const parent = levels.at(-1)?.id ?? 0;
    if (!isDataPage(id, this.#file.meta.pageCount)) {
      this.#fail(parent, `child page ${id} of ${this.#file.meta.pageCount} pages`);
    }
    if (levels.some((level) => level.id === id)) {
      this.#fail(parent, `a cycle: child page ${id} is above this page`);
    }
    if (levels.length === treeDepthMax)
      this.#fail(parent, `a tree of more than ${levels.length} levels`);
    const page = await this.#file.page(id);
    const first = page.items[0];
    const last = page.items.at(-1);
    if (first === undefined || last === undefined) {
      this.#fail(id, 'an empty page within a tree');
    } else if (
      compareBytes(first.key, item.key) < 0 ||
      (keysBelow !== undefined && compareBytes(last.key, keysBelow) >= 0)
    ) {
      this.#fail(id, `keys outside the range that page ${parent} gives this page`);
    }
    return page;
  }

  #checkBucketsOnly(leaf: Leaf): void {
    if (leaf.items.some((item) => !item.isBucket))
      this.#fail(leaf.id, 'a record outside any bucket');
  }

  /** The bucket whose header (and page, if inline) is this value of a leaf. */
  #open(item: LeafItem, leafPage: number): StoredBucket {
    const { value } = item;
    if (value.byteLength < bucketHeaderBytes) {
      this.#fail(leafPage, `a bucket's header of ${value.byteLength} bytes`);
    }
    const { rootPages } = this.#place;
    const rootPage = Number(viewOf(value).getBigUint64(0, true));
    if (rootPage === 0) return this.#openInline(value.subarray(bucketHeaderBytes), leafPage);
    if (!isDataPage(rootPage, this.#file.meta.pageCount)) {
      const { pageCount } = this.#file.meta;
      this.#fail(leafPage, `a bucket starts at page ${rootPage} of ${pageCount} pages`);
    }
    if (rootPages.includes(rootPage)) {
      this.#fail(leafPage, `a cycle: a bucket starts at page ${rootPage}, which it is part of`);
    }
    return new TreeBucket(this.#file, { rootPages: [...rootPages, rootPage] });
  }

  #openInline(bytes: Uint8Array, leafPage: number): StoredBucket {
    const place = { pageId: leafPage, offset: this.#file.offsetOf(leafPage) };
    if (bytes.byteLength < bucketHeaderBytes)
      this.#fail(leafPage, 'an inline bucket without a page');
    const inlinePage = readPage(bytes, place);
    if (inlinePage.kind !== 'leaf') this.#fail(leafPage, 'an inline bucket that is a branch page');
    return new TreeBucket(this.#file, { rootPages: [...this.#place.rootPages, 0], inlinePage });
  }

  #fail(pageId: number, problem: string): never {
    throw new BoltFormatError({ pageId, offset: this.#file.offsetOf(pageId), problem });
  }
}

/** The last child whose keys may start at or below `from`; the first one if all are above. */
function childFor(items: readonly BranchItem[], from: Uint8Array): number {
  let low = 0;
  let high = items.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && compareBytes(item.key, from) <= 0) low = middle;
    else high = middle;
  }
  return low;
}

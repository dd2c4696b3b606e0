// The tree of one bucket from entries in ascending order, bottom up: per level only the page under
// construction is held, and a page is handed on for good when the next cell does not fit into it.
//
// The builder looks at lengths only, and tells the pages to a sink. One sink counts pages and one writes
// them, so the layout that is announced and the layout that is written are the work of the same code.
//
// bbolt refuses to delete below a branch page that has a single child (it panics), so no branch page may
// end up with one: a full branch page leaves its last child to the next page, which so starts with two.
import { assert } from '@cairn/core';
import { branchRowBytes, bucketHeaderBytes, leafRowBytes, pageHeaderBytes } from './format.ts';
import type { Sized } from './types.ts';

export interface LeafCell<Bytes extends Sized> {
  readonly key: Bytes;
  readonly value: Bytes;
  readonly isBucket: boolean;
}

export interface BranchCell<Bytes extends Sized> {
  readonly key: Bytes;
  readonly child: number;
}

/** Takes the pages of a file front to back. */
export interface PageSink<Bytes extends Sized> {
  readonly pageSizeBytes: number;
  /** Adds a page of this many bytes and says which id it has. */
  leaf(cells: readonly LeafCell<Bytes>[], usedBytes: number): number;
  branch(cells: readonly BranchCell<Bytes>[], usedBytes: number): number;
  /** The value of a bucket that starts at this page. */
  bucketValue(rootPage: number): Bytes;
  /** The value of a bucket that is so small that its only page goes into its value. */
  inlineBucketValue(cells: readonly LeafCell<Bytes>[], usedBytes: number): Bytes;
}

interface BranchFill<Bytes extends Sized> {
  cells: BranchCell<Bytes>[];
  usedBytes: number;
}

/** Below this a branch page is not closed, however large its keys are: the rest is overflow. */
const childrenToClose = 3;

export class TreeBuilder<Bytes extends Sized> {
  readonly #sink: PageSink<Bytes>;
  #cells: LeafCell<Bytes>[] = [];
  #usedBytes = pageHeaderBytes;
  /** From the level above the leaves upwards. */
  readonly #branches: BranchFill<Bytes>[] = [];

  constructor(sink: PageSink<Bytes>) {
    this.#sink = sink;
  }

  add(cell: LeafCell<Bytes>): void {
    const cellBytes = leafRowBytes + cell.key.byteLength + cell.value.byteLength;
    if (this.#cells.length > 0 && this.#usedBytes + cellBytes > this.#sink.pageSizeBytes) {
      this.#closeLeaf();
    }
    this.#cells.push(cell);
    this.#usedBytes += cellBytes;
  }

  /** Ends the bucket; its root page. */
  finishPages(): number {
    if (this.#branches.length === 0) return this.#sink.leaf(this.#cells, this.#usedBytes);
    if (this.#cells.length > 0) this.#closeLeaf();
    for (let level = 0; ; level++) {
      const fill = this.#branches[level];
      assert(fill !== undefined, 'the levels end with one of a single child or page');
      const [only] = fill.cells;
      const isTop = level === this.#branches.length - 1;
      if (isTop && fill.cells.length === 1 && only !== undefined) return only.child;
      const child = this.#sink.branch(fill.cells, fill.usedBytes);
      if (isTop) return child;
      this.#addChild(level + 1, fill.cells, child);
    }
  }

  /** Ends the bucket; what stands for it in the bucket around it. */
  finishValue(): Bytes {
    // Where bbolt draws the line as well.
    const isSmall = this.#usedBytes <= this.#sink.pageSizeBytes / 4;
    const hasBuckets = this.#cells.some((cell) => cell.isBucket);
    if (this.#branches.length === 0 && isSmall && !hasBuckets) {
      return this.#sink.inlineBucketValue(this.#cells, this.#usedBytes);
    }
    return this.#sink.bucketValue(this.finishPages());
  }

  #closeLeaf(): void {
    const cells = this.#cells;
    const child = this.#sink.leaf(cells, this.#usedBytes);
    this.#cells = [];
    this.#usedBytes = pageHeaderBytes;
    this.#addChild(0, cells, child);
  }

  /** Adds the page with these cells to the level above it. */
  #addChild(level: number, cells: readonly { readonly key: Bytes }[], child: number): void {
    const [first] = cells;
    assert(first !== undefined, 'a page that is not a root has cells');
    const cell = { key: first.key, child };
    const cellBytes = branchRowBytes + cell.key.byteLength;
    let fill = this.#branches[level];
    if (fill === undefined) {
      fill = { cells: [], usedBytes: pageHeaderBytes };
      this.#branches.push(fill);
    }
    const isFull = fill.usedBytes + cellBytes > this.#sink.pageSizeBytes;
    if (isFull && fill.cells.length >= childrenToClose) this.#closeBranch(level, fill);
    fill.cells.push(cell);
    fill.usedBytes += cellBytes;
  }

  #closeBranch(level: number, fill: BranchFill<Bytes>): void {
    const kept = fill.cells.pop();
    assert(kept !== undefined, 'a full page has cells');
    const keptBytes = branchRowBytes + kept.key.byteLength;
    const { cells, usedBytes } = fill;
    fill.cells = [kept];
    fill.usedBytes = pageHeaderBytes + keptBytes;
    this.#addChild(level + 1, cells, this.#sink.branch(cells, usedBytes - keptBytes));
  }
}

/** The bytes of a bucket's value, given those of its inline page. */
export function inlineValueBytes(pageBytes: number): number {
  return bucketHeaderBytes + pageBytes;
}

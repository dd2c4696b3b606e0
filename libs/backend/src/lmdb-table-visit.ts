// Reads a whole table from LMDB's file by itself, in key order, without LMDB. For a store that opens
// this is worth it twice over. LMDB's binding makes a buffer, a key and a copy for each record, ten
// times the cost of what is done with it; and what LMDB reads through its map counts as memory of this
// process from then on, all of the file. Here nothing is made per record: the visitor is shown where it
// stands in a piece of the file that was read in the ordinary way, always into the same memory.
//
// Nothing may be written meanwhile: a later transaction may use freed pages again. Or else somebody holds
// a read transaction that began while nothing was written, and the file is opened before anything is. It was
// checked before (`lmdb-file-check.ts`); what is checked here is only that each page is what it is taken for
// and that no record reaches out of it.
import { closeSync, openSync, readSync } from 'node:fs';
import { toByteString } from '@cairn/core';
import { CorruptBackendError } from './corrupt-backend-error.ts';
import { pageBytes } from './limits.ts';
import { metaPage, nodeFlag, nodeHeaderBytes, noPage, pageHeaderBytes } from './lmdb-page.ts';
import { pageKind, pageKindMask, readTree, type Tree } from './lmdb-page.ts';
import { checksumBytes } from './record-checksum.ts';
import type { RecordVisitor } from './types.ts';

/** Pages read at once: few where neighbours in key order are not neighbours in the file. */
const windowPagesMin = 4;
const windowPagesMax = 256;

export function visitLmdbTable(file: string, table: string, visitor: RecordVisitor): void {
  using tables = new LmdbTables(file);
  for (const leaf of tables.leaves(table)) leaf.visit(visitor);
}

/** Some neighbouring records of a table; only good until the next ones are asked for. */
export interface Leaf {
  visit(visitor: RecordVisitor): void;
}

/** The tables of a file, as the newest transaction has left them when it is opened. */
export class LmdbTables implements Disposable {
  readonly #pages: PageReader;
  readonly #trees: ReadonlyMap<string, Tree>;

  constructor(file: string) {
    this.#pages = new PageReader(file);
    try {
      this.#trees = readTrees(this.#pages);
    } catch (error) {
      this.#pages.close();
      throw error;
    }
  }

  /** In key order. A table that is not there is empty. */
  *leaves(table: string): Generator<Leaf, void> {
    const tree = this.#trees.get(table);
    if (tree === undefined) return;
    const pages = this.#pages;
    for (const { page, number } of leavesOf(pages, tree)) {
      yield { visit: (visitor) => visitRecords(pages, page, number, visitor) };
    }
  }

  [Symbol.dispose](): void {
    this.#pages.close();
  }
}

/** By the name of the table. */
function readTrees(pages: PageReader): ReadonlyMap<string, Tree> {
  const first = readMeta(pages, 0);
  const second = readMeta(pages, 1);
  const newest = first.transaction >= second.transaction ? first : second;
  const trees = new Map<string, Tree>();
  for (const { page } of leavesOf(pages, newest.mainTree)) {
    for (let at = 0; at < nodesEnd(page); at += 2) {
      const node = nodeAt(page, at);
      const key = node + nodeHeaderBytes;
      const data = key + page.readUInt16LE(node + 6);
      const isTree = (page.readUInt16LE(node + 4) & nodeFlag.tree) !== 0;
      // The binding keeps names with their terminating zero.
      if (isTree) trees.set(toByteString(page.subarray(key, data - 1)), readTree(page, data));
    }
  }
  return trees;
}

function readMeta(pages: PageReader, number: number): { transaction: bigint; mainTree: Tree } {
  const page = pages.read(number, pageKind.meta);
  return {
    transaction: page.readBigUInt64LE(metaPage.transaction),
    mainTree: readTree(page, metaPage.mainTree),
  };
}

/** Where the pointers to the records of a leaf or branch page end, counted from behind its header. */
function nodesEnd(page: Buffer): number {
  return page.readUInt16LE(20);
}

/** Where the record begins whose pointer is at `pointer`, counted from behind the header. */
function nodeAt(page: Buffer, pointer: number): number {
  return pageHeaderBytes + page.readUInt16LE(pageHeaderBytes + pointer);
}

interface LeafPage {
  readonly page: Buffer;
  readonly number: number;
}

/** The leaf pages of a tree, in key order. */
function* leavesOf(pages: PageReader, { root, depth }: Tree): Generator<LeafPage, void> {
  if (root !== noPage) yield* leavesBelow(pages, Number(root), depth);
}

function* leavesBelow(pages: PageReader, number: number, depth: number): Generator<LeafPage, void> {
  if (depth <= 1) yield { page: pages.read(number, pageKind.leaf), number };
  else for (const child of childrenOf(pages, number)) yield* leavesBelow(pages, child, depth - 1);
}

/** Copied: the page is gone as soon as the next one is read. */
function childrenOf(pages: PageReader, number: number): number[] {
  const branch = pages.read(number, pageKind.branch);
  const children: number[] = [];
  for (let at = 0; at < nodesEnd(branch); at += 2) {
    const node = nodeAt(branch, at);
    children.push(branch.readUInt32LE(node) + branch.readUInt16LE(node + 4) * 2 ** 32);
  }
  return children;
}

function visitRecords(
  pages: PageReader,
  page: Buffer,
  number: number,
  visitor: RecordVisitor,
): void {
  const end = nodesEnd(page);
  for (let at = 0; at < end; at += 2) {
    const node = nodeAt(page, at);
    const key = node + nodeHeaderBytes;
    const data = key + page.readUInt16LE(node + 6);
    const size = page.readUInt32LE(node);
    if ((page.readUInt16LE(node + 4) & nodeFlag.overflow) !== 0) {
      const value = pages.readOverflow(Number(page.readBigUInt64LE(data)), size);
      visitor(page, key, data, value, 0, size - checksumBytes);
      continue;
    }
    if (data + size > pageBytes) throw pages.corrupt(number);
    visitor(page, key, data, page, data, data + size - checksumBytes);
  }
}

class PageReader {
  readonly #file: string;
  readonly #descriptor: number;
  readonly #window = Buffer.allocUnsafeSlow(windowPagesMax * pageBytes);
  /** The pages in the window. */
  #from = 0;
  #to = 0;
  #windowPages = windowPagesMin;

  constructor(file: string) {
    this.#file = file;
    this.#descriptor = openSync(file, 'r');
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  /** Valid until the next `read`. */
  read(number: number, kind: number): Buffer {
    if (number < this.#from || number >= this.#to) this.#move(number);
    const at = (number - this.#from) * pageBytes;
    const page = this.#window.subarray(at, at + pageBytes);
    this.#check(page, number, kind);
    return page;
  }

  /** Data too large for a page, behind the header of the first of its own pages; moves no window. */
  readOverflow(number: number, sizeBytes: number): Uint8Array {
    const pages = Buffer.allocUnsafeSlow(pageHeaderBytes + sizeBytes);
    const bytesRead = readSync(this.#descriptor, pages, 0, pages.length, number * pageBytes);
    this.#check(pages.subarray(0, bytesRead), number, pageKind.overflow);
    if (bytesRead < pages.length) throw this.corrupt(number);
    return pages.subarray(pageHeaderBytes);
  }

  corrupt(number: number): CorruptBackendError {
    const problem = `page ${number} is not the page that it should be`;
    return new CorruptBackendError({ file: this.#file, problem });
  }

  #move(number: number): void {
    const isNear = number >= this.#to && number < this.#to + this.#windowPages;
    this.#windowPages = isNear ? Math.min(this.#windowPages * 2, windowPagesMax) : windowPagesMin;
    const length = this.#windowPages * pageBytes;
    const bytesRead = readSync(this.#descriptor, this.#window, 0, length, number * pageBytes);
    this.#from = number;
    this.#to = number + Math.floor(bytesRead / pageBytes);
    if (this.#to === number) throw this.corrupt(number);
  }

  #check(page: Buffer, number: number, kind: number): void {
    const isWhole = page.length > pageHeaderBytes && page.readBigUInt64LE(0) === BigInt(number);
    if (!isWhole || (page.readUInt16LE(18) & pageKindMask) !== kind) throw this.corrupt(number);
  }
}

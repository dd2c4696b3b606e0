// Reads a whole table from LMDB's file by itself, in key order, without LMDB. For a store that opens
// this is worth it twice over. LMDB's binding makes a buffer, a key and a copy for each record, four
// times the cost of what is done with it; and what LMDB reads through its map counts as memory of this
// process from then on, all of the file. Here records are views of pieces of the file that were read
// in the ordinary way, and the pieces are garbage soon.
//
// The caller must see to it that nothing is written meanwhile (`isStillTrue`): a later transaction may
// use freed pages again. The file was checked before (`lmdb-file-check.ts`); what is checked here is
// only that each page is what it is taken for.
import { closeSync, openSync, readSync } from 'node:fs';
import { toByteString } from '@cairn/core';
import { CorruptBackendError } from './corrupt-backend-error.ts';
import { pageBytes } from './limits.ts';
import { metaPage, nodeFlag, nodeHeaderBytes, noPage, pageHeaderBytes } from './lmdb-page.ts';
import { pageKind, pageKindMask, readTree, type Tree } from './lmdb-page.ts';
import type { BackendRecord } from './types.ts';

/** Pages read at once: few where neighbours in key order are not neighbours in the file. */
const windowPagesMin = 4;
const windowPagesMax = 256;

/** Yields the records, some at a time, until `isStillTrue()` is not: it is asked before each reading. */
export function* scanLmdbTable(
  file: string,
  table: string,
  isStillTrue: () => boolean,
): Generator<readonly BackendRecord[], void, undefined> {
  if (!isStillTrue()) return;
  const pages = new PageReader(file);
  try {
    const tree = findTree(pages, table);
    if (tree === undefined || tree.root === noPage) return;
    for (const leaf of leavesBelow(pages, Number(tree.root), tree.depth)) {
      yield recordsOf(pages, leaf);
      if (!isStillTrue()) return;
    }
  } finally {
    pages.close();
  }
}

/** Where records begin in a leaf or branch page. */
function nodesOf(page: Buffer): number[] {
  const lower = page.readUInt16LE(20);
  const nodes: number[] = [];
  for (let pointer = 0; pointer < lower; pointer += 2) {
    nodes.push(pageHeaderBytes + page.readUInt16LE(pageHeaderBytes + pointer));
  }
  return nodes;
}

function transactionOf(meta: Buffer): bigint {
  return meta.readBigUInt64LE(metaPage.transaction);
}

function findTree(pages: PageReader, table: string): Tree | undefined {
  const metas = [pages.read(0, pageKind.meta), pages.read(1, pageKind.meta)] as const;
  const newest = transactionOf(metas[0]) >= transactionOf(metas[1]) ? metas[0] : metas[1];
  const { root, depth } = readTree(newest, metaPage.mainTree);
  if (root === noPage) return undefined;
  // The binding keeps names with their terminating zero.
  const name = `${table}\0`;
  for (const page of leavesBelow(pages, Number(root), depth)) {
    for (const node of nodesOf(page)) {
      const key = node + nodeHeaderBytes;
      const data = key + page.readUInt16LE(node + 6);
      const isTree = (page.readUInt16LE(node + 4) & nodeFlag.tree) !== 0;
      if (isTree && toByteString(page.subarray(key, data)) === name) return readTree(page, data);
    }
  }
  return undefined;
}

/** The leaf pages of a tree, in key order. */
function* leavesBelow(
  pages: PageReader,
  number: number,
  depth: number,
): Generator<Buffer, void, undefined> {
  if (depth <= 1) {
    yield pages.read(number, pageKind.leaf);
    return;
  }
  const branch = pages.read(number, pageKind.branch);
  for (const node of nodesOf(branch)) {
    const child = branch.readUInt32LE(node) + branch.readUInt16LE(node + 4) * 2 ** 32;
    yield* leavesBelow(pages, child, depth - 1);
  }
}

function recordsOf(pages: PageReader, page: Buffer): BackendRecord[] {
  const { buffer, byteOffset } = page;
  const records: BackendRecord[] = [];
  for (const node of nodesOf(page)) {
    const start = node + nodeHeaderBytes;
    const data = start + page.readUInt16LE(node + 6);
    const size = page.readUInt32LE(node);
    const isElsewhere = (page.readUInt16LE(node + 4) & nodeFlag.overflow) !== 0;
    const value = isElsewhere
      ? pages.readOverflow(Number(page.readBigUInt64LE(data)), size)
      : new Uint8Array(buffer, byteOffset + data, size);
    records.push({ key: new Uint8Array(buffer, byteOffset + start, data - start), value });
  }
  return records;
}

class PageReader {
  readonly #file: string;
  readonly #descriptor: number;
  #window = Buffer.alloc(0);
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

  /** A view that stays valid: no window is used twice. */
  read(number: number, kind: number): Buffer {
    if (number < this.#from || number >= this.#to) this.#move(number);
    const at = (number - this.#from) * pageBytes;
    const page = this.#window.subarray(at, at + pageBytes);
    this.#check(page, number, kind);
    return page;
  }

  /** Data too large for a page, behind the header of the first of its own pages. */
  readOverflow(number: number, sizeBytes: number): Uint8Array {
    const pages = Buffer.allocUnsafeSlow(pageHeaderBytes + sizeBytes);
    this.#readAt(pages, number);
    this.#check(pages, number, pageKind.overflow);
    return pages.subarray(pageHeaderBytes);
  }

  #move(number: number): void {
    const isNear = number >= this.#to && number < this.#to + this.#windowPages;
    this.#windowPages = isNear ? Math.min(this.#windowPages * 2, windowPagesMax) : windowPagesMin;
    const window = Buffer.allocUnsafeSlow(this.#windowPages * pageBytes);
    const bytesRead = this.#readAt(window, number);
    this.#window = window;
    this.#from = number;
    this.#to = number + Math.floor(bytesRead / pageBytes);
  }

  #readAt(target: Buffer, number: number): number {
    return readSync(this.#descriptor, target, 0, target.length, number * pageBytes);
  }

  #check(page: Buffer, number: number, kind: number): void {
    const isWhole = page.length > pageHeaderBytes && page.readBigUInt64LE(0) === BigInt(number);
    if (isWhole && (page.readUInt16LE(18) & pageKindMask) === kind) return;
    const problem = `page ${number} is not the page that it should be`;
    throw new CorruptBackendError({ file: this.#file, problem });
  }
}

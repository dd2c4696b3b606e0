// LMDB trusts its file: it maps it and follows page numbers wherever they lead, so a truncated or
// overwritten file does not fail, it kills the process (SIGBUS, SIGSEGV), and a changed byte is served.
// This check walks the file with ordinary reads before LMDB may map it: both meta pages, then every page
// that the newest one reaches, level by level and in the order of the file. It proves that
//
//   all references stay inside the file, no page is used twice, and none that is in use counts as free
//   every page is what its parent takes it for, and holds keys in order and within its parent's bounds
//   every tree has as many pages and records as it says, and every record is the one that was written
//
// so that each look-up finds what it would have found. Only the last durable transaction may be missing,
// if a bit of its number changed: then the log has it still, or the log and the store do not fit together.
//
// In two steps, because the last of these needs most of the time and LMDB none of it: a file with a sound
// structure can be mapped. Whoever serves its records has to wait for the second step.
import { open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import type { CorruptBackendError } from './corrupt-backend-error.ts';
import { pageBytes } from './limits.ts';
import { metaPage, nodeFlag, nodeHeaderBytes, noPage, pageHeaderBytes } from './lmdb-page.ts';
import { pageKind, pageKindMask, readTree, type Tree } from './lmdb-page.ts';
import { LmdbPageWindow } from './lmdb-page-window.ts';
import { checkRecords, type OverflowValue, type RecordPlaces } from './lmdb-record-check.ts';

const magic = 0xbeef_c0de;
const dataVersion = 2;
const treeBytes = 48;
const overflowReferenceBytes = 24;

interface Meta {
  readonly transaction: bigint;
  readonly lastPage: number;
  readonly freeTree: Tree;
  readonly mainTree: Tree;
}

/** A tree on the walk: what it says it has, and what was found so far. */
interface WalkedTree {
  readonly tree: Tree;
  readonly content: 'records' | 'tables' | 'freePages';
  branchPages: number;
  leafPages: number;
  overflowPages: number;
  records: number;
}

/** A branch or leaf page. */
interface TreePage {
  readonly kind: 'tree';
  readonly page: number;
  readonly of: WalkedTree;
  /** 1 = leaf. */
  readonly depth: number;
  /** What its parent promises of its keys: from `low` to before `high`. */
  readonly low: string | undefined;
  readonly high: string | undefined;
}

/** The pages of a value that is too large for a leaf. */
interface Overflow extends OverflowValue {
  readonly kind: 'overflow';
  readonly of: WalkedTree;
}

/** A run of pages that the next transactions may write to. */
interface FreeRun {
  readonly page: bigint;
  readonly pages: bigint;
}

/**
 * Throws `CorruptBackendError` unless LMDB can be given the file and every record is what was written.
 * @param onSound called when the structure is proven; nobody may write until all is
 */
export async function checkLmdbFile(
  file: string,
  onSound: () => void = () => undefined,
): Promise<void> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const window = new LmdbPageWindow(file, handle);
    const structure = new StructureCheck(window, size);
    await structure.run();
    onSound();
    await checkRecords(window, structure.records);
  } finally {
    await handle.close();
  }
}

class StructureCheck {
  readonly #window: LmdbPageWindow;
  readonly #sizeBytes: number;
  #lastPage = 1;
  #seen = new Uint8Array(0);
  #level: (TreePage | Overflow)[] = [];
  readonly #trees: WalkedTree[] = [];
  readonly #free: FreeRun[] = [];
  readonly #leaves: number[] = [];
  readonly #overflows: Overflow[] = [];

  constructor(window: LmdbPageWindow, sizeBytes: number) {
    this.#window = window;
    this.#sizeBytes = sizeBytes;
  }

  /** Once `run` has proven the structure. */
  get records(): RecordPlaces {
    let records = 0;
    for (const tree of this.#trees) if (tree.content === 'records') records += tree.records;
    return { leaves: this.#leaves, overflows: this.#overflows, records };
  }

  async run(): Promise<void> {
    await this.#window.move(0);
    const [a, b] = [this.#readMeta(0), this.#readMeta(1)];
    const distance = a.transaction - b.transaction;
    if (distance > 1n || distance < -1n) {
      throw this.#corrupt('the two meta pages do not belong to consecutive transactions');
    }
    const newest = a.transaction >= b.transaction ? a : b;
    this.#lastPage = newest.lastPage;
    this.#seen = new Uint8Array(newest.lastPage + 1);
    this.#addTree(newest.freeTree, 'freePages');
    this.#addTree(newest.mainTree, 'tables');
    while (this.#level.length > 0) {
      const level = this.#level.sort((left, right) => left.page - right.page);
      this.#level = [];
      for (const one of level) {
        if (!this.#window.isAtHand(one.page)) await this.#window.move(one.page);
        if (one.kind === 'tree') this.#checkPage(one);
        else await this.#checkOverflow(one);
      }
    }
    for (const tree of this.#trees) this.#checkCounts(tree);
    for (const run of this.#free) this.#checkFree(run);
    this.#seen = new Uint8Array(0);
  }

  #readMeta(number: number): Meta {
    const page = this.#window.page(number);
    const kind = page.readUInt16LE(18) & pageKindMask;
    if (kind !== pageKind.meta || page.readUInt32LE(metaPage.magic) !== magic) {
      throw this.#corrupt(`page ${number} is not a meta page: this is not an LMDB file`, number);
    }
    if (
      page.readUInt32LE(metaPage.dataVersion) !== dataVersion ||
      page.readUInt32LE(metaPage.freeTree) !== pageBytes
    ) {
      throw this.#corrupt(`meta page ${number} is of another version or page size`, number);
    }
    const lastPage = page.readBigUInt64LE(metaPage.lastPage);
    if (lastPage < 1n || lastPage > 2n ** 40n) {
      throw this.#corrupt(`meta page ${number} names ${lastPage} as the last page`, number);
    }
    return {
      transaction: page.readBigUInt64LE(metaPage.transaction),
      lastPage: Number(lastPage),
      freeTree: readTree(page, metaPage.freeTree),
      mainTree: readTree(page, metaPage.mainTree),
    };
  }

  #addTree(tree: Tree, content: WalkedTree['content']): void {
    const of: WalkedTree = {
      tree,
      content,
      branchPages: 0,
      leafPages: 0,
      overflowPages: 0,
      records: 0,
    };
    this.#trees.push(of);
    if (tree.root === noPage) return;
    if (tree.depth === 0 || tree.depth > 32) {
      throw this.#corrupt(`a tree is ${tree.depth} levels deep`);
    }
    const page = this.#usePages(tree.root, 1);
    this.#level.push({
      kind: 'tree',
      page,
      of,
      depth: tree.depth,
      low: undefined,
      high: undefined,
    });
  }

  /** Answers the number of the first. */
  #usePages(page: bigint, pages: number): number {
    const number = Number(page);
    if (page < 2n || number + pages - 1 > this.#lastPage) {
      throw this.#corrupt(`a reference to page ${page} of ${this.#lastPage + 1}`);
    }
    if ((number + pages) * pageBytes > this.#sizeBytes) {
      const needed = (number + pages) * pageBytes;
      throw this.#corrupt(
        `the file was cut to ${this.#sizeBytes} bytes; at least ${needed} belong to it`,
      );
    }
    for (let one = number; one < number + pages; one++) {
      if (this.#seen[one] === 1) throw this.#corrupt(`page ${one} is used twice`, one);
      this.#seen[one] = 1;
    }
    return number;
  }

  #checkPage(one: TreePage): void {
    const { page: number, of, depth } = one;
    const page = this.#window.page(number);
    this.#checkHeader(page, number, depth === 1 ? pageKind.leaf : pageKind.branch);
    if (depth > 1) of.branchPages++;
    else of.leafPages++;
    const lower = page.readUInt16LE(20);
    const upper = page.readUInt16LE(22);
    const room = pageBytes - pageHeaderBytes;
    if (lower > upper || upper > room || lower % 2 !== 0) throw this.#badNode(number);
    for (let pointer = 0; pointer < lower; pointer += 2) {
      const node = page.readUInt16LE(pageHeaderBytes + pointer);
      if (node < upper || node + nodeHeaderBytes > room) throw this.#badNode(number);
      const key = pageHeaderBytes + node + nodeHeaderBytes;
      if (key + page.readUInt16LE(pageHeaderBytes + node + 6) > pageBytes) {
        throw this.#badNode(number);
      }
    }
    const nodes = nodesOf(page, lower);
    if (of.content !== 'freePages') this.#checkOrder(page, nodes, one);
    if (depth > 1) return this.#addChildren(page, nodes, one);
    for (const at of nodes) this.#checkLeafNode(page, number, at, of);
    if (of.content === 'records') this.#leaves.push(number);
  }

  #checkHeader(page: Buffer, number: number, kind: number): void {
    const isThis = page.readBigUInt64LE(0) === BigInt(number);
    if (isThis && (page.readUInt16LE(18) & pageKindMask) === kind) return;
    throw this.#corrupt(`page ${number} is not the page that it should be`, number);
  }

  /** The first key of a branch stands for everything before the second one and is not looked at. */
  #checkOrder(page: Buffer, nodes: readonly number[], one: TreePage): void {
    const { page: number, depth, low, high } = one;
    const first = depth > 1 ? 1 : 0;
    for (let i = first + 1; i < nodes.length; i++) {
      if (compareKeys(page, nodes[i - 1] as number, nodes[i] as number) < 0) continue;
      throw this.#corrupt(`page ${number} has keys that are not in order`, number);
    }
    const lowest = nodes[first];
    const highest = nodes.at(-1);
    if (lowest === undefined || highest === undefined) return;
    const isBelow = low !== undefined && keyOf(page, lowest) < low;
    if (isBelow || (high !== undefined && keyOf(page, highest) >= high)) {
      throw this.#corrupt(`page ${number} has keys that do not belong in it`, number);
    }
  }

  #addChildren(page: Buffer, nodes: readonly number[], one: TreePage): void {
    const { of, depth } = one;
    let low = one.low;
    for (const [i, at] of nodes.entries()) {
      const next = nodes[i + 1];
      const high = next === undefined ? one.high : keyOf(page, next);
      const child = page.readUInt32LE(at) + page.readUInt16LE(at + 4) * 2 ** 32;
      const number = this.#usePages(BigInt(child), 1);
      this.#level.push({ kind: 'tree', page: number, of, depth: depth - 1, low, high });
      low = high;
    }
  }

  #checkLeafNode(page: Buffer, number: number, at: number, of: WalkedTree): void {
    of.records++;
    const dataBytes = page.readUInt32LE(at);
    const flags = page.readUInt16LE(at + 4);
    const key = at + nodeHeaderBytes;
    const data = key + page.readUInt16LE(at + 6);
    const isReference = (flags & nodeFlag.overflow) !== 0;
    const isTree = (flags & nodeFlag.tree) !== 0;
    const inlineBytes = isReference ? overflowReferenceBytes : dataBytes;
    const isMisplaced = isTree !== (of.content === 'tables') || (isTree && isReference);
    if (data + inlineBytes > pageBytes || (flags & nodeFlag.duplicates) !== 0 || isMisplaced) {
      throw this.#badNode(number);
    }
    if (isReference) {
      const pages = page.readBigUInt64LE(data + 16);
      const needed = Math.ceil((pageHeaderBytes + dataBytes) / pageBytes);
      if (pages !== BigInt(needed)) throw this.#badNode(number);
      const first = this.#usePages(page.readBigUInt64LE(data), needed);
      const keyChecksum = crc32(page.subarray(key, data));
      of.overflowPages += needed;
      this.#level.push({ kind: 'overflow', page: first, of, sizeBytes: dataBytes, keyChecksum });
    } else if (isTree) {
      if (dataBytes !== treeBytes) throw this.#badNode(number);
      this.#addTree(readTree(page, data), 'records');
    } else if (of.content === 'freePages') {
      this.#noteFree(page.subarray(data, data + dataBytes), number);
    }
  }

  async #checkOverflow(one: Overflow): Promise<void> {
    const { page: number, of, sizeBytes } = one;
    this.#checkHeader(this.#window.page(number), number, pageKind.overflow);
    if (of.content === 'records') {
      this.#overflows.push(one);
      return;
    }
    const bytes = await this.#window.run(number, pageHeaderBytes + sizeBytes);
    this.#noteFree(bytes.subarray(pageHeaderBytes), number);
  }

  /** Numbers of free pages behind their count; a negative one is the length of the run that follows. */
  #noteFree(list: Buffer, number: number): void {
    const count = list.length < 8 ? 0n : list.readBigInt64LE(0);
    if (list.length % 8 !== 0 || count < 0n || count * 8n + 8n > BigInt(list.length)) {
      throw this.#corrupt(`page ${number} has a list of free pages that ends outside it`, number);
    }
    let pages = 1n;
    for (let i = 1; i <= Number(count); i++) {
      const entry = list.readBigInt64LE(i * 8);
      if (entry > 0n) this.#free.push({ page: entry, pages });
      pages = entry < 0n ? -entry : 1n;
    }
  }

  #checkFree({ page, pages }: FreeRun): void {
    if (page < 2n || page + pages - 1n > BigInt(this.#lastPage)) {
      throw this.#corrupt(`page ${page} is said to be free, of ${this.#lastPage + 1}`);
    }
    for (let one = Number(page); one < Number(page + pages); one++) {
      if (this.#seen[one] === 1) throw this.#corrupt(`page ${one} is in use and free`, one);
    }
  }

  #checkCounts({ tree, branchPages, leafPages, overflowPages, records }: WalkedTree): void {
    const said = [tree.branchPages, tree.leafPages, tree.overflowPages, tree.records];
    const found = [branchPages, leafPages, overflowPages, records];
    if (said.join() === found.join()) return;
    throw this.#corrupt(
      `a tree has ${found.join(', ')} branch, leaf, overflow pages and records, and says ${said.join(', ')}`,
    );
  }

  #badNode(number: number): CorruptBackendError {
    return this.#corrupt(`page ${number} has a record that does not fit in it`, number);
  }

  #corrupt(problem: string, page = 0): CorruptBackendError {
    return this.#window.corrupt(problem, page);
  }
}

/** Where the nodes of a page begin, in key order. */
function nodesOf(page: Buffer, lower: number): number[] {
  const nodes: number[] = [];
  for (let pointer = 0; pointer < lower; pointer += 2) {
    nodes.push(pageHeaderBytes + page.readUInt16LE(pageHeaderBytes + pointer));
  }
  return nodes;
}

function keyOf(page: Buffer, node: number): string {
  const key = node + nodeHeaderBytes;
  return page.toString('latin1', key, key + page.readUInt16LE(node + 6));
}

function compareKeys(page: Buffer, left: number, right: number): number {
  const leftBytes = page.readUInt16LE(left + 6);
  const rightBytes = page.readUInt16LE(right + 6);
  const bytes = Math.min(leftBytes, rightBytes);
  for (let i = nodeHeaderBytes; i < nodeHeaderBytes + bytes; i++) {
    const difference = (page[left + i] as number) - (page[right + i] as number);
    if (difference !== 0) return difference;
  }
  return leftBytes - rightBytes;
}

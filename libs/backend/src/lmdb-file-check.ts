// LMDB trusts its file: it maps it and follows page numbers wherever they lead, so a truncated or
// overwritten file does not fail, it kills the process (SIGBUS, SIGSEGV). This check walks the file
// with ordinary reads before LMDB may map it: both meta pages, then every page that the newest one
// reaches, level by level and in the order of the file. It proves that all references stay inside
// the file and that every page is what its parent takes it for. It does not prove values: LMDB has no
// checksums, and comparing members (HashKV) is what finds a flipped bit in a value.
import { open, type FileHandle } from 'node:fs/promises';
import { CorruptBackendError } from './corrupt-backend-error.ts';
import { pageBytes } from './limits.ts';
import { metaPage, nodeFlag, nodeHeaderBytes, noPage, pageHeaderBytes } from './lmdb-page.ts';
import { pageKind, pageKindMask, readTree, type Tree } from './lmdb-page.ts';

const magic = 0xbeef_c0de;
const dataVersion = 2;
const windowBytes = 256 * pageBytes;
const treeBytes = 48;
const overflowReferenceBytes = 24;

interface Meta {
  readonly transaction: bigint;
  readonly lastPage: number;
  readonly freeTree: Tree;
  readonly mainTree: Tree;
}

interface PageReference {
  readonly page: number;
  /** 1 = leaf. */
  readonly depth: number;
}

/** Throws `CorruptBackendError` unless LMDB can be given the file. */
export async function checkLmdbFile(file: string): Promise<void> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    await new LmdbFileCheck(file, handle, size).run();
  } finally {
    await handle.close();
  }
}

class LmdbFileCheck {
  readonly #file: string;
  readonly #handle: FileHandle;
  readonly #sizeBytes: number;
  readonly #window = Buffer.allocUnsafeSlow(windowBytes);
  #windowFrom = 0;
  #windowTo = 0;
  #lastPage = 1;
  #seen = new Uint8Array(0);
  #level: PageReference[] = [];

  constructor(file: string, handle: FileHandle, sizeBytes: number) {
    this.#file = file;
    this.#handle = handle;
    this.#sizeBytes = sizeBytes;
  }

  async run(): Promise<void> {
    await this.#move(0);
    const [a, b] = [this.#readMeta(0), this.#readMeta(1)];
    const distance = a.transaction - b.transaction;
    if (distance > 1n || distance < -1n) {
      throw this.#corrupt('the two meta pages do not belong to consecutive transactions');
    }
    const newest = a.transaction >= b.transaction ? a : b;
    this.#lastPage = newest.lastPage;
    this.#seen = new Uint8Array(newest.lastPage + 1);
    this.#addTree(newest.freeTree);
    this.#addTree(newest.mainTree);
    while (this.#level.length > 0) {
      const level = this.#level.sort((left, right) => left.page - right.page);
      this.#level = [];
      for (const { page, depth } of level) {
        if (!this.#isAtHand(page)) await this.#move(page);
        this.#checkPage(page, depth);
      }
    }
  }

  #readMeta(number: number): Meta {
    const page = this.#page(number);
    const kind = page.readUInt16LE(18) & pageKindMask;
    if (kind !== pageKind.meta || page.readUInt32LE(metaPage.magic) !== magic) {
      throw this.#corrupt(`page ${number} is not a meta page: this is not an LMDB file`);
    }
    if (
      page.readUInt32LE(metaPage.dataVersion) !== dataVersion ||
      page.readUInt32LE(metaPage.freeTree) !== pageBytes
    ) {
      throw this.#corrupt(`meta page ${number} is of another version or page size`);
    }
    const lastPage = page.readBigUInt64LE(metaPage.lastPage);
    if (lastPage < 1n || lastPage > 2n ** 40n) {
      throw this.#corrupt(`meta page ${number} names ${lastPage} as the last page`);
    }
    return {
      transaction: page.readBigUInt64LE(metaPage.transaction),
      lastPage: Number(lastPage),
      freeTree: readTree(page, metaPage.freeTree),
      mainTree: readTree(page, metaPage.mainTree),
    };
  }

  #addTree(tree: Tree): void {
    if (tree.root === noPage) return;
    if (tree.depth === 0 || tree.depth > 32) {
      throw this.#corrupt(`a tree is ${tree.depth} levels deep`);
    }
    this.#addPage(tree.root, tree.depth, 1);
  }

  #addPage(page: bigint, depth: number, pages: number): void {
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
      if (this.#seen[one] === 1) throw this.#corrupt(`page ${one} is used twice`);
      this.#seen[one] = 1;
    }
    this.#level.push({ page: number, depth });
  }

  #checkPage(number: number, depth: number): void {
    const page = this.#page(number);
    const kind = page.readUInt16LE(18) & pageKindMask;
    const expected =
      depth === 0 ? pageKind.overflow : depth === 1 ? pageKind.leaf : pageKind.branch;
    if (page.readBigUInt64LE(0) !== BigInt(number) || kind !== expected) {
      throw this.#corrupt(`page ${number} is not the page that it should be`);
    }
    if (depth === 0) return;
    const lower = page.readUInt16LE(20);
    const upper = page.readUInt16LE(22);
    const room = pageBytes - pageHeaderBytes;
    if (lower > upper || upper > room || lower % 2 !== 0) throw this.#badNode(number);
    for (let pointer = 0; pointer < lower; pointer += 2) {
      const node = page.readUInt16LE(pageHeaderBytes + pointer);
      if (node < upper || node + nodeHeaderBytes > room) throw this.#badNode(number);
      if (depth > 1) this.#checkBranchNode(page, number, pageHeaderBytes + node, depth);
      else this.#checkLeafNode(page, number, pageHeaderBytes + node);
    }
  }

  #checkBranchNode(page: Buffer, number: number, at: number, depth: number): void {
    const keyBytes = page.readUInt16LE(at + 6);
    if (at + nodeHeaderBytes + keyBytes > pageBytes) throw this.#badNode(number);
    const child = page.readUInt32LE(at) + page.readUInt16LE(at + 4) * 2 ** 32;
    this.#addPage(BigInt(child), depth - 1, 1);
  }

  #checkLeafNode(page: Buffer, number: number, at: number): void {
    const dataBytes = page.readUInt32LE(at);
    const flags = page.readUInt16LE(at + 4);
    const keyBytes = page.readUInt16LE(at + 6);
    const data = at + nodeHeaderBytes + keyBytes;
    const isReference = (flags & nodeFlag.overflow) !== 0;
    const inlineBytes = isReference ? overflowReferenceBytes : dataBytes;
    if (data + inlineBytes > pageBytes || (flags & nodeFlag.duplicates) !== 0) {
      throw this.#badNode(number);
    }
    if (isReference) {
      const pages = page.readBigUInt64LE(data + 16);
      const needed = Math.ceil((pageHeaderBytes + dataBytes) / pageBytes);
      if (pages < BigInt(needed) || pages > BigInt(this.#lastPage)) throw this.#badNode(number);
      this.#addPage(page.readBigUInt64LE(data), 0, Number(pages));
    }
    if ((flags & nodeFlag.tree) !== 0) {
      if (dataBytes !== treeBytes) throw this.#badNode(number);
      this.#addTree(readTree(page, data));
    }
  }

  #isAtHand(number: number): boolean {
    const from = number * pageBytes;
    return from >= this.#windowFrom && from + pageBytes <= this.#windowTo;
  }

  async #move(number: number): Promise<void> {
    const from = number * pageBytes;
    const { bytesRead } = await this.#handle.read(this.#window, 0, windowBytes, from);
    this.#windowFrom = from;
    this.#windowTo = from + bytesRead;
  }

  /** The page, valid until the next move. */
  #page(number: number): Buffer {
    if (!this.#isAtHand(number)) {
      throw this.#corrupt(`the file ends at ${this.#sizeBytes} bytes, in or before page ${number}`);
    }
    const at = number * pageBytes - this.#windowFrom;
    return this.#window.subarray(at, at + pageBytes);
  }

  #badNode(number: number): CorruptBackendError {
    return this.#corrupt(`page ${number} has a record that does not fit in it`);
  }

  #corrupt(problem: string): CorruptBackendError {
    return new CorruptBackendError({ file: this.#file, problem });
  }
}

// Pages as bytes, collected into chunks. A page larger than a chunk is a chunk of its own.
import { ChangedSourceError } from './changed-source-error.ts';
import { writeMeta, type Meta } from './meta.ts';
import { PageCounter } from './page-counter.ts';
import { viewOf } from './page.ts';
import { branchRowBytes, bucketHeaderBytes, leafRowBytes, pageHeaderBytes } from './format.ts';
import { bucketRowFlag, PageFlag } from './format.ts';
import { inlineValueBytes, type BranchCell, type LeafCell, type PageSink } from './tree-builder.ts';

/** Enough to make a chunk's own cost small beside its bytes. */
const chunkBytes = 256 * 1024;

export class PageWriter implements PageSink<Uint8Array> {
  readonly pageSizeBytes: number;
  readonly #counter: PageCounter;
  readonly #pageCountMax: number;
  #full: Uint8Array[] = [];
  #chunk: Uint8Array = new Uint8Array(chunkBytes);
  #filledBytes = 0;

  /** Starts the file of which this is the meta, with an empty freelist. */
  constructor(meta: Meta & { readonly freelistPage: number }) {
    this.pageSizeBytes = meta.pageSizeBytes;
    this.#pageCountMax = meta.pageCount;
    this.#counter = new PageCounter(meta.pageSizeBytes);
    // Both metas tell of the same tree. Which page the later transaction is in follows from its number.
    const earlier = { ...meta, transactionId: meta.transactionId - 1n };
    const isEven = meta.transactionId % 2n === 0n;
    writeMeta(this.#room(meta.pageSizeBytes), 0, isEven ? meta : earlier);
    writeMeta(this.#room(meta.pageSizeBytes), 1, isEven ? earlier : meta);
    this.#page(PageFlag.freelist, 0, pageHeaderBytes);
  }

  get pageCount(): number {
    return this.#counter.nextPage;
  }

  leaf(cells: readonly LeafCell<Uint8Array>[], usedBytes: number): number {
    const { id, bytes } = this.#page(PageFlag.leaf, cells.length, usedBytes);
    writeLeafCells(bytes, cells);
    return id;
  }

  branch(cells: readonly BranchCell<Uint8Array>[], usedBytes: number): number {
    const { id, bytes } = this.#page(PageFlag.branch, cells.length, usedBytes);
    const view = viewOf(bytes);
    let row = pageHeaderBytes;
    let end = pageHeaderBytes + cells.length * branchRowBytes;
    for (const { key, child } of cells) {
      view.setUint32(row, end - row, true);
      view.setUint32(row + 4, key.byteLength, true);
      view.setBigUint64(row + 8, BigInt(child), true);
      bytes.set(key, end);
      end += key.byteLength;
      row += branchRowBytes;
    }
    return id;
  }

  bucketValue(rootPage: number): Uint8Array {
    const value = new Uint8Array(bucketHeaderBytes);
    viewOf(value).setBigUint64(0, BigInt(rootPage), true);
    return value;
  }

  inlineBucketValue(cells: readonly LeafCell<Uint8Array>[], usedBytes: number): Uint8Array {
    const value = new Uint8Array(inlineValueBytes(usedBytes));
    const page = value.subarray(bucketHeaderBytes);
    const view = viewOf(page);
    view.setUint16(8, PageFlag.leaf, true);
    view.setUint16(10, cells.length, true);
    writeLeafCells(page, cells);
    return value;
  }

  /** The chunks that are full. */
  take(): Uint8Array[] {
    const chunks = this.#full;
    if (chunks.length > 0) this.#full = [];
    return chunks;
  }

  /** All that is left. */
  takeRest(): Uint8Array[] {
    this.#endChunk();
    return this.take();
  }

  #page(flags: number, count: number, usedBytes: number): { id: number; bytes: Uint8Array } {
    const id = this.#counter.take(usedBytes);
    const pages = this.#counter.nextPage - id;
    if (this.#counter.nextPage > this.#pageCountMax) throw new ChangedSourceError();
    const bytes = this.#room(pages * this.pageSizeBytes);
    const view = viewOf(bytes);
    view.setBigUint64(0, BigInt(id), true);
    view.setUint16(8, flags, true);
    view.setUint16(10, count, true);
    view.setUint32(12, pages - 1, true);
    return { id, bytes };
  }

  /** Zeroed bytes at the end of the file. */
  #room(lengthBytes: number): Uint8Array {
    if (this.#filledBytes + lengthBytes > this.#chunk.byteLength) {
      this.#endChunk();
      this.#chunk = new Uint8Array(Math.max(chunkBytes, lengthBytes));
    }
    const start = this.#filledBytes;
    this.#filledBytes += lengthBytes;
    return this.#chunk.subarray(start, this.#filledBytes);
  }

  #endChunk(): void {
    if (this.#filledBytes > 0) this.#full.push(this.#chunk.subarray(0, this.#filledBytes));
    this.#chunk = new Uint8Array(0);
    this.#filledBytes = 0;
  }
}

function writeLeafCells(page: Uint8Array, cells: readonly LeafCell<Uint8Array>[]): void {
  const view = viewOf(page);
  let row = pageHeaderBytes;
  let end = pageHeaderBytes + cells.length * leafRowBytes;
  for (const { key, value, isBucket } of cells) {
    view.setUint32(row, isBucket ? bucketRowFlag : 0, true);
    view.setUint32(row + 4, end - row, true);
    view.setUint32(row + 8, key.byteLength, true);
    view.setUint32(row + 12, value.byteLength, true);
    page.set(key, end);
    page.set(value, end + key.byteLength);
    end += key.byteLength + value.byteLength;
    row += leafRowBytes;
  }
}

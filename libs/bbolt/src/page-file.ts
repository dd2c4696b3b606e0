// Pages of a file by their ids, each checked to be the one that was asked for and to lie within the file.
import { BoltFormatError } from './bolt-format-error.ts';
import { countFollows, pageBytesMax, pageBytesMin, pageHeaderBytes } from './format.ts';
import { PageFlag, pageRunBytesMax } from './format.ts';
import { isDataPage, metaPageBytes, readMeta, type Meta } from './meta.ts';
import { readPage, readPageHeader, viewOf, type Page, type PageHeader } from './page.ts';
import type { ReadAt } from './types.ts';

const freePagesPerRead = 8192;

export class PageFile {
  readonly meta: Meta;
  readonly #readAt: ReadAt;

  private constructor(readAt: ReadAt, meta: Meta) {
    this.#readAt = readAt;
    this.meta = meta;
  }

  static async open(readAt: ReadAt): Promise<PageFile> {
    const meta = await newestMeta(readAt);
    const lastByte = meta.pageCount * meta.pageSizeBytes - 1;
    const file = new PageFile(readAt, meta);
    await file.#bytes(meta.pageCount - 1, lastByte, 1);
    return file;
  }

  offsetOf(pageId: number): number {
    return pageId * this.meta.pageSizeBytes;
  }

  async page(pageId: number): Promise<Page> {
    const { bytes, header } = await this.#start(pageId);
    const { pageSizeBytes } = this.meta;
    const runBytes = (header.overflow + 1) * pageSizeBytes;
    const offset = this.offsetOf(pageId);
    if (header.overflow === 0) return readPage(bytes, { pageId, offset });
    if (runBytes > pageRunBytesMax) {
      const problem = `a page of ${runBytes} bytes, more than ${pageRunBytesMax}`;
      throw new BoltFormatError({ pageId, offset, problem });
    }
    return readPage(await this.#bytes(pageId, offset, runBytes), { pageId, offset });
  }

  /** The ids in the freelist, ascending; none if the file keeps no freelist. */
  async *freePages(): AsyncGenerator<number, void> {
    const pageId = this.meta.freelistPage;
    if (pageId === undefined) return;
    const { bytes, header } = await this.#start(pageId);
    const offset = this.offsetOf(pageId);
    if (header.flags !== PageFlag.freelist) {
      const problem = `flags 0x${header.flags.toString(16)} where the freelist should be`;
      throw new BoltFormatError({ pageId, offset, problem });
    }
    const isLong = header.count === countFollows;
    const count = isLong ? Number(viewOf(bytes).getBigUint64(pageHeaderBytes, true)) : header.count;
    const start = pageHeaderBytes + (isLong ? 8 : 0);
    if (start + count * 8 > (header.overflow + 1) * this.meta.pageSizeBytes) {
      const problem = `${count} free pages do not fit into the freelist`;
      throw new BoltFormatError({ pageId, offset, problem });
    }
    let last = 0;
    for (let first = 0; first < count; first += freePagesPerRead) {
      const ids = Math.min(freePagesPerRead, count - first);
      const at = offset + start + first * 8;
      const view = viewOf(await this.#bytes(pageId, at, ids * 8));
      for (let i = 0; i < ids; i++) {
        const id = Number(view.getBigUint64(i * 8, true));
        if (id <= last || !isDataPage(id, this.meta.pageCount)) {
          const problem = `free page ${id} after ${last}, of ${this.meta.pageCount} pages`;
          throw new BoltFormatError({ pageId, offset: at + i * 8, problem });
        }
        last = id;
        yield id;
      }
    }
  }

  /** The first of a page's pages, with an overflow that stays within the file. */
  async #start(pageId: number): Promise<{ bytes: Uint8Array; header: PageHeader }> {
    const { pageSizeBytes, pageCount } = this.meta;
    const offset = this.offsetOf(pageId);
    const bytes = await this.#bytes(pageId, offset, pageSizeBytes);
    const header = readPageHeader(viewOf(bytes));
    if (header.id !== pageId) {
      const problem = `the page says that it is page ${header.id}`;
      throw new BoltFormatError({ pageId, offset, problem });
    }
    if (pageId + header.overflow >= pageCount) {
      const problem = `${header.overflow} overflow pages, but the file has ${pageCount} pages`;
      throw new BoltFormatError({ pageId, offset, problem });
    }
    return { bytes, header };
  }

  async #bytes(pageId: number, offset: number, lengthBytes: number): Promise<Uint8Array> {
    const bytes = await this.#readAt(offset, lengthBytes);
    if (bytes.byteLength === lengthBytes) return bytes;
    const problem = `the file ends here; it should have ${this.meta.pageCount} pages`;
    throw new BoltFormatError({ pageId, offset: offset + bytes.byteLength, problem });
  }
}

/** The valid meta of the later transaction; without any, what is wrong with the first. */
async function newestMeta(readAt: ReadAt): Promise<Meta> {
  const first = readMeta(await readAt(0, metaPageBytes));
  const second = await secondMeta(readAt, first);
  if (typeof first === 'string') {
    if (second !== undefined) return second;
    throw new BoltFormatError({ pageId: 0, offset: 0, problem: first });
  }
  return second !== undefined && second.transactionId > first.transactionId ? second : first;
}

/** Where page 1 starts is known from page 0; if that is unreadable, every size of a page is tried. */
async function secondMeta(readAt: ReadAt, first: Meta | string): Promise<Meta | undefined> {
  const sizes: number[] = [];
  if (typeof first === 'string') {
    for (let size = pageBytesMin; size <= pageBytesMax; size *= 2) sizes.push(size);
  } else {
    sizes.push(first.pageSizeBytes);
  }
  for (const size of sizes) {
    const meta = readMeta(await readAt(size, metaPageBytes));
    if (typeof meta !== 'string' && meta.pageSizeBytes === size) return meta;
  }
  return undefined;
}

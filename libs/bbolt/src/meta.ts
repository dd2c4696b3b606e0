// The meta pages: the only pages with a checksum, and the only ones at fixed places. A transaction is
// committed by writing one of them, in turn, so that a write which a crash tore leaves the other.
import { firstPageAfterMetas, formatVersion, magic, noFreelist, PageFlag } from './format.ts';
import { pageBytesMax, pageBytesMin, pageHeaderBytes } from './format.ts';
import { fnv64a } from './fnv64a.ts';

export interface Meta {
  readonly pageSizeBytes: number;
  /** The page at which the bucket of buckets starts. */
  readonly rootPage: number;
  /** `undefined`: the file has none. */
  readonly freelistPage: number | undefined;
  /** Every page id is below. */
  readonly pageCount: number;
  readonly transactionId: bigint;
}

const checkedBytes = 56;
const metaBytes = checkedBytes + 8;
/** From the start of the page. */
export const metaPageBytes: number = pageHeaderBytes + metaBytes;

/** Writes the header and the meta into the zeroed first bytes of page 0 or 1. */
export function writeMeta(page: Uint8Array, pageId: 0 | 1, meta: Meta): void {
  const view = new DataView(page.buffer, page.byteOffset, metaPageBytes);
  view.setBigUint64(0, BigInt(pageId), true);
  view.setUint16(8, PageFlag.meta, true);
  const body = pageHeaderBytes;
  view.setUint32(body, magic, true);
  view.setUint32(body + 4, formatVersion, true);
  view.setUint32(body + 8, meta.pageSizeBytes, true);
  view.setBigUint64(body + 16, BigInt(meta.rootPage), true);
  const freelist = meta.freelistPage === undefined ? noFreelist : BigInt(meta.freelistPage);
  view.setBigUint64(body + 32, freelist, true);
  view.setBigUint64(body + 40, BigInt(meta.pageCount), true);
  view.setBigUint64(body + 48, meta.transactionId, true);
  const sum = fnv64a(page.subarray(body, body + checkedBytes));
  view.setBigUint64(body + checkedBytes, sum, true);
}

/** The meta in the first bytes of a page, or what is wrong with it. */
export function readMeta(page: Uint8Array): Meta | string {
  if (page.byteLength < metaPageBytes) return 'the file ends within a meta page';
  const view = new DataView(page.buffer, page.byteOffset, metaPageBytes);
  const body = pageHeaderBytes;
  if (view.getUint32(body, true) !== magic) return 'not a bbolt file: the magic number is missing';
  const version = view.getUint32(body + 4, true);
  if (version !== formatVersion) return `version ${version} of the format, not ${formatVersion}`;
  const sum = fnv64a(page.subarray(body, body + checkedBytes));
  if (view.getBigUint64(body + checkedBytes, true) !== sum)
    return 'the checksum of the meta is wrong';
  const freelist = view.getBigUint64(body + 32, true);
  const meta: Meta = {
    pageSizeBytes: view.getUint32(body + 8, true),
    rootPage: Number(view.getBigUint64(body + 16, true)),
    freelistPage: freelist === noFreelist ? undefined : Number(freelist),
    pageCount: Number(view.getBigUint64(body + 40, true)),
    transactionId: view.getBigUint64(body + 48, true),
  };
  return implausible(meta) ?? meta;
}

/** A checksum can be right and the meta still be nonsense, if it was made up. */
function implausible(meta: Meta): string | undefined {
  const { pageSizeBytes, pageCount, rootPage, freelistPage } = meta;
  if (
    pageSizeBytes < pageBytesMin ||
    pageSizeBytes > pageBytesMax ||
    (pageSizeBytes & (pageSizeBytes - 1)) !== 0
  ) {
    return `pages of ${pageSizeBytes} bytes`;
  }
  if (pageCount * pageSizeBytes > Number.MAX_SAFE_INTEGER) return `${pageCount} pages`;
  if (!isDataPage(rootPage, pageCount))
    return `the root bucket is at page ${rootPage} of ${pageCount}`;
  if (freelistPage !== undefined && !isDataPage(freelistPage, pageCount)) {
    return `the freelist is at page ${freelistPage} of ${pageCount}`;
  }
  return undefined;
}

export function isDataPage(pageId: number, pageCount: number): boolean {
  return pageId >= firstPageAfterMetas && pageId < pageCount;
}

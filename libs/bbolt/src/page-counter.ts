import { bucketHeaderBytes, firstPageAfterMetas } from './format.ts';
import { inlineValueBytes, type PageSink } from './tree-builder.ts';
import type { Sized } from './types.ts';

/** Gives pages their ids in the order in which they come, and keeps nothing of them. */
export class PageCounter implements PageSink<Sized> {
  readonly pageSizeBytes: number;
  /** The next page's id; after the last page, the number of pages. */
  nextPage: number = firstPageAfterMetas;

  constructor(pageSizeBytes: number) {
    this.pageSizeBytes = pageSizeBytes;
  }

  leaf(_cells: readonly unknown[], usedBytes: number): number {
    return this.take(usedBytes);
  }

  branch(_cells: readonly unknown[], usedBytes: number): number {
    return this.take(usedBytes);
  }

  bucketValue(_rootPage: number): Sized {
    return { byteLength: bucketHeaderBytes };
  }

  inlineBucketValue(_cells: readonly unknown[], usedBytes: number): Sized {
    return { byteLength: inlineValueBytes(usedBytes) };
  }

  /** The first of the pages that these bytes need. */
  take(usedBytes: number): number {
    const id = this.nextPage;
    this.nextPage += Math.ceil(usedBytes / this.pageSizeBytes);
    return id;
  }
}

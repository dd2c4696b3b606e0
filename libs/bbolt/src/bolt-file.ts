// A whole bbolt file, front to back, as a stream.
//
// The metas at the front name the root page and the number of pages, which are known at the end. So the
// entries are gone through twice: once for their lengths, which give the layout, once for their bytes.
// Nothing of the first time is kept but three numbers; if the second time comes out otherwise, the stream
// fails rather than end in a file that does not hold together.
import { assert, compareBytes } from '@cairn/core';
import { ChangedSourceError } from './changed-source-error.ts';
import { firstPageAfterMetas, keyBytesMax, pageBytesDefault, pageHeaderBytes } from './format.ts';
import { pageBytesMax, pageBytesMin, valueBytesMax } from './format.ts';
import { PageCounter } from './page-counter.ts';
import { PageWriter } from './page-writer.ts';
import { TreeBuilder, type PageSink } from './tree-builder.ts';
import type { BoltBucket, EntryOf, Sized } from './types.ts';

export interface BoltFileOptions {
  /** Holds buckets only: bbolt has no records outside of one. */
  readonly root: BoltBucket;
  /** A power of two; 4096 by default. */
  readonly pageSizeBytes?: number;
}

export interface BoltFile {
  readonly sizeBytes: number;
  /** The file from its first byte on. Each call reads the entries again. */
  chunks(): AsyncIterable<Uint8Array>;
}

/** bbolt starts a new file with the transactions 0 and 1; the metas of these files hold 1 and 2. */
const transactionId = 2n;
const freelistPage = firstPageAfterMetas;

/** Lays out the file; reads the sizes of all entries for that. */
export async function boltFile(options: BoltFileOptions): Promise<BoltFile> {
  const { root, pageSizeBytes = pageBytesDefault } = options;
  assert(
    pageSizeBytes >= pageBytesMin &&
      pageSizeBytes <= pageBytesMax &&
      (pageSizeBytes & (pageSizeBytes - 1)) === 0,
    `pages of ${pageSizeBytes} bytes`,
  );
  const counter = new PageCounter(pageSizeBytes);
  counter.take(pageHeaderBytes);
  const counting: Pass<Sized> = {
    sink: counter,
    entries: (bucket) => bucket.sizes?.() ?? bucket.entries(),
    checkOrder: () => undefined,
    chunks: () => [],
  };
  const walk = writeRoot(root, counting);
  let step = await walk.next();
  while (step.done !== true) step = await walk.next();
  const meta = {
    pageSizeBytes,
    rootPage: step.value,
    freelistPage,
    pageCount: counter.nextPage,
    transactionId,
  };
  return {
    sizeBytes: meta.pageCount * pageSizeBytes,
    chunks: () => writeFile(root, new PageWriter(meta), meta),
  };
}

async function* writeFile(
  root: BoltBucket,
  writer: PageWriter,
  layout: { readonly rootPage: number; readonly pageCount: number },
): AsyncGenerator<Uint8Array, void> {
  const writing: Pass<Uint8Array> = {
    sink: writer,
    entries: (bucket) => bucket.entries(),
    checkOrder,
    chunks: () => writer.take(),
  };
  const rootPage = yield* writeRoot(root, writing);
  if (rootPage !== layout.rootPage || writer.pageCount !== layout.pageCount) {
    throw new ChangedSourceError();
  }
  for (const chunk of writer.takeRest()) yield chunk;
}

/** What the two times through the entries differ in. */
interface Pass<Bytes extends Sized> {
  readonly sink: PageSink<Bytes>;
  entries(bucket: BoltBucket): AsyncIterable<EntryOf<Bytes>> | Iterable<EntryOf<Bytes>>;
  checkOrder(before: Bytes, key: Bytes): void;
  /** Chunks that can go out. */
  chunks(): readonly Uint8Array[];
}

type Walk<Result> = AsyncGenerator<Uint8Array, Result, void>;

async function* writeRoot<Bytes extends Sized>(root: BoltBucket, pass: Pass<Bytes>): Walk<number> {
  const builder = new TreeBuilder(pass.sink);
  yield* addEntries(root, builder, pass, true);
  return builder.finishPages();
}

async function* addEntries<Bytes extends Sized>(
  bucket: BoltBucket,
  builder: TreeBuilder<Bytes>,
  pass: Pass<Bytes>,
  isRoot: boolean,
): Walk<void> {
  let before: Bytes | undefined;
  for await (const entry of pass.entries(bucket)) {
    const { key } = entry;
    checkKey(key);
    if (before !== undefined) pass.checkOrder(before, key);
    before = key;
    if ('bucket' in entry) {
      const inner = new TreeBuilder(pass.sink);
      yield* addEntries(entry.bucket, inner, pass, false);
      builder.add({ key, value: inner.finishValue(), isBucket: true });
    } else {
      if (isRoot) throw new RangeError('a record outside any bucket');
      checkValue(entry.value);
      builder.add({ key, value: entry.value, isBucket: false });
    }
    for (const chunk of pass.chunks()) yield chunk;
  }
}

function checkKey(key: Sized): void {
  if (key.byteLength === 0) throw new RangeError('an empty key');
  if (key.byteLength > keyBytesMax) {
    throw new RangeError(`a key of ${key.byteLength} bytes, more than ${keyBytesMax}`);
  }
}

function checkValue(value: Sized): void {
  if (value.byteLength > valueBytesMax) {
    throw new RangeError(`a value of ${value.byteLength} bytes, more than ${valueBytesMax}`);
  }
}

function checkOrder(before: Uint8Array, key: Uint8Array): void {
  if (compareBytes(before, key) >= 0) throw new RangeError('the keys of a bucket do not ascend');
}

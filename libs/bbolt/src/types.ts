/**
 * The bytes of a file from `offset` on: `lengthBytes` of them, or fewer where the file ends before.
 * What it returned is the caller's: it must not change afterwards.
 */
export type ReadAt = (offset: number, lengthBytes: number) => Promise<Uint8Array>;

/** All that the layout of a file needs to know of a key or a value. */
export interface Sized {
  readonly byteLength: number;
}

/** A record, or a bucket within the bucket. */
export type EntryOf<Bytes extends Sized> =
  | { readonly key: Bytes; readonly value: Bytes }
  | { readonly key: Bytes; readonly bucket: BoltBucket };

export type BoltEntry = EntryOf<Uint8Array>;

/** An ordered map. Reading gives these and writing takes them, so a file can be written from a file. */
export interface BoltBucket {
  /**
   * Keys ascend strictly by bytes. Each call starts again and gives the same. Bytes that were given are
   * held until their page is full, so a source must not use their memory again.
   */
  entries(): AsyncIterable<BoltEntry> | Iterable<BoltEntry>;
  /**
   * The same entries, of which only lengths are looked at. For a source that knows the lengths without
   * reading the bytes; without it, `entries` is read twice.
   */
  sizes?(): AsyncIterable<EntryOf<Sized>> | Iterable<EntryOf<Sized>>;
}

// Header compression (RFC 7541) as the connection sees it. One decoder and one encoder per connection.
import type { HeaderBlock, HeaderList } from '../types.ts';

export interface HeaderDecoder {
  /**
   * Decodes one whole block (HEADERS with its CONTINUATIONs joined; padding and priority removed).
   * Throws HpackError on what RFC 7541 calls a decoding error: the connection ends with
   * COMPRESSION_ERROR. A block whose bytes were seen before under the same dynamic table, and which
   * changed nothing in it, yields the same object again without being decoded.
   */
  decode(block: Uint8Array): HeaderBlock;
}

export interface HeaderDecoderOptions {
  /** SETTINGS_HEADER_TABLE_SIZE we announced; dynamic table size updates above it are an error. */
  readonly tableBytesMax: number;
  /** RFC 9113, 6.5.2: sum of name and value octets and 32 per field. */
  readonly listBytesMax: number;
}

export interface HeaderEncoder {
  /** The peer's SETTINGS_HEADER_TABLE_SIZE has changed; a size update leads the next block. */
  setPeerTableBytes(tableBytes: number): void;
  /**
   * The block of `list`, to be copied at once: the bytes are only valid until the next call. A stable
   * list that was encoded before, and whose fields are all still in the dynamic table, costs a copy.
   */
  encode(list: HeaderList): Uint8Array;
}

export interface HeaderEncoderOptions {
  /** The most we use of the peer's table. */
  readonly tableBytesMax: number;
}

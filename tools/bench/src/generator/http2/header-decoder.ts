// The headers of answers (HPACK, RFC 7541). After its first answers a server repeats the same few
// bytes for every answer, so a block that did not change the dynamic table is remembered with what it
// said until the table changes: the hot path is one map lookup.
import { decodeHuffman } from './huffman.ts';

export interface AnswerHeaders {
  /** `:status`, undefined in trailers. */
  readonly httpStatus: string | undefined;
  /** `grpc-status`, undefined in the headers in front of the messages. */
  readonly grpcStatus: number | undefined;
  readonly grpcMessage: string;
}

type Field = readonly [name: string, value: string];

/** What SETTINGS_HEADER_TABLE_SIZE is when nobody says otherwise. */
const tableSizeMax = 4_096;
const fieldOverhead = 32;
const rememberedBlocksMax = 64;

export class HeaderDecoder {
  readonly #remembered = new Map<string, AnswerHeaders>();
  /** The newest first, as they are numbered. */
  #table: Field[] = [];
  #tableSize = 0;
  #tableLimit = tableSizeMax;
  #block: Uint8Array = new Uint8Array(0);
  #offset = 0;

  decode(bytes: Buffer, start: number, end: number): AnswerHeaders {
    const block = bytes.toString('latin1', start, end);
    const known = this.#remembered.get(block);
    if (known !== undefined) return known;
    const fields = new Map<string, string>();
    const before = this.#table;
    this.#block = bytes.subarray(start, end);
    this.#offset = 0;
    while (this.#offset < this.#block.length) {
      const field = this.#readField();
      if (field !== undefined) fields.set(...field);
    }
    const headers = toAnswerHeaders(fields);
    if (this.#table !== before) this.#remembered.clear();
    else if (this.#remembered.size < rememberedBlocksMax) this.#remembered.set(block, headers);
    return headers;
  }

  /** Undefined for a change of the table's size. */
  #readField(): Field | undefined {
    const first = this.#byteAt(this.#offset);
    if (first >= 0x80) return this.#fieldAt(this.#readInteger(7));
    if (first >= 0x40) {
      const field = this.#readLiteral(6);
      this.#insert(field);
      return field;
    }
    if (first >= 0x20) {
      this.#resize(this.#readInteger(5));
      return undefined;
    }
    return this.#readLiteral(4);
  }

  #readLiteral(prefixBits: number): Field {
    const index = this.#readInteger(prefixBits);
    const name = index === 0 ? this.#readString() : this.#fieldAt(index)[0];
    return [name, this.#readString()];
  }

  #readInteger(prefixBits: number): number {
    const prefixMax = 2 ** prefixBits - 1;
    let value = this.#byteAt(this.#offset++) & prefixMax;
    if (value < prefixMax) return value;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.#byteAt(this.#offset++);
      value += (byte & 0x7f) * scale;
      if (value > 2 ** 28) throw new Error('an integer in the headers is too large');
      if (byte < 0x80) return value;
    }
  }

  #readString(): string {
    const isHuffman = this.#byteAt(this.#offset) >= 0x80;
    const length = this.#readInteger(7);
    const end = this.#offset + length;
    if (end > this.#block.length) throw new Error('the headers end inside a string');
    const bytes = this.#block.subarray(this.#offset, end);
    this.#offset = end;
    return isHuffman ? decodeHuffman(bytes) : Buffer.from(bytes).toString('latin1');
  }

  #byteAt(offset: number): number {
    const byte = this.#block[offset];
    if (byte === undefined) throw new Error('the headers end inside a field');
    return byte;
  }

  #fieldAt(index: number): Field {
    const field =
      index <= staticTable.length
        ? staticTable[index - 1]
        : this.#table[index - staticTable.length - 1];
    if (field === undefined) throw new Error(`the headers name field ${index}, which is not known`);
    return field;
  }

  #insert(field: Field): void {
    this.#tableSize += sizeOf(field);
    // A new array: who compares it with the old one sees that the table changed.
    this.#table = [field, ...this.#table];
    this.#evict();
  }

  #resize(limit: number): void {
    if (limit > tableSizeMax) throw new Error(`a header table of ${limit} bytes was not allowed`);
    this.#tableLimit = limit;
    this.#table = [...this.#table];
    this.#evict();
  }

  #evict(): void {
    while (this.#tableSize > this.#tableLimit) {
      const oldest = this.#table.pop();
      if (oldest === undefined) throw new Error('the header table is larger than its fields');
      this.#tableSize -= sizeOf(oldest);
    }
  }
}

function sizeOf([name, value]: Field): number {
  return name.length + value.length + fieldOverhead;
}

function toAnswerHeaders(fields: ReadonlyMap<string, string>): AnswerHeaders {
  const status = fields.get('grpc-status');
  if (status !== undefined && !/^\d{1,2}$/.test(status)) {
    throw new Error(`grpc-status ${status} is not a number`);
  }
  return {
    httpStatus: fields.get(':status'),
    grpcStatus: status === undefined ? undefined : Number(status),
    grpcMessage: fields.get('grpc-message') ?? '',
  };
}

/** RFC 7541, appendix A. */
const staticTable: readonly Field[] = [
  [':authority', ''],
  [':method', 'GET'],
  [':method', 'POST'],
  [':path', '/'],
  [':path', '/index.html'],
  [':scheme', 'http'],
  [':scheme', 'https'],
  ...['200', '204', '206', '304', '400', '404', '500'].map((code): Field => [':status', code]),
  ['accept-charset', ''],
  ['accept-encoding', 'gzip, deflate'],
  ...(
    'accept-language accept-ranges accept access-control-allow-origin age allow authorization ' +
    'cache-control content-disposition content-encoding content-language content-length ' +
    'content-location content-range content-type cookie date etag expect expires from host ' +
    'if-match if-modified-since if-none-match if-range if-unmodified-since last-modified link ' +
    'location max-forwards proxy-authenticate proxy-authorization range referer refresh ' +
    'retry-after server set-cookie strict-transport-security transfer-encoding user-agent vary ' +
    'via www-authenticate'
  )
    .split(' ')
    .map((name): Field => [name, '']),
];

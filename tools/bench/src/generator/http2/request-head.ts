// The header block of a request. The first request of a connection puts its fields into the server's
// dynamic table and later ones name them by number: what h2load and the gRPC libraries do as well, so
// that the server reads the same few bytes per request as in real life.

const staticPost = 0x80 | 3;
const tableSizeZero = 0x20;
const staticHttp = 0x80 | 6;
const nameIndex = { authority: 1, path: 4, contentType: 31 } as const;
const firstDynamicIndex = 62;
/** Our fields are far smaller than this together, so nothing is ever evicted. */
const tableSizeNeeded = 4_096;

type Field = readonly [nameIndex: number, name: string, value: string];

export class RequestHead {
  readonly #authority: string;
  readonly #usesTable: boolean;
  #isFirst = true;
  /** By name and value: how many fields were in the table before it. */
  readonly #inserted = new Map<string, number>();
  readonly #settled = new Map<string, Uint8Array>();

  /** @param tableSize the server's SETTINGS_HEADER_TABLE_SIZE. */
  constructor(authority: string, tableSize: number) {
    this.#authority = authority;
    this.#usesTable = tableSize >= tableSizeNeeded;
  }

  /** The block for the next request; blocks must be sent in the order in which they were asked for. */
  next(path: string): Uint8Array {
    const known = this.#settled.get(path);
    if (known !== undefined) return known;
    const before = this.#inserted.size;
    const isRepeatable = !this.#isFirst;
    const block = this.#encode(path);
    if (this.#inserted.size > before) this.#settled.clear();
    else if (isRepeatable) this.#settled.set(path, block);
    return block;
  }

  #encode(path: string): Uint8Array {
    const fields: readonly Field[] = [
      [nameIndex.path, ':path', path],
      [nameIndex.authority, ':authority', this.#authority],
      [nameIndex.contentType, 'content-type', 'application/grpc'],
      [0, 'te', 'trailers'],
    ];
    // A table smaller than the default must be confirmed in front of the first block.
    const resize = this.#isFirst && !this.#usesTable ? [tableSizeZero] : [];
    this.#isFirst = false;
    return Uint8Array.from([
      ...resize,
      staticPost,
      staticHttp,
      ...fields.flatMap((field) => [...this.#encodeField(field)]),
    ]);
  }

  #encodeField([index, name, value]: Field): readonly number[] {
    const at = this.#inserted.get(`${name}\0${value}`);
    if (at !== undefined) {
      return integer(0x80, 7, firstDynamicIndex + this.#inserted.size - 1 - at);
    }
    if (this.#usesTable) this.#inserted.set(`${name}\0${value}`, this.#inserted.size);
    const start = this.#usesTable ? integer(0x40, 6, index) : integer(0, 4, index);
    return [...start, ...(index === 0 ? text(name) : []), ...text(value)];
  }
}

function integer(flags: number, prefixBits: number, value: number): readonly number[] {
  const prefixMax = 2 ** prefixBits - 1;
  if (value < prefixMax) return [flags | value];
  const bytes = [flags | prefixMax];
  let rest = value - prefixMax;
  for (; rest >= 0x80; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return [...bytes, rest];
}

function text(value: string): readonly number[] {
  return [...integer(0, 7, value.length), ...Buffer.from(value, 'latin1')];
}

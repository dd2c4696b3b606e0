// Protobuf's wire format for the one message that is read and written by hand here. Numbers are safe
// integers from 0; ids have 64 bits.

export class MalformedMessageError extends Error {
  override readonly name = 'MalformedMessageError';
}

/** A cluster has a handful of ids, and a bigint is made of two words each time anew. */
interface KnownId {
  readonly low: number;
  readonly high: number;
  readonly id: bigint;
}
const knownIdsMax = 16;
const knownIds: KnownId[] = [];

function idOf(low: number, high: number): bigint {
  for (const known of knownIds) if (known.low === low && known.high === high) return known.id;
  const id = (BigInt(high) << 32n) | BigInt(low);
  if (knownIds.length >= knownIdsMax) knownIds.length = 0;
  knownIds.push({ low, high, id });
  return id;
}

/** A position in a message; every read is checked against the end. */
export class WireReader {
  readonly #bytes: Uint8Array;
  #at = 0;
  #end: number;
  #low = 0;
  #high = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#end = bytes.length;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#end;
  }

  tag(): number {
    this.#varint();
    if (this.#low >>> 3 === 0) throw new MalformedMessageError('a field has number 0');
    return this.#low;
  }

  number(): number {
    this.#varint();
    const value = this.#high * 2 ** 32 + this.#low;
    if (value <= Number.MAX_SAFE_INTEGER) return value;
    throw new MalformedMessageError(`not a safe integer: ${value}`);
  }

  id(): bigint {
    this.#varint();
    return idOf(this.#low, this.#high);
  }

  /** A view of the message. */
  bytes(): Uint8Array {
    const length = this.#length();
    const { buffer, byteOffset } = this.#bytes;
    const view = new Uint8Array(buffer, byteOffset + this.#at, length);
    this.#at += length;
    return view;
  }

  /** Into the message of this field; answers the end of the one around it, for {@link leave}. */
  enter(): number {
    const length = this.#length();
    const outer = this.#end;
    this.#end = this.#at + length;
    return outer;
  }

  leave(outer: number): void {
    this.#end = outer;
  }

  /** Over a field that is not known. */
  skip(tag: number): void {
    switch (tag & 7) {
      case 0:
        this.#varint();
        return;
      case 1:
        return this.#advance(8);
      case 2:
        this.#at += this.#length();
        return;
      case 5:
        return this.#advance(4);
      default:
        throw new MalformedMessageError(`a field has wire type ${tag & 7}`);
    }
  }

  #length(): number {
    this.#varint();
    const length = this.#low;
    if (this.#high === 0 && length <= this.#end - this.#at) return length;
    throw new MalformedMessageError('a field reaches beyond its message');
  }

  #advance(length: number): void {
    if (length > this.#end - this.#at) {
      throw new MalformedMessageError('a field reaches beyond its message');
    }
    this.#at += length;
  }

  #varint(): void {
    let low = 0;
    let high = 0;
    for (let bit = 0; bit < 70; bit += 7) {
      if (this.#at >= this.#end) {
        throw new MalformedMessageError('the message ends inside a number');
      }
      const byte = this.#bytes[this.#at++] as number;
      const part = byte & 127;
      if (bit < 32) low |= part << bit;
      if (bit === 28) high |= part >>> 4;
      else if (bit > 28) high |= part << (bit - 32);
      if (byte < 128) {
        this.#low = low >>> 0;
        this.#high = high >>> 0;
        return;
      }
    }
    throw new MalformedMessageError('a number has more than ten bytes');
  }
}

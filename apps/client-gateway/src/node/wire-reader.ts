// Protobuf's wire format, one position in it, for messages of which only a few fields matter here and
// the rest is passed on as it is. Every read is checked against the end; what is wrong is a RangeError.
export class WireReader {
  readonly #bytes: Uint8Array;
  #at = 0;
  #end: number;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#end = bytes.length;
  }

  /** Where the next read begins. */
  get at(): number {
    return this.#at;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#end;
  }

  rewind(): void {
    this.#at = 0;
  }

  /** From here on the end is that of a message of `length` bytes; returns the end before. */
  enter(length: number): number {
    const outer = this.#end;
    if (length > outer - this.#at) throw new RangeError('a field reaches beyond its message');
    this.#end = this.#at + length;
    return outer;
  }

  leave(outer: number): void {
    if (this.#at !== this.#end) throw new RangeError('a field reaches beyond its message');
    this.#end = outer;
  }

  /** The low 32 bits of a varint of up to 64. */
  varint(): number {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.#at >= this.#end) throw new RangeError('the message ends inside an integer');
      const byte = this.#bytes[this.#at++] as number;
      if (shift < 32) value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    throw new RangeError('an integer has more than ten bytes');
  }

  bytes(): Uint8Array {
    const length = this.varint();
    const from = this.#at;
    this.#advance(length);
    const { buffer, byteOffset } = this.#bytes;
    return new Uint8Array(buffer, byteOffset + from, length);
  }

  skip(fieldTag: number): void {
    const wireType = fieldTag & 7;
    if (wireType === 0) this.varint();
    else if (wireType === 1) this.#advance(8);
    else if (wireType === 2) this.#advance(this.varint());
    else if (wireType === 5) this.#advance(4);
    else throw new RangeError(`wire type ${wireType} is not known`);
  }

  #advance(length: number): void {
    if (length > this.#end - this.#at) throw new RangeError('a field reaches beyond its message');
    this.#at += length;
  }
}

// Reads the fields of a protobuf message in place. One reader may be used for one message after the
// other: hot paths keep theirs.

const varintBytesMax = 10;
const noBytes = new Uint8Array(0);

export class VarintReader {
  #bytes: Uint8Array = noBytes;
  offset = 0;
  #end = 0;
  #high = 0;

  /** The next message. */
  begin(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.offset = 0;
    this.#end = bytes.length;
  }

  get isAtEnd(): boolean {
    return this.offset >= this.#end;
  }

  /** The low 32 bits of a varint, as a signed number. @throws RangeError as all that reads. */
  word(): number {
    const bytes = this.#bytes;
    const first = bytes[this.offset];
    if (first !== undefined && first < 0x80) {
      this.offset += 1;
      this.#high = 0;
      return first;
    }
    return this.#longWord(bytes);
  }

  /** The 32 bits above those that `word` has just answered. */
  get high(): number {
    return this.#high;
  }

  #longWord(bytes: Uint8Array): number {
    let low = 0;
    let high = 0;
    for (let i = 0; i < varintBytesMax; i++) {
      const byte = bytes[this.offset++];
      if (byte === undefined) break;
      const bits = byte & 0x7f;
      if (i < 5) low |= bits << (7 * i);
      // The fifth byte has bits on both sides.
      if (i === 4) high = bits >>> 4;
      else if (i > 4) high |= bits << (7 * i - 32);
      if (byte >= 0x80) continue;
      this.#high = high;
      return low;
    }
    throw new RangeError('the message ends inside a number');
  }

  uint32(): number {
    return this.word() >>> 0;
  }

  /** A varint of 64 bits that is not negative; what is no safe integer is the largest of them. */
  safeNumber(): number {
    const low = this.word() >>> 0;
    const high = this.#high >>> 0;
    return high < 2 ** 21 ? high * 2 ** 32 + low : Number.MAX_SAFE_INTEGER;
  }

  /** Steps over a field of a newer version. */
  skip(field: number): void {
    const wireType = field & 7;
    if (wireType === 0) this.word();
    else if (wireType === 1) this.offset += 8;
    else if (wireType === 2) this.#stepOverBytes();
    else if (wireType === 5) this.offset += 4;
    else throw new RangeError(`wire type ${wireType} is not known`);
    if (this.offset > this.#end) throw new RangeError('a field reaches beyond its end');
  }

  #stepOverBytes(): void {
    const length = this.uint32();
    this.offset += length;
  }
}

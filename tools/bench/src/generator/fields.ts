// Reads protobuf messages in place. The generator checks millions of answers per second; an object per
// message or field would cost more than what it checks.

export class FieldReader {
  /** The number of the field that was read. */
  field = 0;
  /** Of a varint field; not exact above 2^53, which only identifiers are. */
  value = 0;
  /** Where the content of a length-delimited field lies; `end` is 0 for a varint. */
  start = 0;
  end = 0;
  #bytes: Uint8Array = new Uint8Array(0);
  #offset = 0;
  #limit = 0;

  read(bytes: Uint8Array, start: number, end: number): this {
    this.#bytes = bytes;
    this.#offset = start;
    this.#limit = end;
    return this;
  }

  /** Goes to the next field; false at the end of the message. */
  next(): boolean {
    if (this.#offset >= this.#limit) return false;
    const tag = this.#varint();
    this.field = tag >>> 3;
    const wireType = tag & 7;
    if (wireType === 0) {
      this.value = this.#varint();
      this.end = 0;
      return true;
    }
    if (wireType !== 2) throw new Error(`wire type ${wireType} is not expected in an answer`);
    const length = this.#varint();
    this.start = this.#offset;
    this.end = this.start + length;
    if (this.end > this.#limit) throw new Error('a field is longer than its message');
    this.#offset = this.end;
    return true;
  }

  #varint(): number {
    const bytes = this.#bytes;
    let value = 0;
    let scale = 1;
    for (let offset = this.#offset; offset < this.#limit; offset++) {
      const byte = bytes[offset] ?? 0;
      if (byte < 0x80) {
        this.#offset = offset + 1;
        return value + byte * scale;
      }
      value += (byte & 0x7f) * scale;
      scale *= 128;
    }
    throw new Error('the message ends inside an integer');
  }
}

const outer = new FieldReader();
const inner = new FieldReader();

/** The revision in the header of an answer, 0 when there is none. */
export function readRevision(bytes: Uint8Array, start: number, end: number): number {
  outer.read(bytes, start, end);
  while (outer.next()) {
    if (outer.field === 1) return readHeaderRevision(bytes, outer.start, outer.end);
  }
  return 0;
}

function readHeaderRevision(bytes: Uint8Array, start: number, end: number): number {
  inner.read(bytes, start, end);
  while (inner.next()) if (inner.field === 3) return inner.value;
  return 0;
}

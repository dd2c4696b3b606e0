// SubmitBatch read by hand: it stands before every request, and the items are handed on one by one
// without an object for each. The generated code is the plain twin in the test.
import { emptyBytes, toByteString } from '@cairn/core';

export interface ItemListener {
  /**
   * @param request a view of the message. @param timeoutMs 0 = none was given.
   * @param token undefined = none was shown. @param certificateName empty = there is none
   * @param traceContext empty = it is not traced
   */
  onItem(
    id: number,
    method: number,
    request: Uint8Array,
    timeoutMs: number,
    token: string | undefined,
    certificateName: string,
    traceContext: Uint8Array,
  ): void;
}

export class MalformedBatchError extends Error {
  override readonly name = 'MalformedBatchError';
}

const itemsTag = 0x0a;
const idTag = 0x08;
const methodTag = 0x10;
const requestTag = 0x1a;
const timeoutTag = 0x20;
const tokenTag = 0x2a;
const certificateNameTag = 0x32;
const traceContextTag = 0x3a;

/** Every character counts in a name, also a byte order mark. */
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** @throws MalformedBatchError; nothing was told then. */
export function readSubmitBatch(message: Uint8Array, listener: ItemListener): void {
  const wire = new Wire(message);
  // All of it is looked at first: half a batch must not be carried out.
  while (wire.at < wire.end) {
    if (wire.varint() === itemsTag) checkItem(wire);
    else wire.skip();
  }
  wire.rewind();
  while (wire.at < wire.end) {
    if (wire.varint() === itemsTag) readItem(wire, listener);
    else wire.skip();
  }
}

function checkItem(wire: Wire): void {
  const outer = wire.enter();
  while (wire.at < wire.end) {
    wire.varint();
    wire.skip();
  }
  wire.leave(outer);
}

function readItem(wire: Wire, listener: ItemListener): void {
  const outer = wire.enter();
  let id = 0;
  let method = 0;
  let timeoutMs = 0;
  let from = wire.at;
  let to = wire.at;
  let token: string | undefined;
  let certificateName = '';
  let traceContext = emptyBytes;
  while (wire.at < wire.end) {
    const tag = wire.varint();
    if (tag === idTag) {
      id = wire.varint();
    } else if (tag === methodTag) {
      method = wire.varint();
    } else if (tag === timeoutTag) {
      timeoutMs = wire.varint();
    } else {
      wire.skip();
      if (tag === requestTag) {
        to = wire.at;
        from = to - wire.skippedBytes;
      } else if (tag === tokenTag) {
        token = toByteString(wire.bytes, wire.at - wire.skippedBytes, wire.at);
      } else if (tag === certificateNameTag) {
        certificateName = utf8.decode(wire.bytes.subarray(wire.at - wire.skippedBytes, wire.at));
      } else if (tag === traceContextTag) {
        traceContext = wire.bytes.subarray(wire.at - wire.skippedBytes, wire.at);
      }
    }
  }
  wire.leave(outer);
  const { buffer, byteOffset } = wire.bytes;
  const request = new Uint8Array(buffer, byteOffset + from, to - from);
  listener.onItem(id, method, request, timeoutMs, token, certificateName, traceContext);
}

/** Protobuf's wire format; every read is checked against the end. */
class Wire {
  readonly bytes: Uint8Array;
  at = 0;
  end: number;
  /** The length of the field of bytes that was skipped last. */
  skippedBytes = 0;
  #lastTag = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.end = bytes.length;
  }

  rewind(): void {
    this.at = 0;
  }

  /** The low 32 bits of a varint of up to 64. */
  varint(): number {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.at >= this.end) throw new MalformedBatchError('the message ends inside a number');
      const byte = this.bytes[this.at++] as number;
      if (shift < 32) value |= (byte & 0x7f) << shift;
      if (byte < 0x80) {
        this.#lastTag = value;
        return value >>> 0;
      }
    }
    throw new MalformedBatchError('a number has more than ten bytes');
  }

  /** The message in this field; answers the end of the one around it. */
  enter(): number {
    const length = this.varint();
    const outer = this.end;
    if (length > outer - this.at)
      throw new MalformedBatchError('a field reaches beyond its message');
    this.end = this.at + length;
    return outer;
  }

  leave(outer: number): void {
    this.end = outer;
  }

  /** Over the value whose tag was the last number. */
  skip(): void {
    const tag = this.#lastTag;
    if (tag >>> 3 === 0) throw new MalformedBatchError('a field has number 0');
    switch (tag & 7) {
      case 0:
        this.varint();
        return;
      case 1:
        return this.#advance(8);
      case 2:
        this.skippedBytes = this.varint();
        return this.#advance(this.skippedBytes);
      case 5:
        return this.#advance(4);
      default:
        throw new MalformedBatchError(`a field has wire type ${tag & 7}`);
    }
  }

  #advance(length: number): void {
    if (length > this.end - this.at)
      throw new MalformedBatchError('a field reaches beyond its message');
    this.at += length;
  }
}

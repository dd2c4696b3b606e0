// The answers that wait for the next message of one Node.Submit stream, and their encoding as
// SubmitResults. Written by hand because it stands behind every request: the length is computed while
// answers come in, so a message is one allocation and one pass over bytes that exist already.
// The generated code is the plain twin in the test.
import { varintLength, writeVarint } from '@cairn/core';
import { cairn } from '@cairn/proto';

type StateFields = cairn.v1.NodeState.$Properties;

const noBytes: Uint8Array = new Uint8Array(0);
const resultsTag = (1 << 3) | 2;
const stateTag = (2 << 3) | 2;
const idTag = 1 << 3;
const responseTag = (4 << 3) | 2;
const moreTag = 5 << 3;
const totalTag = 6 << 3;

/** One SubmitResult with response, as it waits. */
interface Waiting {
  readonly id: number;
  readonly response: Uint8Array;
  readonly more: boolean;
  /** Of all slices, with the first of them; else 0. */
  readonly totalBytes: number;
  /** A SubmitResult that is encoded already; the other fields do not count then. */
  readonly encoded: Uint8Array | undefined;
}

export class Answers {
  #waiting: Waiting[] = [];
  #bytes = 0;

  get count(): number {
    return this.#waiting.length;
  }

  /** What waits, without ids and tags. */
  get bytes(): number {
    return this.#bytes;
  }

  add(id: number, response: Uint8Array, more: boolean, totalBytes: number): void {
    this.#bytes += response.length;
    this.#waiting.push({ id, response, more, totalBytes, encoded: undefined });
  }

  addFailure(id: number, code: number, message: string): void {
    const encoded = cairn.v1.SubmitResult.encode({ id, code, message }).finish();
    this.#bytes += encoded.length;
    this.#waiting.push({ id, response: noBytes, more: false, totalBytes: 0, encoded });
  }

  clear(): void {
    this.#waiting = [];
    this.#bytes = 0;
  }

  /** Takes answers up to the one with which `bytesMax` is reached. */
  take(bytesMax: number): Answers {
    const waiting = this.#waiting;
    const taken = new Answers();
    let count = 0;
    let bytes = 0;
    for (; count < waiting.length && bytes < bytesMax; count++) {
      const { response, encoded } = waiting[count] as Waiting;
      bytes += response.length + (encoded?.length ?? 0);
    }
    taken.#bytes = bytes;
    this.#bytes -= bytes;
    if (count === waiting.length) {
      taken.#waiting = waiting;
      this.#waiting = [];
    } else {
      taken.#waiting = waiting.splice(0, count);
    }
    return taken;
  }

  /** A SubmitResults message of all answers. */
  encode(state: StateFields | undefined): Uint8Array {
    const encodedState = state === undefined ? noBytes : cairn.v1.NodeState.encode(state).finish();
    let length = state === undefined ? 0 : fieldLength(encodedState.length);
    for (const one of this.#waiting) length += fieldLength(resultLength(one));
    const bytes = Buffer.allocUnsafe(length);
    let offset = 0;
    for (const one of this.#waiting) {
      bytes[offset++] = resultsTag;
      offset = writeVarint(bytes, offset, resultLength(one));
      offset = writeResult(bytes, offset, one);
    }
    if (state === undefined) return bytes;
    bytes[offset++] = stateTag;
    offset = writeVarint(bytes, offset, encodedState.length);
    bytes.set(encodedState, offset);
    return bytes;
  }
}

function resultLength({ id, response, more, totalBytes, encoded }: Waiting): number {
  if (encoded !== undefined) return encoded.length;
  const size = response.length;
  return (
    (id === 0 ? 0 : 1 + varintLength(id)) +
    (size === 0 ? 0 : fieldLength(size)) +
    (more ? 2 : 0) +
    (totalBytes === 0 ? 0 : 1 + varintLength(totalBytes))
  );
}

function writeResult(bytes: Uint8Array, start: number, one: Waiting): number {
  const { id, response, more, totalBytes, encoded } = one;
  let offset = start;
  if (encoded !== undefined) {
    bytes.set(encoded, offset);
    return offset + encoded.length;
  }
  if (id !== 0) {
    bytes[offset++] = idTag;
    offset = writeVarint(bytes, offset, id);
  }
  if (response.length > 0) {
    bytes[offset++] = responseTag;
    offset = writeVarint(bytes, offset, response.length);
    bytes.set(response, offset);
    offset += response.length;
  }
  if (more) {
    bytes[offset++] = moreTag;
    bytes[offset++] = 1;
  }
  if (totalBytes > 0) {
    bytes[offset] = totalTag;
    offset = writeVarint(bytes, offset + 1, totalBytes);
  }
  return offset;
}

/** A field of bytes with a number below 16. */
function fieldLength(size: number): number {
  return 1 + varintLength(size) + size;
}

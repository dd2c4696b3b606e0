// gRPC's message framing: one flag byte, four bytes of length (big-endian), the message.
//
// Chunks from a connection fall anywhere: half a prefix, three messages and a bit. Nearly all
// requests, though, arrive as exactly one chunk with exactly one message, and that case must not
// copy: it is answered with a view into the chunk. What has to wait for more is copied out instead:
// a view of one byte would keep a whole received chunk alive, and a peer that sends single bytes
// could make little data hold a lot of memory. The length is judged before any byte of the message
// is kept.
//
// Between two pushes nothing of a received chunk is kept, after `settle` at the latest;
// memory held ≤ 2 × pendingBytes + keptBytesMin.
import { emptyBytes } from '@cairn/core';
import { GrpcCode } from '@cairn/proto';
import { decompressMessage } from './decompress.ts';
import { GrpcFailure } from './failure.ts';

export const messagePrefixBytes = 5;

const flagPlain = 0;
const flagCompressed = 1;

/** What is kept of an unfinished message gets this much room to begin with. */
const keptBytesMin = 4 * 1024;

export interface DeframerOptions {
  readonly messageBytesMax: number;
  /** The call's `grpc-encoding`. */
  readonly messageEncoding: string;
}

/**
 * The message that `chunk` begins with, as a view, when all of it is there and nothing about it
 * needs a second look; undefined = ask a {@link MessageDeframer}. What follows is not looked at.
 */
export function viewPlainMessage(
  chunk: Uint8Array,
  messageBytesMax: number,
): Uint8Array | undefined {
  if (chunk.length < messagePrefixBytes || chunk[0] !== flagPlain) return undefined;
  const length = readMessageLength(chunk, 1);
  if (length > messageBytesMax || length > chunk.length - messagePrefixBytes) return undefined;
  return chunk.subarray(messagePrefixBytes, messagePrefixBytes + length);
}

export class MessageDeframer {
  readonly #messageBytesMax: number;
  readonly #messageEncoding: string;
  /** `#start` to `#end` of these are not taken yet. */
  #bytes: Uint8Array = emptyBytes;
  #start = 0;
  #end = 0;
  /** `#bytes` is a received chunk, not memory of ours. */
  #isBorrowed = false;

  constructor(options: DeframerOptions) {
    this.#messageBytesMax = options.messageBytesMax;
    this.#messageEncoding = options.messageEncoding;
  }

  /** Refers to `chunk` until everything is taken or {@link settle} is called. */
  push(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    if (this.#start < this.#end) {
      this.#append(chunk);
      return;
    }
    this.#bytes = chunk;
    this.#start = 0;
    this.#end = chunk.length;
    this.#isBorrowed = true;
  }

  /** Bytes that do not make a message yet: a stream that ends now was cut in the middle. */
  get pendingBytes(): number {
    return this.#end - this.#start;
  }

  /** The next whole message; undefined = more bytes are needed. @throws GrpcFailure */
  next(): Uint8Array | undefined {
    const available = this.#end - this.#start;
    if (available < messagePrefixBytes) return undefined;
    const length = readMessageLength(this.#bytes, this.#start + 1);
    if (length > this.#messageBytesMax) {
      throw new GrpcFailure(
        GrpcCode.resourceExhausted,
        `grpc: received message larger than max (${String(length)} vs. ${String(this.#messageBytesMax)})`,
      );
    }
    if (available < messagePrefixBytes + length) return undefined;
    const flag = this.#bytes[this.#start] ?? flagPlain;
    const from = this.#start + messagePrefixBytes;
    const payload = this.#bytes.subarray(from, from + length);
    this.#start = from + length;
    if (this.#start === this.#end) this.clear();
    if (flag === flagPlain) return payload;
    if (flag === flagCompressed) {
      return decompressMessage(payload, this.#messageEncoding, this.#messageBytesMax);
    }
    throw new GrpcFailure(
      GrpcCode.internal,
      `grpc: received unexpected payload format ${String(flag)}`,
    );
  }

  /** Nothing more is taken for now: what is left moves to memory of its own. */
  settle(): void {
    if (this.#isBorrowed && this.#start < this.#end) this.#move(this.#end - this.#start);
  }

  /** Forgets what is left. */
  clear(): void {
    this.#bytes = emptyBytes;
    this.#start = 0;
    this.#end = 0;
    this.#isBorrowed = false;
  }

  /** Never writes over bytes that were given out: they lie before `#start`. */
  #append(chunk: Uint8Array): void {
    const needed = this.#end - this.#start + chunk.length;
    if (this.#isBorrowed || this.#end + chunk.length > this.#bytes.length) this.#move(needed);
    this.#bytes.set(chunk, this.#end);
    this.#end += chunk.length;
  }

  /** Room for `neededBytes`, and for more of the unfinished message in proportion to what came. */
  #move(neededBytes: number): void {
    const pending = this.#end - this.#start;
    const wanted =
      pending < messagePrefixBytes
        ? neededBytes
        : messagePrefixBytes + readMessageLength(this.#bytes, this.#start + 1);
    const roomBytes = Math.min(wanted, Math.max(2 * neededBytes, keptBytesMin));
    // Not from the pool, whose slabs would live as long as the longest-lived of their slices.
    const moved = Buffer.allocUnsafeSlow(Math.max(neededBytes, roomBytes));
    moved.set(this.#bytes.subarray(this.#start, this.#end));
    this.#bytes = moved;
    this.#start = 0;
    this.#end = pending;
    this.#isBorrowed = false;
  }
}

/** The bytes that go in front of a message of this length. */
export function messagePrefix(messageBytes: number): Uint8Array {
  const prefix = Buffer.allocUnsafe(messagePrefixBytes);
  prefix[0] = flagPlain;
  prefix.writeUInt32BE(messageBytes, 1);
  return prefix;
}

function readMessageLength(bytes: Uint8Array, at: number): number {
  const low = ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
  return (bytes[at] ?? 0) * 0x1000000 + low;
}

// gRPC's message framing: one flag byte, four bytes of length (big-endian), the message.
//
// Chunks from a connection fall anywhere: half a prefix, three messages and a bit. Nearly all
// requests, though, arrive as exactly one chunk with exactly one message, and that case must not
// copy: it is answered with a view into the chunk. The length is judged before any byte of the
// message is kept, so a peer can make this hold at most one message of the permitted size.
import { GrpcCode } from '@cairn/proto';
import { decompressMessage } from './decompress.ts';
import { GrpcFailure } from './failure.ts';

export const messagePrefixBytes = 5;

const flagPlain = 0;
const flagCompressed = 1;

export interface DeframerOptions {
  readonly messageBytesMax: number;
  /** The call's `grpc-encoding`. */
  readonly messageEncoding: string;
}

export class MessageDeframer {
  readonly #messageBytesMax: number;
  readonly #messageEncoding: string;
  /** Not yet taken; the first `#offset` bytes of the first chunk are used up. */
  #chunks: Uint8Array[] = [];
  #offset = 0;
  #available = 0;

  constructor(options: DeframerOptions) {
    this.#messageBytesMax = options.messageBytesMax;
    this.#messageEncoding = options.messageEncoding;
  }

  /** Keeps a reference to `chunk`. */
  push(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.#available += chunk.length;
  }

  /** Bytes that do not make a message yet: a stream that ends now was cut in the middle. */
  get pendingBytes(): number {
    return this.#available;
  }

  /** The next whole message; undefined = more bytes are needed. @throws GrpcFailure */
  next(): Uint8Array | undefined {
    if (this.#available < messagePrefixBytes) return undefined;
    const length = this.#lengthOfFirst();
    if (length > this.#messageBytesMax) {
      throw new GrpcFailure(
        GrpcCode.resourceExhausted,
        `grpc: received message larger than max (${String(length)} vs. ${String(this.#messageBytesMax)})`,
      );
    }
    if (this.#available < messagePrefixBytes + length) return undefined;
    const flag = this.#byteAt(0);
    this.#skip(messagePrefixBytes);
    const payload = this.#take(length);
    if (flag === flagPlain) return payload;
    if (flag === flagCompressed) {
      return decompressMessage(payload, this.#messageEncoding, this.#messageBytesMax);
    }
    throw new GrpcFailure(
      GrpcCode.internal,
      `grpc: received unexpected payload format ${String(flag)}`,
    );
  }

  #lengthOfFirst(): number {
    const [b1, b2, b3, b4] = [this.#byteAt(1), this.#byteAt(2), this.#byteAt(3), this.#byteAt(4)];
    return b1 * 0x1000000 + ((b2 << 16) | (b3 << 8) | b4);
  }

  #byteAt(position: number): number {
    let rest = this.#offset + position;
    for (const chunk of this.#chunks) {
      const byte = chunk[rest];
      if (byte !== undefined) return byte;
      rest -= chunk.length;
    }
    throw new RangeError(`no byte at ${String(position)}`);
  }

  /** A view when the bytes lie in one chunk, a copy otherwise. */
  #take(length: number): Uint8Array {
    const head = this.#chunks[0];
    if (head === undefined || this.#offset + length <= head.length) {
      const view = head?.subarray(this.#offset, this.#offset + length) ?? new Uint8Array(0);
      this.#skip(length);
      return view;
    }
    const message = Buffer.allocUnsafe(length);
    let filled = 0;
    for (const chunk of this.#chunks) {
      const from = filled === 0 ? this.#offset : 0;
      const part = chunk.subarray(from, from + length - filled);
      message.set(part, filled);
      filled += part.length;
      if (filled === length) break;
    }
    this.#skip(length);
    return message;
  }

  #skip(length: number): void {
    this.#available -= length;
    this.#offset += length;
    let used = 0;
    for (const chunk of this.#chunks) {
      if (this.#offset < chunk.length) break;
      this.#offset -= chunk.length;
      used += 1;
    }
    if (used > 0) this.#chunks = used === this.#chunks.length ? [] : this.#chunks.slice(used);
  }
}

/** The bytes that go in front of a message of this length. */
export function messagePrefix(messageBytes: number): Uint8Array {
  const prefix = Buffer.allocUnsafe(messagePrefixBytes);
  prefix[0] = flagPlain;
  prefix.writeUInt32BE(messageBytes, 1);
  return prefix;
}

/** Prefix and message in one piece. */
export function frameMessage(message: Uint8Array): Uint8Array {
  const frame = Buffer.allocUnsafe(messagePrefixBytes + message.length);
  frame[0] = flagPlain;
  frame.writeUInt32BE(message.length, 1);
  frame.set(message, messagePrefixBytes);
  return frame;
}

// gRPC's framing: a flag byte, four bytes of length (big-endian), the message. DATA frames cut the
// bytes anywhere; a message that lies in one piece is handed over as a view, others are joined once.
import { GrpcCode } from '@cairn/proto';
import { RpcError } from './rpc-error.ts';

export const messagePrefixBytes = 5;

export function messagePrefix(messageBytes: number): Uint8Array {
  const prefix = Buffer.allocUnsafe(messagePrefixBytes);
  prefix[0] = 0;
  prefix.writeUInt32BE(messageBytes, 1);
  return prefix;
}

/** Invariant: `pieces` together hold `pendingBytes`, and only the first is used up in part. */
export class MessageDeframer {
  readonly #messageBytesMax: number;
  #pieces: Buffer[] = [];
  #pendingBytes = 0;
  /** Of the message whose prefix has been read; undefined = a prefix is next. */
  #length: number | undefined;

  constructor(messageBytesMax: number) {
    this.#messageBytesMax = messageBytesMax;
  }

  /** More than 0 at the end of a stream: it was cut in the middle of a message. */
  get pendingBytes(): number {
    return this.#pendingBytes + (this.#length === undefined ? 0 : messagePrefixBytes);
  }

  /** Keeps a reference to `bytes`. */
  push(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#pieces.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
    this.#pendingBytes += bytes.length;
  }

  /** The next message; undefined = not all of it is there. @throws RpcError */
  next(): Buffer | undefined {
    this.#length ??= this.#readLength();
    if (this.#length === undefined || this.#pendingBytes < this.#length) return undefined;
    const message = this.#take(this.#length);
    this.#length = undefined;
    return message;
  }

  #readLength(): number | undefined {
    if (this.#pendingBytes < messagePrefixBytes) return undefined;
    const prefix = this.#take(messagePrefixBytes);
    if (prefix[0] !== 0) {
      throw new RpcError(GrpcCode.unimplemented, 'compressed messages are not understood here');
    }
    const length = prefix.readUInt32BE(1);
    if (length > this.#messageBytesMax) {
      const text = `message larger than max (${length} vs. ${this.#messageBytesMax})`;
      throw new RpcError(GrpcCode.resourceExhausted, text);
    }
    return length;
  }

  #take(length: number): Buffer {
    this.#pendingBytes -= length;
    const first = this.#pieces[0] ?? noBytes;
    if (first.length > length) {
      this.#pieces[0] = first.subarray(length);
      return first.subarray(0, length);
    }
    if (first.length === length) {
      this.#pieces.shift();
      return first;
    }
    return this.#join(length);
  }

  #join(length: number): Buffer {
    const message = Buffer.allocUnsafe(length);
    let filled = 0;
    let used = 0;
    for (const piece of this.#pieces) {
      const part = piece.subarray(0, length - filled);
      message.set(part, filled);
      filled += part.length;
      if (part.length < piece.length) this.#pieces[used] = piece.subarray(part.length);
      else used += 1;
      if (filled === length) break;
    }
    this.#pieces = this.#pieces.slice(used);
    return message;
  }
}

const noBytes = Buffer.alloc(0);

// One call at a time on one stream of a connection. A load loop uses the same object for all the calls
// of one of its slots, so that a request costs no allocation.

/** State that belongs to the connection while the call is open. */
export abstract class Call {
  /** 0 when no stream is open. */
  stream = 0;
  /** Bytes that may still be sent on the stream. */
  sendWindow = 0;
  /** Bytes received since the last WINDOW_UPDATE of the stream. */
  unannouncedBytes = 0;

  /** A part of the answer; the buffer is used again after the call. */
  abstract onData(bytes: Buffer, start: number, end: number): void;

  /** The stream is over and this object is free for the next one. Status 0 is OK. */
  abstract onEnd(grpcStatus: number, grpcMessage: string): void;
}

const prefixBytes = 5;

/** Puts messages together; they mostly arrive in one piece and are then not copied. */
export abstract class MessageCall extends Call {
  /** A message that is not complete, with its prefix, as long as it will be once it is. */
  #partial: Buffer | undefined;
  #filledBytes = 0;

  /** A whole message; the buffer is used again after the call. */
  abstract onMessage(bytes: Buffer, start: number, end: number): void;

  override onData(bytes: Buffer, start: number, end: number): void {
    let offset = start;
    if (this.#partial !== undefined) {
      offset = this.#fill(bytes, offset, end);
      if (this.#partial !== undefined) return;
    }
    while (end - offset >= prefixBytes) {
      const messageEnd = offset + prefixBytes + messageBytes(bytes, offset);
      if (messageEnd > end) break;
      this.onMessage(bytes, offset + prefixBytes, messageEnd);
      offset = messageEnd;
    }
    if (offset < end) {
      this.#partial = Buffer.allocUnsafe(prefixBytes);
      this.#filledBytes = 0;
      this.#fill(bytes, offset, end);
    }
  }

  /** Bytes of an incomplete message: an answer that ends with some was cut off. */
  protected get pendingBytes(): number {
    return this.#partial === undefined ? 0 : this.#filledBytes;
  }

  /** @returns where the bytes that do not belong to the incomplete message start. */
  #fill(bytes: Buffer, start: number, end: number): number {
    let offset = start;
    for (;;) {
      const partial = this.#partial;
      if (partial === undefined) return offset;
      const copied = bytes.copy(partial, this.#filledBytes, offset, end);
      this.#filledBytes += copied;
      offset += copied;
      if (this.#filledBytes < partial.length) return offset;
      const wholeBytes = prefixBytes + messageBytes(partial, 0);
      if (partial.length === wholeBytes) {
        this.#partial = undefined;
        this.onMessage(partial, prefixBytes, wholeBytes);
      } else {
        this.#partial = Buffer.allocUnsafe(wholeBytes);
        partial.copy(this.#partial);
      }
    }
  }
}

function messageBytes(bytes: Buffer, offset: number): number {
  if (bytes[offset] !== 0) throw new Error('a compressed message was not asked for');
  return bytes.readUInt32BE(offset + 1);
}

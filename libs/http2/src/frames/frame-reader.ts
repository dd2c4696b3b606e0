// Cuts the peer's bytes into frames, at whatever boundaries they arrive. Nearly all frames lie whole in
// one chunk: those are handed on as a range of the chunk, nothing is copied and nothing allocated.
// Only a frame that lies across chunks is gathered, in memory of its own (its payload may be kept by
// whoever gets it) that grows with what has really arrived: a header that announces 16 MB costs nothing.
import { frameHeaderBytes, readUint31 } from './frame-layout.ts';

/** Who gets the frames. */
export interface FrameTarget {
  /** A whole frame; its payload is `bytes` from `start` to `end`. */
  frame(
    type: number,
    flags: number,
    streamId: number,
    bytes: Uint8Array,
    start: number,
    end: number,
  ): void;
  /** The header of a frame longer than `frameBytesMax`; reading has stopped. */
  frameTooLarge(type: number, streamId: number, lengthBytes: number): void;
}

const noBytes = new Uint8Array(0);
const gatherBytesMin = 256;

export class FrameReader {
  readonly #frameBytesMax: number;
  /** The beginning of a frame whose rest has not arrived. */
  #gathered: Uint8Array = noBytes;
  #gatheredBytes = 0;
  #isStopped = false;

  constructor(frameBytesMax: number) {
    this.#frameBytesMax = frameBytesMax;
  }

  /** Nothing is handed on any more, not even what is left of the chunk being read. */
  stop(): void {
    this.#isStopped = true;
    this.#gathered = noBytes;
    this.#gatheredBytes = 0;
  }

  /** Memory held for an unfinished frame. */
  get heldBytes(): number {
    return this.#gathered.length;
  }

  /** Hands on the frames that are complete with `chunk`, from `offset` on. */
  read(chunk: Uint8Array, offset: number, target: FrameTarget): void {
    let at = this.#gatheredBytes > 0 ? this.#continue(chunk, offset, target) : offset;
    const size = chunk.length;
    while (!this.#isStopped && size - at >= frameHeaderBytes) {
      const length = frameLength(chunk, at);
      if (length > this.#frameBytesMax) {
        this.#tooLarge(chunk, at, length, target);
        return;
      }
      const end = at + frameHeaderBytes + length;
      if (end > size) break;
      hand(chunk, at, end, target);
      at = end;
    }
    if (this.#isStopped || at >= size) return;
    const isHeaderWhole = size - at >= frameHeaderBytes;
    this.#gather(chunk, at, size, frameHeaderBytes + (isHeaderWhole ? frameLength(chunk, at) : 0));
  }

  /** Completes the frame that was begun; returns how far into the chunk that went. */
  #continue(chunk: Uint8Array, offset: number, target: FrameTarget): number {
    let at = offset;
    if (this.#gatheredBytes < frameHeaderBytes) {
      const end = Math.min(chunk.length, at + frameHeaderBytes - this.#gatheredBytes);
      this.#gather(chunk, at, end, frameHeaderBytes);
      at = end;
      if (this.#gatheredBytes < frameHeaderBytes) return at;
    }
    const length = frameLength(this.#gathered, 0);
    if (length > this.#frameBytesMax) {
      this.#tooLarge(this.#gathered, 0, length, target);
      return at;
    }
    const total = frameHeaderBytes + length;
    const end = Math.min(chunk.length, at + total - this.#gatheredBytes);
    this.#gather(chunk, at, end, total);
    if (this.#gatheredBytes < total) return end;
    const frame = this.#gathered;
    this.#gathered = noBytes;
    this.#gatheredBytes = 0;
    hand(frame, 0, total, target);
    return end;
  }

  /** Keeps a part of a frame that is `totalBytes` long, as far as is known. */
  #gather(chunk: Uint8Array, start: number, end: number, totalBytes: number): void {
    const needed = this.#gatheredBytes + end - start;
    if (needed > this.#gathered.length) {
      const roomy = Math.max(needed, 2 * this.#gathered.length, gatherBytesMin);
      const grown = new Uint8Array(Math.min(roomy, totalBytes));
      grown.set(this.#gathered.subarray(0, this.#gatheredBytes));
      this.#gathered = grown;
    }
    this.#gathered.set(chunk.subarray(start, end), this.#gatheredBytes);
    this.#gatheredBytes = needed;
  }

  #tooLarge(bytes: Uint8Array, at: number, length: number, target: FrameTarget): void {
    const type = bytes[at + 3] ?? 0;
    const streamId = readUint31(bytes, at + 5);
    this.stop();
    target.frameTooLarge(type, streamId, length);
  }
}

function frameLength(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
}

function hand(bytes: Uint8Array, at: number, end: number, target: FrameTarget): void {
  target.frame(
    bytes[at + 3] ?? 0,
    bytes[at + 4] ?? 0,
    readUint31(bytes, at + 5),
    bytes,
    at + frameHeaderBytes,
    end,
  );
}

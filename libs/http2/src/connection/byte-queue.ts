// Body bytes that wait for a window or for the socket, in order. Large pieces stay where they are;
// small ones are copied and joined (their owner may use the memory again, and a slow watcher's
// thousand small messages must not become a thousand objects).
import { referenceBytesMin } from '../frames/frame-output.ts';
import type { FrameOutput } from '../frames/frame-output.ts';

const tailBytesMin = 512;
const tailBytesMax = 16_384;
const noBytes = new Uint8Array(0);

export class ByteQueue {
  #pieces: Uint8Array[] = [];
  /** The first piece that is not taken, and how much of it is. */
  #first = 0;
  #offset = 0;
  /** The slab whose beginning is the last piece, while small ones may join it. */
  #tail: Uint8Array = noBytes;
  #tailBytes = 0;
  #byteCount = 0;

  get byteCount(): number {
    return this.#byteCount;
  }

  push(bytes: Uint8Array): void {
    const length = bytes.length;
    if (length === 0) return;
    this.#byteCount += length;
    if (length >= referenceBytesMin) {
      this.#tail = noBytes;
      this.#tailBytes = 0;
      this.#pieces.push(bytes);
      return;
    }
    if (this.#tail.length - this.#tailBytes < length) {
      const doubled = Math.min(tailBytesMax, 2 * this.#tail.length);
      this.#tail = new Uint8Array(Math.max(tailBytesMin, length, doubled));
      this.#tailBytes = 0;
      this.#pieces.push(noBytes);
    }
    this.#tail.set(bytes, this.#tailBytes);
    this.#tailBytes += length;
    this.#pieces[this.#pieces.length - 1] = this.#tail.subarray(0, this.#tailBytes);
  }

  /** Puts the next `count` bytes into the output; there must be as many. */
  moveTo(output: FrameOutput, count: number): void {
    this.#byteCount -= count;
    let left = count;
    while (left > 0) {
      const piece = this.#pieces[this.#first] ?? noBytes;
      const available = piece.length - this.#offset;
      if (available > left) {
        output.put(piece.subarray(this.#offset, this.#offset + left));
        this.#offset += left;
        return;
      }
      output.put(this.#offset === 0 ? piece : piece.subarray(this.#offset));
      left -= available;
      this.#dropFirst();
    }
  }

  #dropFirst(): void {
    this.#pieces[this.#first] = noBytes;
    this.#first += 1;
    this.#offset = 0;
    if (this.#first === this.#pieces.length) {
      this.#pieces = [];
      this.#first = 0;
      // The output may refer to the slab's beginning; nothing is written behind it any more.
      this.#tail = noBytes;
      this.#tailBytes = 0;
    } else if (this.#first >= 64 && 2 * this.#first >= this.#pieces.length) {
      this.#pieces = this.#pieces.slice(this.#first);
      this.#first = 0;
    }
  }
}

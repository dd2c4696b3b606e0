// The bytes that wait for the transport. Frames are written one behind the other into a slab, so that
// all answers of a turn leave as one piece; only large payloads are kept as they are, in between. What
// was taken is never written again: the taker may hold it as long as its socket does.
//
// The slab starts small and doubles with use, and is given back when a connection falls silent:
// ten thousand idle connections must not hold ten thousand full-sized slabs.
import {
  frameFlags,
  frameHeaderBytes,
  frameTypes,
  payloadBytes,
  readUint31,
} from './frame-layout.ts';

const slabBytesMin = 1024;
const slabBytesMax = 65_536;
/** From here on a payload is referenced: a further piece costs the socket about what copying this does. */
export const referenceBytesMin = 4096;
/** Up to here a loop is faster than a call of `set`. */
const loopCopyBytesMax = 24;

const noBytes = new Uint8Array(0);
const nothing: readonly Uint8Array[] = [];

export class FrameOutput {
  #slab: Uint8Array = noBytes;
  #nextSlabBytes = slabBytesMin;
  /** What of the slab is written and not yet a piece. */
  #start = 0;
  #end = 0;
  #pieces: Uint8Array[] = [];
  /** Bytes that ever became pieces. */
  #piecesBytes = 0;
  /** Where in the slab the DATA frame begins that more may join, and where it ends; see `join`. */
  #dataStart = 0;
  #dataEnd = -1;
  #wasUsed = false;

  get isEmpty(): boolean {
    return this.#start === this.#end && this.#pieces.length === 0;
  }

  /** All bytes ever written. */
  get writtenBytes(): number {
    return this.#piecesBytes + this.#end - this.#start;
  }

  /** Memory held while nothing waits. */
  get heldBytes(): number {
    return this.#slab.length;
  }

  /** Everything that waits, in order; it belongs to the caller from now on. */
  take(): readonly Uint8Array[] {
    this.#seal();
    if (this.#pieces.length === 0) return nothing;
    const taken = this.#pieces;
    this.#pieces = [];
    return taken;
  }

  /** Called now and then: gives the slab back when nothing was written since the last call. */
  rest(): void {
    if (!this.#wasUsed && this.isEmpty) {
      this.#slab = noBytes;
      this.#start = 0;
      this.#end = 0;
      this.#dataEnd = -1;
      this.#nextSlabBytes = slabBytesMin;
    }
    this.#wasUsed = false;
  }

  /** Header of a frame whose payload is written next. */
  header(length: number, type: number, flags: number, streamId: number): void {
    // Room for a small payload too, so that the frame stays in one piece.
    this.#reserve(frameHeaderBytes + (length < referenceBytesMin ? length : 0));
    const slab = this.#slab;
    const at = this.#end;
    slab[at] = length >>> 16;
    slab[at + 1] = length >>> 8;
    slab[at + 2] = length;
    slab[at + 3] = type;
    slab[at + 4] = flags;
    slab[at + 5] = streamId >>> 24;
    slab[at + 6] = streamId >>> 16;
    slab[at + 7] = streamId >>> 8;
    slab[at + 8] = streamId;
    this.#end = at + frameHeaderBytes;
  }

  /** From here on `join` may make the frame longer whose header and small payload were written last. */
  allowJoin(payloadLength: number): void {
    this.#dataEnd = this.#end;
    this.#dataStart = this.#end - payloadLength - frameHeaderBytes;
  }

  /**
   * Makes room for `bytesMore` in the DATA frame before, if it is the last thing written, belongs to
   * this stream and stays within `lengthMax`; what is copied next belongs to it then. False = write a
   * frame. Many small messages of a stream, written in one turn, are one frame so: less to send, and
   * less to take apart for whoever reads them.
   */
  join(streamId: number, bytesMore: number, lengthMax: number): boolean {
    const at = this.#dataStart;
    const slab = this.#slab;
    if (this.#dataEnd !== this.#end || slab.length - this.#end < bytesMore) return false;
    if (readUint31(slab, at + 5) !== streamId) return false;
    const length = this.#end - at - frameHeaderBytes + bytesMore;
    if (length > lengthMax) return false;
    slab[at] = length >>> 16;
    slab[at + 1] = length >>> 8;
    slab[at + 2] = length;
    this.#dataEnd = this.#end + bytesMore;
    return true;
  }

  /** Copies bytes behind what is there. */
  copy(bytes: Uint8Array): void {
    const length = bytes.length;
    this.#reserve(length);
    const at = this.#end;
    if (length > loopCopyBytesMax) {
      this.#slab.set(bytes, at);
    } else {
      const slab = this.#slab;
      for (let i = 0; i < length; i++) slab[at + i] = bytes[i] ?? 0;
    }
    this.#end = at + length;
  }

  /** Puts bytes behind what is there: small ones as a copy, large ones as they are. */
  put(bytes: Uint8Array): void {
    if (bytes.length < referenceBytesMin) {
      this.copy(bytes);
      return;
    }
    this.#seal();
    this.#pieces.push(bytes);
    this.#piecesBytes += bytes.length;
  }

  uint16(value: number): void {
    this.#reserve(2);
    this.#slab[this.#end] = value >>> 8;
    this.#slab[this.#end + 1] = value;
    this.#end += 2;
  }

  uint32(value: number): void {
    this.#reserve(4);
    const at = this.#end;
    this.#slab[at] = value >>> 24;
    this.#slab[at + 1] = value >>> 16;
    this.#slab[at + 2] = value >>> 8;
    this.#slab[at + 3] = value;
    this.#end = at + 4;
  }

  rstStream(streamId: number, code: number): void {
    this.header(payloadBytes.rstStream, frameTypes.rstStream, 0, streamId);
    this.uint32(code);
  }

  windowUpdate(streamId: number, increment: number): void {
    this.header(payloadBytes.windowUpdate, frameTypes.windowUpdate, 0, streamId);
    this.uint32(increment);
  }

  settingsAck(): void {
    this.header(0, frameTypes.settings, frameFlags.ack, 0);
  }

  ping(flags: number, high: number, low: number): void {
    this.header(payloadBytes.ping, frameTypes.ping, flags, 0);
    this.uint32(high);
    this.uint32(low);
  }

  goAway(lastStreamId: number, code: number, debug: Uint8Array): void {
    this.header(payloadBytes.goAwayMin + debug.length, frameTypes.goAway, 0, 0);
    this.uint32(lastStreamId);
    this.uint32(code);
    this.copy(debug);
  }

  #reserve(bytes: number): void {
    if (this.#slab.length - this.#end >= bytes) return;
    this.#seal();
    this.#slab = new Uint8Array(Math.max(bytes, this.#nextSlabBytes));
    this.#dataEnd = -1;
    this.#nextSlabBytes = Math.min(slabBytesMax, 2 * this.#nextSlabBytes);
    this.#start = 0;
    this.#end = 0;
    this.#wasUsed = true;
  }

  #seal(): void {
    if (this.#start === this.#end) return;
    this.#pieces.push(this.#slab.subarray(this.#start, this.#end));
    this.#piecesBytes += this.#end - this.#start;
    this.#start = this.#end;
    this.#dataEnd = -1;
    this.#wasUsed = true;
  }
}

// What the peer allows, computed from its bytes by other means than the connection's: every DATA octet
// that goes out must have been granted by SETTINGS and WINDOW_UPDATE before (RFC 9113, section 6.9).
// Grants that the connection rejects are counted too, so this is an upper bound.
import { assert } from '@cairn/core';
import { join, numberAt, parseFrames, preface } from '../wire.ts';
import type { PlainFrame } from '../wire.ts';

const initialWindowSize = 4;
const maxFrameSize = 5;

export class WindowLedger {
  /** Bytes of the peer that are no whole frame yet, its preface first. */
  #rest: Uint8Array = new Uint8Array(0);
  #prefaceLeft: number;
  #initialNow = 65_535;
  /** The largest one since output was taken: what is in the output may have been written under it. */
  #initialMax = 65_535;
  #frameMax = 16_384;
  readonly #granted = new Map<number, number>();
  readonly #sent = new Map<number, number>();

  constructor(role: 'server' | 'client') {
    this.#prefaceLeft = role === 'server' ? preface.length : 0;
  }

  received(bytes: Uint8Array): void {
    const skipped = Math.min(this.#prefaceLeft, bytes.length);
    this.#prefaceLeft -= skipped;
    this.#rest = join(this.#rest, bytes.subarray(skipped));
    let end = 0;
    for (let next = frameEnd(this.#rest, 0); next <= this.#rest.length;) {
      end = next;
      next = frameEnd(this.#rest, end);
    }
    for (const frame of parseFrames(this.#rest.subarray(0, end))) this.#frame(frame);
    this.#rest = this.#rest.slice(end);
  }

  #frame(frame: PlainFrame): void {
    const { type, flags, payload } = frame;
    if (type === 'WINDOW_UPDATE' && payload.length === 4) {
      const id = frame.streamId & 0x7fff_ffff;
      const increment = numberAt(frame, 0) & 0x7fff_ffff;
      this.#granted.set(id, (this.#granted.get(id) ?? 0) + increment);
    }
    if (type !== 'SETTINGS' || (flags & 1) !== 0) return;
    for (let at = 0; at + 6 <= payload.length; at += 6) {
      const id = ((payload[at] ?? 0) << 8) | (payload[at + 1] ?? 0);
      const value = numberAt(frame, at + 2);
      if (id === maxFrameSize) this.#frameMax = Math.max(this.#frameMax, value);
      if (id !== initialWindowSize) continue;
      this.#initialNow = value;
      this.#initialMax = Math.max(this.#initialMax, value);
    }
  }

  /** DATA goes out. */
  sent(streamId: number, size: number): void {
    if (size === 0) return;
    assert(size <= this.#frameMax, 'a frame as large as the peer allows');
    for (const id of [0, streamId]) {
      const total = (this.#sent.get(id) ?? 0) + size;
      this.#sent.set(id, total);
      const window = id === 0 ? 65_535 : this.#initialMax;
      assert(
        total <= window + (this.#granted.get(id) ?? 0),
        `more DATA than the window of ${id === 0 ? 'the connection' : `stream ${id}`}`,
      );
    }
  }

  taken(): void {
    this.#initialMax = this.#initialNow;
  }
}

/** Where the frame at `at` ends; beyond the bytes if its header is not whole. */
function frameEnd(bytes: Uint8Array, at: number): number {
  if (bytes.length - at < 9) return Infinity;
  const length = new DataView(bytes.buffer, bytes.byteOffset + at).getUint32(0) >>> 8;
  return at + 9 + length;
}

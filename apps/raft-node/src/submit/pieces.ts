// Where a large answer is written and from where it leaves: pieces of the size of a slice, each with room
// in front for what a SubmitResults message says of it. So its bytes are copied once, into the piece.
//
// A range of 30 MB is five hundred pieces. As garbage they would make V8 collect its whole heap after
// every such range, several milliseconds in which nobody is answered; so those that have left are used
// again. What is at hand is bounded, and given up when no large answer was written for a while.
import { assert, varintLength, writeVarint } from '@cairn/core';

/** The most that stands in front of the bytes of a slice in its message. */
export const pieceHeadBytes = 32;
/**
 * What a piece holds. A small answer waits for one slice and for what the socket holds: a few hundred
 * microseconds.
 */
export const pieceBytes: number = 64 * 1024;
const keptBytesMax = 64 * 1024 * 1024;
const keptMs = 5_000;

/** Its bytes are those of `memory` from `pieceHeadBytes` up to `end`. */
export interface Piece {
  readonly memory: Uint8Array;
  end: number;
}

export class FreePieces {
  #free: Uint8Array[] = [];
  #isUsed = false;
  #timer: NodeJS.Timeout | undefined;

  take(): Piece {
    this.#isUsed = true;
    const memory = this.#free.pop() ?? Buffer.allocUnsafeSlow(pieceHeadBytes + pieceBytes);
    return { memory, end: pieceHeadBytes };
  }

  /** Nobody refers to its bytes any more. */
  give({ memory }: Piece): void {
    assert(memory.length === pieceHeadBytes + pieceBytes, 'a piece that was taken');
    this.#isUsed = true;
    if (this.#free.length * pieceBytes >= keptBytesMax) return;
    this.#free.push(memory);
    this.#timer ??= setInterval(() => this.#rest(), keptMs).unref();
  }

  #rest(): void {
    if (!this.#isUsed) {
      this.#free = [];
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
    this.#isUsed = false;
  }
}

const resultsTag = (1 << 3) | 2;
const idTag = 1 << 3;
const responseTag = (4 << 3) | 2;
const moreTag = 5 << 3;
const totalTag = 6 << 3;

/**
 * The SubmitResults message of one piece, in the piece's memory.
 * @param totalBytes 0 = not the first one
 */
export function messageOf(piece: Piece, id: number, more: boolean, totalBytes: number): Uint8Array {
  const { memory, end } = piece;
  const size = end - pieceHeadBytes;
  const fieldsBytes =
    1 +
    varintLength(id) +
    (more ? 2 : 0) +
    (totalBytes === 0 ? 0 : 1 + varintLength(totalBytes)) +
    1 +
    varintLength(size);
  const resultBytes = fieldsBytes + size;
  const start = pieceHeadBytes - fieldsBytes - varintLength(resultBytes) - 1;
  memory[start] = resultsTag;
  let at = writeVarint(memory, start + 1, resultBytes);
  memory[at] = idTag;
  at = writeVarint(memory, at + 1, id);
  if (more) {
    memory[at++] = moreTag;
    memory[at++] = 1;
  }
  if (totalBytes > 0) {
    memory[at] = totalTag;
    at = writeVarint(memory, at + 1, totalBytes);
  }
  memory[at] = responseTag;
  at = writeVarint(memory, at + 1, size);
  assert(at === pieceHeadBytes, 'the head of a message ends where its bytes begin');
  return memory.subarray(start, end);
}

// What a client says before its first frame (RFC 9113, section 3.4), in however many pieces it comes.
import { errorCodes } from '../error-codes.ts';
import { clientPreface } from '../frames/frame-layout.ts';
import { PeerViolation } from './peer-violation.ts';

export class Preface {
  #bytesLeft: number;

  /** @param isExpected false = it is ours to say. */
  constructor(isExpected: boolean) {
    this.#bytesLeft = isExpected ? clientPreface.length : 0;
  }

  get isComplete(): boolean {
    return this.#bytesLeft === 0;
  }

  /** Returns how many bytes of the chunk belong to it. */
  match(chunk: Uint8Array): number {
    const start = clientPreface.length - this.#bytesLeft;
    const count = Math.min(chunk.length, this.#bytesLeft);
    for (let i = 0; i < count; i++) {
      if (chunk[i] !== clientPreface[start + i]) {
        throw new PeerViolation(errorCodes.protocolError, 'not the preface of HTTP/2');
      }
    }
    this.#bytesLeft -= count;
    return count;
  }
}

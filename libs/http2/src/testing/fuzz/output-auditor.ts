// Reads what a connection sends the way a strict peer would: whatever came in, what goes out must be
// frames, sent to streams that exist and have not been ended or reset by the sender.
import { assert } from '@cairn/core';
import { numberAt, parseFrames, preface } from '../wire.ts';
import type { PlainFrame } from '../wire.ts';
import type { WindowLedger } from './window-ledger.ts';

const ourFramesMax = 16_384;

export class OutputAuditor {
  readonly #ledger: WindowLedger;
  /** Streams on which nothing but window updates and resets may follow. */
  readonly #ended = new Set<number>();
  readonly #reset = new Set<number>();
  #hasPreface: boolean;
  #continues = 0;
  #isFirst = true;
  frames = 0;

  constructor(role: 'server' | 'client', ledger: WindowLedger) {
    this.#ledger = ledger;
    this.#hasPreface = role === 'server';
  }

  audit(bytes: Uint8Array): void {
    let rest = bytes;
    if (!this.#hasPreface && rest.length > 0) {
      assert(
        preface.every((octet, i) => rest[i] === octet),
        'a client begins with the preface',
      );
      rest = rest.subarray(preface.length);
      this.#hasPreface = true;
    }
    for (const frame of parseFrames(rest)) this.#frame(frame);
  }

  #frame(frame: PlainFrame): void {
    const { type, flags, streamId, payload } = frame;
    this.frames += 1;
    assert(payload.length <= ourFramesMax, 'our frames are of moderate size');
    assert(!this.#isFirst || type === 'SETTINGS', 'SETTINGS come first');
    this.#isFirst = false;
    assert(
      this.#continues === 0 || (type === 'CONTINUATION' && streamId === this.#continues),
      'nothing comes between HEADERS and CONTINUATION',
    );
    switch (type) {
      case 'DATA':
      case 'HEADERS':
        this.#onStream(type, streamId);
        if (type === 'DATA') this.#ledger.sent(streamId, payload.length);
        if ((flags & 1) !== 0) this.#ended.add(streamId);
        if (type === 'HEADERS' && (flags & 4) === 0) this.#continues = streamId;
        break;
      case 'CONTINUATION':
        assert(this.#continues !== 0, 'CONTINUATION follows HEADERS');
        if ((flags & 4) !== 0) this.#continues = 0;
        break;
      case 'RST_STREAM':
        assert(
          streamId % 2 === 1 && !this.#reset.has(streamId),
          `stream ${streamId} is reset twice`,
        );
        this.#reset.add(streamId);
        this.#ended.add(streamId);
        break;
      case 'WINDOW_UPDATE': {
        const increment = numberAt(frame, 0);
        assert(increment > 0 && increment <= 0x7fff_ffff, 'an increment of 1 to 2^31-1');
        assert(!this.#reset.has(streamId), `WINDOW_UPDATE on ${streamId}, which we reset`);
        break;
      }
      case 'SETTINGS':
      case 'PING':
      case 'GOAWAY':
        assert(streamId === 0, `${type} belongs to the connection`);
        break;
      default:
        assert(false, `we send no ${type}`);
    }
  }

  #onStream(type: string, streamId: number): void {
    assert(streamId % 2 === 1, `${type} on stream ${streamId}`);
    assert(!this.#ended.has(streamId), `${type} on stream ${streamId}, which we have ended`);
  }
}

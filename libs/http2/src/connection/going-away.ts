// GOAWAY of either side (RFC 9113, section 6.8): who has said it, and which streams are still served.
//
//   staying → (announced → ) leaving
//
// A server says it twice. The first one names no stream, because requests may be on their way; the
// second names the last that is served, when the peer has answered a PING sent with the first.
// Invariant: the streams that either side says it will serve only become fewer.
import { errorCodes } from '../error-codes.ts';
import { streamIdLimit } from '../frames/frame-layout.ts';
import type { FrameOutput } from '../frames/frame-output.ts';
import { PeerViolation } from './peer-violation.ts';

/** Between the two GOAWAYs, if the peer does not answer earlier. */
const announcementMsMax = 1000;
const noBytes = new Uint8Array(0);

export class GoingAway {
  readonly #output: FrameOutput;
  #state: 'staying' | 'announced' | 'leaving' = 'staying';
  #announcedAtMs = 0;
  /** Streams of the peer above this are not served. */
  #lastServedId = streamIdLimit;
  /** The highest stream of ours that the peer will serve. */
  #lastServedByPeerId = streamIdLimit;
  #hasPeerSaidIt = false;

  constructor(output: FrameOutput) {
    this.#output = output;
  }

  /** We have said nothing. */
  get isStaying(): boolean {
    return this.#state === 'staying';
  }

  /** It is said which streams are served: over when those that are open have ended. */
  get isLeaving(): boolean {
    return this.#state === 'leaving';
  }

  get hasPeerSaidIt(): boolean {
    return this.#hasPeerSaidIt;
  }

  /** Streams of the peer above this are not served. */
  get lastServedId(): number {
    return this.#lastServedId;
  }

  /** The first GOAWAY. */
  announce(nowMs: number): void {
    this.#state = 'announced';
    this.#announcedAtMs = nowMs;
    this.#output.goAway(streamIdLimit, errorCodes.noError, noBytes);
  }

  /** Who does not answer our PING is not waited for. */
  isAnnouncementOld(nowMs: number): boolean {
    return this.#state === 'announced' && nowMs - this.#announcedAtMs >= announcementMsMax;
  }

  /** The second GOAWAY, or the only one: from here on it is settled which streams are served. */
  leave(lastServedId: number): void {
    if (this.#state === 'leaving') return;
    this.#state = 'leaving';
    this.#lastServedId = lastServedId;
    this.#output.goAway(lastServedId, errorCodes.noError, noBytes);
  }

  /** The peer will serve our streams up to this one. */
  received(lastStreamId: number): void {
    if (lastStreamId > this.#lastServedByPeerId) {
      throw new PeerViolation(errorCodes.protocolError, 'GOAWAY names a later stream than before');
    }
    this.#lastServedByPeerId = lastStreamId;
    this.#hasPeerSaidIt = true;
  }
}

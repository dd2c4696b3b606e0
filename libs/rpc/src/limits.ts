// What the internal connections allow and wait for. They carry few streams with much traffic between
// processes that trust each other, so limits are wide: they bound damage, they do not ration.
import { assert } from '@cairn/core';
import type { Http2Limits } from '@cairn/http2';

const kibibyte = 1024;
const mebibyte = 1024 * kibibyte;
const dayMs = 24 * 60 * 60 * 1_000;

/**
 * Messages are bounded by who builds them (batches, slices, chunks); this only keeps a length that
 * nobody meant from being believed.
 */
export const messageBytesMax: number = 512 * mebibyte;

export interface ConnectionTiming {
  /** Silence of the other side after which it is asked whether it is there. */
  readonly keepaliveAfterMs: number;
  /** Time for the answer. */
  readonly keepaliveTimeoutMs: number;
  /** How often both are looked at. */
  readonly tickMs: number;
  /** How long the last words of a connection may take to leave. */
  readonly lingerMs: number;
}

export const internalTiming: ConnectionTiming = {
  keepaliveAfterMs: 5_000,
  keepaliveTimeoutMs: 5_000,
  tickMs: 1_000,
  lingerMs: 1_000,
};

/** Waiting after a connection that could not be made, doubled from the first to the second value. */
export const reconnectDelayMsMin: number = 50;
export const reconnectDelayMsMax: number = 1_000;
/** The same on a Unix socket: a try is one system call, and who waits is a member that starts. */
export const reconnectDelayMsMaxLocal: number = 100;

export const http2Limits: Http2Limits = {
  concurrentStreamsMax: 10_000,
  streamWindowBytes: 4 * mebibyte,
  // One reader that does not read must not stop the others.
  connectionWindowBytes: 256 * mebibyte,
  frameBytesMax: mebibyte,
  headerListBytesMax: 16 * kibibyte,
  headerBlockBytesMax: 32 * kibibyte,
  continuationFramesMax: 8,
  headerTableBytes: 4 * kibibyte,
  cheapFramesMax: 10_000,
  cheapFrameWindowMs: 1_000,
  outputBytesMax: 16 * mebibyte,
  // A reader may pause for as long as it likes; one that is dead is found by keepalive.
  sendStallMsMax: dayMs,
};

assert(
  internalTiming.tickMs <= internalTiming.keepaliveTimeoutMs,
  'an answer is looked for before it is late',
);
assert(
  reconnectDelayMsMin <= reconnectDelayMsMaxLocal &&
    reconnectDelayMsMaxLocal <= reconnectDelayMsMax,
  'the delay grows',
);

// Every number of the edge that nobody has to set, none left to a library's default, and how they
// have to go together.
import { assert } from '@cairn/core';
import type { Http2Limits } from '@cairn/http2';
import type { EdgeLimits, EdgeTuning } from './types.ts';

export const defaultEdgeTuning: EdgeTuning = {
  firstBytesTimeoutMs: 10_000,
  streamWindowBytes: 1024 * 1024,
  connectionWindowBytes: 4 * 1024 * 1024,
  sendBufferBytesMax: 256 * 1024,
  headerBytesMax: 64 * 1024,
  unfinishedBytesMax: 32 * 1024 * 1024,
  outputBytesMax: 1024 * 1024,
  // Clients may stop reading a watch for a good while; for ever, they may not.
  sendStallMsMax: 300_000,
  // Clients of etcd cancel calls all the time, a thousand a second is none of our business.
  cheapFramesMax: 10_000,
  cheapFrameWindowMs: 10_000,
  clientPingIntervalMsMin: 5_000,
  serverPingAfterMs: 2 * 60 * 60 * 1000,
  serverPingTimeoutMs: 20_000,
  tickMs: 1_000,
  endTimeoutMs: 5_000,
  httpRequestTimeoutMs: 60_000,
  httpKeepAliveTimeoutMs: 120_000,
  // No client of today sends a second one before the answer to the first.
  httpPipelinedRequestsMax: 100,
  tcpKeepAliveDelayMs: 30_000,
};

/** What gRPC clients send; larger frames would only make the peers of a connection wait longer. */
const frameBytesMax = 16 * 1024;

/** Compressed, all fields must fit into this and that many frames: nobody needs a long tail of small ones. */
const continuationFramesMax = 16;

/** The size every peer may assume before it has seen our settings. */
const headerTableBytes = 4096;

/** The defaults with what was given; throws (assert) when the values do not go together. */
export function completeTuning(given: Partial<EdgeTuning>, limits: EdgeLimits): EdgeTuning {
  const { requestMessageBytesMax } = limits;
  const tuning: EdgeTuning = {
    ...defaultEdgeTuning,
    // Whoever permits larger messages permits one that is whole and one under way.
    unfinishedBytesMax: Math.max(defaultEdgeTuning.unfinishedBytesMax, 2 * requestMessageBytesMax),
    ...given,
  };
  for (const [name, value] of Object.entries(tuning)) {
    assert(Number.isSafeInteger(value) && value > 0, `edge tuning ${name} must be positive`);
  }
  assert(
    tuning.streamWindowBytes <= tuning.connectionWindowBytes,
    'a stream window larger than the connection window would never be filled',
  );
  assert(tuning.connectionWindowBytes < 2 ** 31, 'HTTP/2 windows have 31 bits');
  assert(
    tuning.unfinishedBytesMax >= requestMessageBytesMax,
    'the largest message must be able to arrive',
  );
  assert(
    tuning.headerBytesMax <= continuationFramesMax * frameBytesMax,
    'a header block of the permitted size must fit into the permitted frames',
  );
  return tuning;
}

/** What HTTP/2 connections keep against their peers. */
export function http2LimitsOf(limits: EdgeLimits, tuning: EdgeTuning): Http2Limits {
  return {
    concurrentStreamsMax: limits.concurrentStreamsMax,
    streamWindowBytes: tuning.streamWindowBytes,
    connectionWindowBytes: tuning.connectionWindowBytes,
    frameBytesMax,
    headerListBytesMax: tuning.headerBytesMax,
    // Huffman coding makes nothing larger that is not already unusual.
    headerBlockBytesMax: tuning.headerBytesMax,
    continuationFramesMax,
    headerTableBytes,
    cheapFramesMax: tuning.cheapFramesMax,
    cheapFrameWindowMs: tuning.cheapFrameWindowMs,
    outputBytesMax: tuning.outputBytesMax,
    sendStallMsMax: tuning.sendStallMsMax,
  };
}

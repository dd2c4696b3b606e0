import type { Http2Limits } from '../types.ts';

/** Limits that no well-behaved test reaches. */
export const testLimits: Http2Limits = {
  concurrentStreamsMax: 100,
  streamWindowBytes: 65_536,
  connectionWindowBytes: 262_144,
  frameBytesMax: 16_384,
  headerListBytesMax: 16_384,
  headerBlockBytesMax: 32_768,
  continuationFramesMax: 8,
  headerTableBytes: 4096,
  cheapFramesMax: 1000,
  cheapFrameWindowMs: 1000,
  outputBytesMax: 1_048_576,
  sendStallMsMax: 30_000,
};

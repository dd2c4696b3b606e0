import { assert } from '@cairn/core';
import type { EdgeTuning } from './types.ts';

/** Values nobody has to set; each one spelled out, none left to a library's default. */
export const defaultEdgeTuning: EdgeTuning = {
  firstBytesTimeoutMs: 10_000,
  streamWindowBytes: 1024 * 1024,
  connectionWindowBytes: 4 * 1024 * 1024,
  sendBufferBytesMax: 256 * 1024,
  headerBytesMax: 64 * 1024,
  connectionMemoryMbMax: 128,
  httpRequestTimeoutMs: 60_000,
  httpKeepAliveTimeoutMs: 120_000,
  tcpKeepAliveDelayMs: 30_000,
};

/** The defaults with what was given; throws (assert) when the values do not go together. */
export function completeTuning(given: Partial<EdgeTuning>): EdgeTuning {
  const tuning: EdgeTuning = { ...defaultEdgeTuning, ...given };
  for (const [name, value] of Object.entries(tuning)) {
    assert(Number.isSafeInteger(value) && value > 0, `edge tuning ${name} must be positive`);
  }
  assert(
    tuning.streamWindowBytes <= tuning.connectionWindowBytes,
    'a stream window larger than the connection window would never be filled',
  );
  assert(tuning.connectionWindowBytes < 2 ** 31, 'HTTP/2 windows have 31 bits');
  return tuning;
}

// How long clients waited while something happened to the cluster.
import type { AcknowledgedWrite } from './observations.ts';

export interface Stalls {
  /** Between an acknowledgement and the next one of the same writer, failed attempts included. */
  readonly p99Ms: number;
  readonly longestMs: number;
  /** The longest time in which nobody's write was acknowledged. */
  readonly longestSilenceMs: number;
}

/** @param writerOf tells the writers apart, by the keys they write */
export function stallsOf(
  writes: readonly AcknowledgedWrite[],
  writerOf: (key: string) => string,
): Stalls {
  const byWriter = Map.groupBy(writes, ({ key }) => writerOf(key));
  const waits = [...byWriter.values()].flatMap(gapsOf).toSorted((a, b) => a - b);
  return {
    p99Ms: waits[Math.floor(waits.length * 0.99)] ?? Infinity,
    longestMs: waits.at(-1) ?? Infinity,
    longestSilenceMs: Math.max(...gapsOf(writes)),
  };
}

function gapsOf(writes: readonly AcknowledgedWrite[]): number[] {
  const times = writes.map(({ answeredAtMs }) => answeredAtMs).toSorted((a, b) => a - b);
  return times.slice(1).map((time, index) => time - (times[index] ?? time));
}

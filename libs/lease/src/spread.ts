// After a failover every lease starts again, and leases of the same TTL would all end at the same
// moment: a million revokes at once. Their ends are moved apart, later and never earlier.
import { assert } from '@cairn/core';

/**
 * Answers a function that is given ascending times one by one and moves them apart until no more
 * than `perSecondMax` lie within any second: each one is at least a second after the one
 * `perSecondMax` places before it.
 */
export function createTimeSpreader(perSecondMax: number): (timeMs: number) => number {
  const recent = new Float64Array(perSecondMax).fill(-Infinity);
  let place = 0;
  let previousMs = -Infinity;
  return (timeMs) => {
    assert(timeMs >= previousMs, 'times to be spread must ascend');
    previousMs = timeMs;
    const spreadMs = Math.max(timeMs, (recent[place] as number) + 1_000);
    recent[place] = spreadMs;
    place = (place + 1) % perSecondMax;
    return spreadMs;
  };
}

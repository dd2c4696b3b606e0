import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { createTimeSpreader } from './spread.ts';

function spreadTimes(timesMs: readonly number[], perSecondMax: number): number[] {
  return timesMs.map(createTimeSpreader(perSecondMax));
}

describe('spreading of times', () => {
  it('changes nothing when there is room', () => {
    assert.deepEqual(spreadTimes([0, 0, 0, 1_000, 1_500], 3), [0, 0, 0, 1_000, 1_500]);
  });

  it('leaves no second with more times than allowed, and no time earlier', () => {
    const random = new SeededRandom(5);
    const times = Array.from({ length: 2_000 }, () => random.nextBelow(50) * 1_000).sort(
      (a, b) => a - b,
    );
    const spread = spreadTimes(times, 30);
    assert.equal(spread.length, times.length);
    for (const [place, timeMs] of spread.entries()) {
      assert.ok(timeMs >= (times[place] ?? Infinity), 'moved earlier');
      assert.ok(timeMs - (spread[place - 30] ?? -Infinity) >= 1_000, 'too many in a second');
    }
    assert.ok(
      spread.at(-1)! <= Math.max(times.at(-1)!, (2_000 / 30 + 50) * 1_000),
      'moved too far',
    );
  });

  it('insists on times that ascend', () => {
    assert.throws(() => spreadTimes([2, 1], 10));
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDurationMs, parseDurationMs } from './duration.ts';

void test("Go's durations and plain milliseconds are read", () => {
  const cases: readonly (readonly [string, number])[] = [
    ['0', 0],
    ['250', 250],
    ['0s', 0],
    ['100ms', 100],
    ['1s', 1_000],
    ['1m30s', 90_000],
    ['1.5h', 5_400_000],
    ['.5s', 500],
    ['2h45m', 9_900_000],
    ['600000000000ns', 600_000],
    ['1500us', 1.5],
    ['1500µs', 1.5],
  ];
  for (const [text, expectedMs] of cases) {
    const durationMs = parseDurationMs(text);
    assert.ok(durationMs !== undefined && Math.abs(durationMs - expectedMs) < 1e-6, text);
  }
});

void test('what is no duration is refused', () => {
  for (const text of ['', 's', '1x', '1s ', '-1s', '1s2', '1.5', 'ms1', '1e3s', '9'.repeat(20)]) {
    assert.equal(parseDurationMs(text), undefined, text);
  }
});

void test('a formatted duration reads back as the same duration', () => {
  for (const durationMs of [0, 1, 250, 1_000, 61_001, 90_000, 3_600_000, 86_461_007]) {
    assert.equal(parseDurationMs(formatDurationMs(durationMs)), durationMs);
  }
  assert.equal(formatDurationMs(90_000), '1m30s');
});

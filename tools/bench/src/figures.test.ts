import assert from 'node:assert/strict';
import { test } from 'node:test';
import { medianFigures, medianNumber, renderFigure, renderRatio } from './figures.ts';

test('the median of an even number of values lies between the two in the middle', () => {
  assert.equal(medianNumber([9, 1, 3]), 3);
  assert.equal(medianNumber([4, 1, 3, 9]), 3.5);
  assert.throws(() => medianNumber([]), /no values/);
});

test('every figure has its own median, and those that nobody has are left out', () => {
  const runs = [
    { p50Ms: 1, p99Ms: 50 },
    { p50Ms: 3, p99Ms: 10 },
    { p50Ms: 2, p99Ms: 20 },
  ];
  assert.deepEqual(medianFigures(runs), { p50Ms: 2, p99Ms: 20 });
});

test('figures are printed with the digits that mean something', () => {
  assert.equal(renderFigure('requestsPerSecond', 12_345.6), '12,346');
  assert.equal(renderFigure('p99Ms', 1_234.5), '1,234.50');
  assert.equal(renderRatio(1.005), '1.00');
  assert.equal(renderRatio(1 / 0), '∞');
});

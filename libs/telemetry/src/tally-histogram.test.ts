import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Histogram, Registry } from './prometheus.ts';
import { TallyHistogram } from './tally-histogram.ts';

void test("a page says of tallies what it says of the library's own histogram", async () => {
  const options = { name: 'op_seconds', help: 'How long.', labelNames: ['op'] };
  const bounds = [0.1, 1];
  const theirs = new Registry();
  const histogram = new Histogram({ ...options, buckets: bounds, registers: [theirs] });
  const ours = new Registry();
  const tallies = new TallyHistogram({ ...options, bounds, registry: ours });
  for (const op of ['put', 'range']) {
    const tally = tallies.tally({ op });
    for (const seconds of [0.05, 0.1, 0.5, 7]) {
      tally.observe(seconds);
      histogram.observe({ op }, seconds);
    }
  }
  assert.equal(await ours.metrics(), await theirs.metrics());
});

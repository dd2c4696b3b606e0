import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ScrapeCache } from './scrape-cache.ts';
import type { ScrapedTarget } from './scrape.ts';

function cacheWith(scrape: () => Promise<readonly ScrapedTarget[]>) {
  const clock = { nowMs: 0 };
  const cache = new ScrapeCache({ scrape, freshForMs: 1_000, nowMs: () => clock.nowMs });
  return { cache, clock };
}

void test('readers at the same time share one round of questions', async () => {
  let rounds = 0;
  const gate = Promise.withResolvers<readonly ScrapedTarget[]>();
  const { cache } = cacheWith(() => {
    rounds += 1;
    return gate.promise;
  });
  const reads = [cache.read(), cache.read(), cache.read()];
  gate.resolve([]);
  const answers = await Promise.all(reads);
  assert.equal(rounds, 1);
  assert.equal(answers[0], answers[2]);
});

void test('an answer is used again while it is fresh, and no longer', async () => {
  let rounds = 0;
  const { cache, clock } = cacheWith(async () => {
    rounds += 1;
    return [];
  });
  await cache.read();
  clock.nowMs = 999;
  await cache.read();
  assert.equal(rounds, 1);
  clock.nowMs = 1_000;
  await cache.read();
  assert.equal(rounds, 2);
});

void test('a failed round is not remembered', async () => {
  let rounds = 0;
  const { cache } = cacheWith(async () => {
    rounds += 1;
    if (rounds === 1) throw new Error('first round fails');
    return [];
  });
  await assert.rejects(cache.read(), /first round fails/);
  assert.deepEqual(await cache.read(), []);
});

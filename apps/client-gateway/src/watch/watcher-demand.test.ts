import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { WatcherDemand } from './watcher-demand.ts';

function observed(t: TestContext): { readonly demand: WatcherDemand; readonly log: string[] } {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const log: string[] = [];
  const demand = new WatcherDemand({
    lingerMs: 1_000,
    onWanted: (revision) => log.push(`wanted from ${revision}`),
    onUnwanted: () => log.push('unwanted'),
  });
  return { demand, log };
}

test('events are wanted from the first watcher on, until a while after the last', (t) => {
  const { demand, log } = observed(t);
  demand.add(7);
  demand.add(9);
  demand.remove(1);
  t.mock.timers.tick(5_000);
  assert.deepEqual(log, ['wanted from 7']);
  demand.remove(1);
  t.mock.timers.tick(999);
  assert.deepEqual(log, ['wanted from 7']);
  t.mock.timers.tick(1);
  assert.deepEqual(log, ['wanted from 7', 'unwanted']);
  demand.add(12);
  assert.equal(log.at(-1), 'wanted from 12');
});

test('a watcher that comes back in time finds everything as it was', (t) => {
  const { demand, log } = observed(t);
  demand.add(7);
  for (let i = 0; i < 10; i++) {
    demand.remove(1);
    t.mock.timers.tick(999);
    demand.add(8 + i);
  }
  t.mock.timers.tick(5_000);
  assert.deepEqual(log, ['wanted from 7']);
});

test('streams that end without watchers do not keep the events going', (t) => {
  const { demand, log } = observed(t);
  demand.add(7);
  demand.remove(1);
  t.mock.timers.tick(600);
  demand.remove(0);
  t.mock.timers.tick(400);
  assert.deepEqual(log, ['wanted from 7', 'unwanted']);
  demand.remove(0);
  t.mock.timers.tick(5_000);
  assert.deepEqual(log, ['wanted from 7', 'unwanted']);
});

test('nothing is said after the close', (t) => {
  const { demand, log } = observed(t);
  demand.add(7);
  demand.remove(1);
  demand.close();
  t.mock.timers.tick(5_000);
  assert.deepEqual(log, ['wanted from 7']);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { installVirtualGlobals } from './virtual-globals.ts';
import { World } from './world.ts';

test('a timer that is refreshed waits anew, and once only', async () => {
  const world = new World({ seed: 1, traceLinesMax: 0 });
  using globals = installVirtualGlobals(world);
  assert.ok(globals);
  const firedAtMs: number[] = [];
  const timer = setTimeout(() => firedAtMs.push(Math.floor(performance.now())), 100);
  await world.runFor(60);
  timer.refresh();
  await world.runFor(500);
  assert.deepEqual(firedAtMs, [160]);
  timer.refresh();
  clearTimeout(timer);
  await world.runFor(500);
  assert.equal(firedAtMs.length, 1);
});

test('an interval goes on until it is cleared, in the name of the process that has set it', async () => {
  const world = new World({ seed: 1, traceLinesMax: 0 });
  using globals = installVirtualGlobals(world);
  assert.ok(globals);
  const host = world.addHost('h');
  host.boot();
  const names: (string | undefined)[] = [];
  let timer: NodeJS.Timeout | undefined;
  world.schedule(0, host, 'start', () => {
    timer = setInterval(() => names.push(world.current?.name), 10);
  });
  await world.runFor(35);
  assert.deepEqual(names, ['h', 'h', 'h']);
  clearInterval(timer);
  await world.runFor(100);
  assert.equal(names.length, 3);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allBugs } from './bugs/all-bugs.ts';
import { hunt } from './bugs/hunt.ts';
import { Coverage } from './coverage.ts';
import { runSeed } from './run-seed.ts';

test('the same seed gives the same run, byte for byte, with and without its text', async () => {
  for (const seed of [3, 5]) {
    const first = await runSeed({ seed });
    const second = await runSeed({ seed });
    const readable = await runSeed({ seed, traceLinesMax: 1_000_000 });
    assert.deepEqual([second.hash, second.events], [first.hash, first.events]);
    assert.equal(readable.hash, first.hash);
    assert.ok(readable.trace.includes('everything heals'));
    assert.equal(first.trace, '');
  }
});

test('seeds differ, things happen in them, and nothing is broken', async () => {
  const coverage = new Coverage();
  const hashes = new Set<string>();
  for (let seed = 1; seed <= 12; seed++) {
    const result = await runSeed({ seed });
    assert.equal(result.violation, undefined, `seed ${seed}: ${result.violation?.stack}`);
    assert.ok(result.answered > 20, `seed ${seed}: only ${result.answered} answers`);
    hashes.add(result.hash);
    coverage.add(result);
  }
  assert.equal(hashes.size, 12);
  assert.match(coverage.text(), /^12 seeds/);
});

test('bugs that any run shows are noticed by those who should', async () => {
  const expected = {
    'index-before-data': 'state-machine safety',
    'apply-twice-after-restart': 'state-machine safety',
    'commit-without-quorum': 'durability',
    'learner-counts': 'durability',
    'removed-voter-counts': 'durability',
    'missing-gap-check': 'reliable',
    'resend-writes': 'exactly-once apply',
  };
  for (const [name, checker] of Object.entries(expected)) {
    const bug = allBugs.find((one) => one.name === name);
    assert.ok(bug !== undefined, name);
    const caught = await hunt(bug, 1, 10);
    assert.equal(caught?.by, checker, `${name}: ${caught?.message}`);
  }
});

test('what the product is given instead of real clocks is taken back after a run', async () => {
  const before = [setTimeout, setImmediate, Date.now, Math.random];
  await runSeed({ seed: 1 });
  assert.deepEqual([setTimeout, setImmediate, Date.now, Math.random], before);
  const now = performance.now();
  await new Promise((resolve) => {
    setTimeout(resolve, 2);
  });
  assert.ok(performance.now() > now);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCommand } from './command-line.ts';
import { loadRegressions, parseRegressions } from './regressions.ts';

test('what is asked is understood', () => {
  assert.deepEqual(parseCommand(['--seed', '42']), { kind: 'seed', seed: 42 });
  assert.deepEqual(parseCommand(['--seeds', '2000', '--from', '7']), {
    kind: 'seeds',
    from: 7,
    count: 2000,
  });
  assert.deepEqual(parseCommand(['--minutes', '0.5']), { kind: 'minutes', from: 1, minutes: 0.5 });
  assert.equal(parseCommand(['--bug', 'x']).kind, 'bug');
  assert.equal(parseCommand([]).kind, 'seeds');
  assert.throws(() => parseCommand(['--sead', '1']), TypeError);
  assert.throws(() => parseCommand(['--seed', 'x']), TypeError);
});

test('a regression is a seed and why it is kept', () => {
  assert.deepEqual(parseRegressions('# why\n\n12 lost a write\n'), [
    { seed: 12, reason: 'lost a write' },
  ]);
  assert.throws(() => parseRegressions('12\n'), /not a regression/);
  assert.ok(loadRegressions().length > 0);
});

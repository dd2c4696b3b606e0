import assert from 'node:assert/strict';
import { test } from 'node:test';
import { etcdserverpb } from '@cairn/proto';
import { TestMachine, bytes } from '../testing/test-machine.ts';

type Compare = etcdserverpb.Compare.$Properties;
const { CompareResult: Result, CompareTarget: Target } = etcdserverpb.Compare;

/** p/1: created 2, modified 4, version 2, leased. p/2: created and modified 3. q: gone. */
function machine(): TestMachine {
  const m = new TestMachine();
  m.grant(7);
  m.set('p/1', 'a');
  m.set('p/2', 'b');
  m.set('p/1', 'c', 7);
  m.set('q', 'x');
  m.delete({ key: bytes('q') });
  return m;
}

function holds(...compare: readonly Compare[]): boolean {
  return machine().readTxn({ compare: [...compare] }).succeeded;
}

const one = { key: bytes('p/1') };
const both = { key: bytes('p/'), range_end: bytes('p0') };
const gone = { key: bytes('q') };
const none = { key: bytes('r'), range_end: bytes('s') };
const { EQUAL, NOT_EQUAL, GREATER, LESS } = Result;

const cases: readonly (readonly [string, Compare, boolean])[] = [
  // Each target of a key that exists.
  ['value =', { ...one, target: Target.VALUE, result: EQUAL, value: bytes('c') }, true],
  ['value = other', { ...one, target: Target.VALUE, result: EQUAL, value: bytes('a') }, false],
  ['value >', { ...one, target: Target.VALUE, result: GREATER, value: bytes('b') }, true],
  ['value <', { ...one, target: Target.VALUE, result: LESS, value: bytes('ca') }, true],
  ['value ≠', { ...one, target: Target.VALUE, result: NOT_EQUAL, value: bytes('c') }, false],
  ['create =', { ...one, target: Target.CREATE, result: EQUAL, create_revision: 2 }, true],
  ['create >', { ...one, target: Target.CREATE, result: GREATER, create_revision: 2 }, false],
  ['mod =', { ...one, target: Target.MOD, result: EQUAL, mod_revision: 4 }, true],
  ['mod <', { ...one, target: Target.MOD, result: LESS, mod_revision: 5 }, true],
  ['mod < far', { ...one, target: Target.MOD, result: LESS, mod_revision: 2 ** 62 }, true],
  ['version =', { ...one, target: Target.VERSION, result: EQUAL, version: 2 }, true],
  ['version ≠', { ...one, target: Target.VERSION, result: NOT_EQUAL, version: 2 }, false],
  ['lease =', { ...one, target: Target.LEASE, result: EQUAL, lease: 7 }, true],
  ['lease > negative', { ...one, target: Target.LEASE, result: GREATER, lease: -1 }, true],
  // A field that is not given counts as zero.
  ['version > nothing', { ...one, target: Target.VERSION, result: GREATER }, true],
  ['value > nothing', { ...one, target: Target.VALUE, result: GREATER }, true],
  // A field of another target says nothing.
  ['version with mod', { ...one, target: Target.VERSION, result: EQUAL, mod_revision: 2 }, false],
  // A key that does not exist: zero for everything but the value.
  ['no value = empty', { ...gone, target: Target.VALUE, result: EQUAL }, false],
  ['no value ≠', { ...gone, target: Target.VALUE, result: NOT_EQUAL, value: bytes('a') }, false],
  ['gone: create = 0', { ...gone, target: Target.CREATE, result: EQUAL }, true],
  ['gone: mod < 1', { ...gone, target: Target.MOD, result: LESS, mod_revision: 1 }, true],
  ['gone: version ≠ 0', { ...gone, target: Target.VERSION, result: NOT_EQUAL }, false],
  ['gone: lease = 0', { ...gone, target: Target.LEASE, result: EQUAL }, true],
  // A range: every key of it, or the absent key when there is none.
  ['range: mod > 2', { ...both, target: Target.MOD, result: GREATER, mod_revision: 2 }, true],
  ['range: mod > 3', { ...both, target: Target.MOD, result: GREATER, mod_revision: 3 }, false],
  ['range: value >', { ...both, target: Target.VALUE, result: GREATER, value: bytes('a') }, true],
  ['no range: version = 0', { ...none, target: Target.VERSION, result: EQUAL }, true],
  ['no range: value', { ...none, target: Target.VALUE, result: NOT_EQUAL }, false],
  // From a key on.
  [
    'open range: version > 0',
    { key: bytes('p/2'), range_end: bytes('\0'), target: Target.VERSION, result: GREATER },
    true,
  ],
];

for (const [name, compare, expected] of cases) {
  test(`compare ${name} is ${expected}`, () => {
    assert.equal(holds(compare), expected);
  });
}

test('all compares must hold, and none at all is a success', () => {
  const yes = { ...one, target: Target.VERSION, result: EQUAL, version: 2 };
  const no = { ...one, target: Target.VERSION, result: EQUAL, version: 1 };
  assert.deepEqual([holds(), holds(yes, yes), holds(yes, no)], [true, true, false]);
});

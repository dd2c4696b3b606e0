import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TestMachine, bytes, kvText } from '../testing/test-machine.ts';

function machine(): TestMachine {
  const m = new TestMachine();
  m.grant(7);
  for (const name of ['a', 'b', 'b1', 'c']) m.set(name, '1', name === 'b' ? 7 : 0);
  m.events();
  return m;
}

const cases: readonly (readonly [string, string, string, readonly string[]])[] = [
  ['one key', 'b', '', ['b']],
  ['a range, whose end does not belong to it', 'b', 'c', ['b', 'b1']],
  ['everything from a key on', 'b1', '\0', ['b1', 'c']],
  ['everything', '\0', '\0', ['a', 'b', 'b1', 'c']],
];

for (const [name, from, to, deleted] of cases) {
  test(`deleting ${name} is one revision with one event for each key`, () => {
    const m = machine();
    const response = m.delete({ key: bytes(from), range_end: bytes(to), prev_kv: true });
    assert.equal(Number(response.header?.revision), 6);
    assert.equal(Number(response.deleted), deleted.length);
    assert.deepEqual(
      response.prev_kvs.map(kvText),
      deleted.map((key) => `${key}=1`),
    );
    assert.deepEqual(
      m.events(),
      deleted.map((key, i) => `delete ${key} 6.${i}`),
    );
    assert.deepEqual(m.machine.leases.table.keys(7n), deleted.includes('b') ? [] : ['b']);
  });
}

test('deleting nothing is no revision', () => {
  const m = machine();
  const response = m.delete({ key: bytes('x'), range_end: bytes('z') });
  assert.equal(Number(response.deleted), 0);
  assert.equal(Number(response.header?.revision), 5);
  assert.equal(m.revision, 5);
  assert.deepEqual(m.events(), []);
});

test('the deleted records are told only when they are asked for', () => {
  const m = machine();
  const response = m.delete({ key: bytes('a') });
  assert.equal(Number(response.deleted), 1);
  assert.deepEqual(response.prev_kvs, []);
});

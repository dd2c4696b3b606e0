import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { etcdserverpb } from '@cairn/proto';
import { TestMachine, bytes, kvText, outcomeOf } from '../testing/test-machine.ts';

type Put = etcdserverpb.PutRequest.$Properties;

function machine(): TestMachine {
  const m = new TestMachine();
  m.grant(7);
  m.grant(8);
  m.set('old', 'v1', 7);
  return m;
}

test('a put answers with the revision it made, and a whole header', () => {
  const m = machine();
  const { header } = m.put({ key: bytes('a'), value: bytes('1') });
  assert.deepEqual(
    [header?.cluster_id, header?.member_id, header?.revision, header?.raft_term].map(Number),
    [1, 2, 3, 3],
  );
});

const refused: readonly (readonly [string, Put, string])[] = [
  ['an unknown lease', { key: bytes('a'), lease: 99 }, 'LeaseNotFoundError'],
  ['ignore_value without the key', { key: bytes('a'), ignore_value: true }, 'KeyNotFoundError'],
  ['ignore_lease without the key', { key: bytes('a'), ignore_lease: true }, 'KeyNotFoundError'],
  [
    'an unknown lease before a missing key',
    { key: bytes('a'), lease: 99, ignore_value: true },
    'LeaseNotFoundError',
  ],
];

for (const [name, request, error] of refused) {
  test(`a put is refused for ${name}, and changes nothing`, () => {
    const m = machine();
    const { revision } = m;
    assert.equal(
      outcomeOf(() => m.put(request)),
      error,
    );
    assert.equal(m.revision, revision);
    assert.deepEqual(m.contents(), ['old=v1']);
    assert.equal(m.set('next', '1'), revision + 1, 'the store is not left open');
  });
}

const kept: readonly (readonly [string, Put, string, readonly bigint[]])[] = [
  ['without a lease detaches the old one', { value: bytes('v2') }, 'old=v2', []],
  ['with another lease moves the key', { value: bytes('v2'), lease: 8 }, 'old=v2', [8n]],
  ['with ignore_lease keeps the lease', { value: bytes('v2'), ignore_lease: true }, 'old=v2', [7n]],
  ['with ignore_value keeps the value', { ignore_value: true, lease: 8 }, 'old=v1', [8n]],
  [
    'with both keeps both and makes a revision',
    { ignore_value: true, ignore_lease: true },
    'old=v1',
    [7n],
  ],
];

for (const [name, request, contents, leases] of kept) {
  test(`a put ${name}`, () => {
    const m = machine();
    const response = m.put({ key: bytes('old'), prev_kv: true, ...request });
    assert.equal(Number(response.header?.revision), 3);
    assert.equal(kvText(response.prev_kv), 'old=v1');
    assert.deepEqual(m.contents(), [contents]);
    const { table } = m.machine.leases;
    const holding = [7n, 8n].filter((id) => table.keys(id).includes('old'));
    assert.deepEqual(holding, leases);
  });
}

test('prev_kv is told only when it is asked for and the key existed', () => {
  const m = machine();
  assert.equal(kvText(m.put({ key: bytes('old'), value: bytes('x') }).prev_kv), 'none');
  assert.equal(kvText(m.put({ key: bytes('new'), prev_kv: true }).prev_kv), 'none');
});

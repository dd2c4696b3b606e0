import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { etcdserverpb } from '@cairn/proto';
import { TestMachine, bytes, kvText, outcomeOf } from '../testing/test-machine.ts';

type Txn = etcdserverpb.TxnRequest.$Properties;
type Op = etcdserverpb.RequestOp.$Properties;
type Compare = etcdserverpb.Compare.$Properties;
const { CompareResult, CompareTarget } = etcdserverpb.Compare;

const put = (key: string, value: string, more: etcdserverpb.PutRequest.$Properties = {}): Op => ({
  request_put: { key: bytes(key), value: bytes(value), ...more },
});
const range = (
  key: string,
  rangeEnd = '',
  more: etcdserverpb.RangeRequest.$Properties = {},
): Op => ({
  request_range: { key: bytes(key), range_end: bytes(rangeEnd), ...more },
});
const remove = (key: string, rangeEnd = '', prevKv = false): Op => ({
  request_delete_range: { key: bytes(key), range_end: bytes(rangeEnd), prev_kv: prevKv },
});
const nested = (txn: Txn): Op => ({ request_txn: txn });

const exists = (key: string): Compare => ({
  key: bytes(key),
  target: CompareTarget.VERSION,
  result: CompareResult.GREATER,
});

/** a=1 at revision 2, b=1 at 3. */
function machine(): TestMachine {
  const m = new TestMachine();
  m.grant(7);
  m.set('a', '1');
  m.set('b', '1');
  m.events();
  return m;
}

/** `kind@revision` of each answer, nested ones in brackets. */
function shape(response: etcdserverpb.TxnResponse.$Properties): string {
  const parts = (response.responses ?? []).map((op) => {
    if (op.response_txn != null) return shape(op.response_txn);
    const [kind, inner] = Object.entries(op).find(([, value]) => value != null) as [
      string,
      { header?: etcdserverpb.ResponseHeader.$Properties },
    ];
    const { cluster_id, member_id, raft_term } = inner.header as etcdserverpb.ResponseHeader;
    assert.deepEqual([cluster_id, member_id, raft_term].map(Number), [0, 0, 0]);
    return `${kind.replace('response_', '')}@${Number(inner.header?.revision ?? 0)}`;
  });
  return `${response.succeeded ? '+' : '-'}[${parts.join(' ')}]`;
}

test('all changes of a transaction are one revision, in the order of the operations', () => {
  const m = machine();
  const response = m.txn({ success: [put('c', '1'), remove('a'), put('d', '1')] });
  assert.equal(Number(response.header?.revision), 4);
  assert.equal(Number(response.header?.raft_term), 3);
  assert.deepEqual(m.events(), ['put c 4.0', 'delete a 4.1', 'put d 4.2']);
  assert.deepEqual(m.contents(), ['b=1', 'c=1', 'd=1']);
});

test('a transaction that changes nothing makes no revision', () => {
  const m = machine();
  const response = m.txn({
    compare: [exists('none')],
    success: [put('x', '1')],
    failure: [range('a'), remove('none')],
  });
  assert.equal(response.succeeded, false);
  assert.equal(Number(response.header?.revision), 3);
  assert.equal(m.revision, 3);
  assert.equal(shape(response), '-[range@3 delete_range@3]');
});

test('the headers inside carry the revision as the operation saw it, and nothing else', () => {
  const response = machine().txn({
    success: [
      range('a'),
      put('c', '1'),
      range('a'),
      remove('b'),
      nested({ success: [put('d', '')] }),
    ],
  });
  assert.equal(shape(response), '+[range@3 put@4 range@4 delete_range@4 +[put@4]]');
  const inner = response.responses.at(-1)?.response_txn;
  assert.deepEqual(Number(inner?.header?.revision ?? 0), 0);
});

test('a range inside sees what the transaction has changed before it', () => {
  const response = machine().txn({
    success: [
      range('a', 'z'),
      put('c', '1'),
      remove('a'),
      range('a', 'z'),
      put('a', '2'),
      range('a', 'z', { count_only: true }),
    ],
  });
  const seen = response.responses.flatMap(({ response_range: answer }) =>
    answer == null ? [] : [{ kvs: (answer.kvs ?? []).map(kvText), count: Number(answer.count) }],
  );
  assert.deepEqual(seen, [
    { kvs: ['a=1', 'b=1'], count: 2 },
    { kvs: ['b=1', 'c=1'], count: 2 },
    { kvs: [], count: 3 },
  ]);
});

test('prev_kv inside a transaction is what the operation found', () => {
  const response = machine().txn({
    success: [put('a', '2', { prev_kv: true }), remove('b', '', true), remove('a', 'z', true)],
  });
  assert.equal(kvText(response.responses[0]?.response_put?.prev_kv), 'a=1');
  assert.deepEqual(response.responses[1]?.response_delete_range?.prev_kvs?.map(kvText), ['b=1']);
  assert.deepEqual(response.responses[2]?.response_delete_range?.prev_kvs?.map(kvText), ['a=2']);
});

test('compares of every level look at the state before the transaction', () => {
  const m = machine();
  const response = m.txn({
    success: [
      remove('a'),
      put('new', '1'),
      nested({
        compare: [exists('a')],
        success: [put('saw', 'a')],
        failure: [put('saw', 'nothing')],
      }),
      nested({
        compare: [exists('new')],
        failure: [nested({ compare: [exists('b')], success: [put('deep', '1')] })],
      }),
    ],
  });
  assert.equal(shape(response), '+[delete_range@4 put@4 +[put@4] -[+[put@4]]]');
  assert.deepEqual(m.contents(), ['b=1', 'deep=1', 'new=1', 'saw=a']);
});

describe('what could fail is found before anything changes', () => {
  const cases: readonly (readonly [string, readonly Op[], string])[] = [
    ['a put with an unknown lease', [put('x', '1', { lease: 99 })], 'LeaseNotFoundError'],
    [
      'a put that keeps a missing value',
      [put('x', '', { ignore_value: true })],
      'KeyNotFoundError',
    ],
    [
      'a put that keeps a missing lease',
      [put('x', '', { ignore_lease: true })],
      'KeyNotFoundError',
    ],
    [
      // As etcd: what an earlier operation puts does not exist before the transaction.
      'a put that keeps what an earlier nested branch puts',
      [nested({ success: [put('y', '1')] }), put('x', '', { ignore_value: true })],
      'KeyNotFoundError',
    ],
    ['a range of the future', [range('a', '', { revision: 5 })], 'FutureRevisionError'],
    [
      'a range of this transaction’s revision',
      [range('a', '', { revision: 4 })],
      'FutureRevisionError',
    ],
    ['a compacted range', [range('a', '', { revision: 1 })], 'CompactedError'],
    [
      'a negative revision below the compact one',
      [range('a', '', { revision: -1 })],
      'CompactedError',
    ],
    [
      'an error inside a nested transaction',
      [nested({ success: [nested({ success: [put('x', '1', { lease: 99 })] })] })],
      'LeaseNotFoundError',
    ],
    [
      'the first of two mistakes, the nested one',
      [nested({ success: [put('x', '1', { lease: 99 })] }), range('a', '', { revision: 1 })],
      'LeaseNotFoundError',
    ],
    [
      'the first of two mistakes, the plain one',
      [range('a', '', { revision: 1 }), nested({ success: [put('x', '1', { lease: 99 })] })],
      'CompactedError',
    ],
  ];
  for (const [name, operations, error] of cases) {
    test(name, () => {
      const m = machine();
      m.compact(2);
      const success = [put('w', '1'), ...operations];
      assert.equal(
        outcomeOf(() => m.txn({ success })),
        error,
      );
      assert.equal(m.revision, 3);
      assert.deepEqual(m.contents(), ['a=1', 'b=1']);
      assert.equal(m.set('next', '1'), 4, 'the store is not left open');
    });
  }

  test('but only on the path that is taken', () => {
    const m = machine();
    const response = m.txn({
      compare: [exists('a')],
      success: [put('x', '1')],
      failure: [put('y', '1', { lease: 99 })],
    });
    assert.equal(response.succeeded, true);
  });
});

test('a negative revision reads the latest while nothing is compacted', () => {
  const m = machine();
  const response = m.readTxn({ success: [range('a', '', { revision: -1 })] });
  assert.deepEqual(response.responses[0]?.response_range?.kvs?.map(kvText), ['a=1']);
});

test('a transaction of ranges only is answered as one that went through the log', () => {
  const m = machine();
  m.set('a', '2');
  const request: Txn = {
    compare: [exists('a')],
    success: [
      range('a', 'z'),
      range('a', '', { revision: 2 }),
      range('a', 'z', { limit: 1 }),
      range('none'),
    ],
  };
  const read = m.readTxn(request);
  assert.deepEqual(m.txn(request), read);
  assert.equal(Number(read.header?.revision), 4);
  assert.deepEqual(read.responses[1]?.response_range?.kvs?.map(kvText), ['a=1']);
  assert.equal(read.responses[2]?.response_range?.more, true);
  assert.equal(
    outcomeOf(() => m.readTxn({ success: [range('a', '', { revision: 9 })] })),
    'FutureRevisionError',
  );
});

test('a lease that a transaction gives and takes follows the last of its puts', () => {
  const m = machine();
  m.txn({ success: [put('a', '2', { lease: 7 }), put('b', '2', { lease: 7 })] });
  assert.deepEqual(m.machine.leases.table.keys(7n), ['a', 'b']);
  m.txn({ success: [remove('a'), put('b', '3', { ignore_lease: true })] });
  assert.deepEqual(m.machine.leases.table.keys(7n), ['b']);
});

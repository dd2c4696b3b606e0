import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { etcdserverpb } from '@cairn/proto';
import { ApiError } from './api-error.ts';
import { checkTxn } from './check-txn.ts';
import type { EtcdErrorName } from './etcd-errors.ts';
import { etcdErrors } from './etcd-errors.ts';

type Txn = etcdserverpb.TxnRequest.$Properties;
type Operation = etcdserverpb.RequestOp.$Properties;

const operationsMax = 128;

function bytes(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}

function put(key: string, more: etcdserverpb.PutRequest.$Properties = {}): Operation {
  return { request_put: { key: bytes(key), ...more } };
}

function del(key: string, rangeEnd = ''): Operation {
  return { request_delete_range: { key: bytes(key), range_end: bytes(rangeEnd) } };
}

function get(key: string): Operation {
  return { request_range: { key: bytes(key) } };
}

function nested(success: Operation[], failure: Operation[] = []): Operation {
  return { request_txn: { success, failure } };
}

/** As it comes from a client: through the bytes. */
function check(txn: Txn, max = operationsMax): void {
  checkTxn(etcdserverpb.TxnRequest.decode(etcdserverpb.TxnRequest.encode(txn).finish()), max);
}

function refuses(txn: Txn, name: EtcdErrorName, max = operationsMax): void {
  assert.throws(
    () => check(txn, max),
    (error) => {
      assert.ok(error instanceof ApiError);
      assert.deepEqual({ code: error.code, message: error.message }, etcdErrors[name]);
      return true;
    },
  );
}

/** Reads the notation of testdata/txn-verdicts.txt. */
function parseTxn(text: string): Txn {
  const tokens = text.split(' ').filter((token) => token !== '');
  let at = 0;
  const operations = (): Operation[] => {
    const result: Operation[] = [];
    for (;;) {
      const token = tokens[at];
      if (token === undefined || token === '|' || token === ')') return result;
      at += 1;
      if (token === '(') {
        const inner = branches();
        assert.equal(tokens[at++], ')');
        result.push({ request_txn: inner });
        continue;
      }
      const [key, end] = tokens[at++]!.split('..');
      if (token === 'put') result.push(put(key!));
      else if (token === 'get') result.push(get(key!));
      else if (token === 'del') result.push(end === undefined ? del(key!) : del(key!, end || '\0'));
      else assert.fail(`unknown token ${token}`);
    }
  };
  const branches = (): Txn => {
    const success = operations();
    assert.equal(tokens[at++], '|', text);
    return { success, failure: operations() };
  };
  const txn = branches();
  assert.equal(at, tokens.length, text);
  return txn;
}

test('verdicts on keys changed twice are those of a real etcd', () => {
  const file = new URL('testdata/txn-verdicts.txt', import.meta.url);
  const verdicts = { ok: 0, dup: 0 };
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const verdict = line.slice(0, 3).trim();
    const txn = parseTxn(line.slice(4));
    if (verdict === 'dup') {
      refuses(txn, 'duplicateKey');
      verdicts.dup += 1;
    } else {
      assert.equal(verdict, 'ok');
      assert.doesNotThrow(() => check(txn), line);
      verdicts.ok += 1;
    }
  }
  assert.deepEqual(verdicts, { ok: 170, dup: 130 });
});

test('compares and each branch may have as many operations as the limit, not one more', () => {
  const compare = { key: bytes('a') };
  const fill = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);
  check({ compare: fill(3, compare), success: fill(3, get('a')), failure: fill(3, get('a')) }, 3);
  refuses({ compare: fill(4, compare) }, 'tooManyOperations', 3);
  refuses({ success: fill(4, get('a')) }, 'tooManyOperations', 3);
  refuses({ failure: fill(4, get('a')) }, 'tooManyOperations', 3);
  // Before anything is said about the operations themselves.
  refuses({ success: fill(4, {}) }, 'tooManyOperations', 3);
});

test('a nested transaction has what the largest part of its parent leaves', () => {
  const parent = (innerCount: number): Txn => ({
    success: [get('a'), nested(Array.from({ length: innerCount }, () => get('b')))],
  });
  check(parent(3), 5);
  refuses(parent(4), 'tooManyOperations', 5);
  check({ success: [nested([nested([get('a')])])] }, 3);
  refuses({ success: [nested([nested([get('a')])])] }, 'tooManyOperations', 2);
});

test('an operation without a request is "key not found"', () => {
  refuses({ success: [{}] }, 'keyNotFound');
  refuses({ failure: [get('a'), {}] }, 'keyNotFound');
  refuses({ success: [nested([], [{}])] }, 'keyNotFound');
});

test('every key must be given, in compares and at every depth', () => {
  refuses({ compare: [{ target: 0 }] }, 'emptyKey');
  refuses({ success: [put('')] }, 'emptyKey');
  refuses({ success: [del('', 'b')] }, 'emptyKey');
  refuses({ success: [nested([], [get('')])] }, 'emptyKey');
  refuses({ success: [{ request_txn: { compare: [{}] } }] }, 'emptyKey');
});

test('operations are checked as the requests of their own', () => {
  refuses({ success: [put('a', { ignore_value: true, value: bytes('v') })] }, 'valueProvided');
  refuses({ success: [put('a', { ignore_lease: true, lease: 1 })] }, 'leaseProvided');
  refuses(
    { failure: [{ request_range: { key: bytes('a'), sort_order: 3 as 2 } }] },
    'invalidSortOption',
  );
});

test('the shape of both branches is checked before double changes of either', () => {
  refuses({ success: [put('a'), put('a')], failure: [{}] }, 'keyNotFound');
});

test('the bytes right behind a key are another key', () => {
  check({ success: [del('a'), put('a\0')] });
  refuses({ success: [del('a\0', 'b'), put('a\0')] }, 'duplicateKey');
  check({ success: [del('a\0', 'b'), put('a')] });
  refuses({ success: [del('\x80', '\xff'), put('\x90')] }, 'duplicateKey');
});

test('a put that keeps the old value or lease may not follow an open-ended delete of its key', () => {
  for (const keep of [{ ignore_value: true }, { ignore_lease: true }]) {
    refuses({ success: [del('a', '\0'), put('b', keep)] }, 'duplicateKey');
    refuses({ success: [del('a', '\0'), nested([], [put('b', keep)])] }, 'duplicateKey');
    refuses(
      { success: [nested([del('a', '\0')]), nested([nested([put('b', keep)])])] },
      'duplicateKey',
    );
    refuses(
      { success: [nested([put('b', keep)], [put('b')]), nested([get('a')]), del('a', '\0')] },
      'duplicateKey',
    );
    refuses(
      { success: [nested([nested([put('b', keep)], [put('b')])]), del('a', '\0')] },
      'duplicateKey',
    );
    check({ success: [del('c', '\0'), put('b', keep)] });
    check({ success: [del('a', '\0'), put('b')] });
    check({ success: [nested([del('a', '\0')], [put('b', keep)])] });
  }
});

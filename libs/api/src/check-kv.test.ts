import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromBigInt } from '@cairn/proto';
import { ApiError } from './api-error.ts';
import { checkDeleteRange, checkPut, checkRange } from './check-kv.ts';
import { checkLeaseGrant } from './check-lease.ts';
import type { EtcdErrorName } from './etcd-errors.ts';
import { etcdErrors } from './etcd-errors.ts';

const key = Buffer.from('a');

function refuses(check: () => void, name: EtcdErrorName): void {
  assert.throws(check, (error) => {
    assert.ok(error instanceof ApiError);
    assert.deepEqual({ code: error.code, message: error.message }, etcdErrors[name]);
    return true;
  });
}

test('a request needs a key, and that is said first', () => {
  refuses(() => checkRange({}), 'emptyKey');
  refuses(() => checkRange({ key: new Uint8Array(0), sort_order: 3 as 2 }), 'emptyKey');
  refuses(() => checkPut({ value: key }), 'emptyKey');
  refuses(() => checkPut({ value: key, ignore_value: true }), 'emptyKey');
  refuses(() => checkDeleteRange({ range_end: key }), 'emptyKey');
  checkRange({ key });
  checkPut({ key });
  checkDeleteRange({ key });
});

test('sort options outside the enums are refused, all inside are not', () => {
  for (const order of [-1, 3]) {
    refuses(() => checkRange({ key, sort_order: order }), 'invalidSortOption');
  }
  for (const target of [-1, 5]) {
    refuses(() => checkRange({ key, sort_target: target }), 'invalidSortOption');
  }
  for (const order of [0, 1, 2] as const) {
    for (const target of [0, 1, 2, 3, 4] as const) {
      checkRange({ key, sort_order: order, sort_target: target });
    }
  }
});

test('what a put ignores may not be given; the value is looked at first', () => {
  refuses(() => checkPut({ key, value: key, ignore_value: true }), 'valueProvided');
  refuses(() => checkPut({ key, lease: 5, ignore_lease: true }), 'leaseProvided');
  refuses(
    () => checkPut({ key, lease: fromBigInt(-(2n ** 63n), 'signed'), ignore_lease: true }),
    'leaseProvided',
  );
  refuses(
    () => checkPut({ key, value: key, lease: 5, ignore_value: true, ignore_lease: true }),
    'valueProvided',
  );
  checkPut({ key, value: key, lease: 5 });
  checkPut({ key, value: key, ignore_lease: true, lease: fromBigInt(0n, 'signed') });
  checkPut({ key, lease: 5, ignore_value: true });
});

test('a TTL may be 9,000,000,000 seconds, not more; too short is not refused', () => {
  checkLeaseGrant({ TTL: 9_000_000_000 });
  checkLeaseGrant({ TTL: 0 });
  checkLeaseGrant({ TTL: fromBigInt(-(2n ** 63n), 'signed') });
  refuses(() => checkLeaseGrant({ TTL: 9_000_000_001 }), 'leaseTtlTooLarge');
  refuses(() => checkLeaseGrant({ TTL: fromBigInt(2n ** 63n - 1n, 'signed') }), 'leaseTtlTooLarge');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AssertionFailure } from '@cairn/core';
import { LeaseExistsError, LeaseNotFoundError, LeaseTtlTooLargeError } from '@cairn/lease';
import { CompactedError, FutureRevisionError } from '@cairn/mvcc';
import * as replica from '@cairn/replica';
import { ApiError } from './api-error.ts';
import { etcdErrors } from './etcd-errors.ts';
import { toStatus } from './to-status.ts';

test('an ApiError is its own status', () => {
  assert.deepEqual(toStatus(new ApiError(12, 'not here')), { code: 12, message: 'not here' });
  assert.deepEqual(toStatus(ApiError.of(etcdErrors.noLeader)), etcdErrors.noLeader);
});

test('errors of the domain have the codes and texts of etcd', () => {
  assert.deepEqual(toStatus(new CompactedError(1, 2)), etcdErrors.compacted);
  assert.deepEqual(toStatus(new FutureRevisionError(9, 2)), etcdErrors.futureRevision);
  assert.deepEqual(toStatus(new LeaseNotFoundError(1n)), etcdErrors.leaseNotFound);
  assert.deepEqual(toStatus(new LeaseExistsError(1n)), etcdErrors.leaseExists);
  assert.deepEqual(toStatus(new LeaseTtlTooLargeError(1e10)), etcdErrors.leaseTtlTooLarge);
});

test('every error a replica refuses a request with has a text of etcd', () => {
  const texts = new Set(Object.values(etcdErrors).map((status) => status.message));
  const seen: string[] = [];
  for (const value of Object.values(replica)) {
    if (typeof value !== 'function' || !(value.prototype instanceof replica.ReplicaError)) continue;
    const error = new (value as unknown as new (message: string) => Error)('its own words');
    assert.ok(texts.has(toStatus(error).message), error.name);
    seen.push(error.name);
  }
  assert.ok(seen.includes('NoLeaderError') && seen.length >= 8, seen.join());
  assert.deepEqual(toStatus(new replica.RequestTimeoutError()), etcdErrors.timeout);
  assert.deepEqual(toStatus(new replica.KeyNotFoundError()), etcdErrors.keyNotFound);
});

test('what nobody foresaw is Unknown with its own text', () => {
  assert.deepEqual(toStatus(new TypeError('odd')), { code: 2, message: 'odd' });
  assert.deepEqual(toStatus('thrown text'), { code: 2, message: 'thrown text' });
});

test('a broken invariant is thrown again', () => {
  const failure = new AssertionFailure('applied ≤ committed');
  assert.throws(
    () => toStatus(failure),
    (error) => error === failure,
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LeaseSafety } from './lease-safety.ts';

test('a lease that ends before it was promised to is noticed, whoever says so last', () => {
  const early = new LeaseSafety();
  early.promised(1n, 1_000, 500);
  early.ended(1n, 1_500);
  early.promised(2n, 1_000, 500);
  assert.throws(() => early.ended(2n, 1_400), /lease 2 ended 0\.1 ms before it was promised to/);
  const late = new LeaseSafety();
  late.ended(3n, 2_000);
  assert.throws(() => late.promised(3n, 1_900, 500), /lease safety/);
  assert.equal(early.expired, 2);
});

test('a lease that is given back may end at any time', () => {
  const leases = new LeaseSafety();
  leases.promised(1n, 0, 1_000);
  leases.revokeAsked(1n);
  leases.ended(1n, 10);
  assert.equal(leases.expired, 0);
});

test('a lease that nobody keeps alive is overdue until it ends', () => {
  const leases = new LeaseSafety();
  leases.promised(1n, 0, 1_000);
  assert.deepEqual(leases.overdue(1_000), []);
  assert.deepEqual(leases.overdue(1_001), [1n]);
  leases.ended(1n, 2_000);
  assert.deepEqual(leases.overdue(3_000), []);
});

test('of whoever has lost his disk no promise is asked', () => {
  const leases = new LeaseSafety();
  leases.promised(1n, 0, 1_000);
  leases.forget();
  leases.ended(1n, 10);
  assert.deepEqual(leases.overdue(2_000), []);
});

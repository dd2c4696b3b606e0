import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { LeaseExistsError, LeaseNotFoundError } from './errors.ts';
import { createLeaseTable } from './lease-table.ts';

describe('the lease table', () => {
  it('grants an id once until it is revoked', () => {
    const table = createLeaseTable();
    assert.deepEqual(table.grant(-7n, 10), { id: -7n, ttlSeconds: 10, remainingTtlSeconds: 0 });
    assert.throws(() => table.grant(-7n, 20), LeaseExistsError);
    table.revoke(-7n);
    table.grant(-7n, 20);
    assert.equal(table.get(-7n)?.ttlSeconds, 20);
  });

  it('answers the attached keys of a revoked lease in byte order', () => {
    const table = createLeaseTable();
    table.grant(1n, 10);
    for (const key of ['b', '\xff', 'a', '', 'a\x00', 'B']) table.attach(1n, key);
    assert.deepEqual(table.revoke(1n), ['', 'B', 'a', 'a\x00', 'b', '\xff']);
    assert.deepEqual(table.keys(1n), []);
  });

  it('refuses to revoke or attach to a lease that is not there', () => {
    const table = createLeaseTable();
    assert.throws(() => table.revoke(1n), LeaseNotFoundError);
    assert.throws(() => table.attach(1n, 'key'), LeaseNotFoundError);
  });

  it('knows the lease of a key until the key is detached or the lease revoked', () => {
    const table = createLeaseTable();
    table.grant(1n, 10);
    table.grant(2n, 10);
    for (const key of ['a', 'b']) table.attach(1n, key);
    table.detach(1n, 'a');
    table.attach(2n, 'a');
    table.detach(1n, 'a');
    assert.deepEqual(
      [table.leaseOf('a'), table.leaseOf('b'), table.leaseOf('c')],
      [2n, 1n, undefined],
    );
    table.revoke(1n);
    assert.deepEqual([table.leaseOf('a'), table.leaseOf('b')], [2n, undefined]);
  });

  it('forgives detaching and checkpointing what is gone', () => {
    const table = createLeaseTable();
    table.detach(1n, 'key');
    table.checkpoint(1n, 5);
    assert.equal(table.get(1n), undefined);
    assert.equal(table.size, 0);
  });

  it('keeps a checkpoint between nothing and the full TTL', () => {
    const table = createLeaseTable();
    table.grant(1n, 10);
    for (const [asked, kept] of [
      [7, 7],
      [11, 10],
      [-1, 0],
      [0, 0],
    ] as const) {
      table.checkpoint(1n, asked);
      assert.equal(table.get(1n)?.remainingTtlSeconds, kept);
    }
  });

  it('does what a plain list of attachments does, whatever happens in whatever order', () => {
    for (let seed = 1; seed <= 20; seed++) compareWithModel(seed);
  });
});

interface ModelLease {
  ttl: number;
  remaining: number;
}

function outcome(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return (error as Error).name;
  }
}

function compareWithModel(seed: number): void {
  const random = new SeededRandom(seed);
  const table = createLeaseTable();
  const leases = new Map<bigint, ModelLease>();
  let attachments: { id: bigint; key: string }[] = [];
  const keysOf = (id: bigint): string[] =>
    [...new Set(attachments.filter((one) => one.id === id).map((one) => one.key))].sort();
  for (let step = 0; step < 500; step++) {
    const id = BigInt(random.nextBelow(6) + 1);
    const key = `k${random.nextBelow(5)}`;
    const seconds = random.nextBelow(20) + 1;
    const lease = leases.get(id);
    switch (random.nextBelow(5)) {
      case 0:
        assert.deepEqual(
          outcome(() => table.grant(id, seconds)),
          lease ? 'LeaseExistsError' : { id, ttlSeconds: seconds, remainingTtlSeconds: 0 },
        );
        if (!lease) leases.set(id, { ttl: seconds, remaining: 0 });
        break;
      case 1:
        assert.deepEqual(
          outcome(() => table.revoke(id)),
          lease ? keysOf(id) : 'LeaseNotFoundError',
        );
        leases.delete(id);
        attachments = attachments.filter((one) => one.id !== id);
        break;
      case 2:
        assert.equal(
          outcome(() => table.attach(id, key)),
          lease ? undefined : 'LeaseNotFoundError',
        );
        if (lease) attachments.push({ id, key });
        break;
      case 3:
        table.detach(id, key);
        attachments = attachments.filter((one) => one.id !== id || one.key !== key);
        break;
      default:
        table.checkpoint(id, seconds);
        if (lease) lease.remaining = Math.min(seconds, lease.ttl);
    }
    assert.equal(table.size, leases.size);
    assert.deepEqual(table.keys(id), keysOf(id));
  }
  assert.deepEqual(
    table.list(),
    [...leases].map(([id, { ttl, remaining }]) => ({
      id,
      ttlSeconds: ttl,
      remainingTtlSeconds: remaining,
    })),
  );
}

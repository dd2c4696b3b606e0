import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LeaseDeadlines } from './lease-deadlines.ts';
import type { Lease } from './types.ts';

const minuteMs = 60_000;

class ManualClock {
  #nowMs = 1_000_000;

  nowMs(): number {
    return this.#nowMs;
  }

  advance(ms: number): void {
    this.#nowMs += ms;
  }
}

function lease(id: number, ttlSeconds: number, remainingTtlSeconds = 0): Lease {
  return { id: BigInt(id), ttlSeconds, remainingTtlSeconds };
}

function started(leases: readonly Lease[] = [], graceMs = 0) {
  const clock = new ManualClock();
  const deadlines = new LeaseDeadlines({
    clock,
    resendMs: 5_000,
    checkpointIntervalMs: 5 * minuteMs,
  });
  deadlines.start(leases, graceMs);
  return { clock, deadlines };
}

describe('a lease on the clock', () => {
  it('runs out when its TTL has passed since the grant, and not before', () => {
    const { clock, deadlines } = started();
    deadlines.granted(lease(1, 10));
    clock.advance(9_999);
    assert.deepEqual(deadlines.takeExpired(100), []);
    clock.advance(1);
    assert.deepEqual(deadlines.takeExpired(100), [1n]);
  });

  it('runs out a full TTL after its last renewal', () => {
    const { clock, deadlines } = started();
    deadlines.granted(lease(1, 10));
    for (let round = 0; round < 5; round++) {
      clock.advance(7_000);
      assert.equal(deadlines.renew(1n), 10);
      assert.deepEqual(deadlines.takeExpired(100), []);
    }
    clock.advance(9_999);
    assert.deepEqual(deadlines.takeExpired(100), []);
    clock.advance(1);
    assert.deepEqual(deadlines.takeExpired(100), [1n]);
  });

  it('tells whole seconds rounded down, 0 in the last one and until it is removed', () => {
    const { clock, deadlines } = started();
    deadlines.granted(lease(1, 2));
    assert.equal(deadlines.remainingSeconds(1n), 2);
    clock.advance(1);
    assert.equal(deadlines.remainingSeconds(1n), 1);
    clock.advance(1_000);
    assert.equal(deadlines.remainingSeconds(1n), 0);
    clock.advance(60_000);
    assert.equal(deadlines.remainingSeconds(1n), 0);
    deadlines.takeExpired(1);
    assert.equal(deadlines.remainingSeconds(1n), 0);
    deadlines.revoked(1n);
    assert.equal(deadlines.remainingSeconds(1n), 'unknown');
    assert.equal(deadlines.renew(1n), 'unknown');
  });

  it('can be renewed late as long as no revoke was sent, and never after that', () => {
    const { clock, deadlines } = started();
    deadlines.granted(lease(1, 10));
    clock.advance(10_500);
    assert.equal(deadlines.renew(1n), 10);
    assert.deepEqual(deadlines.takeExpired(100), []);
    clock.advance(10_000);
    assert.deepEqual(deadlines.takeExpired(100), [1n]);
    assert.equal(deadlines.renew(1n), 'expiring');
    assert.equal(deadlines.expiringCount, 1);
    assert.equal(deadlines.revoked(1n), 'expired');
    assert.equal(deadlines.expiringCount, 0);
    assert.equal(deadlines.revoked(1n), 'unknown');
    deadlines.granted(lease(1, 10));
    assert.equal(deadlines.revoked(1n), 'revoked');
  });

  it('is revoked again when the log has not confirmed it in time', () => {
    const { clock, deadlines } = started();
    deadlines.granted(lease(1, 2));
    deadlines.granted(lease(2, 2));
    clock.advance(2_000);
    assert.deepEqual(deadlines.takeExpired(1), [1n]);
    assert.deepEqual(deadlines.takeExpired(5), [2n]);
    deadlines.revoked(2n);
    clock.advance(4_999);
    assert.deepEqual(deadlines.takeExpired(5), []);
    clock.advance(1);
    assert.deepEqual(deadlines.takeExpired(5), [1n]);
  });

  it('starts anew when its id is granted again', () => {
    const { clock, deadlines } = started();
    deadlines.granted(lease(1, 2));
    clock.advance(2_000);
    deadlines.takeExpired(1);
    deadlines.revoked(1n);
    deadlines.granted(lease(1, 20));
    assert.equal(deadlines.renew(1n), 20);
    clock.advance(19_999);
    assert.deepEqual(deadlines.takeExpired(5), []);
  });
});

describe('a table that is started', () => {
  it('gives every lease its full TTL or its checkpoint, and the grace', () => {
    const { clock, deadlines } = started([lease(1, 10), lease(2, 600, 30)], 1_000);
    assert.equal(deadlines.size, 2);
    assert.equal(deadlines.remainingSeconds(1n), 10);
    assert.equal(deadlines.remainingSeconds(2n), 31);
    clock.advance(10_999);
    assert.deepEqual(deadlines.takeExpired(9), []);
    clock.advance(1);
    assert.deepEqual(deadlines.takeExpired(9), [1n]);
    deadlines.revoked(1n);
    clock.advance(19_999);
    assert.deepEqual(deadlines.takeExpired(9), []);
    clock.advance(1);
    assert.deepEqual(deadlines.takeExpired(9), [2n]);
  });

  it('keeps what an earlier primary may promise during the grace', () => {
    const { clock, deadlines } = started([lease(1, 10)], 1_000);
    clock.advance(100);
    assert.equal(deadlines.renew(1n), 10);
    // The earlier primary may have renewed for another client as late as the end of the grace.
    clock.advance(10_899);
    assert.deepEqual(deadlines.takeExpired(9), []);
    clock.advance(1);
    assert.deepEqual(deadlines.takeExpired(9), [1n]);
  });

  it('spreads the ends of very many leases, and a renewal takes a lease out of the spread', () => {
    const leases = Array.from({ length: 3_000 }, (_, index) => lease(index + 1, 10));
    const { clock, deadlines } = started(leases);
    assert.equal(deadlines.renew(3_000n), 10);
    clock.advance(10_000);
    const first = deadlines.takeExpired(5_000);
    assert.equal(first.length, 751);
    assert.ok(first.includes(3_000n));
    for (const count of [750, 750, 749, 0]) {
      clock.advance(1_000);
      assert.equal(deadlines.takeExpired(5_000).length, count);
    }
  });

  it('forgets everything from before', () => {
    const { clock, deadlines } = started([lease(1, 10), lease(2, 10)]);
    clock.advance(10_000);
    deadlines.takeExpired(1);
    deadlines.start([lease(3, 10)], 0);
    assert.equal(deadlines.size, 1);
    assert.equal(deadlines.expiringCount, 0);
    clock.advance(9_999);
    assert.deepEqual(deadlines.takeExpired(9), []);
    assert.equal(deadlines.renew(1n), 'unknown');
  });
});

describe('checkpoints', () => {
  it('remember the remaining TTL of a lease that was not renewed for an interval, rounded up', () => {
    const { clock, deadlines } = started();
    deadlines.granted(lease(1, 3_600));
    deadlines.granted(lease(2, 300));
    clock.advance(5 * minuteMs - 1);
    assert.deepEqual(deadlines.takeCheckpoints(10), []);
    clock.advance(2);
    assert.deepEqual(deadlines.takeCheckpoints(10), [
      { id: 1n, ttlSeconds: 3_600, remainingTtlSeconds: 3_300 },
    ]);
    deadlines.checkpointed(1n, 3_300);
    clock.advance(5 * minuteMs);
    assert.deepEqual(deadlines.takeCheckpoints(10), [
      { id: 1n, ttlSeconds: 3_600, remainingTtlSeconds: 3_000 },
    ]);
  });

  it('are never needed for a lease that is renewed in time', () => {
    const { clock, deadlines } = started();
    deadlines.granted(lease(1, 600));
    for (let round = 0; round < 20; round++) {
      clock.advance(4 * minuteMs);
      assert.equal(deadlines.renew(1n), 600);
      assert.deepEqual(deadlines.takeCheckpoints(10), []);
    }
  });

  it('must be cleared in the log before a renewal may promise anything', () => {
    const { clock, deadlines } = started([lease(1, 600, 400)]);
    clock.advance(1_000);
    assert.equal(deadlines.renew(1n), 'checkpointed');
    assert.equal(deadlines.remainingSeconds(1n), 600);
    const clear = { id: 1n, ttlSeconds: 600, remainingTtlSeconds: 0 };
    assert.deepEqual(deadlines.takeCheckpoints(10), [clear]);
    assert.equal(deadlines.renew(1n), 'checkpointed');
    assert.deepEqual(deadlines.takeCheckpoints(10), []);
    clock.advance(5_000);
    assert.deepEqual(deadlines.takeCheckpoints(10), [clear]);
    deadlines.checkpointed(1n, 0);
    assert.equal(deadlines.renew(1n), 600);
    clock.advance(60_000);
    assert.deepEqual(deadlines.takeCheckpoints(10), []);
  });

  it('count as soon as they are sent', () => {
    const { clock, deadlines } = started();
    deadlines.granted(lease(1, 3_600));
    clock.advance(5 * minuteMs);
    assert.equal(deadlines.takeCheckpoints(10).length, 1);
    assert.equal(deadlines.renew(1n), 'checkpointed');
  });

  it('are not sent while another one for the lease is under way', () => {
    const { clock, deadlines } = started();
    deadlines.granted(lease(1, 3_600));
    clock.advance(5 * minuteMs);
    assert.equal(deadlines.takeCheckpoints(10).length, 1);
    clock.advance(5 * minuteMs);
    assert.deepEqual(deadlines.takeCheckpoints(10), []);
    deadlines.checkpointed(1n, 3_300);
    clock.advance(5 * minuteMs);
    assert.deepEqual(deadlines.takeCheckpoints(10), [
      { id: 1n, ttlSeconds: 3_600, remainingTtlSeconds: 2_700 },
    ]);
  });

  it('that were meant for an earlier lease of the same id are cleared, too', () => {
    const { clock, deadlines } = started();
    deadlines.granted(lease(1, 3_600));
    clock.advance(5 * minuteMs);
    assert.equal(deadlines.takeCheckpoints(10).length, 1);
    deadlines.revoked(1n);
    deadlines.granted(lease(1, 3_600));
    assert.equal(deadlines.renew(1n), 'checkpointed');
  });
});

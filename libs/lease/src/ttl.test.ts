import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LeaseTtlTooLargeError } from './errors.ts';
import { grantedTtlSeconds, minTtlSeconds } from './ttl.ts';

describe('the TTL of a grant', () => {
  it('outlives one and a half election timeouts, in whole seconds', () => {
    assert.equal(minTtlSeconds(1_000), 2);
    assert.equal(minTtlSeconds(2_000), 3);
    assert.equal(minTtlSeconds(5_000), 8);
    assert.equal(minTtlSeconds(100), 1);
  });

  it('is raised to the shortest one, even from zero and below', () => {
    assert.equal(grantedTtlSeconds(1, 2), 2);
    assert.equal(grantedTtlSeconds(0, 2), 2);
    assert.equal(grantedTtlSeconds(-5, 2), 2);
    assert.equal(grantedTtlSeconds(60, 2), 60);
  });

  it('is at most nine billion seconds', () => {
    assert.equal(grantedTtlSeconds(9_000_000_000, 2), 9_000_000_000);
    assert.throws(() => grantedTtlSeconds(9_000_000_001, 2), LeaseTtlTooLargeError);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LeaseCheckpoint } from '@cairn/lease';
import type { NodeFeed } from './feed.ts';
import { limits } from './limits.ts';
import { KeeperMetrics } from './metrics.ts';
import { Primary } from './primary.ts';
import type { Answer } from './question.ts';
import { ManualClock } from './testing/manual-clock.ts';

const epoch = 40;

/** Writes down what a node would be told. */
class RecordingFeed implements NodeFeed {
  congested = false;
  readonly pings: number[] = [];
  readonly revokes: (readonly bigint[])[] = [];
  readonly checkpoints: (readonly LeaseCheckpoint[])[] = [];
  readonly queries: (readonly [number, bigint])[] = [];

  ping(nonce: number, ofEpoch: number): void {
    assert.equal(ofEpoch, epoch);
    this.pings.push(nonce);
  }

  revoke(ofEpoch: number, ids: readonly bigint[]): void {
    assert.equal(ofEpoch, epoch);
    this.revokes.push(ids);
  }

  checkpoint(ofEpoch: number, checkpoints: readonly LeaseCheckpoint[]): void {
    assert.equal(ofEpoch, epoch);
    this.checkpoints.push(checkpoints);
  }

  query(queryId: number, leaseId: bigint): void {
    this.queries.push([queryId, leaseId]);
  }
}

class Stage {
  readonly clock = new ManualClock();
  readonly feed = new RecordingFeed();
  readonly metrics = new KeeperMetrics();
  readonly primary: Primary;
  #nonce = 100;

  /** @param table `[id, ttl, remaining TTL]` of every lease */
  constructor(table: readonly (readonly number[])[] = [], graceMs = 1_000) {
    this.primary = new Primary({
      clock: this.clock,
      feed: this.feed,
      metrics: this.metrics,
      event: {
        kind: 'primary',
        epoch,
        graceMs,
        leases: table.map(([id = 0, ttlSeconds = 0, remainingTtlSeconds = 0]) => ({
          id: BigInt(id),
          ttlSeconds,
          remainingTtlSeconds,
        })),
      },
      authorityMs: 1_000,
      keepAliveWaitMs: 3_000,
      checkpointIntervalMs: 300_000,
      resendIntervalMs: 5_000,
      nextNonce: () => ++this.#nonce,
    });
  }

  /** A ping and its answer, in no time. */
  prove(): void {
    this.clock.advance(400);
    this.primary.tick();
    this.primary.ponged(this.feed.pings.at(-1) ?? 0);
    assert.ok(this.primary.authority.holds());
  }

  /** Lets time pass with proofs, so that authority is never missing. */
  pass(ms: number): void {
    for (let passed = 0; passed < ms; passed += 400) this.prove();
  }

  ask(leaseId: number, peek = false): { answers: string[] } {
    const answers: string[] = [];
    const answer = (given: Answer): void => {
      answers.push(given.kind === 'alive' ? `alive ${given.ttlSeconds}` : given.kind);
    };
    this.primary.ask([{ leaseId: BigInt(leaseId), peek, answer }]);
    return { answers };
  }

  grant(id: number, ttlSeconds: number): void {
    const lease = { id: BigInt(id), ttlSeconds, remainingTtlSeconds: 0 };
    this.primary.changed([{ kind: 'granted', lease }]);
  }

  revoke(id: number): void {
    this.primary.changed([{ kind: 'revoked', id: BigInt(id) }]);
  }

  checkpointed(id: number, remainingTtlSeconds: number): void {
    this.primary.changed([{ kind: 'checkpointed', id: BigInt(id), remainingTtlSeconds }]);
  }
}

describe('a keep-alive', () => {
  it('is answered with the TTL while authority holds', () => {
    const stage = new Stage([[1, 60]]);
    stage.prove();
    assert.deepEqual(stage.ask(1).answers, ['alive 60']);
  });

  it('waits for the first proof, and for the next one when it is missing', () => {
    const stage = new Stage([[1, 60]]);
    const first = stage.ask(1);
    assert.deepEqual(first.answers, []);
    stage.prove();
    assert.deepEqual(first.answers, ['alive 60']);
    stage.clock.advance(1_000);
    const second = stage.ask(1);
    assert.deepEqual(second.answers, []);
    stage.prove();
    assert.deepEqual(second.answers, ['alive 60']);
  });

  it('is sent away when no proof comes in time', () => {
    const stage = new Stage([[1, 60]]);
    const question = stage.ask(1);
    stage.clock.advance(2_999);
    stage.primary.tick();
    assert.deepEqual(question.answers, []);
    stage.clock.advance(1);
    stage.primary.tick();
    assert.deepEqual(question.answers, ['notPrimary']);
    assert.equal(stage.primary.waitingCount, 0);
  });

  it('is not answered by a proof that came too late', () => {
    const stage = new Stage([[1, 60]]);
    stage.primary.tick();
    const question = stage.ask(1);
    stage.clock.advance(1_000);
    stage.primary.ponged(stage.feed.pings.at(-1)!);
    assert.deepEqual(question.answers, []);
  });

  it('is sent away when the epoch ends', () => {
    const stage = new Stage([[1, 60]]);
    const question = stage.ask(1);
    stage.primary.end();
    assert.deepEqual(question.answers, ['notPrimary']);
  });

  it('moves the deadline, a peek does not', () => {
    const stage = new Stage([[1, 10]]);
    stage.pass(4_800);
    assert.deepEqual(stage.ask(1, true).answers, ['alive 6']);
    assert.deepEqual(stage.ask(1, true).answers, ['alive 6']);
    assert.deepEqual(stage.ask(1).answers, ['alive 10']);
    stage.clock.advance(1);
    assert.deepEqual(stage.ask(1, true).answers, ['alive 9']);
  });

  it('beyond what may wait is sent away at once', () => {
    const stage = new Stage();
    for (let count = 0; count < limits.waitingMax; count++) stage.ask(1);
    assert.equal(stage.primary.waitingCount, limits.waitingMax);
    assert.deepEqual(stage.ask(1).answers, ['notPrimary']);
  });
});

describe('a keep-alive of an unknown lease', () => {
  it('is not found only when the node says so', () => {
    const stage = new Stage();
    stage.prove();
    const question = stage.ask(9);
    assert.deepEqual(question.answers, []);
    assert.deepEqual(stage.feed.queries, [[1, 9n]]);
    stage.primary.queried(1, false);
    assert.deepEqual(question.answers, ['notFound']);
  });

  it('waits for the feed when the node knows the lease', () => {
    const stage = new Stage();
    stage.prove();
    const question = stage.ask(9);
    stage.primary.queried(1, true);
    assert.deepEqual(question.answers, []);
    stage.grant(9, 30);
    assert.deepEqual(question.answers, ['alive 30']);
  });

  it('is alive when the feed was faster than the query', () => {
    const stage = new Stage();
    stage.prove();
    const question = stage.ask(9);
    stage.grant(9, 30);
    stage.primary.queried(1, false);
    assert.deepEqual(question.answers, ['alive 30']);
  });

  it('is not answered by a query that was under way already', () => {
    const stage = new Stage();
    stage.prove();
    const first = stage.ask(9);
    const second = stage.ask(9, true);
    assert.equal(stage.feed.queries.length, 1);
    stage.primary.queried(1, false);
    assert.deepEqual(first.answers, ['notFound']);
    assert.deepEqual(second.answers, []);
    assert.deepEqual(stage.feed.queries.at(-1), [2, 9n]);
    stage.primary.queried(2, false);
    assert.deepEqual(second.answers, ['notFound']);
  });

  it('is sent away when the answer is lost, and the next one asks again', () => {
    const stage = new Stage();
    stage.prove();
    const first = stage.ask(9);
    stage.pass(3_200);
    assert.deepEqual(first.answers, ['notPrimary']);
    const second = stage.ask(9);
    assert.deepEqual(stage.feed.queries.at(-1), [2, 9n]);
    stage.primary.queried(2, false);
    assert.deepEqual(second.answers, ['notFound']);
  });
});

describe('expiry', () => {
  it('is proposed when the time is up, and not before', () => {
    const stage = new Stage([[1, 2]]);
    stage.pass(2_800);
    assert.deepEqual(stage.feed.revokes, []);
    stage.pass(400);
    assert.deepEqual(stage.feed.revokes, [[1n]]);
  });

  it('is never proposed without authority', () => {
    const stage = new Stage([[1, 2]]);
    stage.prove();
    stage.clock.advance(60_000);
    stage.primary.tick();
    assert.deepEqual(stage.feed.revokes, []);
    stage.prove();
    stage.primary.tick();
    assert.deepEqual(stage.feed.revokes, [[1n]]);
  });

  it('spares the lease whose keep-alive waited for the same proof', () => {
    const stage = new Stage([[1, 2]]);
    stage.prove();
    stage.clock.advance(2_700);
    const question = stage.ask(1);
    stage.prove();
    assert.deepEqual(question.answers, ['alive 2']);
    stage.primary.tick();
    assert.deepEqual(stage.feed.revokes, []);
  });

  it('lets a keep-alive wait for the log, and then the node decides', () => {
    const stage = new Stage([[1, 2]]);
    stage.pass(3_200);
    assert.deepEqual(stage.feed.revokes, [[1n]]);
    const question = stage.ask(1);
    assert.deepEqual(stage.ask(1, true).answers, ['alive 0']);
    assert.deepEqual(question.answers, []);
    stage.revoke(1);
    assert.deepEqual(stage.feed.queries, [[1, 1n]]);
    stage.primary.queried(1, false);
    assert.deepEqual(question.answers, ['notFound']);
  });

  it('is proposed again until the log confirms it', () => {
    const stage = new Stage([
      [1, 2],
      [2, 2],
    ]);
    stage.pass(3_200);
    assert.deepEqual(stage.feed.revokes, [[1n, 2n]]);
    stage.revoke(1);
    stage.pass(4_800);
    assert.equal(stage.feed.revokes.length, 1);
    stage.pass(400);
    assert.deepEqual(stage.feed.revokes.at(-1), [2n]);
    stage.revoke(2);
    stage.pass(12_000);
    assert.equal(stage.feed.revokes.length, 2);
  });

  it('goes to the log at a bounded pace, in bounded messages', () => {
    const stage = new Stage();
    for (let id = 1; id <= 5_000; id++) stage.grant(id, 2);
    stage.pass(2_800);
    const startMs = stage.clock.nowMs();
    while (stage.feed.revokes.flat().length < 5_000) {
      stage.prove();
      for (const ids of stage.feed.revokes) assert.ok(ids.length <= 500);
    }
    assert.ok(stage.clock.nowMs() - startMs >= 4_000);
  });

  it('waits while the node does not take what was sent', () => {
    const stage = new Stage([[1, 2]]);
    stage.pass(2_800);
    stage.feed.congested = true;
    stage.clock.advance(400);
    stage.primary.tick();
    assert.deepEqual(stage.feed.revokes, []);
    stage.feed.congested = false;
    stage.primary.tick();
    assert.deepEqual(stage.feed.revokes, [[1n]]);
  });
});

describe('checkpoints', () => {
  it('are sent for a lease that was not renewed for the interval', () => {
    const stage = new Stage();
    stage.pass(1_200);
    stage.grant(1, 3_600);
    stage.pass(300_800);
    assert.deepEqual(stage.feed.checkpoints, [
      [{ id: 1n, ttlSeconds: 3_600, remainingTtlSeconds: 3_300 }],
    ]);
  });

  it('are cleared at once, and in the log, before a keep-alive is answered', () => {
    const stage = new Stage([[1, 3_600, 1_000]]);
    stage.prove();
    const question = stage.ask(1);
    assert.deepEqual(question.answers, []);
    assert.deepEqual(stage.feed.checkpoints, [
      [{ id: 1n, ttlSeconds: 3_600, remainingTtlSeconds: 0 }],
    ]);
    stage.checkpointed(1, 0);
    assert.deepEqual(question.answers, ['alive 3600']);
    assert.deepEqual(stage.ask(1).answers, ['alive 3600']);
    assert.equal(stage.feed.checkpoints.length, 1);
  });
});

describe('metrics', () => {
  it('count what the log has done to leases, as etcd does', async () => {
    const stage = new Stage([[1, 2]]);
    stage.prove();
    stage.grant(7, 60);
    stage.ask(7);
    stage.revoke(7);
    stage.pass(3_200);
    stage.revoke(1);
    const text = await stage.metrics.registry.metrics();
    for (const line of [
      'etcd_debugging_lease_granted_total 1',
      'etcd_debugging_lease_renewed_total 1',
      'etcd_debugging_lease_revoked_total 2',
      'etcd_debugging_server_lease_expired_total 1',
      'etcd_debugging_lease_ttl_total_bucket{le="64"} 1',
      'etcd_debugging_lease_ttl_total_bucket{le="32"} 0',
    ]) {
      assert.ok(text.includes(`${line}\n`), line);
    }
  });
});

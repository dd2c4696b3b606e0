import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LeaseQueries } from './lease-queries.ts';
import { ManualClock } from './testing/manual-clock.ts';

function fresh(inFlightMax: number) {
  const clock = new ManualClock();
  const sent: [number, bigint][] = [];
  const queries = new LeaseQueries({
    clock,
    inFlightMax,
    timeoutMs: 1_000,
    send: (queryId, leaseId) => sent.push([queryId, leaseId]),
  });
  return { clock, sent, queries };
}

const everyone = (): boolean => true;

describe('lease queries', () => {
  it('never let a query answer a question that came after it was sent', () => {
    const { sent, queries } = fresh(10);
    assert.equal(queries.ask(5n), 'sent');
    assert.equal(queries.ask(5n), 'queued');
    queries.sendQueued(everyone);
    assert.deepEqual(sent, [[1, 5n]]);
    assert.equal(queries.answered(1), 5n);
    queries.sendQueued(everyone);
    assert.deepEqual(sent, [
      [1, 5n],
      [2, 5n],
    ]);
    assert.equal(queries.answered(2), 5n);
    queries.sendQueued(everyone);
    assert.equal(sent.length, 2);
  });

  it('are bounded in number, and those beyond wait for room', () => {
    const { sent, queries } = fresh(2);
    assert.deepEqual(
      [1n, 2n, 3n, 3n].map((id) => queries.ask(id)),
      ['sent', 'sent', 'queued', 'queued'],
    );
    queries.sendQueued(everyone);
    assert.equal(sent.length, 2);
    queries.answered(2);
    queries.sendQueued(everyone);
    assert.deepEqual(sent.at(-1), [3, 3n]);
    assert.equal(sent.length, 3);
  });

  it('are not sent when nobody waits for them any more', () => {
    const { sent, queries } = fresh(1);
    queries.ask(1n);
    queries.ask(2n);
    queries.answered(1);
    queries.sendQueued(() => false);
    queries.sendQueued(everyone);
    assert.equal(sent.length, 1);
  });

  it('give their place up when their answer is lost, and a late answer means nothing', () => {
    const { clock, sent, queries } = fresh(1);
    queries.ask(1n);
    queries.ask(2n);
    clock.advance(999);
    queries.dropOverdue();
    queries.sendQueued(everyone);
    assert.equal(sent.length, 1);
    clock.advance(1);
    queries.dropOverdue();
    queries.sendQueued(everyone);
    assert.deepEqual(sent.at(-1), [2, 2n]);
    assert.equal(queries.answered(1), undefined);
    assert.equal(queries.answered(2), 2n);
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeTimers } from '../testing/fake-timers.ts';
import { startAutoCompaction } from './auto-compaction.ts';
import type { CompactedStore } from './auto-compaction.ts';
import { parseRetention } from './retention.ts';
import type { Retention } from './retention.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Grows by one revision a minute, so that minutes are revisions. */
class FakeStore implements CompactedStore {
  readonly timers = new FakeTimers();
  /** `minute: revision` of each request. */
  readonly asked: string[] = [];
  leads = true;
  succeeds = true;
  compacted = -1;
  readonly stop: () => void;

  constructor(retention: Retention) {
    this.stop = startAutoCompaction(retention, this, this.timers);
  }

  isLeader(): boolean {
    return this.leads;
  }

  currentRevision(): number {
    return this.#minute;
  }

  compactRevision(): number {
    return this.compacted;
  }

  compact(revision: number): Promise<boolean> {
    this.asked.push(`${this.#minute}: ${revision}`);
    if (this.succeeds) this.compacted = revision;
    return Promise.resolve(this.succeeds);
  }

  async pass(minutes: number): Promise<string[]> {
    await this.timers.pass(minutes * minuteMs);
    return this.asked.splice(0);
  }

  get #minute(): number {
    return Math.floor(this.timers.nowMs() / minuteMs);
  }
}

const periodic = (periodMs: number): Retention => ({ kind: 'periodic', periodMs });

test('a period of up to an hour is kept, and compacted as often as it is long', async () => {
  const store = new FakeStore(periodic(30 * minuteMs));
  assert.deepEqual(await store.pass(32), [], 'the first note says revision 0: nothing to compact');
  assert.deepEqual(await store.pass(1), ['33: 3'], 'the next is three minutes younger');
  assert.deepEqual(await store.pass(60), ['63: 33', '93: 63']);
});

test('a longer period is compacted every hour, up to what is so old', async () => {
  const store = new FakeStore(periodic(5 * hourMs));
  assert.deepEqual(await store.pass(5 * 60), []);
  assert.deepEqual(await store.pass(60), ['306: 6']);
  assert.deepEqual(await store.pass(120), ['366: 66', '426: 126']);
});

test('only the leader compacts, and who becomes leader knows at once how far', async () => {
  const store = new FakeStore(periodic(hourMs));
  store.leads = false;
  assert.deepEqual(await store.pass(300), []);
  store.leads = true;
  assert.deepEqual(await store.pass(6), ['306: 246']);
  assert.deepEqual(await store.pass(60), ['366: 306']);
});

test('what fails is tried again with the next note', async () => {
  const store = new FakeStore(periodic(hourMs));
  store.succeeds = false;
  assert.deepEqual(await store.pass(78), ['66: 6', '72: 12', '78: 18']);
  store.succeeds = true;
  assert.deepEqual(await store.pass(60), ['84: 24']);
});

test('what somebody else has compacted is not asked for again', async () => {
  const store = new FakeStore(periodic(hourMs));
  store.compacted = 30;
  assert.deepEqual(await store.pass(90), []);
  assert.deepEqual(await store.pass(6), ['96: 36']);
});

test('by revision, so many are kept, looked at every five minutes', async () => {
  const store = new FakeStore({ kind: 'revision', revisions: 12 });
  assert.deepEqual(await store.pass(12), []);
  assert.deepEqual(await store.pass(13), ['15: 3', '20: 8', '25: 13']);
  store.leads = false;
  assert.deepEqual(await store.pass(10), []);
  store.leads = true;
  assert.deepEqual(await store.pass(5), ['40: 28']);
  store.stop();
  assert.deepEqual(await store.pass(60), []);
});

test('while one compaction is under way there is no second', async () => {
  const store = new FakeStore({ kind: 'revision', revisions: 1 });
  let finish = (_isDone: boolean): void => undefined;
  store.compact = (revision) => {
    store.asked.push(String(revision));
    return new Promise((resolve) => (finish = resolve));
  };
  assert.deepEqual(await store.pass(15), ['4']);
  finish(true);
  await store.pass(0);
  assert.deepEqual(await store.pass(10), ['19']);
});

test('without retention there is nothing to do', () => {
  assert.equal(new FakeStore({ kind: 'off' }).timers.count, 0);
});

test('retention is hours, a duration, or revisions', () => {
  const periods = ['0', '1', '30m', '1h30m', '0s'].map((text) => parseRetention('periodic', text));
  assert.deepEqual(periods, [
    { kind: 'off' },
    periodic(hourMs),
    periodic(hourMs / 2),
    periodic(1.5 * hourMs),
    { kind: 'off' },
  ]);
  assert.deepEqual(parseRetention('revision', '1000'), { kind: 'revision', revisions: 1_000 });
  assert.deepEqual(parseRetention('revision', '0'), { kind: 'off' });
  for (const text of ['', '-1', 'often', '1.5']) {
    assert.equal(parseRetention('periodic', text), undefined, text);
    assert.equal(parseRetention('revision', text), undefined, text);
  }
  assert.equal(parseRetention('revision', '5m'), undefined);
});

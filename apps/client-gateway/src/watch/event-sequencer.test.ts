import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { SeededRandom } from '@cairn/core';
import type { cairn } from '@cairn/proto';
import { EventLog } from '../testing/event-log.ts';
import { LogHistory } from '../testing/log-history.ts';
import type { LogHistoryOptions } from '../testing/log-history.ts';
import { settle, silentLogger, until } from '../testing/support.ts';
import { decodeEventBatch } from './event-batch.ts';
import { EventSequencer } from './event-sequencer.ts';

class Harness {
  readonly log = new EventLog();
  readonly history: LogHistory;
  readonly sequencer: EventSequencer;
  readonly counts = { gaps: 0, backfills: 0, duplicates: 0 };
  readonly skipped: number[] = [];
  /** `key@revision` in the order of delivery. */
  readonly delivered: string[] = [];
  #last: number;

  constructor(options: LogHistoryOptions = {}, startRevision = 1) {
    this.#last = startRevision;
    this.history = new LogHistory(this.log, options);
    this.sequencer = new EventSequencer({
      history: this.history,
      logger: silentLogger,
      metrics: {
        gap: () => (this.counts.gaps += 1),
        backfill: () => (this.counts.backfills += 1),
        duplicate: () => (this.counts.duplicates += 1),
      },
      deliver: ({ firstRevision, lastRevision, events }) => {
        assert.equal(firstRevision, this.#last + 1, 'batches adjoin');
        this.#last = lastRevision;
        for (const { key, revision } of events) this.delivered.push(`${key}@${revision}`);
      },
      skip: (compactRevision) => {
        this.skipped.push(compactRevision);
        this.#last = compactRevision - 1;
      },
    });
    this.sequencer.start(startRevision);
  }

  offer(batch: cairn.v1.EventBatch): void {
    this.sequencer.offer(decodeEventBatch(batch));
  }

  writeMany(count: number): void {
    for (let i = 0; i < count; i++) this.log.write({ key: `k${i}` });
  }

  expected(fromRevision = 2): string[] {
    return this.log
      .between(fromRevision, this.log.revision)
      .map(({ key, revision }) => `${key}@${revision}`);
  }
}

let current: Harness | undefined;
function harness(options?: LogHistoryOptions): Harness {
  current = new Harness(options);
  return current;
}
afterEach(() => current?.sequencer.stop());

test('batches in order go straight through', () => {
  const world = harness();
  world.writeMany(4);
  world.offer(world.log.batch(2, 3));
  world.offer(world.log.batch(4, 5));
  assert.deepEqual(world.delivered, world.expected());
  assert.equal(world.counts.gaps, 0);
});

test('what was delivered is not delivered again, also when a batch overlaps', () => {
  const world = harness();
  world.writeMany(4);
  world.offer(world.log.batch(2, 4));
  world.offer(world.log.batch(2, 4));
  world.offer(world.log.batch(3, 5));
  assert.deepEqual(world.delivered, world.expected());
  assert.equal(world.counts.duplicates, 1);
});

test('a lost batch is read from history before anything later is delivered', async () => {
  const world = harness();
  world.writeMany(6);
  world.offer(world.log.batch(2, 3));
  world.offer(world.log.batch(6, 7));
  assert.deepEqual(world.delivered.length, 2);
  await until(() => world.sequencer.revision === 7);
  assert.deepEqual(world.delivered, world.expected());
  assert.deepEqual(world.counts, { gaps: 1, backfills: 1, duplicates: 0 });
});

test('a late batch fills the gap itself, and the read ends', async () => {
  const world = harness({ sliceRevisions: 1 });
  world.writeMany(6);
  world.offer(world.log.batch(4, 7));
  world.offer(world.log.batch(2, 3));
  assert.deepEqual(world.delivered, world.expected());
  assert.equal(world.sequencer.hasGap, false);
  await settle();
  assert.equal(world.history.running, 0);
});

test('a heartbeat reveals a lost tail', async () => {
  const world = harness();
  world.writeMany(3);
  world.offer(world.log.heartbeat());
  await until(() => world.sequencer.revision === 4);
  assert.deepEqual(world.delivered, world.expected());
});

test('an omitted batch is read from history', async () => {
  const world = harness();
  world.writeMany(5);
  world.offer(world.log.batch(2, 3));
  world.offer(world.log.omitted(4, 5));
  world.offer(world.log.batch(6, 6));
  await until(() => world.sequencer.revision === 6);
  assert.deepEqual(world.delivered, world.expected());
});

test('a read that breaks is taken up where it got to', async () => {
  let reads = 0;
  const world = harness({ sliceRevisions: 1, breaks: () => reads++ % 3 === 2 });
  world.writeMany(12);
  world.offer(world.log.heartbeat());
  await until(() => world.sequencer.revision === 13);
  assert.deepEqual(world.delivered, world.expected());
  assert.ok(world.counts.backfills > 1);
});

test('a gap that was compacted away is skipped, and told', async () => {
  const world = harness();
  world.writeMany(9);
  world.log.compact(6);
  world.offer(world.log.batch(9, 10));
  await until(() => world.sequencer.revision === 10);
  assert.deepEqual(world.skipped, [6]);
  assert.deepEqual(world.delivered, world.expected(6));
});

test('whatever the source does, every revision is delivered once and in order', async () => {
  for (let seed = 1; seed <= 12; seed++) {
    const random = new SeededRandom(seed);
    const chance = (percent: number): boolean => random.nextBelow(100) < percent;
    const world = harness({
      sliceRevisions: 1 + random.nextBelow(5),
      breaks: () => chance(10),
    });
    let late: cairn.v1.EventBatch[] = [];
    let said = 1;
    for (let step = 0; step < 120; step++) {
      for (let count = random.nextBelow(4); count > 0; count--) {
        const size = 1 + random.nextBelow(3);
        world.log.write(...Array.from({ length: size }, (_, i) => ({ key: `k${step}-${i}` })));
      }
      if (world.log.revision > said) {
        const batch = chance(15)
          ? world.log.omitted(said + 1, world.log.revision)
          : world.log.batch(said + 1, world.log.revision);
        said = world.log.revision;
        if (chance(20)) late.push(batch);
        else if (!chance(20)) world.offer(batch);
        if (chance(15)) world.offer(batch);
      } else if (chance(50)) {
        world.offer(world.log.heartbeat());
      }
      if (chance(30)) {
        for (const batch of late.toReversed()) world.offer(batch);
        late = [];
      }
      if (chance(40)) await settle(1 + random.nextBelow(3));
    }
    world.offer(world.log.heartbeat());
    await until(() => world.sequencer.revision === world.log.revision);
    assert.deepEqual(world.delivered, world.expected(), `seed ${seed}`);
    assert.ok(world.counts.gaps > 0, `seed ${seed} lost nothing: the test tests nothing`);
    world.sequencer.stop();
  }
});

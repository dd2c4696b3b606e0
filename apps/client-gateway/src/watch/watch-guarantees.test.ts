// etcd's guarantees for watches (ordered, unique, reliable, atomic, bookmarkable) under seeded chaos:
// a bus that loses, repeats and delays, reads that break, clients that stop reading, compaction.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryBus } from '@cairn/bus';
import type { EventPublisher } from '@cairn/bus';
import { SeededRandom } from '@cairn/core';
import { cairn } from '@cairn/proto';
import { settle, someState, until } from '../testing/support.ts';
import { WatchWorld } from '../testing/watch-client.ts';
import type { WatchClient, WatchWorldOptions } from '../testing/watch-client.ts';
import { contains, toKeyRange } from './key-range.ts';
import type { KeyRange } from './key-range.ts';
import { RecentEvents } from './recent-events.ts';

interface WatcherUnderTest {
  readonly client: WatchClient;
  readonly watchId: bigint;
  readonly range: KeyRange;
  readonly startRevision: number;
}

const letters = 'abcdef';

function randomKey(random: SeededRandom): string {
  const letter = (): string => letters.charAt(random.nextBelow(letters.length));
  return letter() + letter();
}

function addWatchers(
  world: WatchWorld,
  client: WatchClient,
  random: SeededRandom,
  count: number,
): WatcherUnderTest[] {
  return Array.from({ length: count }, (_, index) => {
    const key = randomKey(random);
    const rangeEnd = ['', '\0', `${key.charAt(0)}~`, `${key}~`][random.nextBelow(4)] ?? '';
    const floor = Math.max(1, world.log.compactRevision);
    const startRevision = floor + random.nextBelow(world.log.revision - floor + 4);
    client.create({ key, rangeEnd, start_revision: startRevision, prev_kv: true });
    const range = toKeyRange(Buffer.from(key), Buffer.from(rangeEnd, 'latin1'));
    return { client, watchId: BigInt(index), range, startRevision };
  });
}

function expectedOf(world: WatchWorld, { range, startRevision }: WatcherUnderTest): string[] {
  return world.log
    .between(startRevision, world.log.revision)
    .filter(({ key }) => contains(range, key))
    .map(({ key, revision, isDelete }) => `${isDelete ? '-' : '+'}${key}@${revision}`);
}

function seenBy({ client, watchId }: WatcherUnderTest): string[] {
  return client
    .events(watchId)
    .map(({ type, key, revision }) => `${type === 'delete' ? '-' : '+'}${key}@${revision}`);
}

/** No revision is split over responses, and nothing at or below a told progress comes later. */
function checkResponses({ client, watchId }: WatcherUnderTest): void {
  let last = 0;
  let promised = 0;
  for (const response of client.responses) {
    if (response.watchId !== watchId && response.watchId !== -1n) continue;
    if (response.watchId === -1n) promised = response.revision;
    const [first] = response.events;
    if (first === undefined) continue;
    assert.ok(first.revision > last, `revision ${first.revision} was split or repeated`);
    assert.ok(first.revision > promised, `revision ${first.revision} after progress ${promised}`);
    last = response.events.at(-1)?.revision ?? last;
    assert.ok(response.revision >= last, 'the header is not behind the events');
  }
}

class Chaos {
  readonly random: SeededRandom;
  readonly bus = new MemoryBus({ payloadBytesMax: 100_000 });
  readonly world: WatchWorld;
  readonly publisher: EventPublisher;
  readonly watchers: WatcherUnderTest[] = [];
  #published = 1;

  constructor(seed: number, withBus: boolean, options: WatchWorldOptions = {}) {
    const random = new SeededRandom(seed);
    this.random = random;
    this.bus.setFault(() => [0, 1, 1, 1, 1, 2][random.nextBelow(6)] ?? 1);
    this.world = new WatchWorld({
      history: {
        sliceRevisions: 1 + random.nextBelow(6),
        breaks: () => random.nextBelow(40) === 0,
      },
      recent: new RecentEvents({ countMax: 10 + random.nextBelow(60), bytesMax: 1_000_000 }),
      bufferBytesMax: 400,
      checkIntervalMs: 10,
      ...options,
      ...(withBus
        ? {
            bus: {
              connect: this.bus.connectSubscriber,
              url: 'nats://memory',
              silenceMs: 10_000,
            },
          }
        : {}),
    });
    this.publisher = this.bus.connectPublisher({
      url: 'nats://memory',
      clusterId: someState.clusterId,
    });
  }

  step(): void {
    const { random, world } = this;
    const size = 1 + random.nextBelow(3);
    const changes = new Map(
      Array.from({ length: size }, () => [randomKey(random), random.nextBelow(4) === 0]),
    );
    world.write(...[...changes].map(([key, isDelete]) => ({ key, isDelete })));
    world.state.update({ ...someState, revision: world.log.revision });
    if (random.nextBelow(3) > 0) this.publish();
    for (const { client } of this.watchers) {
      const dice = random.nextBelow(30);
      if (dice === 0) client.call.stopReading();
      else if (dice < 4) client.call.startReading();
      else if (dice === 5) client.progress();
    }
    if (random.nextBelow(25) === 0) this.#addClient();
  }

  /** Whether events are asked for, from the bus or the raft-node. */
  get isListenedTo(): boolean {
    return this.publisher.hasAudience || this.world.history.followers > 0;
  }

  publish(): void {
    const { log } = this.world;
    this.publisher.publish(
      cairn.v1.EventBatch.encode(log.batch(this.#published + 1, log.revision)).finish(),
    );
    this.#published = log.revision;
  }

  #addClient(): void {
    const client = this.world.connect();
    this.watchers.push(...addWatchers(this.world, client, this.random, 4));
  }

  /** Everything becomes good again, and everybody gets the rest. */
  async heal(): Promise<void> {
    const readers = setInterval(() => {
      for (const { client } of this.watchers) client.call.startReading();
    }, 1);
    await until(() =>
      this.watchers.every(
        (watcher) => seenBy(watcher).length >= expectedOf(this.world, watcher).length,
      ),
    );
    clearInterval(readers);
    await settle();
  }
}

for (const withBus of [true, false]) {
  const source = withBus ? 'a bus that loses, repeats and delays' : 'the stream of the raft-node';
  test(`with ${source} every watcher sees every event once, in order and whole`, async () => {
    for (let seed = 1; seed <= 6; seed++) {
      const chaos = new Chaos(seed, withBus);
      await settle();
      for (let step = 0; step < 160; step++) {
        chaos.step();
        if (chaos.random.nextBelow(2) === 0) await settle(1 + chaos.random.nextBelow(3));
      }
      chaos.publish();
      await chaos.heal();
      assert.ok(chaos.watchers.length > 0, `seed ${seed} made no watchers`);
      for (const watcher of chaos.watchers) {
        assert.deepEqual(seenBy(watcher), expectedOf(chaos.world, watcher), `seed ${seed}`);
        checkResponses(watcher);
      }
      await chaos.world.close();
    }
  });
}

for (const withBus of [true, false]) {
  const source = withBus ? 'the bus' : 'the raft-node';
  test(`watchers that come and go find ${source} silent or busy, and miss nothing`, async (t) => {
    const chaos = new Chaos(7, withBus, { lingerMs: 1 });
    const { world, random } = chaos;
    t.after(() => world.close());
    let sleeps = 0;
    for (let visit = 0; visit < 30; visit++) {
      const client = world.connect();
      const watchers = addWatchers(world, client, random, 3);
      for (let step = random.nextBelow(12); step >= 0; step--) {
        chaos.step();
        if (random.nextBelow(2) === 0) await settle(1 + random.nextBelow(3));
      }
      chaos.publish();
      chaos.watchers.push(...watchers);
      await chaos.heal();
      for (const watcher of watchers) {
        assert.deepEqual(seenBy(watcher), expectedOf(world, watcher), `visit ${visit}`);
        checkResponses(watcher);
      }
      for (const each of chaos.watchers.splice(0)) each.client.call.disconnect();
      if (random.nextBelow(2) === 0) {
        await until(() => !chaos.isListenedTo);
        sleeps += 1;
      }
      for (let step = random.nextBelow(5); step > 0; step--) chaos.step();
    }
    assert.ok(sleeps > 5);
  });
}

test('ten thousand watchers of different ranges get their own events only', async () => {
  const world = new WatchWorld();
  const clients = Array.from({ length: 10 }, () => world.connect());
  for (const [c, client] of clients.entries()) {
    for (let i = 0; i < 1_000; i++) {
      const key = `p${c}-${String(i).padStart(4, '0')}/`;
      client.create({ key, rangeEnd: `${key.slice(0, -1)}0` });
    }
  }
  await until(() => world.system.hub.syncedCount === 10_000);
  for (let i = 0; i < 100; i++) {
    world.write({ key: `p${i % 10}-${String(i * 7).padStart(4, '0')}/x` });
  }
  await until(
    () => clients.reduce((sum, client) => sum + client.call.received.length, 0) === 10_100,
  );
  for (const [c, client] of clients.entries()) {
    const events = client.responses.flatMap(({ watchId, events: seen }) =>
      seen.map(({ key }) => [watchId, key]),
    );
    assert.equal(events.length, 10);
    for (const [watchId, key] of events) {
      assert.equal(key, `p${c}-${String(watchId).padStart(4, '0')}/x`);
    }
  }
  await world.close();
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { MemoryBus } from '@cairn/bus';
import type { EventPublisher } from '@cairn/bus';
import { cairn } from '@cairn/proto';
import { EventLog } from '../testing/event-log.ts';
import { LogHistory } from '../testing/log-history.ts';
import { settle, silentLogger, someState, until } from '../testing/support.ts';
import { NodeStateView } from '../node/node-state.ts';
import { EventSequencer } from './event-sequencer.ts';
import { EventSources } from './event-sources.ts';
import { FollowSource } from './follow-source.ts';

class World {
  readonly log = new EventLog();
  readonly history = new LogHistory(this.log);
  readonly state = new NodeStateView();
  readonly bus = new MemoryBus();
  readonly publisher: EventPublisher;
  readonly sequencer: EventSequencer;
  readonly follow: FollowSource;
  readonly sources: EventSources;
  restedAt: number | undefined;
  behind: number | undefined;
  nowMs = 1_000;

  constructor(t: TestContext, withBus: boolean) {
    this.publisher = this.bus.connectPublisher({
      url: 'nats://memory',
      clusterId: someState.clusterId,
    });
    this.sequencer = new EventSequencer({
      history: this.history,
      logger: silentLogger,
      metrics: { gap: () => {}, backfill: () => {}, duplicate: () => {} },
      deliver: () => {},
      skip: () => {},
    });
    this.follow = new FollowSource({
      history: this.history,
      sequencer: this.sequencer,
      logger: silentLogger,
    });
    this.sources = new EventSources({
      sequencer: this.sequencer,
      follow: this.follow,
      state: this.state,
      clock: { nowMs: () => this.nowMs },
      logger: silentLogger,
      bus: withBus
        ? { connect: this.bus.connectSubscriber, url: 'nats://memory', silenceMs: 2_000 }
        : undefined,
      checkIntervalMs: 2,
      onNodeBehind: (revision) => (this.behind = revision),
      onRest: (revision) => (this.restedAt = revision),
    });
    t.after(() => this.sources.close());
  }

  /** The node has spoken, and somebody watches. */
  wake(): void {
    this.state.update(someState);
    this.sources.wake(someState.revision);
  }

  heartbeat(times = 1): void {
    for (let i = 0; i < times; i++) {
      this.publisher.publish(cairn.v1.EventBatch.encode(this.log.heartbeat()).finish());
    }
  }
}

test('while nobody watches nothing is heard, only how far the node is', async (t) => {
  const world = new World(t, true);
  await settle();
  assert.equal(world.publisher.hasAudience, false);
  assert.equal(world.restedAt, undefined);
  world.state.update({ ...someState, revision: world.log.write({ key: 'a' }) });
  assert.equal(world.restedAt, 2);
  assert.equal(world.follow.isOn, false);
  assert.equal(world.publisher.hasAudience, false);

  world.sources.wake(2);
  assert.equal(world.publisher.hasAudience, true);
  assert.equal(world.follow.isOn, true);
  world.log.write({ key: 'a' });
  world.history.advanced();
  await until(() => world.sequencer.revision === 3);

  world.sources.sleep();
  assert.equal(world.publisher.hasAudience, false);
  assert.equal(world.follow.isOn, false);
  world.state.update({ ...someState, revision: world.log.write({ key: 'a' }) });
  assert.equal(world.restedAt, 4);
  assert.equal(world.sequencer.revision, 3);
});

test('what begins again begins behind the revision it is told, whatever happened meanwhile', async (t) => {
  const world = new World(t, true);
  world.wake();
  world.heartbeat(2);
  await until(() => !world.follow.isOn);
  world.sources.sleep();
  for (let i = 0; i < 50; i++) world.log.write({ key: 'a' });
  world.sources.wake(40);
  world.history.advanced();
  await until(() => world.sequencer.revision === 51);
  assert.equal(world.history.backfills, 0, 'the stream of the node has it all');
});

test('a bus that breaks off while nobody watches is not replaced', async (t) => {
  const world = new World(t, true);
  world.state.update(someState);
  await settle();
  world.bus.setReachable(false);
  assert.equal(world.follow.isOn, false);
});

test('the node is followed until the bus speaks, and again when the bus falls silent', async (t) => {
  const world = new World(t, true);
  world.wake();
  assert.equal(world.follow.isOn, true);
  world.heartbeat(2);
  await until(() => !world.follow.isOn);
  world.nowMs += 1_999;
  world.heartbeat(2);
  await until(() => !world.follow.isOn);
  world.nowMs += 2_001;
  await until(() => world.follow.isOn);
  world.log.write({ key: 'a' });
  world.history.advanced();
  await until(() => world.sequencer.revision === 2);
  world.heartbeat(2);
  await until(() => !world.follow.isOn);
});

test('the node is left only when the leader knows that it is listened to', async (t) => {
  const world = new World(t, true);
  world.wake();
  world.heartbeat();
  await settle();
  assert.equal(world.follow.isOn, true);
  // Applied before the leader knew of us, so it was not published and nothing comes after it.
  const revision = world.log.write({ key: 'a' });
  world.history.advanced();
  await until(() => world.sequencer.revision === revision);
  world.heartbeat();
  await until(() => !world.follow.isOn);
});

test('a bus that breaks off is replaced at once', async (t) => {
  const world = new World(t, true);
  world.wake();
  world.heartbeat(2);
  await until(() => !world.follow.isOn);
  world.bus.setReachable(false);
  assert.equal(world.follow.isOn, true);
});

test('bytes that are no batch are ignored', async (t) => {
  const world = new World(t, true);
  world.wake();
  world.publisher.publish(Uint8Array.of(0xff, 0xff));
  world.log.write({ key: 'a' });
  world.publisher.publish(cairn.v1.EventBatch.encode(world.log.batch(2, 2)).finish());
  await until(() => world.sequencer.revision === 2);
});

test('when the node is ahead and nothing moves, the events are read', async (t) => {
  const world = new World(t, true);
  world.wake();
  world.heartbeat(2);
  await until(() => !world.follow.isOn);
  // The bus goes on with stale heartbeats of somebody else; only the node's own word shows it.
  const revision = world.log.write({ key: 'a' });
  world.state.update({ ...someState, revision });
  await until(() => world.sequencer.revision === revision);
});

test('a node that is behind what was delivered at two checks in a row is told of', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const world = new World(t, false);
  world.wake();
  const revision = world.log.write({ key: 'a' });
  world.history.advanced();
  await until(() => world.sequencer.revision === revision);
  t.mock.timers.tick(2);
  world.state.update({ ...someState, revision });
  t.mock.timers.tick(2);
  world.state.update(someState);
  t.mock.timers.tick(2);
  assert.equal(world.behind, undefined, 'it was behind for a moment, twice');
  t.mock.timers.tick(2);
  assert.equal(world.behind, revision);
  world.behind = undefined;
  world.state.disconnected();
  t.mock.timers.tick(10);
  assert.equal(world.behind, undefined, 'a node that is away says nothing');
});

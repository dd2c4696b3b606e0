import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { MemoryBus } from '@cairn/bus';
import type { EventPublisher } from '@cairn/bus';
import { cairn } from '@cairn/proto';
import { EventLog } from '../testing/event-log.ts';
import { LogHistory } from '../testing/log-history.ts';
import { silentLogger, someState, until } from '../testing/support.ts';
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
  startedAt: number | undefined;
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
      onStart: (revision) => (this.startedAt = revision),
    });
    t.after(() => this.sources.close());
  }

  heartbeat(): void {
    this.publisher.publish(cairn.v1.EventBatch.encode(this.log.heartbeat()).finish());
  }
}

test('nothing begins before the node has said where it is', async (t) => {
  const world = new World(t, false);
  assert.equal(world.startedAt, undefined);
  assert.equal(world.follow.isOn, false);
  world.log.write({ key: 'a' });
  world.state.update({ ...someState, revision: 2 });
  assert.equal(world.startedAt, 2);
  assert.equal(world.follow.isOn, true);
  world.log.write({ key: 'a' });
  world.history.advanced();
  await until(() => world.sequencer.revision === 3);
});

test('the node is followed until the bus speaks, and again when the bus falls silent', async (t) => {
  const world = new World(t, true);
  world.state.update(someState);
  assert.equal(world.follow.isOn, true);
  world.heartbeat();
  await until(() => !world.follow.isOn);
  world.nowMs += 1_999;
  world.heartbeat();
  await until(() => !world.follow.isOn);
  world.nowMs += 2_001;
  await until(() => world.follow.isOn);
  world.log.write({ key: 'a' });
  world.history.advanced();
  await until(() => world.sequencer.revision === 2);
  world.heartbeat();
  await until(() => !world.follow.isOn);
});

test('a bus that breaks off is replaced at once', async (t) => {
  const world = new World(t, true);
  world.state.update(someState);
  world.heartbeat();
  await until(() => !world.follow.isOn);
  world.bus.setReachable(false);
  assert.equal(world.follow.isOn, true);
});

test('bytes that are no batch are ignored', async (t) => {
  const world = new World(t, true);
  world.state.update(someState);
  world.publisher.publish(Uint8Array.of(0xff, 0xff));
  world.log.write({ key: 'a' });
  world.publisher.publish(cairn.v1.EventBatch.encode(world.log.batch(2, 2)).finish());
  await until(() => world.sequencer.revision === 2);
});

test('when the node is ahead and nothing moves, the events are read', async (t) => {
  const world = new World(t, true);
  world.state.update(someState);
  world.heartbeat();
  await until(() => !world.follow.isOn);
  // The bus goes on with stale heartbeats of somebody else; only the node's own word shows it.
  const revision = world.log.write({ key: 'a' });
  world.state.update({ ...someState, revision });
  await until(() => world.sequencer.revision === revision);
});

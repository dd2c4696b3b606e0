import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { test } from 'node:test';
import { MemoryBus } from './memory-bus.ts';
import { eventsSubject } from './subject.ts';

const url = 'nats://memory';

function listen(bus: MemoryBus, clusterId: bigint): { received: number[]; statuses: string[] } {
  const received: number[] = [];
  const statuses: string[] = [];
  bus.connectSubscriber({
    url,
    clusterId,
    onMessage: (message) => received.push(message[0]!),
    onStatus: (status) => statuses.push(status.kind),
  });
  return { received, statuses };
}

test('the subject carries the cluster id as 16 hexadecimal digits', () => {
  assert.equal(eventsSubject(0xabcn), 'cairn.0000000000000abc.events');
  assert.equal(eventsSubject(2n ** 64n - 1n), 'cairn.ffffffffffffffff.events');
});

test('subscribers of a cluster hear its publisher, in order, and no other cluster', async () => {
  const bus = new MemoryBus();
  const one = listen(bus, 1n);
  const two = listen(bus, 2n);
  const publisher = bus.connectPublisher({ url, clusterId: 1n });
  for (const value of [1, 2, 3]) assert.equal(publisher.publish(Uint8Array.of(value)), true);
  await turn();
  assert.deepEqual(one.received, [1, 2, 3]);
  assert.deepEqual(two.received, []);
});

test('while the bus is away a message is dropped and the publisher is told', async () => {
  const bus = new MemoryBus();
  const one = listen(bus, 1n);
  const publisher = bus.connectPublisher({ url, clusterId: 1n });
  await turn();
  bus.setReachable(false);
  assert.equal(publisher.publish(Uint8Array.of(1)), false);
  bus.setReachable(true);
  assert.equal(publisher.publish(Uint8Array.of(2)), true);
  await turn();
  assert.deepEqual(one.received, [2]);
  assert.deepEqual(one.statuses, ['connected', 'disconnected', 'connected']);
});

test('a message above the payload limit is refused', () => {
  const bus = new MemoryBus({ payloadBytesMax: 4 });
  const publisher = bus.connectPublisher({ url, clusterId: 1n });
  assert.equal(publisher.payloadBytesMax, 4);
  assert.equal(publisher.publish(new Uint8Array(5)), false);
  assert.equal(publisher.publish(new Uint8Array(4)), true);
});

test('a fault loses and repeats messages', async () => {
  const bus = new MemoryBus();
  const one = listen(bus, 1n);
  bus.setFault((message) => message[0]!);
  const publisher = bus.connectPublisher({ url, clusterId: 1n });
  for (const value of [0, 1, 2]) publisher.publish(Uint8Array.of(value));
  await turn();
  assert.deepEqual(one.received, [1, 2, 2]);
});

test('after close nothing is sent and nothing is heard', async () => {
  const bus = new MemoryBus();
  const received: number[] = [];
  const subscriber = bus.connectSubscriber({
    url,
    clusterId: 1n,
    onMessage: (message) => received.push(message[0]!),
  });
  const publisher = bus.connectPublisher({ url, clusterId: 1n });
  await subscriber.close();
  assert.equal(publisher.publish(Uint8Array.of(1)), true);
  await publisher.close();
  assert.equal(publisher.publish(Uint8Array.of(2)), false);
  await turn();
  assert.deepEqual(received, []);
});

test('there is an audience while somebody listens to this cluster and can be reached', async () => {
  const bus = new MemoryBus();
  const publisher = bus.connectPublisher({ url, clusterId: 1n });
  listen(bus, 2n);
  assert.equal(publisher.hasAudience, false);
  const received: number[] = [];
  const subscriber = bus.connectSubscriber({
    url,
    clusterId: 1n,
    onMessage: (message) => received.push(message[0]!),
  });
  assert.equal(publisher.hasAudience, true);
  bus.setReachable(false);
  assert.equal(publisher.hasAudience, false);
  bus.setReachable(true);
  subscriber.setListening(false);
  assert.equal(publisher.hasAudience, false);
  publisher.publish(Uint8Array.of(1));
  subscriber.setListening(true);
  publisher.publish(Uint8Array.of(2));
  await turn();
  assert.deepEqual(received, [2]);
});

// What the in-memory twin promises, asked of the real NATS server.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectPublisher, connectSubscriber } from '@cairn/bus';
import type { BusStatus, EventPublisher } from '@cairn/bus';
import { freePort, startNatsServer } from './nats-server.ts';

const clusterId = 0x1234n;
const patience = { timeout: 30_000 };

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(10);
}

/** Publishes until one message was accepted. */
async function publishSoon(publisher: EventPublisher, message: Uint8Array): Promise<void> {
  while (!publisher.publish(message)) await sleep(10);
}

test('messages arrive in order, on the subject of their cluster only', patience, async () => {
  await using server = await startNatsServer(await freePort());
  const received: number[] = [];
  const others: number[] = [];
  const statuses: BusStatus['kind'][] = [];
  const subscriber = connectSubscriber({
    url: server.url,
    clusterId,
    onMessage: (message) => received.push(new DataView(message.slice().buffer).getUint32(0)),
    onStatus: (status) => statuses.push(status.kind),
  });
  const other = connectSubscriber({
    url: server.url,
    clusterId: clusterId + 1n,
    onMessage: (message) => others.push(message.length),
  });
  const publisher = connectPublisher({ url: server.url, clusterId });
  await until(() => statuses.includes('connected'));
  await sleep(50); // the subscription follows the connection; losing the first message is legal
  for (let value = 0; value < 2_000; value++) {
    const message = new Uint8Array(100);
    new DataView(message.buffer).setUint32(0, value);
    if (value === 0) await publishSoon(publisher, message);
    else assert.equal(publisher.publish(message), true);
  }
  await publisher.close();
  await until(() => received.length === 2_000);
  assert.deepEqual(
    received,
    Array.from({ length: 2_000 }, (_, value) => value),
  );
  assert.deepEqual(others, []);
  await Promise.all([subscriber.close(), other.close()]);
});

test(
  'a server that is away at the start is found when it comes, and found again',
  patience,
  async () => {
    const port = await freePort();
    const url = `nats://127.0.0.1:${port}`;
    const statuses: BusStatus['kind'][] = [];
    let heard = 0;
    const subscriber = connectSubscriber({
      url,
      clusterId,
      onMessage: () => (heard += 1),
      onStatus: (status) => statuses.push(status.kind),
    });
    const publisher = connectPublisher({ url, clusterId });
    assert.equal(publisher.publish(Uint8Array.of(1)), false);
    await until(() => statuses.at(-1) === 'disconnected');
    for (const round of [1, 2]) {
      await using server = await startNatsServer(port);
      await until(() => statuses.at(-1) === 'connected');
      const before = heard;
      while (heard === before) {
        publisher.publish(Uint8Array.of(round));
        await sleep(10);
      }
      await server.stop();
      await until(() => statuses.at(-1) === 'disconnected');
    }
    await Promise.all([subscriber.close(), publisher.close()]);
  },
);

test("the server's payload limit is learnt and kept", patience, async () => {
  await using server = await startNatsServer(await freePort());
  const publisher = connectPublisher({ url: server.url, clusterId });
  await publishSoon(publisher, Uint8Array.of(1));
  assert.equal(publisher.payloadBytesMax, 1024 * 1024);
  assert.equal(publisher.publish(new Uint8Array(publisher.payloadBytesMax + 1)), false);
  assert.equal(publisher.publish(new Uint8Array(publisher.payloadBytesMax)), true);
  await publisher.close();
});

test('credentials of the URL are used', patience, async () => {
  const port = await freePort();
  await using _server = await startNatsServer(port, ['--user', 'ann', '--pass', 'p@ss']);
  const refused: string[] = [];
  const stranger = connectPublisher({
    url: `nats://127.0.0.1:${port}`,
    clusterId,
    onStatus: (status) => refused.push(status.kind),
  });
  const publisher = connectPublisher({ url: `nats://ann:p%40ss@127.0.0.1:${port}`, clusterId });
  await publishSoon(publisher, Uint8Array.of(1));
  await until(() => refused.includes('disconnected'));
  assert.equal(stranger.publish(Uint8Array.of(1)), false);
  await Promise.all([stranger.close(), publisher.close()]);
});

test('closing ends at once although no server was ever reached', patience, async () => {
  const url = `nats://127.0.0.1:${await freePort()}`;
  const publisher = connectPublisher({ url, clusterId });
  const subscriber = connectSubscriber({ url, clusterId, onMessage: () => {} });
  await Promise.all([publisher.close(), subscriber.close()]);
  assert.equal(publisher.publish(Uint8Array.of(1)), false);
});

// What the in-memory twin promises, asked of the real NATS server.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectPublisher, connectSubscriber } from '@cairn/bus';
import type { BusOptions, BusStatus, EventPublisher, SubscriberOptions } from '@cairn/bus';
import type { NatsSecurityConfig } from '@cairn/config';
import { scratchDirectory } from '../kit/index.ts';
import { TestAuthority } from '../tls/authority.ts';
import { freePort, startNatsServer } from './nats-server.ts';

const clusterId = 0x1234n;
const patience = { timeout: 30_000 };

/** Ends with the test, so that a failing test does not wait for ever. */
async function until(t: TestContext, condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(10, undefined, { signal: t.signal });
}

/** Publishes until one message was accepted. */
function publishSoon(t: TestContext, publisher: EventPublisher): Promise<void> {
  return until(t, () => publisher.publish(Uint8Array.of(1)));
}

function publisherFor(t: TestContext, options: BusOptions): EventPublisher {
  const publisher = connectPublisher(options);
  t.after(() => publisher.close());
  return publisher;
}

function subscribe(t: TestContext, options: SubscriberOptions): void {
  const subscriber = connectSubscriber(options);
  t.after(() => subscriber.close());
}

test('messages arrive in order, on the subject of their cluster only', patience, async (t) => {
  await using server = await startNatsServer(await freePort());
  const received: number[] = [];
  const others: number[] = [];
  subscribe(t, {
    url: server.url,
    clusterId,
    onMessage: (message) => received.push(Buffer.from(message).readUInt32BE(0)),
  });
  subscribe(t, {
    url: server.url,
    clusterId: clusterId + 1n,
    onMessage: (message) => others.push(message.length),
  });
  const publisher = publisherFor(t, { url: server.url, clusterId });
  const probe = Buffer.alloc(100);
  await until(t, () => {
    publisher.publish(probe); // zeros, until the subscription is known to be in force
    return received.length > 0;
  });
  const expected = Array.from({ length: 2_000 }, (_, index) => index + 1);
  for (const value of expected) {
    const message = Buffer.alloc(100);
    message.writeUInt32BE(value);
    assert.equal(publisher.publish(message), true);
  }
  await publisher.close();
  await until(t, () => received.at(-1) === expected.at(-1));
  assert.deepEqual(
    received.filter((value) => value !== 0),
    expected,
  );
  assert.deepEqual(others, []);
});

test('a server that comes late is found, and found again', patience, async (t) => {
  const port = await freePort();
  const url = `nats://127.0.0.1:${port}`;
  const statuses: BusStatus['kind'][] = [];
  let heard = 0;
  subscribe(t, {
    url,
    clusterId,
    onMessage: () => (heard += 1),
    onStatus: (status) => statuses.push(status.kind),
  });
  const publisher = publisherFor(t, { url, clusterId });
  assert.equal(publisher.publish(Uint8Array.of(1)), false);
  await until(t, () => statuses.at(-1) === 'disconnected');
  for (const round of [1, 2]) {
    await using server = await startNatsServer(port);
    await until(t, () => statuses.at(-1) === 'connected');
    const before = heard;
    await until(t, () => {
      publisher.publish(Uint8Array.of(round));
      return heard > before;
    });
    await server.stop();
    await until(t, () => statuses.at(-1) === 'disconnected');
  }
});

test(
  'a publisher learns that nobody listens, and that somebody does again',
  patience,
  async (t) => {
    await using server = await startNatsServer(await freePort());
    const publisher = publisherFor(t, { url: server.url, clusterId });
    assert.equal(publisher.hasAudience, false, 'before there is a connection');
    await publishSoon(t, publisher);
    assert.equal(publisher.hasAudience, true, 'as long as it is not known better');
    const ask = (): void => void publisher.publish(Uint8Array.of(0));
    await until(t, () => !publisher.hasAudience);
    let heard = 0;
    const subscriber = connectSubscriber({
      url: server.url,
      clusterId,
      onMessage: () => (heard += 1),
    });
    t.after(() => subscriber.close());
    await until(t, () => {
      ask();
      return publisher.hasAudience;
    });
    await until(t, () => heard > 0);
    subscriber.setListening(false);
    await until(t, () => {
      ask();
      return !publisher.hasAudience;
    });
    const before = heard;
    subscriber.setListening(true);
    await until(t, () => {
      ask();
      return publisher.hasAudience && heard > before;
    });
  },
);

test(
  'what is believed about the audience is forgotten unless it is asked again',
  patience,
  async (t) => {
    await using server = await startNatsServer(await freePort());
    const publisher = publisherFor(t, { url: server.url, clusterId });
    await publishSoon(t, publisher);
    await until(t, () => !publisher.hasAudience);
    await until(t, () => publisher.hasAudience);
  },
);

test("the server's payload limit is learnt and kept", patience, async (t) => {
  await using server = await startNatsServer(await freePort());
  const publisher = publisherFor(t, { url: server.url, clusterId });
  await publishSoon(t, publisher);
  assert.equal(publisher.payloadBytesMax, 1024 * 1024);
  assert.equal(publisher.publish(new Uint8Array(publisher.payloadBytesMax + 1)), false);
  assert.equal(publisher.publish(new Uint8Array(publisher.payloadBytesMax)), true);
});

test('credentials of the URL are used', patience, async (t) => {
  const port = await freePort();
  await using server = await startNatsServer(port, ['--user', 'ann', '--pass', 'p@ss']);
  const refused: string[] = [];
  const stranger = publisherFor(t, {
    url: `nats://127.0.0.1:${port}`,
    clusterId,
    onStatus: (status) => refused.push(status.kind),
  });
  const publisher = publisherFor(t, {
    url: `nats://ann:p%40ss@127.0.0.1:${server.port}`,
    clusterId,
  });
  await publishSoon(t, publisher);
  await until(t, () => refused.includes('disconnected'));
  assert.equal(stranger.publish(Uint8Array.of(1)), false);
});

test('closing ends at once although no server was ever reached', patience, async () => {
  const url = `nats://127.0.0.1:${await freePort()}`;
  const publisher = connectPublisher({ url, clusterId });
  const subscriber = connectSubscriber({ url, clusterId, onMessage: () => {} });
  await Promise.all([publisher.close(), subscriber.close()]);
  assert.equal(publisher.publish(Uint8Array.of(1)), false);
});

test('NATS may ask for a certificate and a token, which come from files', patience, async (t) => {
  const authority = new TestAuthority('nats');
  const { cert, key } = authority.issue({ commonName: 'cairn', hosts: 'DNS:localhost' });
  const directory = scratchDirectory('nats-secrets');
  const file = (name: string, text: string): string => {
    const path = join(directory, name);
    writeFileSync(path, text);
    return path;
  };
  const ca = authority.certificate;
  const tls = ['--tls', '--tlscert', cert, '--tlskey', key, '--tlscacert', ca, '--tlsverify'];
  await using server = await startNatsServer(await freePort(), [...tls, '--auth', 'a-token']);
  const security: NatsSecurityConfig = {
    natsCaFile: ca,
    natsCertFile: cert,
    natsKeyFile: key,
    natsUser: '',
    natsPasswordFile: '',
    natsTokenFile: file('token', 'a-token\n'),
    natsCredsFile: '',
  };
  // The client compares certificates with names only.
  const url = server.url.replace('127.0.0.1', 'localhost');
  const received: number[] = [];
  const onMessage = (message: Uint8Array): void => void received.push(message.length);
  subscribe(t, { url, clusterId, security, onMessage });
  const publisher = publisherFor(t, { url, clusterId, security });
  await until(t, () => {
    publisher.publish(Uint8Array.of(1));
    return received.length > 0;
  });

  for (const weaker of [
    { ...security, natsTokenFile: file('other', 'another') },
    { ...security, natsCertFile: '', natsKeyFile: '' },
    { ...security, natsCaFile: new TestAuthority('foreign').certificate },
  ]) {
    const reason = await new Promise<string>((resolve) => {
      const onStatus = (status: BusStatus): void => {
        resolve(status.kind === 'connected' ? 'it was let in' : status.reason);
      };
      publisherFor(t, { url, clusterId, security: weaker, onStatus });
    });
    // A server that ends the connection while the client still writes is met as a reset.
    assert.match(reason, /authorization|certificate|TLS|disconnect|ECONNRESET/i);
  }
  const unreadable = { ...security, natsTokenFile: '/nowhere/token' };
  assert.throws(
    () => connectPublisher({ url, clusterId, security: unreadable }),
    /--nats-token-file: \/nowhere\/token: ENOENT/,
  );
});

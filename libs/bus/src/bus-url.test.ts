import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseBusUrl } from './bus-url.ts';

test('a list of servers with credentials and default ports is understood', () => {
  assert.deepEqual(parseBusUrl('nats://ann:p%40ss@one:4333, two ,tls://three'), {
    servers: ['one:4333', 'two:4222', 'three:4222'],
    user: 'ann',
    password: 'p@ss',
    tls: true,
  });
});

test('an address of IPv6 keeps its brackets', () => {
  assert.deepEqual(parseBusUrl('nats://[::1]:4222').servers, ['[::1]:4222']);
});

test('a URL of another kind is refused without showing the password', () => {
  assert.throws(() => parseBusUrl('http://ann:secret@host'), /begins with nats:\/\//);
  assert.throws(
    () => parseBusUrl('nats://ann:secret@'),
    (error: Error) => !error.message.includes('secret'),
  );
});

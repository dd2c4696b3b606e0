// TCP keeps the order of octets and nothing else: the same bytes must have the same effect wherever they
// are cut, those of the best peers and of the worst.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { PeerScript } from '../testing/fuzz/peer-script.ts';
import { TestConnection, okResponse } from '../testing/test-connection.ts';
import { join } from '../testing/wire.ts';

function script(seed: number): Uint8Array {
  const random = new SeededRandom(seed);
  const peer = new PeerScript(random, 'server', random.nextBelow(3));
  const pieces = [peer.hello()];
  for (let i = 0; i < 60; i++) pieces.push(peer.next());
  return join(...pieces);
}

/** What a server says and tells when it receives `bytes` in chunks of the sizes that `nextSize` gives. */
function run(bytes: Uint8Array, nextSize: () => number): { said: Uint8Array; told: string[] } {
  const made = new TestConnection({
    role: 'server',
    onRequest: (stream) => stream.sendHeaders(okResponse, false),
    onData: (stream, body, endStream) => {
      stream.consumed(body.length);
      stream.sendData(body, undefined, endStream);
    },
  });
  for (let at = 0; at < bytes.length;) {
    const size = nextSize();
    made.connection.receive(bytes.slice(at, at + size));
    at += size;
  }
  const pieces = [];
  for (let next = made.takeBytes(); next.length > 0; next = made.takeBytes()) pieces.push(next);
  return { said: join(...pieces), told: made.takeEvents() };
}

test('the boundaries of chunks change nothing: neither the output nor what the owner is told', () => {
  const random = new SeededRandom(17);
  for (let seed = 0; seed < 150; seed++) {
    const bytes = script(seed);
    const whole = run(bytes, () => bytes.length);
    const most = 1 + random.nextBelow(2000);
    for (const nextSize of [() => 1 + random.nextBelow(most), () => 1 + random.nextBelow(20)]) {
      const cut = run(bytes, nextSize);
      assert.deepEqual(cut.told, whole.told, `seed ${seed}`);
      assert.equal(Buffer.compare(cut.said, whole.said), 0, `seed ${seed}`);
    }
  }
});

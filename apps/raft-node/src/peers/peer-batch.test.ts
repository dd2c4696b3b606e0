import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { cairn, fromBigInt } from '@cairn/proto';
import type { Message } from '@cairn/raft';
import { message } from '../testing/messages.ts';
import { plainMessage, randomId, randomMessage } from '../testing/random-messages.ts';
import { messageFields, messageOf } from './message-codec.ts';
import { PeerBatchEncoder, decodePeerBatch } from './peer-batch.ts';

function plainBatch(messages: readonly Message[]): Uint8Array {
  return cairn.v1.PeerBatch.encode({ messages: messages.map(messageFields) }).finish();
}

test('a batch is understood by the generated code, and what that writes is understood here', () => {
  const random = new SeededRandom(6);
  const encoder = new PeerBatchEncoder();
  for (let round = 0; round < 1_000; round++) {
    const messages = Array.from({ length: random.nextBelow(4) }, () => randomMessage(random));
    const wanted = messages.map(plainMessage);
    const read = cairn.v1.PeerBatch.decode(encoder.encode(messages)).messages;
    assert.deepEqual(read.map(messageOf).map(plainMessage), wanted);
    assert.deepEqual(decodePeerBatch(plainBatch(messages)).messages.map(plainMessage), wanted);
    assert.deepEqual(decodePeerBatch(encoder.encode(messages)).messages.map(plainMessage), wanted);
  }
});

test('a greeting has its ids and addresses', () => {
  const random = new SeededRandom(8);
  for (let round = 0; round < 200; round++) {
    const ids = { clusterId: randomId(random), from: randomId(random), to: randomId(random) };
    const peerUrls = Array.from({ length: round % 3 }, (_, i) => `http://höst-${i}:2380`);
    const greeting = cairn.v1.PeerBatch.encode({
      cluster_id: fromBigInt(ids.clusterId, 'unsigned'),
      from: fromBigInt(ids.from, 'unsigned'),
      to: fromBigInt(ids.to, 'unsigned'),
      peer_urls: peerUrls,
    }).finish();
    assert.deepEqual(decodePeerBatch(greeting), { ...ids, peerUrls, messages: [] });
  }
});

test('the same entries for two followers, and then others, are each what was sent', () => {
  const encoder = new PeerBatchEncoder();
  const entry = (index: number, text: string) =>
    ({ index, term: 1, type: 0, data: Buffer.from(text) }) as const;
  const [a, b, c] = [entry(1, 'a'), entry(2, 'b'), entry(3, 'c')];
  const rewritten = entry(2, 'another');
  for (const entries of [[a, b], [a, b], [a, b, c], [b, c], [a, rewritten], [a], []]) {
    for (const to of [2n, 3n]) {
      const [arrived] = decodePeerBatch(encoder.encode([message({ to, entries })])).messages;
      assert.equal(arrived?.to, to);
      assert.deepEqual(
        arrived.entries.map(({ index, data }) => `${index} ${Buffer.from(data).toString()}`),
        entries.map(({ index, data }) => `${index} ${data.toString()}`),
      );
    }
  }
});

test('damaged bytes are refused or read as the generated code reads them, never a crash', () => {
  const random = new SeededRandom(12);
  let refused = 0;
  for (let round = 0; round < 2_000; round++) {
    const bytes = plainBatch([randomMessage(random)]).slice();
    for (let i = 0; i < 2; i++) bytes[random.nextBelow(bytes.length)] = random.nextUint32();
    try {
      decodePeerBatch(bytes);
    } catch (error) {
      assert.ok(error instanceof Error);
      refused += 1;
    }
  }
  assert.ok(refused > 200, `${refused} were refused`);
  const huge = cairn.v1.PeerBatch.encode({ messages: [{ term: 2 ** 60 }] }).finish();
  assert.throws(() => decodePeerBatch(huge), /safe integer/);
});

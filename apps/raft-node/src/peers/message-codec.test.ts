import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { cairn } from '@cairn/proto';
import { plainMessage, randomMessage } from '../testing/random-messages.ts';
import { messageFields, messageOf } from './message-codec.ts';

test('every message comes out as it went in', () => {
  const random = new SeededRandom(1);
  for (let i = 0; i < 2_000; i++) {
    const message = randomMessage(random);
    const encoded = cairn.v1.RaftMessage.encode(messageFields(message)).finish();
    assert.deepEqual(
      plainMessage(messageOf(cairn.v1.RaftMessage.decode(encoded))),
      plainMessage(message),
    );
  }
});

test('an empty message is one of zeros, and its entries keep empty data', () => {
  const message = messageOf(cairn.v1.RaftMessage.decode(new Uint8Array(0)));
  assert.deepEqual(
    [message.to, message.from, message.term, message.reject, message.snapshot],
    [0n, 0n, 0, false, undefined],
  );
  const fields = { entries: [{ index: 5, term: 2 }] };
  const encoded = cairn.v1.RaftMessage.encode(fields).finish();
  const [entry] = messageOf(cairn.v1.RaftMessage.decode(encoded)).entries;
  assert.deepEqual([entry?.index, entry?.term, entry?.type, entry?.data.length], [5, 2, 0, 0]);
});

test('a number that no member of ours would send is refused', () => {
  const encoded = cairn.v1.RaftMessage.encode({ term: 2 ** 60 }).finish();
  assert.throws(() => messageOf(cairn.v1.RaftMessage.decode(encoded)), /safe integer/);
});

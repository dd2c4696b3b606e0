import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { cairn } from '@cairn/proto';
import { MessageType } from '@cairn/raft';
import type { ConfState, Entry, Message } from '@cairn/raft';
import { messageFields, messageOf } from './message-codec.ts';

const types = Object.values(MessageType);

function randomId(random: SeededRandom): bigint {
  const bits = random.nextBelow(65);
  if (bits === 0) return 0n;
  const low = (BigInt(random.nextUint32()) << 32n) | BigInt(random.nextUint32());
  return BigInt.asUintN(bits, low);
}

function randomNumber(random: SeededRandom): number {
  const bits = random.nextBelow(54);
  return Math.floor((random.nextUint32() / 2 ** 32) * 2 ** bits);
}

function list<T>(random: SeededRandom, max: number, make: () => T): T[] {
  return Array.from({ length: random.nextBelow(max + 1) }, make);
}

function randomEntry(random: SeededRandom): Entry {
  const data = new Uint8Array(random.nextBelow(300)).fill(random.nextBelow(256));
  return {
    index: randomNumber(random),
    term: randomNumber(random),
    type: random.nextBelow(2) as Entry['type'],
    data,
  };
}

function randomConfState(random: SeededRandom): ConfState {
  const ids = (): bigint[] => list(random, 3, () => randomId(random));
  return {
    voters: ids(),
    learners: ids(),
    votersOutgoing: ids(),
    learnersNext: ids(),
    autoLeave: random.nextBelow(2) === 0,
  };
}

function randomMessage(random: SeededRandom): Message {
  const hasSnapshot = random.nextBelow(3) === 0;
  return {
    type: types[random.nextBelow(types.length)] as MessageType,
    to: randomId(random),
    from: randomId(random),
    term: randomNumber(random),
    logTerm: randomNumber(random),
    index: randomNumber(random),
    commit: randomNumber(random),
    entries: list(random, 4, () => randomEntry(random)),
    reject: random.nextBelow(2) === 0,
    rejectHint: randomNumber(random),
    context: randomNumber(random),
    snapshot: hasSnapshot
      ? {
          index: randomNumber(random),
          term: randomNumber(random),
          confState: randomConfState(random),
        }
      : undefined,
  };
}

/** Buffers and arrays of the same bytes are the same here. */
function plain(message: Message): unknown {
  const entries = message.entries.map((entry) => ({ ...entry, data: [...entry.data] }));
  return { ...message, entries };
}

test('every message comes out as it went in', () => {
  const random = new SeededRandom(1);
  for (let i = 0; i < 2_000; i++) {
    const message = randomMessage(random);
    const encoded = cairn.v1.RaftMessage.encode(messageFields(message)).finish();
    assert.deepEqual(plain(messageOf(cairn.v1.RaftMessage.decode(encoded))), plain(message));
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

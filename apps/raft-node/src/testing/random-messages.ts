// Messages of Raft with anything in them, for tests of codecs.
import type { SeededRandom } from '@cairn/core';
import { MessageType } from '@cairn/raft';
import type { ConfState, Entry, Message } from '@cairn/raft';

const types = Object.values(MessageType);

export function randomId(random: SeededRandom): bigint {
  const bits = random.nextBelow(65);
  if (bits === 0) return 0n;
  const low = (BigInt(random.nextUint32()) << 32n) | BigInt(random.nextUint32());
  return BigInt.asUintN(bits, low);
}

export function randomNumber(random: SeededRandom): number {
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

export function randomMessage(random: SeededRandom): Message {
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
export function plainMessage(message: Message): unknown {
  const entries = message.entries.map((entry) => ({ ...entry, data: [...entry.data] }));
  return { ...message, entries };
}

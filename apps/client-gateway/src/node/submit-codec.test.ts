import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom, toByteString } from '@cairn/core';
import { cairn } from '@cairn/proto';
import { decodeSubmitResults, encodeSubmitBatch } from './submit-codec.ts';
import type { OutgoingItem } from './submit-codec.ts';

const { SubmitBatch, SubmitResults, NodeState } = cairn.v1;

/** Every number of bytes that a varint can have, and both ends of each. */
function randomUint32(random: SeededRandom): number {
  const bits = random.nextBelow(33);
  const number = random.nextUint32() >>> (32 - bits);
  return bits === 0 ? 0 : number;
}

function randomBytes(random: SeededRandom, max: number): Uint8Array {
  const length = random.nextBelow(3) === 0 ? 0 : random.nextBelow(max);
  return Uint8Array.from({ length }, () => random.nextBelow(256));
}

function list<T>(random: SeededRandom, max: number, make: () => T): T[] {
  return Array.from({ length: random.nextBelow(max + 1) }, make);
}

function randomItem(random: SeededRandom): OutgoingItem {
  return {
    id: randomUint32(random),
    methodNumber: random.nextBelow(16),
    request: randomBytes(random, 300),
    timeoutMs: randomUint32(random),
    token: random.nextBelow(2) === 0 ? undefined : toByteString(randomBytes(random, 300)),
    certificateName: random.nextBelow(2) === 0 ? '' : 'Jürgen 🔑'.repeat(random.nextBelow(20)),
    traceContext: randomBytes(random, 30),
  };
}

type Result = cairn.v1.SubmitResult.$Properties;

function randomResult(random: SeededRandom): Result {
  const kind = random.nextBelow(3);
  const id = randomUint32(random);
  if (kind === 0) return { id, code: random.nextBelow(17), message: 'etcdserver: ключ' };
  const response = randomBytes(random, random.nextBelow(20) === 0 ? 20_000 : 300);
  if (kind === 1) return { id, response };
  return { id, response, more: true, total_bytes: randomUint32(random) };
}

function told(message: Uint8Array): { results: Result[]; states: cairn.v1.NodeState[] } {
  const results: Result[] = [];
  const states: cairn.v1.NodeState[] = [];
  decodeSubmitResults(message, {
    onState: (state) => {
      assert.equal(results.length, 0, 'the state comes first');
      states.push(state);
    },
    onResult: (id, code, text, response, more, total_bytes) => {
      results.push({ id, code, message: text, response: Buffer.from(response), more, total_bytes });
    },
  });
  return { results, states };
}

function decodedByTwin(message: Uint8Array): Result[] {
  const { results } = SubmitResults.decode(message);
  return (results as cairn.v1.SubmitResult[]).map(
    ({ id, code, message: text, response, more, total_bytes }) => ({
      id,
      code,
      message: text,
      response: Buffer.from(response),
      more,
      total_bytes,
    }),
  );
}

test('a batch reads as what the generated code would have written', () => {
  const random = new SeededRandom(1);
  for (let i = 0; i < 2_000; i++) {
    const items = list(random, 12, () => randomItem(random));
    const read = SubmitBatch.decode(encodeSubmitBatch(items)).items as cairn.v1.SubmitItem[];
    assert.deepEqual(
      read.map((item) => ({
        id: item.id,
        methodNumber: item.method,
        request: Uint8Array.from(item.request),
        timeoutMs: item.timeout_ms,
        token: item.token == null ? undefined : toByteString(item.token),
        certificateName: item.certificate_name,
        traceContext: Uint8Array.from(item.trace_context),
      })),
      items,
    );
  }
});

test('results are told as the generated code reads them, wherever the message lies', () => {
  const random = new SeededRandom(2);
  for (let i = 0; i < 2_000; i++) {
    const results = list(random, 12, () => randomResult(random));
    const hasState = random.nextBelow(4) === 0;
    const state = { leader_id: 7, revision: 2 ** 40, keeper_address: 'unix:/k' };
    const message = SubmitResults.encode({ results, ...(hasState ? { state } : {}) }).finish();
    const padding = random.nextBelow(20);
    const lying = Buffer.concat([Buffer.alloc(padding, 0xff), message, Buffer.alloc(7, 0xff)]);
    const read = told(lying.subarray(padding, padding + message.length));
    assert.deepEqual(read.results, decodedByTwin(message));
    assert.deepEqual(
      read.states,
      hasState ? [NodeState.decode(NodeState.encode(state).finish())] : [],
    );
  }
});

test('fields that a later version may add are passed over, and long integers cut as by the twin', () => {
  const field = (...parts: readonly (readonly number[])[]): Buffer => {
    const bytes = parts.flat();
    return Buffer.from([0x0a, bytes.length, ...bytes]);
  };
  const message = Buffer.concat([
    Buffer.from([0x18, 0x96, 0x01]),
    field([0x50, 0x80, 0x01], [0x39, 1, 2, 3, 4, 5, 6, 7, 8], [0x42, 2, 0xff, 0xff]),
    field(
      [0x4d, 1, 2, 3, 4],
      [0x08, 0x85, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01],
      [0x22, 1, 0x2a],
      [0x22, 1, 0x2b],
    ),
    Buffer.from([0x22, 1, 0]),
  ]);
  assert.deepEqual(told(message).results, decodedByTwin(message));
  assert.deepEqual(told(message).results[1], {
    id: 5,
    code: 0,
    message: '',
    response: Buffer.from([0x2b]),
    more: false,
    total_bytes: 0,
  });
});

test('every cut of a message is refused or is a shorter message to the twin as well', () => {
  const random = new SeededRandom(3);
  const results = Array.from({ length: 6 }, () => randomResult(random));
  const message = SubmitResults.encode({ results, state: { leader_id: 1 } }).finish();
  let refused = 0;
  for (let length = 0; length < message.length; length++) {
    const cut = message.subarray(0, length);
    let expected: Result[] | undefined;
    try {
      expected = decodedByTwin(cut);
    } catch {
      expected = undefined;
    }
    if (expected === undefined) {
      refused += 1;
      assert.throws(() => told(cut), RangeError);
    } else {
      assert.deepEqual(told(cut).results, expected);
    }
  }
  assert.ok(refused > 0);
});

test('damaged bytes are told or refused, and nothing else happens', () => {
  const random = new SeededRandom(4);
  const results = Array.from({ length: 4 }, () => randomResult(random));
  const message = SubmitResults.encode({ results }).finish();
  let refused = 0;
  for (let i = 0; i < 5_000; i++) {
    const damaged = Uint8Array.from(message);
    for (let j = random.nextBelow(3); j >= 0; j--) {
      damaged[random.nextBelow(damaged.length)] = random.nextBelow(256);
    }
    try {
      told(damaged);
    } catch (error) {
      assert.ok(error instanceof RangeError, String(error));
      refused += 1;
    }
  }
  assert.ok(refused > 100 && refused < 5_000);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { etcdserverpb } from '@cairn/proto';
import { decodeTxn } from './txn-codec.ts';

const { TxnRequest } = etcdserverpb;
type Txn = etcdserverpb.TxnRequest.$Properties;
type Operation = etcdserverpb.RequestOp.$Properties;
type Compare = etcdserverpb.Compare.$Properties;

/** Zeros, numbers of every length, and what has no place in 49 bits. */
function int64(random: SeededRandom): number {
  const kind = random.nextBelow(12);
  if (kind === 0) return 0;
  if (kind === 1) return -1 - random.nextBelow(1_000);
  return Math.floor(2 ** random.nextBelow(53)) + random.nextBelow(100);
}

function someBytes(random: SeededRandom): Uint8Array {
  const length = random.nextBelow(10) === 0 ? 300 : random.nextBelow(4);
  return new Uint8Array(length).fill(random.nextBelow(256));
}

function some(random: SeededRandom, name: string, value: () => unknown): object {
  return random.nextBelow(3) === 0 ? {} : { [name]: value() };
}

function compare(random: SeededRandom): Compare {
  const operands: readonly Compare[] = [
    { version: int64(random) },
    { create_revision: int64(random) },
    { mod_revision: int64(random) },
    { value: someBytes(random) },
    { lease: int64(random) },
    {},
  ];
  return {
    ...some(random, 'result', () => random.nextBelow(random.nextBelow(9) === 0 ? 300 : 4)),
    ...some(random, 'target', () => random.nextBelow(6)),
    ...some(random, 'key', () => someBytes(random)),
    ...(random.nextBelow(4) === 0 ? { range_end: someBytes(random) } : {}),
    ...operands[random.nextBelow(operands.length)],
  };
}

function operation(random: SeededRandom, depth: number): Operation {
  switch (random.nextBelow(depth > 2 ? 12 : 13)) {
    case 0:
      return { request_delete_range: { key: someBytes(random), range_end: someBytes(random) } };
    case 1:
      return {};
    case 12:
      return { request_txn: transaction(random, depth + 1) };
    case 2:
    case 3:
    case 4:
      return {
        request_range: {
          key: someBytes(random),
          ...some(random, 'range_end', () => someBytes(random)),
          ...some(random, 'limit', () => int64(random)),
          ...some(random, 'revision', () => int64(random)),
          ...(random.nextBelow(4) === 0 ? { keys_only: true, sort_order: 1 } : {}),
        },
      };
    default:
      return {
        request_put: {
          ...some(random, 'key', () => someBytes(random)),
          ...some(random, 'value', () => someBytes(random)),
          ...some(random, 'lease', () => int64(random)),
          ...some(random, 'prev_kv', () => random.nextBelow(2) === 1),
          ...(random.nextBelow(6) === 0 ? { ignore_lease: true } : {}),
        },
      };
  }
}

function list<Item>(random: SeededRandom, item: () => Item): Item[] {
  return Array.from({ length: random.nextBelow(3) }, item);
}

function transaction(random: SeededRandom, depth = 0): Txn {
  return {
    compare: list(random, () => compare(random)),
    success: list(random, () => operation(random, depth)),
    failure: list(random, () => operation(random, depth)),
  };
}

/** What a decoder makes of the bytes, or that it refuses them and why. */
function outcome(decode: (bytes: Uint8Array) => Txn, bytes: Uint8Array): string {
  try {
    return Buffer.from(TxnRequest.encode(decode(bytes)).finish()).toString('hex');
  } catch (error) {
    return String(error);
  }
}

const generated = (bytes: Uint8Array): Txn => TxnRequest.decode(bytes);

test('a transaction means what the generated code says, whatever is in it', () => {
  const random = new SeededRandom(11);
  for (let i = 0; i < 20_000; i++) {
    const bytes = TxnRequest.encode(transaction(random)).finish();
    assert.equal(outcome(decodeTxn, bytes), outcome(generated, bytes));
  }
});

test('bytes that were cut, changed or added to are read, or refused, as the generated code does', () => {
  const random = new SeededRandom(12);
  let refused = 0;
  for (let i = 0; i < 20_000; i++) {
    const whole = TxnRequest.encode(transaction(random)).finish();
    const bytes = Uint8Array.from([...whole, ...someBytes(random)]).subarray(
      0,
      1 + random.nextBelow(whole.length + 3),
    );
    for (let n = random.nextBelow(3); n > 0; n--) {
      bytes[random.nextBelow(bytes.length)] = random.nextBelow(256);
    }
    const expected = outcome(generated, bytes);
    assert.equal(outcome(decodeTxn, bytes), expected);
    if (!/^[0-9a-f]*$/.test(expected)) refused += 1;
  }
  assert.ok(refused > 1_000, `${refused} refused`);
});

test('fields that come twice count as the generated code counts them', () => {
  const put = (key: number): Operation => ({ request_put: { key: Uint8Array.of(key) } });
  const op = (...parts: readonly Operation[]): Uint8Array =>
    Buffer.concat(parts.map((part) => etcdserverpb.RequestOp.encode(part).finish()));
  const range: Operation = { request_range: { key: Uint8Array.of(3) } };
  for (const bytes of [op(put(1), put(2)), op(put(1), range), op(range, put(1))]) {
    const txn = Buffer.concat([Uint8Array.of(0x12, bytes.length), bytes]);
    assert.equal(outcome(decodeTxn, txn), outcome(generated, txn));
  }
  const twice: Compare[] = [{ version: 1 }, { mod_revision: 2 }];
  const compareBytes = Buffer.concat(twice.map((one) => etcdserverpb.Compare.encode(one).finish()));
  const txn = Buffer.concat([Uint8Array.of(0x0a, compareBytes.length), compareBytes]);
  assert.equal(outcome(decodeTxn, txn), outcome(generated, txn));
});

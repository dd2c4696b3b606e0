import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom, concatBytes, emptyBytes, fromByteString } from '@cairn/core';
import { fromBigInt, mvccpb, toSafeNumber, toSignedBigInt } from '@cairn/proto';
import { MalformedRecordError } from './errors.ts';
import {
  decodeRecord,
  encodeRecord,
  encodeTombstone,
  recordCreateRevision,
  recordIsCreate,
  recordKey,
  recordLease,
  recordModRevision,
  recordValue,
  recordVersion,
  stripValue,
  tombstoneEventRecord,
} from './record.ts';
import type { KeyValue } from './types.ts';

function pick<T>(random: SeededRandom, items: readonly T[]): T {
  const item = items[random.nextBelow(items.length)];
  assert.ok(item !== undefined);
  return item;
}

function randomBytes(random: SeededRandom): Uint8Array {
  const lengths = [0, 1, 5, 127, 128, 300, 16_383, 16_384];
  return Uint8Array.from({ length: pick(random, lengths) }, () => random.nextBelow(256));
}

/** Around every power of two up to 2^53. */
function randomNumber(random: SeededRandom): number {
  if (random.nextBelow(5) === 0) return 0;
  const near = 2 ** random.nextBelow(54) + random.nextBelow(3) - 1;
  return Math.min(near, Number.MAX_SAFE_INTEGER);
}

function randomLease(random: SeededRandom): bigint {
  const near = 2n ** BigInt(random.nextBelow(64)) + BigInt(random.nextBelow(3)) - 1n;
  const lease = BigInt.asIntN(64, near);
  return pick(
    random,
    [0n, lease, -lease].map((id) => BigInt.asIntN(64, id)),
  );
}

function randomFields(random: SeededRandom): KeyValue {
  return {
    key: randomBytes(random),
    createRevision: randomNumber(random),
    modRevision: randomNumber(random),
    version: randomNumber(random),
    value: randomBytes(random),
    lease: randomLease(random),
  };
}

function protobufEncode(fields: KeyValue): Uint8Array {
  const message: mvccpb.IKeyValue = {};
  if (fields.key.length > 0) message.key = fields.key;
  if (fields.createRevision !== 0) message.create_revision = fields.createRevision;
  if (fields.modRevision !== 0) message.mod_revision = fields.modRevision;
  if (fields.version !== 0) message.version = fields.version;
  if (fields.value.length > 0) message.value = fields.value;
  if (fields.lease !== 0n) message.lease = fromBigInt(fields.lease, 'signed');
  return new Uint8Array(mvccpb.KeyValue.encode(message).finish());
}

function protobufDecode(bytes: Uint8Array): KeyValue {
  const message = mvccpb.KeyValue.decode(bytes);
  return {
    key: new Uint8Array(message.key),
    createRevision: toSafeNumber(message.create_revision),
    modRevision: toSafeNumber(message.mod_revision),
    version: toSafeNumber(message.version),
    value: new Uint8Array(message.value),
    lease: toSignedBigInt(message.lease),
  };
}

test('a record is encoded and decoded as protobufjs does, at every size of every field', () => {
  const random = new SeededRandom(1);
  for (let i = 0; i < 800; i++) {
    const fields = randomFields(random);
    const record = encodeRecord(fields);
    assert.deepEqual(record, protobufEncode(fields));
    assert.deepEqual(decodeRecord(record), fields);
    assert.deepEqual(protobufDecode(record), fields);
  }
});

test('the accessors say what decoding the whole record says', () => {
  const random = new SeededRandom(2);
  for (let i = 0; i < 300; i++) {
    const fields = randomFields(random);
    const record = encodeRecord(fields);
    assert.deepEqual(recordKey(record), fields.key);
    assert.deepEqual(recordValue(record), fields.value);
    assert.equal(recordCreateRevision(record), fields.createRevision);
    assert.equal(recordModRevision(record), fields.modRevision);
    assert.equal(recordVersion(record), fields.version);
    assert.equal(recordLease(record), fields.lease);
    assert.equal(recordIsCreate(record), fields.createRevision === fields.modRevision);
    assert.deepEqual(stripValue(record), encodeRecord({ ...fields, value: emptyBytes }));
  }
});

test('fields in any order, repeated or unknown, are read as protobuf demands', () => {
  const random = new SeededRandom(3);
  const unknown = [
    Uint8Array.of(0x38, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01), // varint
    Uint8Array.of(0x41, 1, 2, 3, 4, 5, 6, 7, 8), // 64 bits
    Uint8Array.of(0x4a, 3, 9, 9, 9), // bytes
    Uint8Array.of(0x55, 1, 2, 3, 4), // 32 bits
    Uint8Array.of(0x82, 0x7d, 1, 7), // field 2000
  ];
  for (let i = 0; i < 200; i++) {
    const parts = Array.from({ length: 1 + random.nextBelow(6) }, () => {
      const fields = randomFields(random);
      const only = pick(random, Object.keys(fields) as (keyof KeyValue)[]);
      const part = encodeRecord({ ...decodeRecord(emptyBytes), [only]: fields[only] });
      return random.nextBelow(3) === 0 ? pick(random, unknown) : part;
    });
    const record = concatBytes(parts);
    const expected = protobufDecode(record);
    assert.deepEqual(decodeRecord(record), expected);
    assert.deepEqual(recordKey(record), expected.key);
    assert.equal(recordLease(record), expected.lease);
    assert.deepEqual(decodeRecord(stripValue(record)), { ...expected, value: emptyBytes });
  }
});

test('a damaged record is refused, not misread', () => {
  const record = encodeRecord({
    key: fromByteString('key'),
    createRevision: 300,
    modRevision: 300,
    version: 1,
    value: fromByteString('value'),
    lease: -1n,
  });
  for (const cut of [1, 2, 4, 6, 7, 15, record.length - 1]) {
    assert.throws(() => decodeRecord(record.subarray(0, cut)), MalformedRecordError);
  }
  for (const bytes of [
    [0x00, 0x01], // field number 0
    [0x0b], // a group
    [0x08, ...Array.from({ length: 11 }, () => 0xff)], // a number of eleven bytes
    [0x0a, 0xff, 0xff, 0xff, 0xff, 0x7f], // a key longer than any record
    [0x41, 1, 2, 3], // 64 bits that are not there
  ]) {
    assert.throws(() => decodeRecord(Uint8Array.from(bytes)), MalformedRecordError);
  }
  const negative = protobufEncode({ ...decodeRecord(emptyBytes), modRevision: -1 });
  assert.throws(() => recordModRevision(negative), MalformedRecordError);
  const twoToThe53 = Uint8Array.of(0x18, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10);
  assert.throws(() => recordModRevision(twoToThe53), MalformedRecordError);
});

test('a tombstone holds only its key, and its event the revision too', () => {
  const key = fromByteString('k'.repeat(200));
  const none = decodeRecord(emptyBytes);
  assert.deepEqual(encodeTombstone(key), protobufEncode({ ...none, key }));
  assert.deepEqual(
    tombstoneEventRecord(encodeTombstone(key), 2 ** 40),
    protobufEncode({ ...none, key, modRevision: 2 ** 40 }),
  );
});

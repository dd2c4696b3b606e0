import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareBytes } from '@cairn/core';
import { etcdserverpb, mvccpb, toSafeNumber } from '@cairn/proto';
import { rangePageRecordsMax } from '../limits.ts';
import type { NodeLink } from '../node/node-link.ts';
import { FakeStreamCall } from '../testing/fake-stream-call.ts';
import { record } from '../testing/records.ts';
import { settle, until } from '../testing/support.ts';
import { rangeStream } from './range-stream.ts';

const { RangeRequest, RangeResponse, RangeStreamResponse } = etcdserverpb;
type Fields = etcdserverpb.RangeRequest.$Properties;

const pageBytes = 4_096;
const everything = { key: Uint8Array.of(0), range_end: Uint8Array.of(0) };

/** A store of sorted keys that answers ranges as the raft-node does. */
class Ranges implements Pick<NodeLink, 'submit'> {
  readonly asked: etcdserverpb.RangeRequest[] = [];
  revision = 100;
  /** Answers the next read with this instead. */
  failure: { readonly code: number; readonly message: string } | undefined;
  readonly #keys: readonly string[];
  readonly #valueBytes: (index: number) => number;

  constructor(count: number, valueBytes: (index: number) => number = () => 10) {
    this.#keys = Array.from({ length: count }, (_, i) => `key/${String(i).padStart(6, '0')}`);
    this.#valueBytes = valueBytes;
  }

  submit: NodeLink['submit'] = (_method, bytes, _deadlineMs, sink) => {
    const request = RangeRequest.decode(bytes);
    this.asked.push(request);
    setImmediate(() => {
      const { failure } = this;
      if (failure === undefined) sink.respond(this.answer(request));
      else sink.fail(failure.code, failure.message);
    });
  };

  answer({ key, limit, count_only: countOnly }: etcdserverpb.RangeRequest): Uint8Array {
    const from = this.#keys.findIndex((each) => compareBytes(Buffer.from(each), key) >= 0);
    const wanted = from < 0 ? [] : this.#keys.slice(from);
    const max = toSafeNumber(limit) || wanted.length;
    const kvs = countOnly
      ? []
      : wanted.slice(0, max).map((each, i) => this.#record(each, from + i));
    return RangeResponse.encode({
      header: { cluster_id: 7, member_id: 8, revision: this.revision, raft_term: 2 },
      kvs,
      ...(kvs.length < wanted.length && !countOnly ? { more: true } : {}),
      count: wanted.length,
    }).finish();
  }

  #record(key: string, index: number): mvccpb.KeyValue.$Properties {
    const value = 'v'.repeat(this.#valueBytes(index));
    return mvccpb.KeyValue.decode(record({ key, modRevision: index + 2, value }));
  }
}

function open(ranges: Ranges, fields: Fields): FakeStreamCall {
  const call = new FakeStreamCall();
  rangeStream({ link: ranges, pageBytes })(call);
  call.deliver(RangeRequest.encode(fields).finish());
  return call;
}

async function ended(ranges: Ranges, fields: Fields): Promise<FakeStreamCall> {
  const call = open(ranges, fields);
  await until(() => call.ended !== undefined);
  return call;
}

/** What a client puts together: the fields of all messages, one behind the other. */
function merged(call: FakeStreamCall): etcdserverpb.RangeResponse {
  const parts = call.received.map(
    (message) => RangeStreamResponse.decode(message).range_response ?? {},
  );
  const bytes = Buffer.concat(parts.map((part) => RangeResponse.encode(part).finish()));
  return RangeResponse.decode(bytes);
}

function unary(ranges: Ranges, fields: Fields): etcdserverpb.RangeResponse {
  const request = RangeRequest.decode(RangeRequest.encode(fields).finish());
  return RangeResponse.decode(Buffer.from(ranges.answer(request)));
}

for (const count of [0, 1, 10, 11, 50, 51, 3_000]) {
  test(`a stream of ${count} records put together is the answer of a range`, async () => {
    const ranges = new Ranges(count);
    const call = await ended(ranges, everything);
    assert.deepEqual(call.ended, { code: 0, message: '' });
    assert.deepEqual(merged(call), unary(ranges, everything));
  });
}

for (const limit of [1, 9, 10, 11, 49, 50, 51, 199, 200, 201]) {
  test(`a limit of ${limit} among 200 records cuts as it does in a range`, async () => {
    const ranges = new Ranges(200);
    const call = await ended(ranges, { ...everything, limit });
    assert.deepEqual(merged(call), unary(ranges, { ...everything, limit }));
  });
}

test('only the last message has a header, more and count', async () => {
  const call = await ended(new Ranges(500), { ...everything, limit: 400 });
  assert.ok(call.received.length > 2);
  const parts = call.received.map((message) => RangeStreamResponse.decode(message).range_response!);
  for (const { header, more, count } of parts.slice(0, -1)) {
    assert.deepEqual([header ?? null, more, Number(count)], [null, false, 0]);
  }
  const last = parts.at(-1)!;
  assert.deepEqual([last.more, Number(last.count)], [true, 500]);
  assert.equal(Number(last.header?.revision), 100);
});

test('all pages are of the revision of the first, and the header says that of the first', async () => {
  const ranges = new Ranges(300);
  const call = open(ranges, everything);
  await until(() => call.received.length > 0);
  ranges.revision = 105;
  await until(() => call.ended !== undefined);
  assert.deepEqual(
    [...new Set(ranges.asked.slice(1).map(({ revision }) => Number(revision)))],
    [100],
  );
  assert.equal(Number(merged(call).header?.revision), 100);
});

test('a revision that was asked for is that of every page', async () => {
  const ranges = new Ranges(300);
  await ended(ranges, { ...everything, revision: 42 });
  assert.deepEqual([...new Set(ranges.asked.map(({ revision }) => Number(revision)))], [42]);
});

test('pages grow towards the bytes of a message and shrink for large records', async () => {
  const ranges = new Ranges(1_000, (index) => (index < 500 ? 4 : 1_000));
  const call = await ended(ranges, everything);
  const sizes = call.received.map(({ length }) => length);
  // Four times as many as before is the most that a page can be wrong about.
  assert.ok(Math.max(...sizes) < 4 * 50 * 1_040, sizes.join());
  assert.ok(
    sizes.slice(-20, -1).every((size) => size <= pageBytes + 1_100),
    sizes.join(),
  );
  assert.ok(ranges.asked.every(({ limit }) => Number(limit) <= rangePageRecordsMax));
});

test('nothing is read ahead of a client that does not read', async () => {
  const ranges = new Ranges(1_000);
  const call = new FakeStreamCall();
  rangeStream({ link: ranges, pageBytes })(call);
  call.stopReading();
  call.deliver(RangeRequest.encode(everything).finish());
  await settle(20);
  assert.equal(ranges.asked.length, 1);
  call.startReading();
  await until(() => call.ended !== undefined);
  assert.deepEqual(merged(call), unary(ranges, everything));
});

test('a client that leaves ends the reading', async () => {
  const ranges = new Ranges(1_000);
  const call = new FakeStreamCall();
  rangeStream({ link: ranges, pageBytes })(call);
  call.stopReading();
  call.deliver(RangeRequest.encode(everything).finish());
  await settle(20);
  call.disconnect();
  await settle(20);
  assert.equal(ranges.asked.length, 1);
});

test('an error between two pages ends the stream with its status', async () => {
  const ranges = new Ranges(1_000);
  const call = open(ranges, everything);
  await until(() => call.received.length > 0);
  ranges.failure = { code: 11, message: 'etcdserver: mvcc: required revision has been compacted' };
  await until(() => call.ended !== undefined);
  assert.deepEqual(call.ended, ranges.failure);
});

const refusals: readonly (readonly [string, Fields, number, string])[] = [
  ['without a key', { range_end: Uint8Array.of(0) }, 3, 'etcdserver: key is not provided'],
  [
    'an unknown order',
    { ...everything, sort_order: 99 as number },
    3,
    'etcdserver: invalid sort option',
  ],
  [
    'descending keys',
    { ...everything, sort_order: 2, min_mod_revision: 1 },
    12,
    'RangeStream does not support custom sort orders',
  ],
  [
    'ascending values',
    { ...everything, sort_order: 1, sort_target: 4 },
    12,
    'RangeStream does not support custom sort orders',
  ],
  [
    'a filter',
    { ...everything, max_create_revision: 9 },
    12,
    'RangeStream does not support revision filters',
  ],
];

for (const [what, fields, code, message] of refusals) {
  test(`${what} is refused as etcd refuses it, before anything is read`, async () => {
    const ranges = new Ranges(10);
    const call = await ended(ranges, fields);
    assert.deepEqual(call.ended, { code, message });
    assert.equal(ranges.asked.length, 0);
  });
}

test('ascending keys are the order there is', async () => {
  const ranges = new Ranges(30);
  const call = await ended(ranges, { ...everything, sort_order: 1 });
  assert.deepEqual(merged(call), unary(ranges, everything));
});

test('counting is one message', async () => {
  const ranges = new Ranges(300);
  const call = await ended(ranges, { ...everything, count_only: true });
  assert.equal(call.received.length, 1);
  assert.deepEqual(merged(call), unary(ranges, { ...everything, count_only: true }));
});

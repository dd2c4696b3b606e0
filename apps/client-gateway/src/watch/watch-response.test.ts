import assert from 'node:assert/strict';
import { test } from 'node:test';
import { etcdserverpb, fromBigInt, mvccpb } from '@cairn/proto';
import { responseHeader } from '../node/node-state.ts';
import { record, tombstone } from '../testing/records.ts';
import { someState } from '../testing/support.ts';
import { StoredEvent } from './event-batch.ts';
import { HeaderBytes } from './header-bytes.ts';
import { EventsMessage, encodeControl, encodeWatchId, noWatchId } from './watch-response.ts';

const { WatchResponse } = etcdserverpb;
const previous = record({ key: 'a', modRevision: 6, value: 'before' });
const put = record({ key: 'a', modRevision: 7, value: 'x'.repeat(300) });
const gone = tombstone('b', 7);
const events = [
  new StoredEvent(false, put, previous),
  new StoredEvent(true, gone, previous),
  new StoredEvent(false, put, new Uint8Array(0)),
];

function reference(watchId: bigint, withPrevKv: boolean): Uint8Array {
  const decode = (bytes: Uint8Array): mvccpb.KeyValue => mvccpb.KeyValue.decode(bytes);
  return WatchResponse.encode({
    header: responseHeader(someState, 7),
    ...(watchId === 0n ? {} : { watch_id: fromBigInt(watchId, 'signed') }),
    events: [
      { kv: decode(put), ...(withPrevKv ? { prev_kv: decode(previous) } : {}) },
      {
        type: mvccpb.Event.EventType.DELETE,
        kv: decode(gone),
        ...(withPrevKv ? { prev_kv: decode(previous) } : {}),
      },
      { kv: decode(put) },
    ],
  }).finish();
}

test('a response put together by hand is the bytes that the generated code makes', () => {
  const header = new HeaderBytes().field(someState, 7);
  for (const withPrevKv of [false, true]) {
    const message = new EventsMessage(header, events, withPrevKv);
    for (const watchId of [0n, 1n, 127n, 128n, 2n ** 40n, 2n ** 63n - 1n, -1n, -(2n ** 63n)]) {
      assert.deepEqual(
        Buffer.from(message.forWatcher(encodeWatchId(watchId))),
        Buffer.from(reference(watchId, withPrevKv)),
        `watch id ${watchId}, prev_kv ${withPrevKv}`,
      );
    }
  }
});

test('watchers with the same id share the bytes of a response', () => {
  const message = new EventsMessage(new HeaderBytes().field(someState, 7), events, true);
  const three = message.forWatcher(encodeWatchId(3n));
  assert.notDeepEqual(message.forWatcher(encodeWatchId(4n)), three);
  assert.equal(message.forWatcher(encodeWatchId(3n)), three);
});

test('an event is encoded once for each form', () => {
  const [event] = events as [StoredEvent];
  assert.equal(event.encoded(true), event.encoded(true));
  assert.equal(event.encoded(false), event.encoded(false));
  assert.notEqual(event.encoded(true), event.encoded(false));
});

test('fragments are below the limit, complete, and all but the last say that more comes', () => {
  const header = new HeaderBytes().field(someState, 7);
  const many = Array.from({ length: 50 }, () => events[0]!);
  const message = new EventsMessage(header, many, false);
  const parts = message.fragmentsForWatcher(encodeWatchId(5n), 2_000);
  assert.ok(parts.length > 5);
  const decoded = parts.map((part) => WatchResponse.decode(part));
  for (const part of parts) assert.ok(part.length < 2_000);
  assert.deepEqual(
    decoded.map(({ fragment }) => fragment),
    parts.map((_, index) => index < parts.length - 1),
  );
  assert.equal(
    decoded.reduce((sum, response) => sum + response.events.length, 0),
    many.length,
  );
});

test('a response below the limit, or of one event, is not fragmented', () => {
  const header = new HeaderBytes().field(someState, 7);
  const small = new EventsMessage(header, events, false);
  assert.deepEqual(small.fragmentsForWatcher(encodeWatchId(0n), 1_000_000), [
    small.forWatcher(encodeWatchId(0n)),
  ]);
  const single = new EventsMessage(header, events.slice(0, 1), false);
  assert.deepEqual(single.fragmentsForWatcher(encodeWatchId(0n), 10), [
    single.forWatcher(encodeWatchId(0n)),
  ]);
});

test('control responses carry exactly what was given', () => {
  const header = responseHeader(someState, 9);
  const revisionless = responseHeader(someState, 0);
  const cases: readonly [Uint8Array, etcdserverpb.WatchResponse.$Properties][] = [
    [encodeControl(someState, 9, { watchId: 0n, created: true }), { header, created: true }],
    [
      encodeControl(someState, 0, { watchId: 4n, canceled: true, compactRevision: 8 }),
      { header: revisionless, watch_id: 4, canceled: true, compact_revision: 8 },
    ],
    [encodeControl(someState, 9, { watchId: noWatchId }), { header, watch_id: -1 }],
  ];
  for (const [message, fields] of cases) {
    assert.deepEqual(Buffer.from(message), Buffer.from(WatchResponse.encode(fields).finish()));
  }
});

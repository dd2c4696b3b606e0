import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesField, grpcFrame, intField } from '../load/wire.ts';
import { EventCounter, WatchCall } from './watch-call.ts';

function event(revision: number): Uint8Array {
  const kv = Buffer.concat([bytesField(1, Buffer.from('key')), intField(3, revision)]);
  return bytesField(11, bytesField(2, kv));
}

function response(watchId: number, ...fields: readonly Uint8Array[]): Buffer {
  // An id of 0 is not written, as protobuf has it.
  const id = watchId === 0 ? [] : [intField(2, watchId)];
  return Buffer.from(grpcFrame(Buffer.concat([bytesField(1, intField(3, 9)), ...id, ...fields])));
}

interface Watched {
  readonly call: WatchCall;
  readonly events: EventCounter;
  say(watchId: number, ...fields: readonly Uint8Array[]): void;
}

/** Two watchers on one stream, and two events to come. */
function watched(): Watched {
  const events = new EventCounter(2);
  events.begin(2, () => {});
  const call = new WatchCall(events, 2, () => {});
  const say: Watched['say'] = (watchId, ...fields) => {
    const bytes = response(watchId, ...fields);
    call.onData(bytes, 0, bytes.length);
  };
  return { call, events, say };
}

test('an event is complete when every watcher has seen it', () => {
  const { events, say } = watched();
  say(0, event(10), event(11));
  assert.equal(events.complete, 0);
  say(1, event(10));
  assert.equal(events.complete, 1);
  say(1, event(11));
  assert.equal(events.complete, 2);
});

test('the stream is ready when all of its watchers are', () => {
  let ready = 0;
  const call = new WatchCall(new EventCounter(2), 2, () => ready++);
  for (const watchId of [0, 1]) {
    assert.equal(ready, 0);
    const bytes = response(watchId, intField(3, 1));
    call.onData(bytes, 0, bytes.length);
  }
  assert.equal(ready, 1);
});

test('a gap, a repetition, a disorder and an event too many are found', () => {
  const mistakes: readonly (readonly [readonly number[], RegExp])[] = [
    [[10, 12], /saw revision 12 after 10/],
    [[10, 10], /saw revision 10 after 10/],
    [[11, 10], /saw revision 10 after 11/],
    [[10, 11, 12], /revision 12 is delivered too often/],
  ];
  for (const [revisions, expected] of mistakes) {
    const { say } = watched();
    assert.throws(() => say(0, ...revisions.map(event)), expected);
  }
});

test('a watcher that begins later than the others is found', () => {
  const { say } = watched();
  say(0, event(11));
  assert.throws(() => say(1, event(10)), /revision 10 is delivered too often/);
});

test('a cancelled watcher and one that nobody created are failures', () => {
  assert.throws(() => watched().say(1, intField(4, 1)), /watcher 1 is cancelled/);
  assert.throws(() => watched().say(2, event(10)), /watch id 2 is not expected/);
  assert.throws(() => watched().call.onEnd(0, ''), /ended with gRPC status 0/);
});

// Every guarantee must find the violation it is named after, and nothing in a good record.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as guarantees from './guarantees.ts';
import type {
  AcknowledgedWrite,
  ObservedEvent,
  WatchMessage,
  WatchRecord,
} from './observations.ts';

function event(revision: number, key = 'k', value = `v${revision}`): ObservedEvent {
  return { type: 'put', key, value, revision };
}

function message(...events: readonly ObservedEvent[]): WatchMessage {
  return { headerRevision: events.at(-1)?.revision ?? 0, events };
}

function progress(headerRevision: number): WatchMessage {
  return { headerRevision, events: [] };
}

function session(startRevision: number, ...messages: readonly WatchMessage[]): WatchRecord[number] {
  return { member: 'm1', startRevision, messages };
}

function write(revision: number, sentAtMs: number, answeredAtMs: number): AcknowledgedWrite {
  return { key: `k${revision}`, value: `v${revision}`, revision, sentAtMs, answeredAtMs };
}

const history = [event(2), event(3), event(4, 'a'), event(4, 'b'), event(5), event(6)];
const good: WatchRecord = [
  session(2, message(event(2), event(3)), progress(3), message(event(4, 'a'), event(4, 'b'))),
  session(5, message(event(5)), progress(5), message(event(6))),
];

test('a good record violates nothing', () => {
  const { ordered, unique, atomic, resumable, bookmarkable, reliable } = guarantees;
  for (const check of [ordered, unique, atomic, resumable, bookmarkable]) {
    assert.deepEqual(check(good), [], check.name);
  }
  assert.deepEqual(reliable(good, history), []);
});

test('ordered finds a revision that goes back', () => {
  const record = [session(2, message(event(3)), message(event(2)))];
  assert.deepEqual(guarantees.ordered(record), ['revision 2 came after 3']);
});

test('unique finds an event that is repeated after a reconnect', () => {
  const record = [session(2, message(event(2))), session(2, message(event(2)))];
  assert.deepEqual(guarantees.unique(record), ['revision 2 of k came twice']);
});

test('atomic finds a revision in two messages of a stream', () => {
  const record = [session(4, message(event(4, 'a')), progress(3), message(event(4, 'b')))];
  assert.equal(guarantees.atomic(record).length, 1);
});

test('reliable finds what is missing and what is invented', () => {
  const gap = [session(2, message(event(2)), message(event(5)))];
  assert.equal(guarantees.reliable(gap, history).length, 3);
  const invented = [session(2, message(event(2, 'k', 'other')))];
  assert.equal(guarantees.reliable(invented, history).length, 2);
});

test('resumable finds events from before the start', () => {
  const record = [session(3, message(event(2)))];
  assert.deepEqual(guarantees.resumable(record), ['started at 3 and was given 2']);
});

test('bookmarkable finds events at or before progress, and progress that goes back', () => {
  const late = [session(2, progress(3), message(event(3)))];
  assert.deepEqual(guarantees.bookmarkable(late), ['revision 3 came after progress at 3']);
  const back = [session(2, progress(5), progress(4))];
  assert.deepEqual(guarantees.bookmarkable(back), ['progress went back from 5 to 4']);
});

test('a lost, a moved and a changed write are found', () => {
  const writes = [write(2, 0, 1), write(3, 0, 1), write(4, 0, 1), write(5, 0, 1)];
  const events = [event(2, 'k2'), event(9, 'k3'), event(4, 'k4', 'other')];
  assert.equal(guarantees.nothingAcknowledgedIsLost(writes, events).length, 3);
  assert.deepEqual(guarantees.nothingAcknowledgedIsLost([write(2, 0, 1)], events), []);
});

test('one revision for two writes is found', () => {
  const writes = [write(2, 0, 1), { ...write(2, 0, 1), key: 'other' }];
  assert.deepEqual(guarantees.noRevisionIsUsedTwice(writes), ['revision 2 is of k2 and of other']);
});

test('a write with a lower revision than one acknowledged before it was sent is found', () => {
  assert.equal(guarantees.writesFollowRealTime([write(5, 0, 10), write(4, 11, 20)]).length, 1);
  assert.deepEqual(guarantees.writesFollowRealTime([write(5, 0, 10), write(4, 9, 20)]), []);
});

test('a stale read is found, and only when the write was acknowledged before it was sent', () => {
  const writes = [write(5, 0, 10)];
  const read = (sentAtMs: number): string[] =>
    guarantees.readsAreFresh([{ member: 'm1', revision: 4, sentAtMs, answeredAtMs: 30 }], writes);
  assert.deepEqual(read(11), ['m1 answered from revision 4 after 5 was acknowledged']);
  assert.deepEqual(read(9), []);
});

test('histories that differ are told apart from both sides', () => {
  assert.deepEqual(guarantees.sameHistory(history, history), []);
  assert.equal(guarantees.sameHistory(history, history.slice(1)).length, 1);
  assert.equal(guarantees.sameHistory(history.slice(1), history).length, 1);
});

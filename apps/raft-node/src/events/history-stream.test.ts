import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Turns } from '../turns.ts';
import { FakeSink } from '../testing/fake-sink.ts';
import { TestMembers, bytes, turn } from '../testing/test-members.ts';
import { sendHistory } from './history-stream.ts';
import type { HistoryRequest } from './history-stream.ts';

const never: AbortSignal = new AbortController().signal;

async function filled(count: number, value = 'v') {
  const { group, replica } = await TestMembers.single();
  const from = replica.machine.store.currentRevision + 1;
  const to = await group.fill(replica, count, value);
  const source = { replica, turns: new Turns() };
  const range = (more: Partial<HistoryRequest> = {}): HistoryRequest => ({
    fromRevision: from,
    toRevision: to,
    filter: undefined,
    ...more,
  });
  return { group, replica, source, from, to, range };
}

/** The revisions of the events, after checking that the batches adjoin. */
function assertWhole(sink: FakeSink, from: number, to: number): number {
  let next = from;
  let events = 0;
  for (const batch of sink.batches()) {
    assert.equal(Number(batch.first_revision), next);
    next = Number(batch.last_revision) + 1;
    events += batch.events.length;
  }
  assert.equal(next, to + 1);
  return events;
}

test('a closed range is sent whole, in batches that adjoin', async () => {
  const { group, source, from, to, range } = await filled(3_000, 'x'.repeat(700));
  await using _ = group;
  const sink = new FakeSink();
  assert.equal(await sendHistory(source, sink, range(), never), 'sent');
  assert.ok(sink.written.length >= 4, 'in slices');
  assert.equal(assertWhole(sink, from, to), 3_000);
});

test('a filter keeps the keys asked for, and still says what was looked at', async () => {
  const { group, source, from, to, range } = await filled(100);
  await using _ = group;
  const one = new FakeSink();
  const key = bytes('key000042');
  await sendHistory(source, one, range({ filter: { key, rangeEnd: new Uint8Array(0) } }), never);
  assert.equal(assertWhole(one, from, to), 1);
  const some = new FakeSink();
  const rangeEnd = bytes('key000052');
  await sendHistory(source, some, range({ filter: { key, rangeEnd } }), never);
  assert.equal(assertWhole(some, from, to), 10);
});

test('it waits while the reader does not read, and leaves no listener behind', async () => {
  const { group, source, from, to, range } = await filled(3_000, 'x'.repeat(700));
  await using _ = group;
  const sink = new FakeSink();
  sink.room = 1;
  let over = false;
  const sent = sendHistory(source, sink, range(), never).then(() => (over = true));
  for (let i = 0; i < 20; i++) await turn();
  assert.equal(sink.written.length, 1);
  for (let i = 0; !over; i++) {
    assert.ok(i < 1_000);
    sink.drain(1);
    await turn();
  }
  await sent;
  assert.equal(assertWhole(sink, from, to), 3_000);
  assert.equal(sink.listenerCount('drain'), 0);
});

test('it stops at once when the call is over, also while it waits for the reader', async () => {
  const { group, source, range } = await filled(3_000, 'x'.repeat(700));
  await using _ = group;
  const sink = new FakeSink();
  sink.room = 1;
  const over = new AbortController();
  const sent = sendHistory(source, sink, range(), over.signal);
  for (let i = 0; i < 5; i++) await turn();
  over.abort();
  assert.equal(await sent, 'aborted');
  assert.equal(sink.listenerCount('drain'), 0);
  assert.equal(sink.written.length, 1);
});

test('history that is compacted under way is said to be so', async () => {
  const { group, replica, source, from, to, range } = await filled(3_000, 'x'.repeat(700));
  await using _ = group;
  const sink = new FakeSink();
  sink.room = 1;
  const sent = sendHistory(source, sink, range(), never);
  for (let i = 0; i < 5; i++) await turn();
  await group.compact(replica, to);
  sink.drain(Infinity);
  assert.equal(await sent, 'compacted');
  const batches = sink.batches();
  assert.deepEqual(
    batches.map(({ compacted }) => compacted),
    [false, true],
  );
  assert.equal(Number(batches[0]?.first_revision), from);
  assert.equal(Number(batches[1]?.compact_revision), to);
});

test('it is refused when the member stops', async () => {
  const { group, replica, source, range } = await filled(10);
  await using _ = group;
  await replica.stop();
  await assert.rejects(sendHistory(source, new FakeSink(), range(), never), /server stopped/);
});

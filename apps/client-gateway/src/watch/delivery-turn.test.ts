import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergedEventsBytesMax } from '../limits.ts';
import { record } from '../testing/records.ts';
import { settle } from '../testing/support.ts';
import { DeliveryTurn } from './delivery-turn.ts';
import { StoredEvent } from './event-batch.ts';
import type { EventBatch } from './event-batch.ts';

function batch(firstRevision: number, lastRevision: number, value = 'v'): EventBatch {
  const events = Array.from({ length: lastRevision - firstRevision + 1 }, (_, i) => {
    const kv = record({ key: 'a', modRevision: firstRevision + i, value });
    return new StoredEvent(false, kv, new Uint8Array(0));
  });
  const compactRevision = firstRevision - 1;
  return {
    firstRevision,
    lastRevision,
    compactRevision,
    events,
    isOmitted: false,
    isCompacted: false,
  };
}

function summary({ firstRevision, lastRevision, compactRevision, events }: EventBatch): unknown {
  return [firstRevision, lastRevision, compactRevision, events.map(({ revision }) => revision)];
}

function recorded(): { readonly turn: DeliveryTurn; readonly delivered: unknown[] } {
  const delivered: unknown[] = [];
  return { turn: new DeliveryTurn((each) => delivered.push(summary(each))), delivered };
}

test('the batches of one turn are delivered as one, those of the next as another', async () => {
  const { turn, delivered } = recorded();
  turn.push(batch(2, 3));
  turn.push(batch(4, 4));
  turn.push(batch(5, 6));
  assert.deepEqual(delivered, []);
  await settle();
  assert.deepEqual(delivered, [[2, 6, 4, [2, 3, 4, 5, 6]]]);
  turn.push(batch(7, 7));
  await settle();
  assert.deepEqual(delivered.slice(1), [[7, 7, 6, [7]]]);
});

test('what becomes large is delivered at once, and nothing is delivered twice', async () => {
  const { turn, delivered } = recorded();
  turn.push(batch(2, 2));
  turn.push(batch(3, 3, 'x'.repeat(mergedEventsBytesMax)));
  assert.deepEqual(delivered, [[2, 3, 2, [2, 3]]]);
  turn.push(batch(4, 4));
  turn.flush();
  turn.flush();
  await settle();
  assert.deepEqual(delivered.slice(1), [[4, 4, 3, [4]]]);
});

test('what is cleared is not delivered', async () => {
  const { turn, delivered } = recorded();
  turn.push(batch(2, 2));
  turn.clear();
  await settle();
  assert.deepEqual(delivered, []);
});

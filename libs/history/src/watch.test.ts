// A good watch passes every guarantee, and for each there is a watch that breaks it and no other.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { checkWatches } from './check.ts';
import { ReplayedLog } from './replayed-log.ts';
import { Story, progress, put, remove, sent, watch } from './testing/histories.ts';
import type { Rule, WatchEvent, WatchRequest, WatchResponse } from './types.ts';

const story = new Story()
  .does(put('a', '1'))
  .does(put('b', '1'))
  .does(put('a', '2'))
  .does(remove('a'))
  .does({
    type: 'txn',
    compares: [],
    success: [put('a', '3'), put('c', '1')],
    failure: [],
  });
const log = new ReplayedLog(story.changes);
/** Without previous records, as a watch that did not ask for them sees it. */
const plain = story.changes.map(({ events }) => {
  return events.map((event) => ({ ...event, prevKv: undefined }));
});
const [a2 = [], b3 = [], a4 = [], a5 = [], both6 = []] = plain;
const all = [...a2, ...b3, ...a4, ...a5, ...both6];

suite('a watch that is as it should be breaks nothing', () => {
  test('with everything in one response', () => none({}, [sent(all), progress(6)]));
  test('with one response for each revision', () =>
    none(
      {},
      plain.map((events) => sent(events)),
    ));
  test('with a revision in fragments that say so', () => {
    none({ fragment: true }, [sent(all.slice(0, 5), true), sent(all.slice(5))]);
  });
  test('while the rest of a fragmented revision is still to come', () => {
    none({ fragment: true }, [sent(all.slice(0, 5), true)]);
  });
  test('with progress alone, as far as nothing matched', () => none({ key: 'x' }, [progress(6)]));
  test('with progress again at the same revision', () =>
    none({}, [sent(all), progress(6), progress(6)]));
  test('of puts only', () => none({ noDelete: true }, [sent([...a2, ...b3, ...a4, ...both6])]));
  test('of one key', () => {
    none({ key: 'b', rangeEnd: '' }, [sent(b3), progress(6)]);
  });
  test('from a revision in the middle', () =>
    none({ startRevision: 4 }, [sent([...a4, ...a5, ...both6])]));
  test('from now on', () => none({ startRevision: 0 }, [sent(all)]));
  test('with the previous records it asked for', () => {
    none({ prevKv: true }, [sent(story.changes.flatMap(({ events }) => events))]);
  });
  test('that is cancelled because what it wants is compacted', () => {
    none({ startRevision: 3 }, [canceled(4)]);
  });
});

suite('a watch that breaks a guarantee is told so', () => {
  test('filtered: a key outside its range', () =>
    broke('filtered', { key: 'b', rangeEnd: '' }, [sent([...a2, ...b3])]));
  test('filtered: a deletion it did not want', () =>
    broke('filtered', { noDelete: true }, [sent(all)]));
  test('ordered: a revision after a later one', () => {
    broke('ordered', {}, [sent([...a2, ...a4]), sent(b3), sent([...a5, ...both6])]);
  });
  test('unique: an event that comes twice', () => {
    broke('unique', {}, [sent([...a2, ...b3, ...b3])]);
  });
  test('atomic: a revision in two responses', () => {
    broke('atomic', {}, [sent(all.slice(0, 5)), sent(all.slice(5))]);
  });
  test('bookmarkable: an event after progress that covers it', () => {
    broke('bookmarkable', {}, [sent(a2), progress(3), sent(b3)]);
  });
  test('bookmarkable: progress that goes back', () => {
    broke('bookmarkable', {}, [sent(all), progress(6), progress(5)]);
  });
  test('bookmarkable: progress behind the last event', () => {
    broke('bookmarkable', {}, [sent(all), progress(4)]);
  });
  test('resumable: the first event is not the first', () => {
    broke('resumable', {}, [sent([...b3, ...a4, ...a5, ...both6])]);
  });
  test('resumable: an event from before the start', () =>
    broke('resumable', { startRevision: 3 }, [sent(all)]));
  test('resumable: cancelled for a compaction that took nothing from it', () => {
    broke('resumable', { startRevision: 4 }, [canceled(4)]);
  });
  test('reliable: a hole in the middle', () => {
    broke('reliable', {}, [sent([...a2, ...b3, ...a5, ...both6])]);
  });
  test('reliable: progress over an event that never came', () => {
    broke('reliable', {}, [sent([...a2, ...b3, ...a4]), progress(5)]);
  });
  test('reliable: half of a revision', () => {
    broke('reliable', {}, [sent(all.slice(0, 5)), progress(6)]);
  });
  test('reliable: a deletion missing at the revision where it starts', () => {
    broke('reliable', { startRevision: 5 }, [progress(5)]);
  });
  test('reliable: an event that never happened', () => {
    const invented = change(b3, { value: 'x' });
    broke('reliable', {}, [sent([...a2, ...invented])]);
  });
  test('prevKv: another record than was there before', () => {
    const events = story.changes.flatMap((each) => each.events);
    const wrong = events.map((event) => {
      return event.kv.modRevision === 5 ? { ...event, prevKv: a2[0]?.kv } : event;
    });
    broke('prevKv', { prevKv: true }, [sent(wrong)]);
  });
  test('prevKv: none though there was one and nothing was compacted', () => {
    broke('prevKv', { prevKv: true }, [sent(all)]);
  });
  test('prevKv: one that was not asked for', () => {
    broke('prevKv', {}, [sent(story.changes.flatMap((each) => each.events))]);
  });
  test('isCreate: a second put that looks like a creation', () => {
    const created = change(a4, { createRevision: 4, version: 1 });
    broke('isCreate', {}, [sent([...a2, ...b3, ...created])]);
  });
  test('isCreate: a creation that looks like a second put', () => {
    broke('isCreate', {}, [sent([...a2, ...change(b3, { createRevision: 2, version: 2 })])]);
  });
});

test('a previous record may be missing once its revision is compacted', () => {
  const request = { prevKv: true };
  const compact = { type: 'compact', revision: 6 } as const;
  const compacted = new Story().saw(compact, { kind: 'unknown', error: 'timeout' }).operations;
  const session = watch(request, [sent(all)]);
  assert.deepEqual(checkWatches({ operations: compacted, watches: [session] }, log), []);
});

function none(request: Partial<WatchRequest>, responses: readonly WatchResponse[]): void {
  assert.deepEqual(rulesBroken(request, responses), []);
}

function broke(
  rule: Rule,
  request: Partial<WatchRequest>,
  responses: readonly WatchResponse[],
): void {
  assert.deepEqual(rulesBroken(request, responses), [rule]);
}

function rulesBroken(
  request: Partial<WatchRequest>,
  responses: readonly WatchResponse[],
): readonly Rule[] {
  const watches = [watch(request, responses)];
  const violations = checkWatches({ operations: story.operations, watches }, log);
  return [...new Set(violations.map(({ rule }) => rule))];
}

function canceled(compactRevision: number): WatchResponse {
  return { kind: 'canceled', time: 50, revision: 6, compactRevision, reason: 'compacted' };
}

function change(
  events: readonly WatchEvent[],
  fields: Partial<WatchEvent['kv']>,
): readonly WatchEvent[] {
  return events.map((event) => ({ ...event, kv: { ...event.kv, ...fields } }));
}

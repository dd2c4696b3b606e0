// Watch: every kind of range, and every combination of its options, live and from history.
import type { Case, Step } from '../case.ts';
import {
  as,
  call,
  cancelWatch,
  compact,
  events,
  everything,
  grant,
  put,
  receive,
  remove,
  revisionOf,
  sentence,
  txn,
  watch,
} from '../steps.ts';
import { keysWithin, putStoredKeys, rangeEnds, shown, storedKeys } from './key-ranges.ts';

const flags = [false, true] as const;

function isRange(key: string, rangeEnd: string): boolean {
  return rangeEnd === '' || rangeEnd === everything || key < rangeEnd;
}

/** Each range on a stream of its own, because a watcher that was refused has no id. */
function watchEveryEnd(key: string, more: Parameters<typeof watch>[0]): readonly Step[] {
  return rangeEnds.flatMap((range_end, index) => [
    watch({ key, range_end, ...more }, `w${index}`),
    receive(1, `w${index}`),
  ]);
}

/** Of the stored keys, as often as each was written. */
function eventsOfEveryEnd(key: string, times: number): readonly Step[] {
  return rangeEnds.flatMap((end, index) => {
    const count = isRange(key, end) ? keysWithin(key, end).length * times : 0;
    return count === 0 ? [] : [events(count, `w${index}`)];
  });
}

const ranges: readonly Case[] = storedKeys.flatMap((key) => [
  sentence(
    `live, from ${shown(key)} to every kind of end`,
    ...watchEveryEnd(key, {}),
    putStoredKeys,
    remove('\0', { range_end: everything }),
    ...eventsOfEveryEnd(key, 2),
  ),
  sentence(
    `from history, from ${shown(key)} to every kind of end`,
    as('first', putStoredKeys),
    remove('\0', { range_end: everything }),
    ...watchEveryEnd(key, { start_revision: revisionOf('first') }),
    ...eventsOfEveryEnd(key, 2),
  ),
]);

/** What happens, and how many of it are puts and deletions. */
const changes = {
  steps: [
    as('change', put('k1', '1')),
    put('k2', '1'),
    put('k1', '2'),
    remove('k1'),
    txn({
      success: [
        { request_put: { key: 'k1', value: '3' } },
        { request_delete_range: { key: 'k2' } },
        { request_put: { key: 'k3', value: '1' } },
      ],
    }),
    remove('k', { range_end: 'l' }),
    put('k9', 'the last one'),
    remove('k9'),
  ],
  puts: 6,
  deletions: 5,
} as const;

const filters = [
  { name: 'no filter', filters: [], count: changes.puts + changes.deletions },
  { name: 'NOPUT', filters: [0], count: changes.deletions },
  { name: 'NODELETE', filters: [1], count: changes.puts },
] as const;

/** Fragments are of whole answers, whatever was filtered out of them: with and without is tried once. */
const fragments = (filter: (typeof filters)[number]): readonly boolean[] =>
  filter.name === 'no filter' ? [false, true] : [false];

const options: readonly Case[] = filters.flatMap((filter) =>
  flags.flatMap((previous) =>
    fragments(filter).flatMap((fragment) => {
      const create = {
        key: 'k',
        range_end: 'l',
        ...(filter.filters.length === 0 ? {} : { filters: filter.filters }),
        ...(previous ? { prev_kv: true } : {}),
        ...(fragment ? { fragment } : {}),
      };
      const name = [
        filter.name,
        ...(previous ? ['prev_kv'] : []),
        ...(fragment ? ['fragment'] : []),
      ].join(', ');
      return [
        sentence(
          `live, with ${name}`,
          put('k2', 'from before'),
          watch(create),
          receive(),
          ...changes.steps,
          events(filter.count),
        ),
        sentence(
          `from history, with ${name}`,
          put('k2', 'from before'),
          ...changes.steps,
          watch({ ...create, start_revision: revisionOf('change') }),
          receive(),
          events(filter.count),
        ),
        sentence(
          `from history into the present, with ${name}`,
          put('k2', 'from before'),
          ...changes.steps,
          watch({ ...create, start_revision: revisionOf('change', 3) }),
          receive(),
          events(filter.name === 'NOPUT' ? 5 : filter.name === 'NODELETE' ? 3 : 8),
          put('k1', 'live'),
          remove('k1'),
          events(filter.name === 'no filter' ? 2 : 1),
        ),
      ];
    }),
  ),
);

const compacted: readonly Case[] = flags.flatMap((physical) =>
  [-1, 0, 1].map((offset) =>
    sentence(
      `from ${['below', 'at', 'above'][offset + 1]} the revision of a ${physical ? 'physical ' : ''}compaction`,
      put('a', '1'),
      as('two', put('a', '2')),
      put('a', '3'),
      compact(revisionOf('two'), physical ? { physical } : {}),
      watch({ key: 'a', start_revision: revisionOf('two', offset), prev_kv: true }),
      receive(),
      offset < 0 ? receive() : events(2 - offset),
    ),
  ),
);

const several: readonly Case[] = [
  sentence(
    'watchers of one stream with different options each get theirs',
    watch({ key: 'a' }),
    receive(),
    watch({ key: 'a', prev_kv: true }),
    receive(),
    watch({ key: 'a', filters: [0] }),
    receive(),
    watch({ key: 'a', filters: [1], prev_kv: true }),
    receive(),
    put('a', '1'),
    put('a', '2'),
    remove('a'),
    events(9),
  ),
  sentence(
    'a watcher that asks for progress gets its events like any other',
    watch({ key: 'a', progress_notify: true }),
    receive(),
    put('a', '1'),
    receive(),
    cancelWatch(0),
    receive(),
  ),
  sentence(
    'overlapping ranges are each served whole',
    watch({ key: 'a', range_end: 'c' }),
    receive(),
    watch({ key: 'b', range_end: 'd' }),
    receive(),
    watch({ key: 'b' }),
    receive(),
    putStoredKeys,
    events(4 + 3 + 1),
  ),
  sentence(
    'a watcher on a cancelled id of before starts where it says',
    as('one', put('a', '1')),
    put('a', '2'),
    watch({ key: 'a', watch_id: 3, start_revision: revisionOf('one') }),
    receive(),
    events(2),
    cancelWatch(3),
    receive(),
    watch({ key: 'a', watch_id: 3, start_revision: revisionOf('one', 1) }),
    receive(),
    events(1),
  ),
  sentence(
    'the end of a lease is a deletion of each of its keys, in key order',
    grant(91n, 300),
    put('b', '1', { lease: 91n }),
    put('a', '1', { lease: 91n }),
    watch({ key: 'a', range_end: 'c', prev_kv: true }),
    receive(),
    call('LeaseRevoke', { ID: 91n }),
    receive(),
  ),
  sentence(
    'a put that only touches a key is an event',
    put('a', '1'),
    watch({ key: 'a', prev_kv: true }),
    receive(),
    put('a', '', { ignore_value: true }),
    receive(),
    put('a', '1'),
    receive(),
  ),
];

const manyIds = [1, 2, 5, 100, 2 ** 31, 2 ** 40] as const;

const ids: readonly Case[] = [
  sentence(
    'chosen ids may be large',
    ...manyIds.flatMap((watch_id) => [watch({ key: 'a', watch_id }), receive()]),
    put('a', '1'),
    events(manyIds.length),
  ),
  sentence(
    'a negative chosen id',
    watch({ key: 'a', watch_id: -7 }),
    receive(),
    put('a', '1'),
    receive(),
  ),
  sentence(
    'ids of different streams do not meet',
    watch({ key: 'a', watch_id: 4 }),
    receive(),
    watch({ key: 'a', watch_id: 4 }, 'other'),
    receive(1, 'other'),
    cancelWatch(4),
    receive(),
    put('a', '1'),
    receive(1, 'other'),
  ),
  sentence(
    'cancelling before anything was created is ignored',
    cancelWatch(0),
    watch({ key: 'a' }),
    receive(),
    put('a', '1'),
    receive(),
  ),
];

export const watchTableCases: readonly Case[] = [
  ...ranges,
  ...options,
  ...compacted,
  ...several,
  ...ids,
];

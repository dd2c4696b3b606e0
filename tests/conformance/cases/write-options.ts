// Put and DeleteRange, where their fields meet: every combination of what a put keeps, gives and shows, on a
// key that is there and on one that is not; every kind of deleted range.
import type { Case, Request, Step } from '../case.ts';
import {
  as,
  call,
  compact,
  everything,
  get,
  grant,
  put,
  range,
  remove,
  revisionOf,
  sentence,
  txn,
} from '../steps.ts';
import { putStoredKeys, rangeEnds, shown, storedKeys } from './key-ranges.ts';

const oldLease = 81n;
const newLease = 82n;

const bothLeases: readonly Step[] = [grant(oldLease, 300), grant(newLease, 300)];
const existing: Step = put('a', 'old', { lease: oldLease });

const flags = [false, true] as const;

/** Each with and without a value and a lease, of which the kept ones must not be given. */
function putsOf(fixed: Request<'Put'>): readonly Step[] {
  return [
    put('a', '', fixed),
    put('a', 'new', fixed),
    put('a', '', { ...fixed, lease: newLease }),
    put('a', 'new', { ...fixed, lease: newLease }),
    put('a', 'new', { ...fixed, lease: 404n }),
  ];
}

const puts: readonly Case[] = flags.flatMap((ignoreValue) =>
  flags.flatMap((ignoreLease) =>
    flags.flatMap((previous) => {
      const fixed = {
        ...(ignoreValue ? { ignore_value: true } : {}),
        ...(ignoreLease ? { ignore_lease: true } : {}),
        ...(previous ? { prev_kv: true } : {}),
      };
      const name = Object.keys(fixed).join(', ') || 'no option';
      return [
        sentence(
          `put: with ${name}, on a key that is there`,
          ...bothLeases,
          ...putsOf(fixed).flatMap((step) => [existing, step, get('a')]),
        ),
        sentence(
          `put: with ${name}, on a key that is not there`,
          ...bothLeases,
          ...putsOf(fixed).flatMap((step) => [step, get('a'), remove('a')]),
        ),
        sentence(
          `put: with ${name}, in a transaction that has deleted another key`,
          ...bothLeases,
          existing,
          put('b', 'gone in a moment'),
          txn({
            success: [
              { request_delete_range: { key: 'b' } },
              { request_put: { key: 'a', ...fixed } },
              { request_range: { key: 'a' } },
            ],
          }),
          call('LeaseTimeToLive', { ID: oldLease, keys: true }),
        ),
      ];
    }),
  ),
);

const mistakes: readonly Case[] = [
  sentence(
    'put: without a key nothing else is looked at',
    put('', 'x', { ignore_value: true }),
    put('', 'x', { lease: 404n, ignore_lease: true }),
    put('', '', { lease: 404n }),
  ),
  sentence(
    'put: a value beside ignore_value is found before a lease beside ignore_lease',
    put('a', 'x', { ignore_value: true, ignore_lease: true, lease: 404n }),
    put('a', '', { ignore_value: true, ignore_lease: true, lease: 404n }),
  ),
  sentence(
    'put: a missing key is found before an unknown lease',
    put('a', '', { ignore_value: true, lease: 404n }),
    put('a', 'there now'),
    put('a', '', { ignore_value: true, lease: 404n }),
  ),
  sentence(
    'put: a refused one takes no revision',
    as('one', put('a', '1')),
    put('a', '1', { lease: 404n }),
    put('', '1'),
    put('b', '', { ignore_value: true }),
    put('a', '2', { prev_kv: true }),
  ),
];

const deletes: readonly Case[] = storedKeys.map((key) =>
  sentence(
    `delete: from ${shown(key)} to every kind of end, what is told of it and what is left`,
    ...rangeEnds.flatMap((end) => [
      putStoredKeys,
      remove(key, { range_end: end }),
      range('\0', everything, { keys_only: true }),
    ]),
    ...rangeEnds.flatMap((end) => [putStoredKeys, remove(key, { range_end: end, prev_kv: true })]),
  ),
);

const compactions: readonly Case[] = flags.flatMap((physical) => {
  const more = physical ? { physical } : {};
  const how = physical ? 'physical' : 'not physical';
  const history = [
    as('one', put('a', '1')),
    put('b', '1'),
    as('three', remove('a')),
    put('a', '4'),
    as('five', put('b', '5')),
  ];
  return [
    sentence(
      `compact: at every revision one after the other, ${how}`,
      ...history,
      ...[0, 1, 2, 3, 4].flatMap((offset) => [
        compact(revisionOf('one', offset), more),
        range('a', 'c', { revision: revisionOf('one', offset) }),
        range('a', 'c', { revision: revisionOf('one', offset - 1) }),
      ]),
      compact(revisionOf('one', 5), more),
      range('a', 'c'),
    ),
    sentence(
      `compact: at once to the last revision, ${how}`,
      ...history,
      compact(revisionOf('five'), more),
      ...[-2, -1, 0].map((offset) => range('a', 'c', { revision: revisionOf('five', offset) })),
      put('a', '6', { prev_kv: true }),
      remove('b', { prev_kv: true }),
    ),
    sentence(
      `compact: what is refused changes nothing, ${how}`,
      ...history,
      compact(revisionOf('five', 1), more),
      compact(Number.MAX_SAFE_INTEGER, more),
      compact(-1, more),
      range('a', 'c', { revision: revisionOf('one') }),
      compact(revisionOf('one'), more),
      compact(revisionOf('one', -1), more),
      compact(revisionOf('one'), more),
    ),
  ];
});

export const writeOptionCases: readonly Case[] = [...puts, ...mistakes, ...deletes, ...compactions];

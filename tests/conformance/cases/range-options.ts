// Range, where its fields meet: every kind of sorting with limits, filters and old revisions, every filter at
// its bound, and what is said when several things are wrong at once.
import type { Case, Request, Step } from '../case.ts';
import {
  as,
  compact,
  everything,
  get,
  grant,
  put,
  range,
  remove,
  revisionOf,
  sentence,
} from '../steps.ts';
import type { Revision } from '../steps.ts';
import { putStoredKeys, rangeEnds, shown, storedKeys } from './key-ranges.ts';

const orders = { none: 0, ascend: 1, descend: 2 } as const;
const targets = { key: 0, version: 1, create: 2, mod: 3, value: 4 } as const;
const directions = ['none', 'ascend', 'descend'] as const;
const sortTargets = ['key', 'version', 'create', 'mod', 'value'] as const;

/** Six keys, no two orders of which are equal; versions and values have ties. */
const towns: readonly Step[] = [
  as('first', put('town/f', 'oslo')),
  put('town/b', 'rome'),
  as('third', put('town/d', 'bern')),
  put('town/b', 'bonn'),
  put('town/a', 'kyiv'),
  as('sixth', put('town/e', 'bern')),
  put('town/d', 'baku'),
  put('town/b', 'lima'),
  as('ninth', put('town/c', 'riga')),
  as('last', put('town/f', 'bern')),
];

function townCase(name: string, ...requests: readonly Request<'Range'>[]): Case {
  const steps = requests.map((request) => range('town/', 'town0', request));
  return sentence(name, ...towns, ...steps);
}

const keyRanges: readonly Case[] = storedKeys.map((key) =>
  sentence(
    `from ${shown(key)} to every kind of end`,
    putStoredKeys,
    ...rangeEnds.map((end) => range(key, end)),
  ),
);

const sorts = sortTargets.flatMap((target) =>
  directions.map((direction) => ({
    name: `by ${target}, order ${direction}`,
    request: { sort_target: targets[target], sort_order: orders[direction] },
  })),
);

const sorting: readonly Case[] = sorts.map(({ name, request }) =>
  townCase(
    `sorted ${name}, whole, cut by a limit at each place, and at an old revision`,
    request,
    ...[1, 2, 5, 6].map((limit) => ({ ...request, limit })),
    { ...request, revision: revisionOf('sixth') },
    { ...request, revision: revisionOf('sixth'), limit: 2 },
    { ...request, keys_only: true, limit: 4 },
  ),
);

const filterNames = [
  'min_mod_revision',
  'max_mod_revision',
  'min_create_revision',
  'max_create_revision',
] as const;
type FilterName = (typeof filterNames)[number];

/** With the filter one below, at and one above a revision of which something is there. */
function atBounds(filter: FilterName, more: Request<'Range'> = {}): readonly Request<'Range'>[] {
  const bounds: readonly Revision[] = [-1, 0, 1].map((offset) => revisionOf('sixth', offset));
  return bounds.map((bound) => ({ ...more, [filter]: bound }));
}

const filters: readonly Case[] = filterNames.flatMap((filter) => [
  townCase(
    `${filter} is inclusive, alone, with a limit, and with count_only or keys_only`,
    ...atBounds(filter),
    ...atBounds(filter, { limit: 1 }),
    ...atBounds(filter, { limit: 3 }),
    ...atBounds(filter, { count_only: true }),
    ...atBounds(filter, { keys_only: true }),
  ),
  townCase(
    `${filter} with sorting, and at an old revision`,
    ...atBounds(filter, { sort_target: targets.value, sort_order: orders.descend }),
    ...atBounds(filter, { sort_target: targets.key, sort_order: orders.descend, limit: 2 }),
    ...atBounds(filter, { revision: revisionOf('ninth') }),
    ...atBounds(filter, { revision: revisionOf('third') }),
  ),
  sentence(
    `${filter} of a single key`,
    ...towns,
    ...atBounds(filter).map((request) => get('town/e', request)),
  ),
]);

const contradictions: readonly Case[] = [
  townCase(
    'a minimum above the maximum leaves nothing, equal ones the change of that revision',
    { min_mod_revision: revisionOf('ninth'), max_mod_revision: revisionOf('third') },
    { min_mod_revision: revisionOf('ninth'), max_mod_revision: revisionOf('ninth') },
    { max_create_revision: revisionOf('third'), min_mod_revision: revisionOf('ninth') },
  ),
];

const gone: readonly Case[] = [
  sentence(
    'deleted keys are in no count and take no place of a limit',
    ...towns,
    remove('town/b'),
    remove('town/d'),
    ...[0, 1, 3, 4].map((limit) => range('town/', 'town0', { limit })),
    range('town/', 'town0', { count_only: true }),
  ),
  sentence(
    'keys deleted since then are in an old revision, with their count',
    ...towns,
    remove('town/', { range_end: 'town0' }),
    range('town/', 'town0'),
    range('town/', 'town0', { revision: revisionOf('last') }),
    range('town/', 'town0', { revision: revisionOf('last'), limit: 2 }),
    range('town/', 'town0', { revision: revisionOf('last'), count_only: true }),
    range('town/', 'town0', { revision: revisionOf('last', 1) }),
  ),
  sentence(
    'a key created anew has a new create revision and is sorted by it',
    ...towns,
    remove('town/f'),
    put('town/f', 'again'),
    range('town/', 'town0', { sort_target: targets.create, sort_order: orders.ascend }),
    range('town/', 'town0', { sort_target: targets.version, sort_order: orders.descend }),
  ),
];

const optionsThatMeetAnError: readonly Request<'Range'>[] = [
  {},
  { limit: 1 },
  { count_only: true },
  { keys_only: true },
  { serializable: true },
  { sort_target: targets.mod, sort_order: orders.descend },
];

const refused: readonly Case[] = [
  sentence(
    'a compacted revision is refused, with every option',
    ...towns,
    compact(revisionOf('sixth')),
    ...optionsThatMeetAnError.flatMap((more) => [
      range('town/', 'town0', { ...more, revision: revisionOf('sixth', -1) }),
      range('nothing', 'of it', { ...more, revision: revisionOf('first') }),
      range('town/', 'town0', { ...more, revision: revisionOf('sixth') }),
    ]),
  ),
  sentence(
    'a future revision is refused, with every option',
    ...towns,
    ...optionsThatMeetAnError.flatMap((more) => [
      range('town/', 'town0', { ...more, revision: revisionOf('last', 1) }),
      range('b', 'a', { ...more, revision: revisionOf('last', 100) }),
    ]),
  ),
];

const precedence: readonly Case[] = [
  sentence(
    'a missing key is found before a wrong revision',
    as('one', put('a', '1')),
    compact(revisionOf('one')),
    get('', { revision: revisionOf('one', 9) }),
    get('', { revision: 1 }),
    get('', { limit: -1, count_only: true }),
  ),
  sentence(
    'an empty range of a wrong revision is refused all the same',
    as('one', put('a', '1')),
    put('a', '2'),
    compact(revisionOf('one', 1)),
    range('z', 'a', { revision: revisionOf('one') }),
    range('z', 'a', { revision: revisionOf('one', 9) }),
    range('z', 'a'),
  ),
];

const leases: readonly Case[] = [
  sentence(
    'a record has its lease, in every form but that of keys_only',
    grant(61n, 300),
    put('a', '1', { lease: 61n }),
    get('a'),
    range('\0', everything),
    get('a', { serializable: true }),
    range('\0', everything, { sort_target: targets.value, sort_order: orders.ascend }),
  ),
  {
    ...sentence(
      'keys_only leaves nothing out but the value',
      grant(61n, 300),
      put('a', '1', { lease: 61n }),
      get('a', { keys_only: true }),
      range('\0', everything, { keys_only: true, limit: 5 }),
    ),
    note: {
      about: 'Range',
      text: 'with `keys_only` the lease is told too, which etcd leaves out since 3.7',
    },
  },
];

export const rangeOptionCases: readonly Case[] = [
  ...keyRanges,
  ...sorting,
  ...filters,
  ...contradictions,
  ...gone,
  ...refused,
  ...precedence,
  ...leases,
];

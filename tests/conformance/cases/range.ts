// Range: every field of RangeRequest, alone and where fields meet.
import type { Case, Request, Step } from '../case.ts';
import {
  call,
  changed,
  compact,
  everything,
  failure,
  get,
  put,
  range,
  remove,
  revisionOf,
  as,
  sentence,
} from '../steps.ts';

const order = { none: 0, ascend: 1, descend: 2 } as const;
const by = { key: 0, version: 1, create: 2, mod: 3, value: 4 } as const;

/** Five keys whose orders by key, version, create, mod revision and value all differ. */
const fruit: readonly Step[] = [
  put('fruit/d', 'banana'),
  as('second', put('fruit/a', 'elder')),
  put('fruit/e', 'cherry'),
  put('fruit/a', 'damson'),
  put('fruit/c', 'apple'),
  put('fruit/e', 'citron'),
  as('seventh', put('fruit/e', 'cherry')),
  put('fruit/b', 'damson'),
  as('last', put('fruit/d', 'banana')),
];

function fruitRange(more: Request<'Range'>): Step {
  return range('fruit/', 'fruit0', more);
}

function fruitCase(name: string, ...requests: readonly Request<'Range'>[]): Case {
  return sentence(name, ...fruit, ...requests.map((request) => fruitRange(request)));
}

const keysAndEnds: readonly Case[] = [
  sentence('a key that was never put is answered with no kvs and count 0', get('nothing')),
  sentence('one key is found exactly', put('a', '1'), put('ab', '2'), get('a')),
  sentence(
    'a range is half open: its end is not in it',
    put('a', '1'),
    put('b', '2'),
    range('a', 'b'),
  ),
  sentence('a range from a key to itself is empty', put('a', '1'), range('a', 'a')),
  sentence(
    'a range whose end is below its key is empty',
    put('a', '1'),
    put('b', '2'),
    range('b', 'a'),
  ),
  sentence(
    'the range end \\0 means every key from the key on',
    put('a', '1'),
    put('b', '2'),
    put('\xff\xff', '3'),
    range('b', everything),
  ),
  sentence(
    'key \\0 with range end \\0 is the whole store',
    put('\0', 'zero'),
    put('a', '1'),
    put('\xff', '2'),
    range('\0', everything),
  ),
  sentence(
    'keys are ordered as bytes, not as characters',
    put('\x7f', '1'),
    put('\x80', '2'),
    put('\xff', '3'),
    put('a', '4'),
    put('B', '5'),
    range('\0', everything),
  ),
  sentence(
    'a key is not a prefix: one that continues it comes after it',
    put('a', '1'),
    put('a\0', '2'),
    put('a\0\0', '3'),
    range('a', 'b'),
    range('a', 'a\0'),
    range('a\0', 'a\0\0'),
  ),
  sentence('an empty key is refused', get('')),
  sentence('an empty key with a range end is refused too', range('', everything)),
  sentence(
    'keys and values of any bytes come back unchanged',
    put('\0\x01\xfe\xff', '\xff\0\x80'),
    get('\0\x01\xfe\xff'),
  ),
  sentence('an empty value is a value', put('a', ''), get('a')),
];

const limits: readonly Case[] = [
  fruitCase('a limit below the count sets more and leaves the count whole', { limit: 2 }),
  fruitCase('a limit equal to the count does not set more', { limit: 5 }),
  fruitCase('a limit above the count changes nothing', { limit: 6 }),
  fruitCase('a limit of zero is no limit', { limit: 0 }),
  fruitCase('a negative limit is no limit', { limit: -1 }),
  fruitCase('a limit of one answers the first key', { limit: 1 }),
  sentence('a limit on a single key is harmless', put('a', '1'), get('a', { limit: 1 })),
  fruitCase(
    'a limit is taken after sorting',
    { limit: 2, sort_order: order.descend, sort_target: by.value },
    { limit: 2, sort_order: order.ascend, sort_target: by.mod },
  ),
  fruitCase('a limit with keys_only', { limit: 2, keys_only: true }),
  fruitCase(
    'count_only answers the count and no kvs, whatever the limit',
    { count_only: true },
    { count_only: true, limit: 2 },
  ),
  fruitCase('count_only wins over keys_only', { count_only: true, keys_only: true }),
  fruitCase('keys_only leaves everything but the value', { keys_only: true }),
  sentence(
    'count_only of one key',
    put('a', '1'),
    get('a', { count_only: true }),
    get('b', { count_only: true }),
  ),
  sentence('keys_only of one key', put('a', '1'), get('a', { keys_only: true })),
];

const targets = ['key', 'version', 'create', 'mod', 'value'] as const;
const orders = ['none', 'ascend', 'descend'] as const;

const sorting: readonly Case[] = [
  ...targets.flatMap((target) =>
    orders.map((direction) =>
      fruitCase(`sorted by ${target}, order ${direction}`, {
        sort_target: by[target],
        sort_order: order[direction],
      }),
    ),
  ),
  fruitCase('keys_only sorted by value is sorted by the values it does not show', {
    keys_only: true,
    sort_target: by.value,
    sort_order: order.descend,
  }),
  sentence(
    'a limit with a sort target but no order limits by key first and sorts what is left',
    ...fruit,
    fruitRange({ limit: 2, sort_target: by.value }),
    fruitRange({ limit: 3, sort_target: by.mod }),
  ),
  sentence(
    'an unknown sort target is refused',
    put('a', '1'),
    changed(
      {
        since: ['3.6.0'],
        reference: 'section 3.3: invalid sort enum',
        notAskedBefore: true,
        expected: () => failure(3, 'etcdserver: invalid sort option'),
      },
      range('a', 'b', { sort_target: 9 as 0 }),
    ),
  ),
  sentence(
    'an unknown sort order is refused',
    put('a', '1'),
    changed(
      {
        since: ['3.6.0'],
        reference: 'section 3.3: invalid sort enum',
        notAskedBefore: true,
        expected: () => failure(3, 'etcdserver: invalid sort option'),
      },
      range('a', 'b', { sort_order: 9 as 0 }),
    ),
  ),
];

const filters: readonly Case[] = [
  fruitCase('min_mod_revision keeps later changes; the count is not filtered', {
    min_mod_revision: revisionOf('seventh'),
  }),
  fruitCase('max_mod_revision keeps earlier changes', { max_mod_revision: revisionOf('seventh') }),
  fruitCase('min_create_revision keeps later creations', {
    min_create_revision: revisionOf('second', 1),
  }),
  fruitCase('max_create_revision keeps earlier creations', {
    max_create_revision: revisionOf('second'),
  }),
  fruitCase('the filters together', {
    min_mod_revision: revisionOf('second'),
    max_mod_revision: revisionOf('seventh', 1),
    min_create_revision: revisionOf('second'),
    max_create_revision: revisionOf('seventh', 1),
  }),
  fruitCase('a filter is applied before the limit', {
    min_mod_revision: revisionOf('seventh'),
    limit: 1,
  }),
  fruitCase('a filter with a limit that its result just fills does not set more', {
    min_mod_revision: revisionOf('last'),
    limit: 1,
  }),
  fruitCase('a filter with count_only', {
    min_mod_revision: revisionOf('seventh'),
    count_only: true,
  }),
  fruitCase('a filter that nothing passes', { min_mod_revision: revisionOf('last', 1) }),
  fruitCase('a filter with sorting and keys_only', {
    max_mod_revision: revisionOf('seventh'),
    sort_target: by.version,
    sort_order: order.descend,
    keys_only: true,
  }),
  fruitCase('negative revision bounds', { min_mod_revision: -1, min_create_revision: -5 }),
];

const revisions: readonly Case[] = [
  fruitCase('a read in the past sees the values and the count of then', {
    revision: revisionOf('second'),
  }),
  fruitCase('a read at the current revision', { revision: revisionOf('last') }),
  fruitCase('a read in the future is refused', { revision: revisionOf('last', 1) }),
  fruitCase('a negative revision is the current one', { revision: -1 }),
  fruitCase('a read in the past with a limit', { revision: revisionOf('seventh'), limit: 2 }),
  sentence(
    'a read at a revision where the key was deleted finds nothing; before it, the old value',
    as('put', put('a', '1')),
    as('deleted', remove('a')),
    put('a', '2'),
    get('a', { revision: revisionOf('put') }),
    get('a', { revision: revisionOf('deleted') }),
    get('a'),
  ),
  sentence(
    'a read at the compact revision is allowed and below it refused',
    as('one', put('a', '1')),
    as('two', put('a', '2')),
    put('a', '3'),
    compact(revisionOf('two')),
    get('a', { revision: revisionOf('two') }),
    get('a', { revision: revisionOf('one') }),
  ),
  sentence(
    'the header carries the current revision, not the one that was read',
    as('one', put('a', '1')),
    put('b', '2'),
    get('a', { revision: revisionOf('one') }),
  ),
  sentence(
    'an enormous revision is a future one',
    put('a', '1'),
    get('a', { revision: Number.MAX_SAFE_INTEGER }),
  ),
  sentence(
    'a serializable read answers the same on a single member',
    put('a', '1'),
    get('a', { serializable: true }),
  ),
  sentence(
    'a serializable read in the future is refused too',
    as('one', put('a', '1')),
    get('a', { serializable: true, revision: revisionOf('one', 1) }),
  ),
  sentence(
    'the version counts puts since the key was created anew',
    put('a', '1'),
    put('a', '2'),
    get('a'),
    remove('a'),
    put('a', '3'),
    get('a'),
  ),
  sentence(
    'the hasleader metadata changes nothing while there is a leader',
    call('Range', { key: 'a' }, { hasleader: 'true' }),
  ),
];

export const rangeCases: readonly Case[] = [
  ...keysAndEnds,
  ...limits,
  ...sorting,
  ...filters,
  ...revisions,
];

// Put, DeleteRange and Compact.
import type { Case } from '../case.ts';
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
} from '../steps.ts';

const large = 'x'.repeat(1024 * 1024);

const puts: readonly Case[] = [
  sentence(
    'every put is one revision',
    put('a', '1'),
    put('a', '2'),
    put('b', '1'),
    range('\0', everything),
  ),
  sentence(
    'a put of the same value is a new revision and version',
    put('a', '1'),
    put('a', '1'),
    get('a'),
  ),
  sentence(
    'prev_kv answers what was there',
    put('a', '1'),
    put('a', '2', { prev_kv: true }),
    put('a', '3', { prev_kv: true }),
  ),
  sentence('prev_kv of a new key is absent', put('a', '1', { prev_kv: true })),
  sentence(
    'prev_kv after a delete is absent',
    put('a', '1'),
    remove('a'),
    put('a', '2', { prev_kv: true }),
  ),
  sentence('an empty key is refused', put('', '1'), put('', '', { ignore_value: true })),
  sentence(
    'ignore_value keeps the value and counts as a put',
    put('a', '1'),
    put('a', '', { ignore_value: true, prev_kv: true }),
    get('a'),
  ),
  sentence(
    'ignore_value with a value is refused',
    put('a', '1'),
    put('a', '2', { ignore_value: true }),
  ),
  sentence(
    'ignore_value on a key that is not there is refused',
    put('a', '', { ignore_value: true }),
  ),
  sentence(
    'ignore_lease keeps the lease',
    grant(11n, 300),
    put('a', '1', { lease: 11n }),
    put('a', '2', { ignore_lease: true }),
    get('a'),
  ),
  sentence(
    'ignore_lease with a lease is refused',
    grant(11n, 300),
    put('a', '1'),
    put('a', '1', { ignore_lease: true, lease: 11n }),
  ),
  sentence(
    'ignore_lease on a key that is not there is refused',
    put('a', '1', { ignore_lease: true }),
  ),
  sentence(
    'ignore_value and ignore_lease together touch the key',
    grant(11n, 300),
    put('a', '1', { lease: 11n }),
    put('a', '', { ignore_value: true, ignore_lease: true }),
    get('a'),
  ),
  sentence(
    'ignore_value without ignore_lease takes the lease off',
    grant(11n, 300),
    put('a', '1', { lease: 11n }),
    put('a', '', { ignore_value: true }),
    get('a'),
    call('LeaseTimeToLive', { ID: 11n, keys: true }),
  ),
  sentence(
    'a put with a lease that does not exist is refused and changes nothing',
    put('a', '1', { lease: 404n }),
    get('a'),
  ),
  sentence(
    'a put with a negative lease that does not exist is refused',
    put('a', '1', { lease: -4n }),
  ),
  sentence(
    'a put without a lease takes the key off its lease',
    grant(11n, 300),
    put('a', '1', { lease: 11n }),
    put('a', '2'),
    get('a'),
    call('LeaseTimeToLive', { ID: 11n, keys: true }),
  ),
  sentence(
    'a put with another lease moves the key',
    grant(11n, 300),
    grant(12n, 300),
    put('a', '1', { lease: 11n }),
    put('a', '2', { lease: 12n }),
    call('LeaseTimeToLive', { ID: 11n, keys: true }),
    call('LeaseTimeToLive', { ID: 12n, keys: true }),
  ),
  sentence('a value of one MiB is kept', put('a', large), get('a', { keys_only: true }), get('a')),
  sentence(
    'a request above max-request-bytes is refused',
    put('a', 'x'.repeat(1_572_865)),
    get('a'),
  ),
  sentence(
    'a request at the edge of max-request-bytes',
    put('a', 'x'.repeat(1_572_800)),
    get('a', { keys_only: true }),
  ),
  sentence(
    'a long key is a key',
    put('k'.repeat(10_000), '1'),
    get('k'.repeat(10_000), { keys_only: true }),
  ),
];

const deletes: readonly Case[] = [
  sentence(
    'deleting a key that is not there answers 0 and takes no revision',
    put('a', '1'),
    remove('b'),
    get('a'),
  ),
  sentence(
    'deleting one key leaves its neighbours',
    put('a', '1'),
    put('ab', '2'),
    remove('a'),
    range('a', 'b'),
  ),
  sentence(
    'a range is deleted in one revision',
    put('a', '1'),
    put('b', '2'),
    put('c', '3'),
    remove('a', { range_end: 'c' }),
    range('\0', everything),
  ),
  sentence(
    'a delete answers how many keys were there, not how many versions',
    put('a', '1'),
    put('a', '2'),
    put('b', '1'),
    remove('a', { range_end: 'z' }),
  ),
  sentence(
    'prev_kv answers every deleted pair in key order',
    put('b', '2'),
    put('a', '1'),
    put('c', '3'),
    remove('a', { range_end: 'z', prev_kv: true }),
  ),
  sentence('prev_kv of nothing deleted is empty', remove('a', { range_end: 'z', prev_kv: true })),
  sentence('an empty key is refused', remove(''), remove('', { range_end: everything })),
  sentence(
    'range end \\0 deletes from the key on',
    put('a', '1'),
    put('b', '2'),
    put('c', '3'),
    remove('b', { range_end: everything }),
    range('\0', everything),
  ),
  sentence(
    'key and range end \\0 delete everything',
    put('a', '1'),
    put('\0', '2'),
    remove('\0', { range_end: everything }),
    range('\0', everything),
  ),
  sentence(
    'a range that ends below its key deletes nothing',
    put('a', '1'),
    remove('b', { range_end: 'a' }),
    get('a'),
  ),
  sentence('deleting twice deletes once', put('a', '1'), remove('a'), remove('a')),
  sentence(
    'a deleted key leaves its lease but not the lease itself',
    grant(11n, 300),
    put('a', '1', { lease: 11n }),
    remove('a'),
    call('LeaseTimeToLive', { ID: 11n, keys: true }),
  ),
];

const compactions: readonly Case[] = [
  sentence(
    'compacting keeps the newest version at the revision',
    as('one', put('a', '1')),
    put('a', '2'),
    as('three', put('b', '1')),
    compact(revisionOf('three')),
    range('\0', everything, { revision: revisionOf('three') }),
    range('\0', everything, { revision: revisionOf('one') }),
  ),
  sentence(
    'compacting twice at the same revision is refused',
    as('one', put('a', '1')),
    compact(revisionOf('one')),
    compact(revisionOf('one')),
  ),
  sentence(
    'compacting below the compact revision is refused',
    as('one', put('a', '1')),
    as('two', put('a', '2')),
    compact(revisionOf('two')),
    compact(revisionOf('one')),
  ),
  sentence(
    'compacting in the future is refused',
    as('one', put('a', '1')),
    compact(revisionOf('one', 1)),
  ),
  sentence('compacting at a negative revision is refused', put('a', '1'), compact(-1)),
  sentence(
    'compacting at revision 0 is refused once something was compacted',
    as('one', put('a', '1')),
    compact(revisionOf('one')),
    compact(0),
  ),
  sentence(
    'physical compaction answers after the work',
    as('one', put('a', '1')),
    put('a', '2'),
    compact(revisionOf('one', 1), { physical: true }),
    get('a'),
  ),
  sentence(
    'physical compaction twice is refused',
    as('one', put('a', '1')),
    compact(revisionOf('one'), { physical: true }),
    compact(revisionOf('one'), { physical: true }),
  ),
  sentence(
    'a deleted key is gone from the past after compaction',
    as('one', put('a', '1')),
    as('two', remove('a')),
    as('three', put('b', '1')),
    compact(revisionOf('three'), { physical: true }),
    get('a', { revision: revisionOf('three') }),
    get('a', { revision: revisionOf('two') }),
  ),
  sentence(
    'compaction takes no revision',
    as('one', put('a', '1')),
    compact(revisionOf('one')),
    put('a', '2'),
  ),
  sentence(
    'a compaction at the revision of a delete leaves reads at that revision working',
    put('a', '1'),
    put('b', '1'),
    as('deleted', remove('a')),
    put('c', '1'),
    compact(revisionOf('deleted'), { physical: true }),
    range('\0', everything, { revision: revisionOf('deleted') }),
  ),
];

export const writeCases: readonly Case[] = [
  ...puts.map((each) => ({ ...each, name: `put: ${each.name}` })),
  ...deletes.map((each) => ({ ...each, name: `delete: ${each.name}` })),
  ...compactions.map((each) => ({ ...each, name: `compact: ${each.name}` })),
];

/** On a store that was never compacted; must be the first case of its servers. */
export const firstCompactionCases: readonly Case[] = [
  sentence(
    'the first compaction may be at revision 0, the second may not',
    put('a', '1'),
    compact(0),
    compact(0),
    get('a'),
  ),
];

// Leases: ids and TTLs at their bounds, and everything that attaches a key to a lease or takes it off.
import type { Case, Step } from '../case.ts';
import {
  as,
  call,
  everything,
  get,
  grant,
  put,
  range,
  receive,
  remove,
  revisionOf,
  send,
  sentence,
  txn,
} from '../steps.ts';

function timeToLive(id: bigint): Step {
  return call('LeaseTimeToLive', { ID: id, keys: true });
}

function revoke(id: bigint): Step {
  return call('LeaseRevoke', { ID: id });
}

const int64Min = -(2n ** 63n);
const int64Max = 2n ** 63n - 1n;

const ids: readonly Case[] = [1n, 2n ** 32n, 2n ** 53n + 1n, -1n, int64Min, int64Max].map((id) =>
  sentence(
    `the id ${id} is granted, used, kept alive and revoked like any other`,
    grant(id, 300),
    put('a', '1', { lease: id }),
    get('a'),
    timeToLive(id),
    send('k', 'LeaseKeepAlive', { ID: id }),
    receive(1, 'k'),
    grant(id, 300),
    revoke(id),
    get('a'),
    revoke(id),
  ),
);

const ttls: readonly Case[] = [
  1n,
  2n,
  3n,
  9_000_000_000n,
  9_000_000_001n,
  -1n,
  int64Min,
  int64Max,
].map((ttl) =>
  sentence(
    `a TTL of ${ttl}`,
    call('LeaseGrant', { ID: 51n, TTL: ttl }),
    timeToLive(51n),
    call('LeaseLeases', {}),
  ),
);

const ways: Readonly<Record<string, readonly Step[]>> = {
  'a put without a lease': [put('a', '2')],
  'a put with another lease': [put('a', '2', { lease: 52n })],
  'a put that keeps the lease': [put('a', '2', { ignore_lease: true })],
  'a put that keeps the value': [put('a', '', { ignore_value: true })],
  'a put that keeps both': [put('a', '', { ignore_value: true, ignore_lease: true })],
  'a refused put with an unknown lease': [put('a', '2', { lease: 404n })],
  'a deletion': [remove('a')],
  'a deletion of a range around it': [remove('a', { range_end: 'c' })],
  'a put in a transaction': [txn({ success: [{ request_put: { key: 'a', value: '2' } }] })],
  'a put with another lease in a transaction': [
    txn({ success: [{ request_put: { key: 'a', value: '2', lease: 52n } }] }),
  ],
  'a deletion in a nested transaction': [
    txn({ success: [{ request_txn: { success: [{ request_delete_range: { key: 'a' } }] } }] }),
  ],
  'a deletion and a put with the lease': [remove('a'), put('a', '2', { lease: 51n })],
  'a transaction that fails': [
    txn({
      success: [
        { request_put: { key: 'a', value: '2' } },
        { request_put: { key: 'd', value: '2', lease: 404n } },
      ],
    }),
  ],
};

const attaching: readonly Case[] = Object.entries(ways).map(([what, steps]) =>
  sentence(
    `after ${what}, which keys each lease has and which of them its revoke deletes`,
    grant(51n, 300),
    grant(52n, 300),
    put('a', '1', { lease: 51n }),
    put('b', '1', { lease: 51n }),
    ...steps,
    timeToLive(51n),
    timeToLive(52n),
    revoke(51n),
    range('\0', everything),
    revoke(52n),
    range('\0', everything),
  ),
);

const lists: readonly Case[] = [
  sentence(
    'leases are listed by when they end',
    grant(53n, 900),
    grant(51n, 300),
    grant(54n, 1_200),
    grant(52n, 600),
    call('LeaseLeases', {}),
  ),
  sentence(
    'time to live without keys does not tell them',
    grant(51n, 300),
    put('a', '1', { lease: 51n }),
    call('LeaseTimeToLive', { ID: 51n, keys: false }),
    call('LeaseTimeToLive', { ID: 51n, keys: true }),
  ),
  sentence(
    'a revoke deletes in key order, in one revision that readers of the past do not see',
    as('before', put('other', '1')),
    grant(51n, 300),
    txn({
      success: ['c', 'a', 'b'].map((key) => ({ request_put: { key, value: key, lease: 51n } })),
    }),
    revoke(51n),
    range('a', 'd'),
    range('a', 'd', { revision: revisionOf('before', 1) }),
  ),
  sentence(
    'a lease of many keys',
    grant(51n, 300),
    ...[0, 1, 2].map((part) =>
      txn({
        success: Array.from({ length: 100 }, (_, i) => ({
          request_put: { key: `many/${part}/${i}`, value: '', lease: 51n },
        })),
      }),
    ),
    timeToLive(51n),
    revoke(51n),
    range('many/', 'many0', { count_only: true }),
  ),
];

export const leaseTableCases: readonly Case[] = [...ids, ...ttls, ...attaching, ...lists];

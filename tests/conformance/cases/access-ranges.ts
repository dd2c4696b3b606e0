// What a permission allows: each kind of it on each kind of range, tried at its bounds by every operation
// that reads or writes.
import type { Case, Change, Step } from '../case.ts';
import {
  by,
  call,
  changed,
  get,
  grant,
  put,
  range,
  receive,
  remove,
  send,
  since,
  txn,
} from '../steps.ts';
import {
  addUser,
  allow,
  giveRole,
  login,
  read,
  readWrite,
  whileOn,
  write,
} from './auth-session.ts';

const kinds = { read, write, readWrite } as const;

/** Granted ranges; keys below, at the start, inside, at the end of and above each are tried. */
const ranges: Readonly<Record<string, readonly (readonly [key: string, rangeEnd: string])[]>> = {
  'one key': [['m', '']],
  'a range': [['m', 'p']],
  'every key from one on': [['m', '\0']],
  'all keys': [['\0', '\0']],
  'two ranges that touch': [
    ['m', 'n'],
    ['n', 'p'],
  ],
  'two ranges with a gap': [
    ['m', 'n'],
    ['o', 'p'],
  ],
  'a range and a key in it': [
    ['m', 'p'],
    ['n', ''],
  ],
};

const reads: readonly Step[] = [
  ...['l', 'm', 'm\0', 'n', 'o', 'p', 'q'].map((key) => get(key)),
  range('m', 'm\0'),
  range('m', 'n'),
  range('m', 'p'),
  range('n', 'o'),
  range('l', 'n'),
  range('o', 'q'),
  range('m', '\0'),
  range('z', '\0'),
  range('\0', '\0'),
  range('p', 'm'),
  txn({ success: [{ request_range: { key: 'n' } }, { request_range: { key: 'q' } }] }),
  txn({ compare: [{ key: 'm', range_end: 'p', target: 0 }] }),
  txn({ compare: [{ key: 'm', range_end: 'q', target: 0 }] }),
];

const writes: readonly Step[] = [
  ...['l', 'm', 'n', 'p'].map((key) => put(key, '1')),
  put('m', '2', { prev_kv: true }),
  put('m', '', { ignore_value: true }),
  remove('n'),
  remove('m', { range_end: 'n' }),
  remove('m', { range_end: 'p' }),
  remove('m', { range_end: 'p', prev_kv: true }),
  remove('m', { range_end: 'q' }),
  remove('m', { range_end: '\0' }),
  txn({ success: [{ request_put: { key: 'm', value: '3' } }] }),
  txn({ failure: [{ request_put: { key: 'q', value: '3' } }] }),
];

/** Operations of nested transactions were not checked before. */
const nestedIsChecked = ['3.5.28', '3.6.9'];

const nestedWrites: readonly Step[] = ['l', 'm', 'n', 'q'].flatMap((key) => {
  const inner = { success: [{ request_put: { key, value: '3' } }] };
  return [
    txn({ success: [{ request_txn: inner }] }),
    txn({ failure: [{ request_txn: inner }] }),
    txn({ success: [{ request_txn: { failure: [{ request_txn: inner }] } }] }),
  ];
});

/** Who might read one key could watch every key from it on. */
const openEndIsChecked: Change = {
  since: ['3.5.33', '3.6.14', '3.7.1'],
  reference: 'section 3.5: open-ended watch',
  expected: (oracle) => {
    const [created] = (oracle as { readonly messages: readonly { readonly header: unknown }[] })
      .messages;
    return {
      messages: [
        {
          header: created?.header,
          watch_id: -1,
          created: true,
          canceled: true,
          cancel_reason: 'rpc error: code = PermissionDenied desc = etcdserver: permission denied',
        },
      ],
    };
  },
};

const watched: readonly (readonly [key: string, rangeEnd: string])[] = [
  ['m', ''],
  ['m', 'p'],
  ['m', 'q'],
  ['m', '\0'],
  ['', ''],
];

/** @param isOpen a range without an end is granted */
function watches(user: string, isOpen: boolean): readonly Step[] {
  return watched.flatMap(([key, range_end], index) => {
    const stream = `w${index}`;
    return [
      by(user, send(stream, 'Watch', { create_request: { key, range_end } })),
      range_end === '\0' && !isOpen
        ? changed(openEndIsChecked, receive(1, stream))
        : receive(1, stream),
    ];
  });
}

function holder(kind: keyof typeof kinds, granted: readonly (readonly [string, string])[]): Step[] {
  return [
    addUser('alice'),
    call('RoleAdd', { name: 'both' }),
    ...granted.map(([key, rangeEnd]) => allow('both', kinds[kind], key, rangeEnd)),
    giveRole('alice', 'both'),
  ];
}

const kindNames = ['read', 'write', 'readWrite'] as const;

const matrix: readonly Case[] = kindNames.flatMap((kind) =>
  Object.entries(ranges).map(([what, granted]) =>
    whileOn(
      `${kind} on ${what}: what can be read, written and watched`,
      holder(kind, granted),
      login('alice'),
      ...reads.map((step) => by('alice', step)),
      ...writes.map((step) => by('alice', step)),
      by('root', range('\0', '\0')),
      ...watches(
        'alice',
        granted.some(([, rangeEnd]) => rangeEnd === '\0'),
      ),
    ),
  ),
);

const nested: readonly Case[] = since(
  nestedIsChecked,
  Object.entries(ranges).map(([what, granted]) =>
    whileOn(
      `write on ${what}: what nested transactions can write`,
      holder('write', granted),
      login('alice'),
      ...nestedWrites.map((step) => by('alice', step)),
      by('root', range('\0', '\0')),
    ),
  ),
);

const leases: readonly Case[] = kindNames.map((kind) =>
  whileOn(
    `${kind} on the keys of a lease`,
    holder(kind, [['m', 'p']]),
    login('alice'),
    by('root', grant(73n, 300)),
    by('root', put('n', '1', { lease: 73n })),
    by('alice', call('LeaseTimeToLive', { ID: 73n })),
    by('alice', put('m', '1', { lease: 73n })),
    by('root', put('z', '1', { lease: 73n })),
    by('alice', put('m', '2', { lease: 73n })),
    by('alice', call('LeaseRevoke', { ID: 73n })),
    by('root', remove('z')),
    by('alice', call('LeaseRevoke', { ID: 73n })),
    by('root', range('\0', '\0')),
  ),
);

export const accessRangeCases: readonly Case[] = [...matrix, ...nested, ...leases];

// Who may do what, asked as nobody, as users with some rights, and as root.
import type { Case, Change, Step } from '../case.ts';
import {
  by,
  call,
  changed,
  failure,
  get,
  grant,
  put,
  range,
  receive,
  remove,
  send,
  txn,
} from '../steps.ts';
import {
  addUser,
  allow,
  giveRole,
  login,
  read,
  readWrite,
  threeLogins,
  threeUsers,
  whileOn,
  write,
} from './auth-session.ts';

/** The step as nobody, as each of the three users, and as root. */
function byAll(step: Step): readonly Step[] {
  return [step, ...['alice', 'bob', 'carl', 'root'].map((user) => by(user, step))];
}

function watchBy(user: string, key: string, rangeEnd: string): readonly Step[] {
  const stream = `w of ${user} ${key} ${rangeEnd}`;
  const create = { create_request: { key, range_end: rangeEnd, watch_id: 7 } };
  const open = send(stream, 'Watch', create);
  return [user === '' ? open : by(user, open), receive(1, stream)];
}

const put1 = { request_put: { key: 'k1', value: '1' } };
const putElsewhere = { request_put: { key: 'z', value: '1' } };
const get1 = { request_range: { key: 'k1' } };
const getElsewhere = { request_range: { key: 'z' } };

const keys: readonly Case[] = [
  whileOn(
    'a range takes the right to read all of it',
    threeUsers,
    ...threeLogins,
    ...byAll(get('k1')),
    ...byAll(range('k', 'l')),
    ...byAll(range('k1', '\0')),
    ...byAll(range('j', 'l')),
    ...byAll(range('k', 'm')),
    ...byAll(get('k1', { serializable: true })),
    ...byAll(get('z')),
    ...byAll(range('\0', '\0')),
  ),
  whileOn(
    'a put takes the right to write',
    threeUsers,
    ...threeLogins,
    ...byAll(put('k1', '1')),
    ...byAll(put('z', '1')),
    by('root', get('k1')),
  ),
  whileOn(
    'a put that shows the previous value takes the right to read it',
    [...threeUsers, giveRole('carl', 'reader'), giveRole('carl', 'writer')],
    ...threeLogins,
    by('bob', put('k1', '1', { prev_kv: true })),
    by('carl', put('k1', '2', { prev_kv: true })),
    by('root', put('k1', '3', { prev_kv: true })),
  ),
  whileOn(
    'a deletion takes the right to write all of its range',
    threeUsers,
    ...threeLogins,
    by('root', put('k1', '1')),
    ...byAll(remove('k1')),
    ...byAll(remove('k', { range_end: 'l' })),
    by('bob', remove('k', { range_end: '\0' })),
    by('bob', remove('k', { range_end: 'm' })),
    by('bob', remove('k1', { prev_kv: true })),
  ),
  whileOn(
    'rights of several roles are one',
    [
      ...threeUsers,
      allow('both', read, 'a', 'c'),
      allow('both', readWrite, 'c', 'f'),
      giveRole('carl', 'reader'),
    ],
    ...threeLogins,
    by('carl', range('a', 'f')),
    by('carl', range('a', 'e')),
    by('carl', range('a', 'l')),
    by('carl', put('d', '1')),
    by('carl', put('b', '1')),
    by('root', allow('both', write, 'f', '\0')),
    by('carl', put('zzz', '1')),
    by('carl', remove('d', { range_end: '\0' })),
    by('carl', remove('b', { range_end: '\0' })),
    by('carl', range('d', '\0')),
  ),
  whileOn(
    'a change of rights counts at once, for tokens too',
    threeUsers,
    ...threeLogins,
    by('root', allow('reader', readWrite, 'k', 'l')),
    by('alice', put('k1', '1')),
    by('root', call('UserRevokeRole', { name: 'alice', role: 'reader' })),
    by('alice', put('k1', '1')),
    by('alice', get('k1')),
  ),
];

const transactions: readonly Case[] = [
  whileOn(
    'a transaction takes the rights of all it may do, on both branches',
    threeUsers,
    ...threeLogins,
    ...byAll(txn({ success: [put1] })),
    ...byAll(txn({ success: [get1] })),
    ...byAll(txn({ success: [get1, put1] })),
    by('bob', txn({ success: [putElsewhere] })),
    by('bob', txn({ success: [put1], failure: [putElsewhere] })),
    by('bob', txn({ compare: [{ key: 'k1', target: 0 }], success: [put1] })),
    by('alice', txn({ compare: [{ key: 'k1', target: 0 }], success: [get1] })),
    by('alice', txn({ compare: [{ key: 'z', target: 0 }], success: [get1] })),
    by('alice', txn({ success: [get1], failure: [getElsewhere] })),
    by('alice', txn({ success: [{ request_delete_range: { key: 'k1' } }] })),
    by('bob', txn({ success: [{ request_delete_range: { key: 'k1', prev_kv: true } }] })),
    by('bob', txn({ success: [{ request_delete_range: { key: 'k', range_end: '\0' } }] })),
  ),
];

const keysAreRead: Change = {
  since: ['3.4.26', '3.5.9'],
  reference: 'section 3.6: TimeToLive and auth',
  expected: () => failure(7, 'etcdserver: permission denied'),
};

const leases: readonly Case[] = [
  whileOn(
    'a lease is revoked by who may write its keys',
    threeUsers,
    ...threeLogins,
    by('root', grant(41n, 100)),
    by('root', grant(42n, 100)),
    by('root', put('k1', '1', { lease: 41n })),
    by('root', put('z', '1', { lease: 42n })),
    by('alice', call('LeaseRevoke', { ID: 41n })),
    by('bob', call('LeaseRevoke', { ID: 42n })),
    by('bob', put('k2', '1', { lease: 42n })),
    by('bob', put('k2', '1', { lease: 41n })),
    by('bob', call('LeaseRevoke', { ID: 41n })),
    by('bob', call('LeaseRevoke', { ID: 404n })),
    by('root', call('LeaseRevoke', { ID: 42n })),
    by('root', range('\0', '\0')),
  ),
  whileOn(
    'the keys of a lease are shown to who may read them',
    threeUsers,
    ...threeLogins,
    by('root', grant(41n, 100)),
    by('root', put('k1', '1', { lease: 41n })),
    by('alice', call('LeaseTimeToLive', { ID: 41n, keys: true })),
    changed(keysAreRead, by('bob', call('LeaseTimeToLive', { ID: 41n, keys: true }))),
    by('bob', call('LeaseTimeToLive', { ID: 41n })),
    by('root', call('LeaseTimeToLive', { ID: 41n, keys: true })),
    by('root', call('LeaseRevoke', { ID: 41n })),
  ),
];

const watches: readonly Case[] = [
  whileOn(
    'a watch takes the right to read all of its range',
    threeUsers,
    ...threeLogins,
    ...watchBy('', 'k1', ''),
    ...watchBy('alice', 'k1', ''),
    ...watchBy('alice', 'k', 'l'),
    ...watchBy('alice', 'k', 'm'),
    ...watchBy('bob', 'k1', ''),
    ...watchBy('root', 'k', '\0'),
    ...watchBy('carl', 'z', ''),
  ),
];

/** Earlier releases say the same in words that no client knows. */
const isDenied: Change = {
  since: ['3.6.0'],
  reference: 'section 2: errors not in the map',
  expected: () => failure(7, 'etcdserver: permission denied'),
};
const isNobody: Change = {
  ...isDenied,
  expected: () => failure(3, 'etcdserver: user name is empty'),
};

const management: readonly Case[] = [
  whileOn(
    'users and roles are managed by root',
    threeUsers,
    ...threeLogins,
    ...byAll(call('UserList', {})),
    ...byAll(call('RoleList', {})),
    ...byAll(call('UserGet', { name: 'alice' })),
    ...byAll(call('RoleGet', { role: 'reader' })),
    ...byAll(call('UserGet', { name: 'nobody' })),
    ...byAll(call('RoleGet', { role: 'nothing' })),
    ...byAll(addUser('dora')),
    ...byAll(call('UserChangePassword', { name: 'dora', password: 'x' })),
    ...byAll(call('RoleAdd', { name: 'more' })),
    ...byAll(allow('more', read, 'a')),
    ...byAll(giveRole('dora', 'more')),
    ...byAll(call('UserRevokeRole', { name: 'dora', role: 'more' })),
    ...byAll(call('RoleRevokePermission', { role: 'more', key: 'a' })),
    ...byAll(call('RoleDelete', { role: 'more' })),
    ...byAll(call('UserDelete', { name: 'dora' })),
    call('AuthEnable', {}),
    by('alice', call('AuthEnable', {})),
    call('AuthDisable', {}),
    by('alice', call('AuthDisable', {})),
  ),
  whileOn(
    'the store is looked after by root',
    threeUsers,
    ...threeLogins,
    changed(isDenied, by('alice', call('Defragment', {}))),
    changed(isDenied, by('alice', call('Hash', {}))),
    changed(isDenied, by('alice', call('HashKV', {}))),
    by('alice', call('MemberAdd', { peerURLs: ['http://127.0.0.1:1'] })),
    by('alice', call('MemberRemove', { ID: 1n })),
    by('alice', call('MemberUpdate', { ID: 1n, peerURLs: ['http://127.0.0.1:1'] })),
    call('MemberRemove', { ID: 1n }),
    changed(isNobody, call('Defragment', {})),
    by('root', call('Defragment', {})),
    by('root', call('MemberRemove', { ID: 1n })),
  ),
  whileOn('logging in again gives another token', [], login('root'), by('root', get('k'))),
];

export const authAccessCases: readonly Case[] = [
  ...keys,
  ...transactions,
  ...leases,
  ...watches,
  ...management,
];

// Users, roles, permissions and tokens: what can be set up, and what is refused while doing so.
import type { Case, Change, Step } from '../case.ts';
import {
  as,
  by,
  call,
  changed,
  failure,
  get,
  headerOf,
  notBefore,
  sentence,
  since,
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

const users: readonly Case[] = [
  sentence(
    'users are added, listed by name, and deleted',
    addUser('carl'),
    addUser('alice'),
    addUser('ünï'),
    call('UserList', {}),
    call('UserGet', { name: 'alice' }),
    call('UserDelete', { name: 'carl' }),
    call('UserDelete', { name: 'ünï' }),
    call('UserDelete', { name: 'alice' }),
    call('UserList', {}),
  ),
  sentence(
    'a user that exists, one without a name, and one that does not exist are refused',
    addUser('alice'),
    addUser('alice'),
    addUser(''),
    call('UserGet', { name: 'nobody' }),
    call('UserGet', {}),
    call('UserDelete', { name: 'nobody' }),
    call('UserChangePassword', { name: 'nobody', password: 'x' }),
    call('UserDelete', { name: 'alice' }),
  ),
  sentence(
    'roles are given and taken, and listed by name',
    addUser('alice'),
    call('RoleAdd', { name: 'writer' }),
    call('RoleAdd', { name: 'reader' }),
    giveRole('alice', 'writer'),
    giveRole('alice', 'reader'),
    giveRole('alice', 'reader'),
    call('UserGet', { name: 'alice' }),
    call('UserRevokeRole', { name: 'alice', role: 'writer' }),
    call('UserRevokeRole', { name: 'alice', role: 'writer' }),
    call('UserGet', { name: 'alice' }),
    call('RoleDelete', { role: 'reader' }),
    call('UserGet', { name: 'alice' }),
    call('RoleDelete', { role: 'writer' }),
    call('UserDelete', { name: 'alice' }),
  ),
  sentence(
    'giving and taking what does not exist is refused',
    addUser('alice'),
    giveRole('alice', 'nothing'),
    giveRole('nobody', 'nothing'),
    giveRole('nobody', 'root'),
    call('UserRevokeRole', { name: 'nobody', role: 'root' }),
    call('UserRevokeRole', { name: 'alice', role: 'nothing' }),
    giveRole('alice', 'root'),
    call('UserGet', { name: 'alice' }),
    call('UserDelete', { name: 'alice' }),
  ),
];

/** Earlier releases end themselves here. */
function notGiven(role: string): Step {
  return notBefore(
    ['3.5.0'],
    'section 2: ErrGRPCPermissionNotGiven',
    () => failure(3, 'etcdserver: permission not given'),
    call('RoleGrantPermission', { name: role }),
  );
}

/** Earlier releases take them. */
function noRange(key: string, rangeEnd: string): Step {
  const change: Change = {
    since: ['3.4.25', '3.5.8'],
    reference: 'section 3.10: permission ranges',
    expected: () => failure(3, 'etcdserver: invalid auth management'),
  };
  return changed(change, allow('both', read, key, rangeEnd));
}

const tokenIgnored: Change = {
  since: ['3.5.0'],
  reference: 'section 3.10: tokens',
  expected: (_oracle, answers) => ({ header: headerOf(answers, 'range') }),
};

const roles: readonly Case[] = [
  sentence(
    'roles are added, listed by name, and deleted',
    call('RoleAdd', { name: 'writer' }),
    call('RoleAdd', { name: 'reader' }),
    call('RoleAdd', { name: 'reader' }),
    call('RoleAdd', {}),
    call('RoleList', {}),
    call('RoleGet', { role: 'reader' }),
    call('RoleGet', { role: 'nothing' }),
    call('RoleGet', { role: 'root' }),
    call('RoleDelete', { role: 'reader' }),
    call('RoleDelete', { role: 'reader' }),
    call('RoleDelete', { role: 'writer' }),
    call('RoleList', {}),
  ),
  sentence(
    'the role root shows the permissions it was granted, and needs none',
    call('RoleAdd', { name: 'root' }),
    call('RoleGet', { role: 'root' }),
    allow('root', read, 'a'),
    call('RoleGet', { role: 'root' }),
    call('RoleDelete', { role: 'root' }),
  ),
  sentence(
    'permissions are listed by key, and granting the same range again changes it',
    call('RoleAdd', { name: 'both' }),
    allow('both', read, 'm'),
    allow('both', write, 'c', 'd'),
    allow('both', readWrite, 'x', '\0'),
    allow('both', readWrite, 'm'),
    call('RoleGet', { role: 'both' }),
    call('RoleRevokePermission', { role: 'both', key: 'c', range_end: 'd' }),
    call('RoleRevokePermission', { role: 'both', key: 'c', range_end: 'd' }),
    call('RoleRevokePermission', { role: 'both', key: 'x' }),
    call('RoleRevokePermission', { role: 'nothing', key: 'x' }),
    call('RoleGet', { role: 'both' }),
    call('RoleDelete', { role: 'both' }),
  ),
  sentence(
    'what is no permission is not granted',
    call('RoleAdd', { name: 'both' }),
    notGiven('both'),
    notGiven('nothing'),
    allow('nothing', read, 'a'),
    noRange('', ''),
    noRange('', '\0'),
    noRange('b', 'a'),
    noRange('b', 'b'),
    call('RoleDelete', { role: 'both' }),
  ),
];

/** Of the password `secret`, in base64 as clients send it. */
const hashedPassword =
  'JDJiJDA0JEZta3kyd2hzZ0xhL3gwMnAzVnN2UHVYVnp2Y2hvZ2xXV2ZncTM0d3h0OS5DOG0wUjRNelhD';

const hashed: readonly Case[] = since(
  ['3.5.0'],
  [
    whileOn(
      'a user is added with a hash beside the password, and with a hash alone',
      [
        call('UserAdd', { name: 'alice', password: 'plain', hashedPassword }),
        call('UserAdd', { name: 'bob', hashedPassword }),
      ],
      login('alice', 'plain'),
      login('alice', 'secret'),
      login('bob', 'secret'),
      login('bob', ''),
    ),
    whileOn(
      'a password is changed to a hash, and to a hash beside a password',
      [addUser('alice'), addUser('bob')],
      by('root', call('UserChangePassword', { name: 'alice', hashedPassword })),
      by('root', call('UserChangePassword', { name: 'bob', password: 'plain', hashedPassword })),
      login('alice', 'secret'),
      login('alice'),
      login('bob', 'plain'),
      login('bob', 'secret'),
    ),
  ],
);

const switching: readonly Case[] = [
  sentence(
    'auth is not turned on without a user root that has the role root',
    call('AuthEnable', {}),
    addUser('root'),
    call('AuthEnable', {}),
    call('UserDelete', { name: 'root' }),
    call('AuthDisable', {}),
  ),
  sentence(
    'nobody logs in while auth is off',
    addUser('alice'),
    login('alice'),
    call('Authenticate', { name: 'nobody', password: '' }),
    call('UserDelete', { name: 'alice' }),
  ),
  whileOn(
    'logging in takes the right user and the right password',
    [addUser('alice')],
    login('alice'),
    call('Authenticate', { name: 'alice', password: 'wrong' }),
    call('Authenticate', { name: 'alice', password: '' }),
    call('Authenticate', { name: 'nobody', password: 'x' }),
    call('Authenticate', {}),
  ),
  whileOn(
    'a user without a password does not log in with one',
    [call('UserAdd', { name: 'alice', password: 'x', options: { no_password: true } })],
    call('Authenticate', { name: 'alice', password: 'x' }),
    call('Authenticate', { name: 'alice', password: '' }),
  ),
  whileOn(
    'root cannot be taken away while auth is on',
    [call('RoleAdd', { name: 'root' })],
    by('root', call('UserDelete', { name: 'root' })),
    by('root', call('RoleDelete', { role: 'root' })),
    by('root', call('UserRevokeRole', { name: 'root', role: 'root' })),
    by('root', call('AuthEnable', {})),
    by('root', call('UserGet', { name: 'root' })),
    by('root', call('RoleGet', { role: 'root' })),
  ),
  whileOn(
    'a token ends with its password, its user, and auth itself',
    [addUser('alice'), addUser('bob')],
    login('alice'),
    login('bob'),
    by('alice', call('UserGet', { name: 'alice' })),
    by('root', call('UserChangePassword', { name: 'alice', password: 'new' })),
    by('alice', call('UserGet', { name: 'alice' })),
    login('alice'),
    login('alice', 'new'),
    by('alice', call('UserGet', { name: 'alice' })),
    by('root', call('UserDelete', { name: 'bob' })),
    by('bob', call('UserGet', { name: 'bob' })),
    by('root', call('AuthDisable', {})),
    call('AuthEnable', {}),
    by('root', call('UserList', {})),
  ),
  whileOn(
    'a token that is none is refused',
    [],
    ...['', 'no token', 'abcdefghijklmnop.1', 'abcdefghijklmnop', '.', 'a.b.c'].map((token) =>
      call('Range', { key: 'k' }, { token }),
    ),
    call('Put', { key: 'k' }, { authorization: 'Bearer nothing' }),
    call('UserList', {}, { authorization: 'nothing' }),
  ),
  sentence(
    'while auth is off a token does not matter',
    as('range', get('k')),
    changed(tokenIgnored, call('DeleteRange', { key: 'k' }, { token: 'nothing' })),
  ),
];

export const authCases: readonly Case[] = [...users, ...roles, ...hashed, ...switching];

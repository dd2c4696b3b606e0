// Every method, asked as nobody, with a token that is none, as a user without rights and as root.
import type { Case, Change, Request, Step } from '../case.ts';
import { by, call, changed, failure, grant, receive, send, since } from '../steps.ts';
import { addUser, giveRole, login, read, whileOn } from './auth-session.ts';
import type { UnaryRpcs } from '../../kit/index.ts';

/** A user who may read k…, and a lease on a key that is none of these. */
const setUp: readonly Step[] = [
  addUser('alice'),
  call('RoleAdd', { name: 'reader' }),
  call('RoleGrantPermission', {
    name: 'reader',
    perm: { permType: read, key: 'k', range_end: 'l' },
  }),
  giveRole('alice', 'reader'),
];
const logins: readonly Step[] = [
  login('alice'),
  by('root', grant(71n, 300)),
  by('root', call('Put', { key: 'z', value: 'secret', lease: 71n })),
];

const wrongToken = { token: 'abcdefghijklmnop.1' };

/** Later ones refuse in words that clients know. */
const knownWords = (code: number, text: string): Change => ({
  since: ['3.6.0'],
  reference: 'section 2: errors not in the map',
  expected: () => failure(code, text),
});
const isDenied = knownWords(7, 'etcdserver: permission denied');
const isNobody = knownWords(3, 'etcdserver: user name is empty');
const isNoToken = knownWords(16, 'etcdserver: invalid auth token');

interface Ask<Name extends keyof UnaryRpcs> {
  readonly rpc: Name;
  readonly request: Request<Name>;
  /** Also asked as root, who may. */
  readonly asRoot?: true;
  readonly changes?: { readonly nobody?: Change; readonly user?: Change; readonly token?: Change };
}

/** A method asked as everybody. */
function ask<Name extends keyof UnaryRpcs>(
  rpc: Name,
  request: Request<Name>,
  more: Omit<Ask<Name>, 'rpc' | 'request'> = {},
): readonly Step[] {
  const step = call(rpc, request);
  const { nobody, user, token } = more.changes ?? {};
  const withWrongToken = call(rpc, request, wrongToken);
  return [
    nobody === undefined ? step : changed(nobody, step),
    token === undefined ? withWrongToken : changed(token, withWrongToken),
    user === undefined ? by('alice', step) : changed(user, by('alice', step)),
    ...(more.asRoot === true ? [by('root', step)] : []),
  ];
}

/** Methods of one service, one after the other, and what is there in the end. */
function askAll(what: string, ...asked: readonly (readonly Step[])[]): Case {
  return whileOn(
    `${what} as nobody, with a wrong token, as a user and as root`,
    setUp,
    ...logins,
    ...asked.flat(),
    by('root', call('Range', { key: 'z' })),
  );
}

const ofKeys = askAll(
  'keys',
  ask('Range', { key: 'z' }, { asRoot: true }),
  ask('Put', { key: 'z', value: '1' }, { asRoot: true }),
  ask('Txn', { success: [{ request_range: { key: 'z' } }] }, { asRoot: true }),
  ask('DeleteRange', { key: 'z' }, { asRoot: true }),
);

const ofLeases = askAll(
  'leases',
  ask('LeaseGrant', { ID: 72n, TTL: 300 }, { asRoot: true }),
  ask('LeaseTimeToLive', { ID: 71n, keys: true }, { asRoot: true }),
  ask('LeaseLeases', {}, { asRoot: true }),
  ask('LeaseRevoke', { ID: 71n }, { asRoot: true }),
);

const elsewhere = ['http://127.0.0.1:1'];

/** etcd drops a change of the membership that follows the one before too closely. */
const settled: readonly Step[] = [by('root', call('Put', { key: 'settled' }))];

const ofMembers = askAll(
  'members',
  ask('MemberList', {}, { asRoot: true }),
  ask('MemberAdd', { peerURLs: elsewhere }),
  ask('MemberRemove', { ID: 404n }, { asRoot: true }),
  settled,
  ask('MemberUpdate', { ID: 404n, peerURLs: elsewhere }, { asRoot: true }),
  settled,
  ask('MemberPromote', { ID: 404n }, { asRoot: true }),
);

const changes = { nobody: isNobody, user: isDenied, token: isNoToken };

const ofTheStore = askAll(
  'the store',
  ask('Compact', { revision: 1 }, { asRoot: true }),
  ask('Alarm', { action: 1, alarm: 0, memberID: 5n }),
  ask('Defragment', {}, { asRoot: true, changes }),
  ask('Hash', {}, { changes }),
  ask('HashKV', {}, { changes }),
  ask('MoveLeader', { targetID: 404n }, { asRoot: true, changes }),
  ask('Downgrade', { version: 'none' }, { asRoot: true, changes }),
);

const ofUsers = askAll(
  'users',
  ask('AuthEnable', {}, { asRoot: true }),
  ask('AuthDisable', {}),
  ask('Authenticate', { name: 'alice', password: 'wrong' }, { asRoot: true }),
  ask('UserAdd', { name: 'bob', password: 'x' }, { asRoot: true }),
  ask('UserGet', { name: 'root' }, { asRoot: true }),
  ask('UserList', {}, { asRoot: true }),
  ask('UserDelete', { name: 'root' }, { asRoot: true }),
  ask('UserChangePassword', { name: 'root', password: 'x' }),
  ask('UserGrantRole', { user: 'bob', role: 'reader' }, { asRoot: true }),
  ask('UserRevokeRole', { name: 'root', role: 'root' }, { asRoot: true }),
);

const ofRoles = askAll(
  'roles',
  ask('RoleAdd', { name: 'writer' }, { asRoot: true }),
  ask('RoleGet', { role: 'root' }, { asRoot: true }),
  ask('RoleList', {}, { asRoot: true }),
  ask('RoleGrantPermission', { name: 'reader', perm: { permType: 2, key: 'z' } }, { asRoot: true }),
  ask('RoleRevokePermission', { role: 'reader', key: 'k', range_end: 'l' }, { asRoot: true }),
  ask('RoleDelete', { role: 'reader' }, { asRoot: true }),
);

const name: Uint8Array = Buffer.from('z/mutex');
const held = { name, key: Buffer.from('z/mutex/47'), rev: 1, lease: 71n };

const ofCoordination = askAll(
  'locks and elections',
  ask('Lock', { name, lease: 71n }, { asRoot: true }),
  ask('Unlock', { key: 'z/mutex/47' }, { asRoot: true }),
  ask('Campaign', { name, lease: 71n, value: '1' }, { asRoot: true }),
  ask('Proclaim', { leader: held, value: '1' }, { asRoot: true }),
  ask('Leader', { name }, { asRoot: true }),
  ask('Resign', { leader: held }, { asRoot: true }),
);

/** 3.4 lets more of these pass than later releases, and does not know all of them. */
const newer: readonly Case[] = since(
  ['3.5.0'],
  [
    ofLeases,
    ofMembers,
    ofTheStore,
    whileOn(
      'whether auth is on is told',
      setUp,
      ...logins,
      by('root', call('AuthStatus', {})),
      by('root', call('HealthCheck', {})),
      call('HealthCheck', {}),
    ),
  ],
);

function streamAs(user: string, open: (stream: string) => Step): readonly Step[] {
  const stream = `stream of ${user}`;
  return [by(user, open(stream)), receive(1, stream)];
}

const streams: readonly Case[] = [
  whileOn(
    'Watch as nobody, as a user and as root',
    setUp,
    ...logins,
    send('w', 'Watch', { create_request: { key: 'z' } }),
    receive(),
    send('wrong', 'Watch', { create_request: { key: 'z' } }, wrongToken),
    receive(1, 'wrong'),
    ...streamAs('alice', (stream) => send(stream, 'Watch', { create_request: { key: 'z' } })),
    ...streamAs('root', (stream) => send(stream, 'Watch', { create_request: { key: 'z' } })),
  ),
];

export const accessMethodCases: readonly Case[] = [
  ofKeys,
  ofUsers,
  ofRoles,
  ofCoordination,
  ...newer,
  ...streams,
];

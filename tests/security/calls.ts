// One request for every method, which touches what a stranger may not touch, and what it takes to make it.
// Also the seeds that the malformed requests are made from.
import type { ClientMethod } from './methods.ts';
import { clientMethods } from './methods.ts';

/** What a caller needs while auth is on. */
export type Needs =
  /** Nothing: who logs in has no token yet, and a health check never has one. */
  | 'nothing'
  /** To be some user. */
  | 'name'
  /** Permission for the keys that are asked for. */
  | 'permission'
  | 'root';

export interface Call {
  readonly method: ClientMethod;
  readonly needs: Needs;
  /** undefined = there is no path for it, as in etcd. */
  readonly jsonPath: string | undefined;
  readonly request: Readonly<Record<string, unknown>>;
  readonly message: Uint8Array;
}

export const secretKey = 'secret/key';
export const secretValue = 'a value that nobody may see';
/** Holds a key below `secret/`. */
export const secretLease = 41;
/** Holds the leadership `secret/vote`. */
export const leaderLease = 42;
/** Holds nothing. */
export const bareLease = 43;

/** What the requests refer to that only the server knows. */
export interface World {
  /** The current revision. */
  readonly revision: number;
  /** Of the leader's key. */
  readonly leaderRevision: number;
}

type Fields = Readonly<Record<string, unknown>>;
type Row = readonly [needs: Needs, jsonPath: string | undefined, request: Fields];

function bytes(text: string): Buffer {
  return Buffer.from(text);
}

const key = bytes(secretKey);
const below = { key: bytes('secret/'), range_end: bytes('secret0') };
const value = bytes('changed');
const peerURLs = ['http://127.0.0.1:1'];

const keyRows: Readonly<Record<string, Row>> = {
  '/etcdserverpb.KV/Range': ['permission', '/v3/kv/range', below],
  '/etcdserverpb.KV/RangeStream': ['permission', undefined, below],
  '/etcdserverpb.KV/Put': ['permission', '/v3/kv/put', { key, value, prev_kv: true }],
  '/etcdserverpb.KV/DeleteRange': ['permission', '/v3/kv/deleterange', { ...below, prev_kv: true }],
  '/etcdserverpb.KV/Txn': [
    'permission',
    '/v3/kv/txn',
    {
      compare: [{ key, target: 3, result: 3, value: bytes('something else') }],
      success: [{ request_put: { key, value, prev_kv: true } }, { request_range: { key } }],
      failure: [{ request_txn: { success: [{ request_delete_range: { key } }] } }],
    },
  ],
};

const leaseRows: Readonly<Record<string, Row>> = {
  '/etcdserverpb.Lease/LeaseGrant': ['name', '/v3/lease/grant', { TTL: 600, ID: 77 }],
  '/etcdserverpb.Lease/LeaseRevoke': ['permission', '/v3/lease/revoke', { ID: secretLease }],
  '/etcdserverpb.Lease/LeaseKeepAlive': ['permission', '/v3/lease/keepalive', { ID: secretLease }],
  '/etcdserverpb.Lease/LeaseTimeToLive': [
    'permission',
    '/v3/lease/timetolive',
    { ID: secretLease, keys: true },
  ],
  '/etcdserverpb.Lease/LeaseLeases': ['permission', '/v3/lease/leases', {}],
};

const operatorRows: Readonly<Record<string, Row>> = {
  '/etcdserverpb.Cluster/MemberAdd': ['root', '/v3/cluster/member/add', { peerURLs }],
  '/etcdserverpb.Cluster/MemberRemove': ['root', '/v3/cluster/member/remove', { ID: 1 }],
  '/etcdserverpb.Cluster/MemberUpdate': ['root', '/v3/cluster/member/update', { ID: 1, peerURLs }],
  '/etcdserverpb.Cluster/MemberList': ['name', '/v3/cluster/member/list', { linearizable: true }],
  '/etcdserverpb.Cluster/MemberPromote': ['root', '/v3/cluster/member/promote', { ID: 1 }],
  '/etcdserverpb.Maintenance/Alarm': [
    'root',
    '/v3/maintenance/alarm',
    { action: 1, memberID: 1, alarm: 1 },
  ],
  '/etcdserverpb.Maintenance/Status': ['name', '/v3/maintenance/status', {}],
  '/etcdserverpb.Maintenance/Defragment': ['root', '/v3/maintenance/defragment', {}],
  '/etcdserverpb.Maintenance/Hash': ['root', '/v3/maintenance/hash', {}],
  '/etcdserverpb.Maintenance/HashKV': ['root', '/v3/maintenance/hashkv', { revision: 2 }],
  '/etcdserverpb.Maintenance/Snapshot': ['root', '/v3/maintenance/snapshot', {}],
  '/etcdserverpb.Maintenance/MoveLeader': [
    'root',
    '/v3/maintenance/transfer-leadership',
    { targetID: 1 },
  ],
  '/etcdserverpb.Maintenance/Downgrade': [
    'root',
    '/v3/maintenance/downgrade',
    { action: 0, version: '3.6.0' },
  ],
};

const mallory = { name: 'mallory', password: 'a password' };
const perm = { permType: 2, key: Buffer.of(0), range_end: Buffer.of(0) };

const authRows: Readonly<Record<string, Row>> = {
  '/etcdserverpb.Auth/AuthEnable': ['root', '/v3/auth/enable', {}],
  '/etcdserverpb.Auth/AuthDisable': ['root', '/v3/auth/disable', {}],
  '/etcdserverpb.Auth/AuthStatus': ['nothing', '/v3/auth/status', {}],
  '/etcdserverpb.Auth/Authenticate': [
    'nothing',
    '/v3/auth/authenticate',
    { name: 'root', password: 'not the one' },
  ],
  '/etcdserverpb.Auth/UserAdd': ['root', '/v3/auth/user/add', mallory],
  '/etcdserverpb.Auth/UserGet': ['root', '/v3/auth/user/get', { name: 'root' }],
  '/etcdserverpb.Auth/UserList': ['root', '/v3/auth/user/list', {}],
  '/etcdserverpb.Auth/UserDelete': ['root', '/v3/auth/user/delete', { name: 'bob' }],
  '/etcdserverpb.Auth/UserChangePassword': [
    'root',
    '/v3/auth/user/changepw',
    { name: 'root', password: 'mine' },
  ],
  '/etcdserverpb.Auth/UserGrantRole': [
    'root',
    '/v3/auth/user/grant',
    { user: 'alice', role: 'root' },
  ],
  '/etcdserverpb.Auth/UserRevokeRole': [
    'root',
    '/v3/auth/user/revoke',
    { name: 'bob', role: 'of-bob' },
  ],
  '/etcdserverpb.Auth/RoleAdd': ['root', '/v3/auth/role/add', { name: 'mine' }],
  '/etcdserverpb.Auth/RoleGet': ['root', '/v3/auth/role/get', { role: 'of-bob' }],
  '/etcdserverpb.Auth/RoleList': ['root', '/v3/auth/role/list', {}],
  '/etcdserverpb.Auth/RoleDelete': ['root', '/v3/auth/role/delete', { role: 'of-bob' }],
  '/etcdserverpb.Auth/RoleGrantPermission': [
    'root',
    '/v3/auth/role/grant',
    { name: 'of-alice', perm },
  ],
  '/etcdserverpb.Auth/RoleRevokePermission': [
    'root',
    '/v3/auth/role/revoke',
    { role: 'of-bob', key: bytes('bob/') },
  ],
};

const healthRows: Readonly<Record<string, Row>> = {
  '/grpc.health.v1.Health/Check': ['nothing', undefined, {}],
  '/grpc.health.v1.Health/Watch': ['nothing', undefined, {}],
};

function coordinationRows({ leaderRevision }: World): Readonly<Record<string, Row>> {
  const name = bytes('secret/vote');
  const leaderKey = bytes(`secret/vote/${leaderLease.toString(16)}`);
  const leader = { name, key: leaderKey, rev: leaderRevision, lease: leaderLease };
  const lock = { name: bytes('secret/lock'), lease: bareLease };
  return {
    '/v3lockpb.Lock/Lock': ['permission', '/v3/lock/lock', lock],
    '/v3lockpb.Lock/Unlock': ['permission', '/v3/lock/unlock', { key }],
    '/v3electionpb.Election/Campaign': [
      'permission',
      '/v3/election/campaign',
      { name: bytes('secret/other vote'), lease: bareLease, value },
    ],
    '/v3electionpb.Election/Proclaim': ['permission', '/v3/election/proclaim', { leader, value }],
    '/v3electionpb.Election/Leader': ['permission', '/v3/election/leader', { name }],
    '/v3electionpb.Election/Observe': ['permission', '/v3/election/observe', { name }],
    '/v3electionpb.Election/Resign': ['permission', '/v3/election/resign', { leader }],
  };
}

function watchRows({ revision }: World): Readonly<Record<string, Row>> {
  const create_request = { ...below, start_revision: Math.max(1, revision - 1), prev_kv: true };
  return { '/etcdserverpb.Watch/Watch': ['permission', '/v3/watch', { create_request }] };
}

/** Off unless a flag is given; tried in the gateway's own tests. */
const switchedOff: readonly string[] = [
  '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo',
  '/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo',
];

/** @throws Error that names the methods that are missing here, or exist no more. */
export function allCalls(world: World): readonly Call[] {
  const rows: Readonly<Record<string, Row>> = {
    ...keyRows,
    ...watchRows(world),
    ...leaseRows,
    ...operatorRows,
    ...authRows,
    ...healthRows,
    ...coordinationRows(world),
    '/etcdserverpb.KV/Compact': ['root', '/v3/kv/compaction', { revision: world.revision }],
  };
  const known = new Set([...Object.keys(rows), ...switchedOff]);
  const missing = [...clientMethods.keys()].filter((path) => !known.has(path));
  if (missing.length > 0) throw new Error(`who may call ${missing.join(' and ')}? Say so here`);
  return Object.entries(rows).map(([path, [needs, jsonPath, request]]) => {
    const method = clientMethods.get(path);
    if (method === undefined) throw new Error(`there is no method ${path}`);
    const message = method.request.encode(method.request.fromObject(request)).finish();
    return { method, needs, jsonPath, request, message };
  });
}

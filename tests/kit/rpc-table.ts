// The etcd v3 API as values: path, kind and codecs of every RPC that tests call.
import { etcdserverpb as pb, grpc, v3electionpb, v3lockpb } from '@cairn/proto';

/** The static side of a generated message class. */
export interface Codec {
  // oxlint-disable-next-line typescript/no-explicit-any -- parameter bivariance over every message class
  encode(message: any): { finish(): Uint8Array };
  decode(bytes: Uint8Array): unknown;
}

export interface Rpc<Request extends Codec, Response extends Codec> {
  readonly path: string;
  readonly request: Request;
  readonly response: Response;
}

type Pb = typeof pb;
type Lock = typeof v3lockpb;
type Election = typeof v3electionpb;
type Health = typeof grpc.health.v1;

/** An RPC whose messages are named after it, as nearly all are. */
type Named<Messages, Name extends string> = Messages extends {
  readonly [K in `${Name}Request`]: infer Request extends Codec;
} & { readonly [K in `${Name}Response`]: infer Response extends Codec }
  ? Rpc<Request, Response>
  : never;

/** Unary RPCs by the name that tests use. */
export interface UnaryRpcs {
  readonly Range: Named<Pb, 'Range'>;
  readonly Put: Named<Pb, 'Put'>;
  readonly DeleteRange: Named<Pb, 'DeleteRange'>;
  readonly Txn: Named<Pb, 'Txn'>;
  readonly Compact: Named<Pb, 'Compaction'>;
  readonly LeaseGrant: Named<Pb, 'LeaseGrant'>;
  readonly LeaseRevoke: Named<Pb, 'LeaseRevoke'>;
  readonly LeaseTimeToLive: Named<Pb, 'LeaseTimeToLive'>;
  readonly LeaseLeases: Named<Pb, 'LeaseLeases'>;
  readonly MemberList: Named<Pb, 'MemberList'>;
  readonly MemberAdd: Named<Pb, 'MemberAdd'>;
  readonly MemberRemove: Named<Pb, 'MemberRemove'>;
  readonly MemberUpdate: Named<Pb, 'MemberUpdate'>;
  readonly MemberPromote: Named<Pb, 'MemberPromote'>;
  readonly Alarm: Named<Pb, 'Alarm'>;
  readonly Status: Named<Pb, 'Status'>;
  readonly Defragment: Named<Pb, 'Defragment'>;
  readonly Hash: Named<Pb, 'Hash'>;
  readonly HashKV: Named<Pb, 'HashKV'>;
  readonly MoveLeader: Named<Pb, 'MoveLeader'>;
  readonly Downgrade: Named<Pb, 'Downgrade'>;
  readonly AuthEnable: Named<Pb, 'AuthEnable'>;
  readonly AuthDisable: Named<Pb, 'AuthDisable'>;
  readonly AuthStatus: Named<Pb, 'AuthStatus'>;
  readonly Authenticate: Named<Pb, 'Authenticate'>;
  readonly UserAdd: Named<Pb, 'AuthUserAdd'>;
  readonly UserGet: Named<Pb, 'AuthUserGet'>;
  readonly UserList: Named<Pb, 'AuthUserList'>;
  readonly UserDelete: Named<Pb, 'AuthUserDelete'>;
  readonly UserChangePassword: Named<Pb, 'AuthUserChangePassword'>;
  readonly UserGrantRole: Named<Pb, 'AuthUserGrantRole'>;
  readonly UserRevokeRole: Named<Pb, 'AuthUserRevokeRole'>;
  readonly RoleAdd: Named<Pb, 'AuthRoleAdd'>;
  readonly RoleGet: Named<Pb, 'AuthRoleGet'>;
  readonly RoleList: Named<Pb, 'AuthRoleList'>;
  readonly RoleDelete: Named<Pb, 'AuthRoleDelete'>;
  readonly RoleGrantPermission: Named<Pb, 'AuthRoleGrantPermission'>;
  readonly RoleRevokePermission: Named<Pb, 'AuthRoleRevokePermission'>;
  readonly Lock: Named<Lock, 'Lock'>;
  readonly Unlock: Named<Lock, 'Unlock'>;
  readonly Campaign: Named<Election, 'Campaign'>;
  readonly Proclaim: Named<Election, 'Proclaim'>;
  readonly Leader: Named<Election, 'Leader'>;
  readonly Resign: Named<Election, 'Resign'>;
  readonly HealthCheck: Named<Health, 'HealthCheck'>;
}

/** Streaming RPCs by the name that tests use. */
export interface StreamRpcs {
  readonly Watch: Named<Pb, 'Watch'>;
  readonly LeaseKeepAlive: Named<Pb, 'LeaseKeepAlive'>;
  readonly RangeStream: Rpc<Pb['RangeRequest'], Pb['RangeStreamResponse']>;
  readonly Observe: Named<Election, 'Leader'>;
  readonly HealthWatch: Named<Health, 'HealthCheck'>;
}

function rpc<Messages extends object, Name extends string>(
  path: string,
  messages: Messages,
  name: Name,
): Named<Messages, Name> {
  const codecs = messages as Record<string, Codec>;
  return {
    path,
    request: codecs[`${name}Request`],
    response: codecs[`${name}Response`],
  } as Named<Messages, Name>;
}

function etcd<Name extends string>(service: string, name: Name): Named<Pb, Name> {
  return rpc(`/etcdserverpb.${service}/${name}`, pb, name);
}

/** Methods about users and roles, whose messages have a prefix of their own. */
function auth<Name extends string>(name: Name): Named<Pb, `Auth${Name}`> {
  return rpc(`/etcdserverpb.Auth/${name}`, pb, `Auth${name}`);
}

function lock<Name extends string>(name: Name): Named<Lock, Name> {
  return rpc(`/v3lockpb.Lock/${name}`, v3lockpb, name);
}

function election<Name extends string>(name: Name): Named<Election, Name> {
  return rpc(`/v3electionpb.Election/${name}`, v3electionpb, name);
}

export const unaryRpcs: UnaryRpcs = {
  Range: etcd('KV', 'Range'),
  Put: etcd('KV', 'Put'),
  DeleteRange: etcd('KV', 'DeleteRange'),
  Txn: etcd('KV', 'Txn'),
  Compact: rpc('/etcdserverpb.KV/Compact', pb, 'Compaction'),
  LeaseGrant: etcd('Lease', 'LeaseGrant'),
  LeaseRevoke: etcd('Lease', 'LeaseRevoke'),
  LeaseTimeToLive: etcd('Lease', 'LeaseTimeToLive'),
  LeaseLeases: etcd('Lease', 'LeaseLeases'),
  MemberList: etcd('Cluster', 'MemberList'),
  MemberAdd: etcd('Cluster', 'MemberAdd'),
  MemberRemove: etcd('Cluster', 'MemberRemove'),
  MemberUpdate: etcd('Cluster', 'MemberUpdate'),
  MemberPromote: etcd('Cluster', 'MemberPromote'),
  Alarm: etcd('Maintenance', 'Alarm'),
  Status: etcd('Maintenance', 'Status'),
  Defragment: etcd('Maintenance', 'Defragment'),
  Hash: etcd('Maintenance', 'Hash'),
  HashKV: etcd('Maintenance', 'HashKV'),
  MoveLeader: etcd('Maintenance', 'MoveLeader'),
  Downgrade: etcd('Maintenance', 'Downgrade'),
  AuthEnable: etcd('Auth', 'AuthEnable'),
  AuthDisable: etcd('Auth', 'AuthDisable'),
  AuthStatus: etcd('Auth', 'AuthStatus'),
  Authenticate: etcd('Auth', 'Authenticate'),
  UserAdd: auth('UserAdd'),
  UserGet: auth('UserGet'),
  UserList: auth('UserList'),
  UserDelete: auth('UserDelete'),
  UserChangePassword: auth('UserChangePassword'),
  UserGrantRole: auth('UserGrantRole'),
  UserRevokeRole: auth('UserRevokeRole'),
  RoleAdd: auth('RoleAdd'),
  RoleGet: auth('RoleGet'),
  RoleList: auth('RoleList'),
  RoleDelete: auth('RoleDelete'),
  RoleGrantPermission: auth('RoleGrantPermission'),
  RoleRevokePermission: auth('RoleRevokePermission'),
  Lock: lock('Lock'),
  Unlock: lock('Unlock'),
  Campaign: election('Campaign'),
  Proclaim: election('Proclaim'),
  Leader: election('Leader'),
  Resign: election('Resign'),
  HealthCheck: rpc('/grpc.health.v1.Health/Check', grpc.health.v1, 'HealthCheck'),
};

export const streamRpcs: StreamRpcs = {
  Watch: etcd('Watch', 'Watch'),
  LeaseKeepAlive: etcd('Lease', 'LeaseKeepAlive'),
  RangeStream: {
    path: '/etcdserverpb.KV/RangeStream',
    request: pb.RangeRequest,
    response: pb.RangeStreamResponse,
  },
  Observe: rpc('/v3electionpb.Election/Observe', v3electionpb, 'Leader'),
  HealthWatch: rpc('/grpc.health.v1.Health/Watch', grpc.health.v1, 'HealthCheck'),
};

/** The decoded answer of an RPC: every field set, or its default. */
export type Answer<R extends { readonly response: Codec }> = ReturnType<R['response']['decode']>;

/** What an RPC takes, in the plain form of {@link Plain}. */
export type Ask<R extends { readonly request: Codec }> = Plain<
  NonNullable<Parameters<R['request']['encode']>[0]>
>;

type BytesAsText = 'key' | 'range_end' | 'value';

/**
 * A request as tests write it: bytes of keys and values may be strings (one character per byte),
 * 64-bit integers may be numbers or bigints, and every field may be left out.
 */
export type Plain<T> = {
  [K in keyof T as K extends '$unknowns' ? never : K]?: PlainField<K, T[K]>;
};

type PlainField<K, V> = V extends Uint8Array
  ? K extends BytesAsText
    ? Uint8Array | string
    : Uint8Array
  : V extends readonly (infer Element)[]
    ? readonly PlainField<K, Element>[]
    : V extends { toUnsigned(): unknown }
      ? bigint
      : V extends object
        ? Plain<V>
        : V;

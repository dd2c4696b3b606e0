// What the audit log says of a request: which keys, users, roles, leases and members it is about. Every field
// is picked by name, so that values, passwords and tokens cannot come along.
import {
  authpb,
  etcdserverpb,
  toClampedNumber,
  toSignedBigInt,
  v3electionpb,
  v3lockpb,
} from '@cairn/proto';
import type { Int64 } from '@cairn/proto';
import { auditKeyBytesMax, auditRangesMax } from '../limits.ts';
import { printable, printableText } from './printable.ts';

export interface AuditedRange {
  readonly op: string;
  /** Of a transaction: the branch that this is part of. */
  readonly branch?: 'success' | 'failure';
  readonly key: string;
  /** As in a request: left out = one key, a single zero byte = from the key on. */
  readonly rangeEnd?: string;
  /** How long the key or the range end really is, where only a beginning is said. */
  readonly keyBytes?: number;
  readonly rangeEndBytes?: number;
}

export interface RequestFacts {
  readonly ranges?: readonly AuditedRange[];
  /** There are so many more. */
  readonly rangesOmitted?: number;
  readonly [fact: string]: string | number | true | readonly AuditedRange[] | undefined;
}

/** @param path the full gRPC path. Never throws: what cannot be decoded is `malformed`. */
export function factsOf(path: string, request: Uint8Array): RequestFacts | undefined {
  const read = readers.get(path);
  if (read === undefined) return undefined;
  try {
    return read(request);
  } catch {
    return { malformed: true };
  }
}

/** Whether anything is known to be said of a request of this method. */
export function hasFacts(path: string): boolean {
  return readers.has(path);
}

export function factsOfWatch(create: etcdserverpb.WatchCreateRequest.$Properties): RequestFacts {
  const startRevision = toClampedNumber(create.start_revision ?? 0);
  return {
    ranges: [rangeOf('watch', create)],
    ...(startRevision === 0 ? {} : { startRevision }),
  };
}

type Reader = (request: Uint8Array) => RequestFacts;

interface KeyRange {
  readonly key?: Uint8Array | null | undefined;
  readonly range_end?: Uint8Array | null | undefined;
}

const none = new Uint8Array(0);

function rangeOf(op: string, { key, range_end: end }: KeyRange): AuditedRange {
  const from = key ?? none;
  const to = end ?? none;
  return {
    op,
    key: printable(from, auditKeyBytesMax),
    ...(from.length > auditKeyBytesMax ? { keyBytes: from.length } : {}),
    ...(to.length === 0 ? {} : { rangeEnd: printable(to, auditKeyBytesMax) }),
    ...(to.length > auditKeyBytesMax ? { rangeEndBytes: to.length } : {}),
  };
}

function name(text: string): string {
  return printableText(text, auditKeyBytesMax);
}

/** As etcdctl writes leases and members. */
function hex(id: Int64): string {
  return BigInt.asUintN(64, toSignedBigInt(id)).toString(16);
}

function leaseIfAny(id: Int64): RequestFacts {
  const lease = hex(id);
  return lease === '0' ? {} : { lease };
}

/** The ranges of a transaction and of those in it, as many as may be said. */
class TxnRanges {
  readonly ranges: AuditedRange[] = [];
  omitted = 0;

  add(txn: etcdserverpb.TxnRequest.$Properties, branch?: AuditedRange['branch']): void {
    for (const compare of txn.compare ?? []) this.#push(rangeOf('compare', compare), branch);
    for (const each of txn.success ?? []) this.#addOperation(each, branch ?? 'success');
    for (const each of txn.failure ?? []) this.#addOperation(each, branch ?? 'failure');
  }

  #addOperation(
    operation: etcdserverpb.RequestOp.$Properties,
    branch: NonNullable<AuditedRange['branch']>,
  ): void {
    const {
      request_range: range,
      request_put: put,
      request_delete_range: deletion,
      request_txn: txn,
    } = operation;
    if (range) this.#push(rangeOf('range', range), branch);
    if (put) this.#push(rangeOf('put', { key: put.key }), branch);
    if (deletion) this.#push(rangeOf('delete', deletion), branch);
    if (txn) this.add(txn, branch);
  }

  #push(range: AuditedRange, branch: AuditedRange['branch']): void {
    if (this.ranges.length === auditRangesMax) this.omitted += 1;
    else this.ranges.push(branch === undefined ? range : { ...range, branch });
  }
}

const readRange: Reader = (request) => {
  const range = etcdserverpb.RangeRequest.decode(request);
  const atRevision = toClampedNumber(range.revision);
  return { ranges: [rangeOf('range', range)], ...(atRevision === 0 ? {} : { atRevision }) };
};

const kv: Readonly<Record<string, Reader>> = {
  '/etcdserverpb.KV/Range': readRange,
  '/etcdserverpb.KV/RangeStream': readRange,
  '/etcdserverpb.KV/Put': (request) => {
    const { key, lease } = etcdserverpb.PutRequest.decode(request);
    return { ranges: [rangeOf('put', { key })], ...leaseIfAny(lease) };
  },
  '/etcdserverpb.KV/DeleteRange': (request) => ({
    ranges: [rangeOf('delete', etcdserverpb.DeleteRangeRequest.decode(request))],
  }),
  '/etcdserverpb.KV/Txn': (request) => {
    const found = new TxnRanges();
    found.add(etcdserverpb.TxnRequest.decode(request));
    const { ranges, omitted } = found;
    return { ranges, ...(omitted === 0 ? {} : { rangesOmitted: omitted }) };
  },
  '/etcdserverpb.KV/Compact': (request) => ({
    compactRevision: toClampedNumber(etcdserverpb.CompactionRequest.decode(request).revision),
  }),
};

const leases: Readonly<Record<string, Reader>> = {
  '/etcdserverpb.Lease/LeaseGrant': (request) => {
    const { ID, TTL } = etcdserverpb.LeaseGrantRequest.decode(request);
    return { ...leaseIfAny(ID), ttlSeconds: toClampedNumber(TTL) };
  },
  '/etcdserverpb.Lease/LeaseRevoke': (request) => ({
    lease: hex(etcdserverpb.LeaseRevokeRequest.decode(request).ID),
  }),
  '/etcdserverpb.Lease/LeaseTimeToLive': (request) => ({
    lease: hex(etcdserverpb.LeaseTimeToLiveRequest.decode(request).ID),
  }),
};

const { AlarmAction } = etcdserverpb.AlarmRequest;
const { DowngradeAction } = etcdserverpb.DowngradeRequest;

const cluster: Readonly<Record<string, Reader>> = {
  '/etcdserverpb.Cluster/MemberAdd': (request) => ({
    peerUrls: name(etcdserverpb.MemberAddRequest.decode(request).peerURLs.join(',')),
  }),
  '/etcdserverpb.Cluster/MemberRemove': (request) => ({
    member: hex(etcdserverpb.MemberRemoveRequest.decode(request).ID),
  }),
  '/etcdserverpb.Cluster/MemberUpdate': (request) => {
    const { ID, peerURLs } = etcdserverpb.MemberUpdateRequest.decode(request);
    return { member: hex(ID), peerUrls: name(peerURLs.join(',')) };
  },
  '/etcdserverpb.Cluster/MemberPromote': (request) => ({
    member: hex(etcdserverpb.MemberPromoteRequest.decode(request).ID),
  }),
  '/etcdserverpb.Maintenance/MoveLeader': (request) => ({
    member: hex(etcdserverpb.MoveLeaderRequest.decode(request).targetID),
  }),
  '/etcdserverpb.Maintenance/Alarm': (request) => ({
    action: AlarmAction[etcdserverpb.AlarmRequest.decode(request).action] ?? 'unknown',
  }),
  '/etcdserverpb.Maintenance/Downgrade': (request) => ({
    action: DowngradeAction[etcdserverpb.DowngradeRequest.decode(request).action] ?? 'unknown',
  }),
};

/** A message whose `name` is that of a user, or of a role. */
function named(
  codec: { decode(request: Uint8Array): { readonly name: string } },
  fact: 'targetUser' | 'role',
): Reader {
  return (request) => ({ [fact]: name(codec.decode(request).name) });
}

const { Type } = authpb.Permission;

const auth: Readonly<Record<string, Reader>> = {
  '/etcdserverpb.Auth/Authenticate': named(etcdserverpb.AuthenticateRequest, 'targetUser'),
  '/etcdserverpb.Auth/UserAdd': named(etcdserverpb.AuthUserAddRequest, 'targetUser'),
  '/etcdserverpb.Auth/UserGet': named(etcdserverpb.AuthUserGetRequest, 'targetUser'),
  '/etcdserverpb.Auth/UserDelete': named(etcdserverpb.AuthUserDeleteRequest, 'targetUser'),
  '/etcdserverpb.Auth/UserChangePassword': named(
    etcdserverpb.AuthUserChangePasswordRequest,
    'targetUser',
  ),
  '/etcdserverpb.Auth/UserGrantRole': (request) => {
    const { user, role } = etcdserverpb.AuthUserGrantRoleRequest.decode(request);
    return { targetUser: name(user), role: name(role) };
  },
  '/etcdserverpb.Auth/UserRevokeRole': (request) => {
    const { name: user, role } = etcdserverpb.AuthUserRevokeRoleRequest.decode(request);
    return { targetUser: name(user), role: name(role) };
  },
  '/etcdserverpb.Auth/RoleAdd': named(etcdserverpb.AuthRoleAddRequest, 'role'),
  '/etcdserverpb.Auth/RoleGet': (request) => ({
    role: name(etcdserverpb.AuthRoleGetRequest.decode(request).role),
  }),
  '/etcdserverpb.Auth/RoleDelete': (request) => ({
    role: name(etcdserverpb.AuthRoleDeleteRequest.decode(request).role),
  }),
  '/etcdserverpb.Auth/RoleGrantPermission': (request) => {
    const { name: role, perm } = etcdserverpb.AuthRoleGrantPermissionRequest.decode(request);
    const op = `grant ${Type[perm?.permType ?? 0] ?? 'unknown'}`;
    return { role: name(role), ranges: [rangeOf(op, perm ?? {})] };
  },
  '/etcdserverpb.Auth/RoleRevokePermission': (request) => {
    const permission = etcdserverpb.AuthRoleRevokePermissionRequest.decode(request);
    return { role: name(permission.role), ranges: [rangeOf('revoke', permission)] };
  },
};

const recipes: Readonly<Record<string, Reader>> = {
  '/v3lockpb.Lock/Lock': (request) => {
    const { name: key, lease } = v3lockpb.LockRequest.decode(request);
    return { ranges: [rangeOf('lock', { key })], ...leaseIfAny(lease) };
  },
  '/v3lockpb.Lock/Unlock': (request) => ({
    ranges: [rangeOf('unlock', v3lockpb.UnlockRequest.decode(request))],
  }),
  '/v3electionpb.Election/Campaign': (request) => {
    const { name: key, lease } = v3electionpb.CampaignRequest.decode(request);
    return { ranges: [rangeOf('campaign', { key })], ...leaseIfAny(lease) };
  },
  '/v3electionpb.Election/Proclaim': (request) => ({
    ranges: [rangeOf('proclaim', v3electionpb.ProclaimRequest.decode(request).leader ?? {})],
  }),
  '/v3electionpb.Election/Resign': (request) => ({
    ranges: [rangeOf('resign', v3electionpb.ResignRequest.decode(request).leader ?? {})],
  }),
  '/v3electionpb.Election/Leader': (request) => ({
    ranges: [rangeOf('leader', { key: v3electionpb.LeaderRequest.decode(request).name })],
  }),
  '/v3electionpb.Election/Observe': (request) => ({
    ranges: [rangeOf('observe', { key: v3electionpb.LeaderRequest.decode(request).name })],
  }),
};

const readers: ReadonlyMap<string, Reader> = new Map(
  Object.entries({ ...kv, ...leases, ...cluster, ...auth, ...recipes }),
);

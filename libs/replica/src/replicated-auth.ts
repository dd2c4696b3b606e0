// Auth as part of the replicated state: the store of users and roles, what it allows, and its rows on
// disk, which are etcd's: bucket for bucket, key for key, in etcd's own messages.
import { Access, AuthStore, PermissionType } from '@cairn/auth';
import type { AuthChange, AuthContents, AuthRows, Permission, Role, User } from '@cairn/auth';
import { Table } from '@cairn/backend';
import type { Backend } from '@cairn/backend';
import { emptyBytes, fromByteString, toByteString } from '@cairn/core';
import { authpb, toClampedNumber } from '@cairn/proto';

const enabledKey = fromByteString('authEnabled');
const revisionKey = fromByteString('authRevision');
/** A store that has never been changed has this revision, and no row that says so. */
const firstRevision = 1;

export class ReplicatedAuth {
  readonly store: AuthStore;
  readonly access: Access;

  /** Loads it from the backend. */
  constructor(backend: Backend) {
    this.store = new AuthStore(load(backend), rowsOf(backend));
    this.access = new Access(this.store);
  }

  takeChanges(): readonly AuthChange[] {
    return this.store.takeChanges();
  }
}

/** As a request has it; a kind that does not exist grants nothing. */
export function toPermission(permission: authpb.Permission.$Properties): Permission | undefined {
  const { permType, key, range_end: rangeEnd } = permission;
  const type = Object.values(PermissionType).find((known) => known === (permType ?? 0));
  if (type === undefined) return undefined;
  return {
    type,
    key: toByteString(key ?? emptyBytes),
    rangeEnd: toByteString(rangeEnd ?? emptyBytes),
  };
}

export function permissionFields({
  type,
  key,
  rangeEnd,
}: Permission): authpb.Permission.$Properties {
  return { permType: type, key: fromByteString(key), range_end: fromByteString(rangeEnd) };
}

function load(backend: Backend): AuthContents {
  const revision = backend.get(Table.auth, revisionKey);
  return {
    users: [...backend.scan(Table.authUsers, {})].map(({ value }) => decodeUser(value)),
    roles: [...backend.scan(Table.authRoles, {})].map(({ value }) => decodeRole(value)),
    isEnabled: backend.get(Table.auth, enabledKey)?.[0] === 1,
    revision: revision === undefined ? firstRevision : decodeRevision(revision),
  };
}

function rowsOf(backend: Backend): AuthRows {
  return {
    putUser: (user) => backend.put(Table.authUsers, utf8(user.name), encodeUser(user)),
    deleteUser: (name) => backend.delete(Table.authUsers, utf8(name)),
    putRole: (role) => backend.put(Table.authRoles, utf8(role.name), encodeRole(role)),
    deleteRole: (name) => backend.delete(Table.authRoles, utf8(name)),
    putEnabled: (isEnabled) =>
      backend.put(Table.auth, enabledKey, Uint8Array.of(isEnabled ? 1 : 0)),
    putRevision: (revision) => backend.put(Table.auth, revisionKey, encodeRevision(revision)),
  };
}

function encodeUser({ name, passwordHash, roles, noPassword }: User): Uint8Array {
  return authpb.User.encode({
    name: utf8(name),
    password: fromByteString(passwordHash),
    roles: [...roles],
    options: noPassword ? { no_password: true } : {},
  }).finish();
}

function decodeUser(row: Uint8Array): User {
  const { name, password, roles, options } = authpb.User.decode(row);
  return {
    name: textOf(name),
    passwordHash: toByteString(password),
    roles,
    noPassword: options?.no_password ?? false,
  };
}

function encodeRole({ name, permissions }: Role): Uint8Array {
  return authpb.Role.encode({
    name: utf8(name),
    keyPermission: permissions.map(permissionFields),
  }).finish();
}

function decodeRole(row: Uint8Array): Role {
  const { name, keyPermission } = authpb.Role.decode(row);
  const permissions = keyPermission.map(toPermission).filter((one) => one !== undefined);
  return { name: textOf(name), permissions };
}

/** 8 bytes, big-endian. */
function encodeRevision(revision: number): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(revision), 0);
  return bytes;
}

function decodeRevision(row: Uint8Array): number {
  const { buffer, byteOffset, length } = row;
  return toClampedNumber(Number(Buffer.from(buffer, byteOffset, length).readBigUInt64BE(0)));
}

function utf8(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}

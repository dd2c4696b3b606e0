// Changes of users, roles and permissions in the log. All but the tokens are for who has the root role;
// while auth is off they are for everybody, or nobody could set it up.
import { nobody } from '@cairn/auth';
import type { Requester } from '@cairn/auth';
import { toByteString } from '@cairn/core';
import { etcdserverpb } from '@cairn/proto';
import { RequestTooLargeError } from '../errors.ts';
import { toPermission } from '../replicated-auth.ts';
import { RequestKind } from '../request-codec.ts';
import type { ApplyContext } from './context.ts';

const {
  AuthRoleAddRequest,
  AuthRoleDeleteRequest,
  AuthRoleGrantPermissionRequest,
  AuthRoleRevokePermissionRequest,
  AuthUserAddRequest,
  AuthUserChangePasswordRequest,
  AuthUserDeleteRequest,
  AuthUserGrantRoleRequest,
  AuthUserRevokeRoleRequest,
  InternalAuthenticateRequest,
} = etcdserverpb;

/** Names are keys of the backend, which takes no longer ones. */
const nameBytesMax = 1024;

export type AuthKind =
  | typeof RequestKind.authEnable
  | typeof RequestKind.authDisable
  | typeof RequestKind.authUserAdd
  | typeof RequestKind.authUserDelete
  | typeof RequestKind.authUserChangePassword
  | typeof RequestKind.authUserGrantRole
  | typeof RequestKind.authUserRevokeRole
  | typeof RequestKind.authRoleAdd
  | typeof RequestKind.authRoleDelete
  | typeof RequestKind.authRoleGrantPermission
  | typeof RequestKind.authRoleRevokePermission;

/** @throws AuthError, RequestTooLargeError; nothing has changed then */
export function applyAuthChange(
  context: ApplyContext,
  requester: Requester | undefined,
  kind: AuthKind,
  body: Uint8Array,
): Uint8Array {
  context.auth.access.checkAdmin(requester);
  change(context, kind, body);
  // The answers to all of these are a header and nothing else.
  return etcdserverpb.AuthEnableResponse.encode({
    header: context.headerMessage(context.store.currentRevision),
  }).finish();
}

function change({ auth: { store } }: ApplyContext, kind: AuthKind, body: Uint8Array): void {
  switch (kind) {
    case RequestKind.authEnable:
      return store.enable();
    case RequestKind.authDisable:
      return store.disable();
    case RequestKind.authUserAdd: {
      const { name, hashedPassword, options } = AuthUserAddRequest.decode(body);
      const noPassword = options?.no_password ?? false;
      const passwordHash = passwordHashOf(hashedPassword);
      return store.addUser({ name: short(name), passwordHash, noPassword });
    }
    case RequestKind.authUserDelete:
      return store.deleteUser(AuthUserDeleteRequest.decode(body).name);
    case RequestKind.authUserChangePassword: {
      const { name, hashedPassword } = AuthUserChangePasswordRequest.decode(body);
      return store.changePassword(name, passwordHashOf(hashedPassword));
    }
    case RequestKind.authUserGrantRole: {
      const { user, role } = AuthUserGrantRoleRequest.decode(body);
      return store.grantRole(user, role);
    }
    case RequestKind.authUserRevokeRole: {
      const { name, role } = AuthUserRevokeRoleRequest.decode(body);
      return store.revokeRole(name, role);
    }
    case RequestKind.authRoleAdd:
      return store.addRole(short(AuthRoleAddRequest.decode(body).name));
    case RequestKind.authRoleDelete:
      return store.deleteRole(AuthRoleDeleteRequest.decode(body).role);
    case RequestKind.authRoleGrantPermission: {
      const { name, perm } = AuthRoleGrantPermissionRequest.decode(body);
      return store.grantPermission(name, perm == null ? undefined : toPermission(perm));
    }
    case RequestKind.authRoleRevokePermission: {
      const { role, key, range_end: rangeEnd } = AuthRoleRevokePermissionRequest.decode(body);
      const range = { key: toByteString(key), rangeEnd: toByteString(rangeEnd) };
      return store.revokePermission(role, range);
    }
  }
}

/**
 * The member that took the request has found the password right, under the revision that the
 * requester carries. @throws AuthError
 */
export function applyAuthenticate(
  context: ApplyContext,
  requester: Requester = nobody,
  index: number,
  body: Uint8Array,
): Uint8Array {
  const { name, simple_token: letters } = InternalAuthenticateRequest.decode(body);
  const token = `${letters}.${index}`;
  context.auth.store.issueToken(name, requester.authRevision, token);
  return etcdserverpb.AuthenticateResponse.encode({
    header: context.headerMessage(context.store.currentRevision),
    token,
  }).finish();
}

function short(name: string): string {
  if (Buffer.byteLength(name) > nameBytesMax) throw new RequestTooLargeError('a name is too long');
  return name;
}

/** In the request it is base64 around the bytes of the hash. */
function passwordHashOf(base64: string): string {
  return base64 === '' ? '' : toByteString(Buffer.from(base64, 'base64'));
}

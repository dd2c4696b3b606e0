// etcd's Auth service. What changes users, roles or permissions goes through the log; a password goes no
// further than here: what travels on is its hash.
import { AuthError } from '@cairn/auth';
import { decodeRequest } from '@cairn/api';
import { cairn, etcdserverpb } from '@cairn/proto';
import { RequestKind, permissionFields } from '@cairn/replica';
import type { Replica } from '@cairn/replica';
import type { Passwords } from '../auth/passwords.ts';
import type { TokenProvider } from '../auth/token-provider.ts';
import type { Call } from './call.ts';
import { propose, readWhenCurrent } from './kv.ts';
import { answer, failure } from './outcome.ts';

export interface AuthOptions {
  readonly replica: Replica;
  readonly tokens: TokenProvider;
  readonly passwords: Pick<Passwords, 'hash' | 'isRight'>;
  /** How long a login may go on whose caller sets no shorter time. */
  readonly requestTimeoutMs: number;
}

type Handler = (options: AuthOptions, call: Call) => void;

const { Method } = cairn.v1;

export const authHandlers: Readonly<Record<number, Handler>> = {
  [Method.AUTH_ENABLE]: change(RequestKind.authEnable, etcdserverpb.AuthEnableRequest),
  [Method.AUTH_DISABLE]: change(RequestKind.authDisable, etcdserverpb.AuthDisableRequest),
  [Method.USER_DELETE]: change(RequestKind.authUserDelete, etcdserverpb.AuthUserDeleteRequest),
  [Method.USER_GRANT_ROLE]: change(
    RequestKind.authUserGrantRole,
    etcdserverpb.AuthUserGrantRoleRequest,
  ),
  [Method.USER_REVOKE_ROLE]: change(
    RequestKind.authUserRevokeRole,
    etcdserverpb.AuthUserRevokeRoleRequest,
  ),
  [Method.ROLE_ADD]: change(RequestKind.authRoleAdd, etcdserverpb.AuthRoleAddRequest),
  [Method.ROLE_DELETE]: change(RequestKind.authRoleDelete, etcdserverpb.AuthRoleDeleteRequest),
  [Method.ROLE_GRANT_PERMISSION]: change(
    RequestKind.authRoleGrantPermission,
    etcdserverpb.AuthRoleGrantPermissionRequest,
  ),
  [Method.ROLE_REVOKE_PERMISSION]: change(
    RequestKind.authRoleRevokePermission,
    etcdserverpb.AuthRoleRevokePermissionRequest,
  ),
  [Method.AUTHENTICATE]: authenticate,
  [Method.AUTH_STATUS]: authStatus,
  [Method.USER_ADD]: userAdd,
  [Method.USER_CHANGE_PASSWORD]: userChangePassword,
  [Method.USER_GET]: userGet,
  [Method.USER_LIST]: userList,
  [Method.ROLE_GET]: roleGet,
  [Method.ROLE_LIST]: roleList,
};

function change(kind: RequestKind, codec: { decode(bytes: Uint8Array): object }): Handler {
  return ({ replica }, call) => {
    decodeRequest(codec, call.request);
    propose(replica, kind, call.request, call);
  };
}

function userAdd(options: AuthOptions, call: Call): void {
  const request = decodeRequest(etcdserverpb.AuthUserAddRequest, call.request);
  const { name, password } = request;
  const noPassword = request.options?.no_password ?? false;
  const proposeWith = (hashedPassword: string): void => {
    const body = { name, hashedPassword, options: { no_password: noPassword } };
    const encoded = etcdserverpb.AuthUserAddRequest.encode(body).finish();
    propose(options.replica, RequestKind.authUserAdd, encoded, call);
  };
  if (noPassword) proposeWith('');
  else hashed(options, password, call, proposeWith);
}

function userChangePassword(options: AuthOptions, call: Call): void {
  const request = decodeRequest(etcdserverpb.AuthUserChangePasswordRequest, call.request);
  const { name, password } = request;
  const proposeWith = (hashedPassword: string): void => {
    const encoded = etcdserverpb.AuthUserChangePasswordRequest.encode({ name, hashedPassword });
    propose(options.replica, RequestKind.authUserChangePassword, encoded.finish(), call);
  };
  // As in etcd, who gives no password may give a hash.
  if (password === '') proposeWith(request.hashedPassword);
  else hashed(options, password, call, proposeWith);
}

/** Answers the hash as requests carry it. */
function hashed(
  { passwords }: AuthOptions,
  password: string,
  call: Call,
  next: (hashedPassword: string) => void,
): void {
  passwords
    .hash(password)
    .then((hash) => next(Buffer.from(hash, 'latin1').toString('base64')))
    .catch((error: unknown) => call.reply(failure(error)));
}

function authenticate(options: AuthOptions, call: Call): void {
  const request = decodeRequest(etcdserverpb.AuthenticateRequest, call.request);
  login(options, request, call)
    .then((response) => call.reply(answer(response)))
    .catch((error: unknown) => call.reply(failure(error)));
}

/** Looks at the password again as long as rights change while it is looked at. @throws AuthError */
async function login(
  options: AuthOptions,
  { name, password }: etcdserverpb.AuthenticateRequest,
  call: Call,
): Promise<Uint8Array> {
  const { replica, passwords, tokens, requestTimeoutMs } = options;
  const timeoutMs = Math.min(call.timeoutMs, requestTimeoutMs);
  const endsAtMs = performance.now() + timeoutMs;
  await current(replica, timeoutMs);
  for (;;) {
    const { auth } = replica.machine;
    if (!auth.isEnabled) throw new AuthError('authNotEnabled');
    const checkedRevision = auth.revision;
    const user = auth.findUser(name);
    if (user === undefined) throw new AuthError('authFailed');
    if (user.noPassword) throw new AuthError('passwordOfNoPasswordUser');
    const isRight = await passwords.isRight(password, user.passwordHash);
    if (!isRight) throw new AuthError('authFailed');
    try {
      return await tokens.issue({ user: name, checkedRevision, timeoutMs });
    } catch (error) {
      const isOld = error instanceof AuthError && error.reason === 'authOldRevision';
      if (!isOld || performance.now() >= endsAtMs) throw error;
    }
  }
}

function current(replica: Replica, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    replica.readLinearizable((error) => {
      if (error === undefined) resolve();
      else reject(error);
    }, timeoutMs);
  });
}

function authStatus({ replica }: AuthOptions, call: Call): void {
  decodeRequest(etcdserverpb.AuthStatusRequest, call.request);
  readWhenCurrent(replica, false, call, () => {
    const { isEnabled, revision } = replica.machine.auth;
    const response = { header: header(replica), enabled: isEnabled, authRevision: revision };
    call.reply(answer(etcdserverpb.AuthStatusResponse.encode(response).finish()));
  });
}

function userGet({ replica }: AuthOptions, call: Call): void {
  const { name } = decodeRequest(etcdserverpb.AuthUserGetRequest, call.request);
  readWhenCurrent(replica, false, call, () => {
    const { access, auth } = replica.machine;
    access.checkMayAskAboutUser(call.requester, name);
    const roles = [...auth.user(name).roles];
    const response = { header: header(replica), roles };
    call.reply(answer(etcdserverpb.AuthUserGetResponse.encode(response).finish()));
  });
}

function userList({ replica }: AuthOptions, call: Call): void {
  decodeRequest(etcdserverpb.AuthUserListRequest, call.request);
  readWhenCurrent(replica, false, call, () => {
    const { access, auth } = replica.machine;
    access.checkAdmin(call.requester);
    const response = { header: header(replica), users: auth.userNames() };
    call.reply(answer(etcdserverpb.AuthUserListResponse.encode(response).finish()));
  });
}

function roleGet({ replica }: AuthOptions, call: Call): void {
  const { role: name } = decodeRequest(etcdserverpb.AuthRoleGetRequest, call.request);
  readWhenCurrent(replica, false, call, () => {
    const { access, auth } = replica.machine;
    access.checkMayAskAboutRole(call.requester, name);
    const { permissions } = auth.role(name);
    const response = { header: header(replica), perm: permissions.map(permissionFields) };
    call.reply(answer(etcdserverpb.AuthRoleGetResponse.encode(response).finish()));
  });
}

function roleList({ replica }: AuthOptions, call: Call): void {
  decodeRequest(etcdserverpb.AuthRoleListRequest, call.request);
  readWhenCurrent(replica, false, call, () => {
    const { access, auth } = replica.machine;
    access.checkAdmin(call.requester);
    const response = { header: header(replica), roles: auth.roleNames() };
    call.reply(answer(etcdserverpb.AuthRoleListResponse.encode(response).finish()));
  });
}

function header(replica: Replica): etcdserverpb.ResponseHeader {
  return replica.context.headerMessage(replica.machine.store.currentRevision);
}

/** Why auth refuses; the table in libs/api has etcd's code and text for each. */
export type AuthRefusal =
  | 'rootUserNotExist'
  | 'rootRoleNotExist'
  | 'userAlreadyExists'
  | 'userEmpty'
  | 'userNotFound'
  | 'roleAlreadyExists'
  | 'roleNotFound'
  | 'roleEmpty'
  | 'authFailed'
  | 'passwordOfNoPasswordUser'
  | 'permissionNotGiven'
  | 'permissionDenied'
  | 'roleNotGranted'
  | 'permissionNotGranted'
  | 'authNotEnabled'
  | 'invalidAuthToken'
  | 'invalidAuthManagement'
  | 'authOldRevision';

export class AuthError extends Error {
  override readonly name = 'AuthError';
  readonly reason: AuthRefusal;

  constructor(reason: AuthRefusal) {
    super(`auth: ${reason}`);
    this.reason = reason;
  }
}

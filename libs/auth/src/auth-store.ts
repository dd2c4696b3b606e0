// Users, roles and whether they count, inside the replicated state machine: changed by applied entries
// only, so all members agree on every refusal. The checks of what a request may touch are access.ts.
//
// Invariant: every change but turning auth on makes a new revision, in the batch of its entry; a change
// that is refused, or changes nothing, makes none.
import { AuthError } from './errors.ts';
import { compareNames } from './name-order.ts';
import { isGrantable, isSameRange, withPermission } from './permissions.ts';
import { rootName } from './types.ts';
import type { AuthChange, AuthContents, AuthRows, Permission, Role, User } from './types.ts';

export class AuthStore {
  readonly #rows: AuthRows;
  readonly #users = new Map<string, User>();
  readonly #roles = new Map<string, Role>();
  #isEnabled: boolean;
  #revision: number;
  #changes: AuthChange[] = [];

  constructor(contents: AuthContents, rows: AuthRows) {
    this.#rows = rows;
    for (const user of contents.users) this.#users.set(user.name, user);
    for (const role of contents.roles) this.#roles.set(role.name, role);
    this.#isEnabled = contents.isEnabled;
    this.#revision = contents.revision;
  }

  get isEnabled(): boolean {
    return this.#isEnabled;
  }

  get revision(): number {
    return this.#revision;
  }

  get roles(): ReadonlyMap<string, Role> {
    return this.#roles;
  }

  findUser(name: string): User | undefined {
    return this.#users.get(name);
  }

  /** @throws AuthError */
  user(name: string): User {
    const user = this.#users.get(name);
    if (user === undefined) throw new AuthError('userNotFound');
    return user;
  }

  /** @throws AuthError */
  role(name: string): Role {
    const role = this.#roles.get(name);
    if (role === undefined) throw new AuthError('roleNotFound');
    return role;
  }

  userNames(): string[] {
    return [...this.#users.keys()].sort(compareNames);
  }

  roleNames(): string[] {
    return [...this.#roles.keys()].sort(compareNames);
  }

  /** @throws AuthError */
  enable(): void {
    if (this.#isEnabled) return;
    const root = this.#users.get(rootName);
    if (root === undefined) throw new AuthError('rootUserNotExist');
    if (!root.roles.includes(rootName)) throw new AuthError('rootRoleNotExist');
    this.#isEnabled = true;
    this.#rows.putEnabled(true);
  }

  disable(): void {
    if (!this.#isEnabled) return;
    this.#isEnabled = false;
    this.#rows.putEnabled(false);
    this.#changes.push({ kind: 'disabled' });
    this.#newRevision();
  }

  /** @throws AuthError */
  addUser({ name, passwordHash, noPassword }: Omit<User, 'roles'>): void {
    if (name === '') throw new AuthError('userEmpty');
    if (this.#users.has(name)) throw new AuthError('userAlreadyExists');
    this.#putUser({ name, passwordHash: noPassword ? '' : passwordHash, noPassword, roles: [] });
    this.#newRevision();
  }

  /** @throws AuthError */
  deleteUser(name: string): void {
    if (this.#isEnabled && name === rootName) throw new AuthError('invalidAuthManagement');
    this.user(name);
    this.#users.delete(name);
    this.#rows.deleteUser(name);
    this.#changes.push({ kind: 'userChanged', user: name });
    this.#newRevision();
  }

  /** Who has no password gets none by this, but loses all tokens, too. @throws AuthError */
  changePassword(name: string, passwordHash: string): void {
    const user = this.user(name);
    this.#putUser(user.noPassword ? user : { ...user, passwordHash });
    this.#changes.push({ kind: 'userChanged', user: name });
    this.#newRevision();
  }

  /** @throws AuthError */
  grantRole(userName: string, roleName: string): void {
    const user = this.user(userName);
    if (roleName !== rootName) this.role(roleName);
    if (user.roles.includes(roleName)) return;
    this.#putUser({ ...user, roles: [...user.roles, roleName].sort(compareNames) });
    this.#newRevision();
  }

  /** @throws AuthError */
  revokeRole(userName: string, roleName: string): void {
    if (this.#isEnabled && userName === rootName && roleName === rootName) {
      throw new AuthError('invalidAuthManagement');
    }
    const user = this.user(userName);
    if (!user.roles.includes(roleName)) throw new AuthError('roleNotGranted');
    this.#putUser({ ...user, roles: user.roles.filter((name) => name !== roleName) });
    this.#newRevision();
  }

  /** @throws AuthError */
  addRole(name: string): void {
    if (name === '') throw new AuthError('roleEmpty');
    if (this.#roles.has(name)) throw new AuthError('roleAlreadyExists');
    this.#putRole({ name, permissions: [] });
    this.#newRevision();
  }

  /** Takes it from every user. @throws AuthError */
  deleteRole(name: string): void {
    if (this.#isEnabled && name === rootName) throw new AuthError('invalidAuthManagement');
    this.role(name);
    this.#roles.delete(name);
    this.#rows.deleteRole(name);
    for (const user of this.#users.values()) {
      if (!user.roles.includes(name)) continue;
      this.#putUser({ ...user, roles: user.roles.filter((role) => role !== name) });
    }
    this.#newRevision();
  }

  /** @param permission undefined = the request had none. @throws AuthError */
  grantPermission(roleName: string, permission: Permission | undefined): void {
    if (permission === undefined) throw new AuthError('permissionNotGiven');
    if (!isGrantable(permission)) throw new AuthError('invalidAuthManagement');
    const role = this.role(roleName);
    this.#putRole({ ...role, permissions: withPermission(role.permissions, permission) });
    this.#newRevision();
  }

  /** @throws AuthError */
  revokePermission(roleName: string, range: Pick<Permission, 'key' | 'rangeEnd'>): void {
    const role = this.role(roleName);
    const permissions = role.permissions.filter((permission) => !isSameRange(permission, range));
    if (permissions.length === role.permissions.length) {
      throw new AuthError('permissionNotGranted');
    }
    this.#putRole({ ...role, permissions });
    this.#newRevision();
  }

  /**
   * The password was found right under `checkedRevision`; if anything has changed since, it has to be
   * looked at again. @throws AuthError
   */
  issueToken(userName: string, checkedRevision: number, token: string): void {
    if (!this.#isEnabled) throw new AuthError('authNotEnabled');
    if (checkedRevision !== this.#revision) throw new AuthError('authOldRevision');
    if (!this.#users.has(userName)) throw new AuthError('authFailed');
    this.#changes.push({ kind: 'tokenIssued', token, user: userName });
  }

  takeChanges(): readonly AuthChange[] {
    const changes = this.#changes;
    if (changes.length > 0) this.#changes = [];
    return changes;
  }

  #putUser(user: User): void {
    this.#users.set(user.name, user);
    this.#rows.putUser(user);
  }

  #putRole(role: Role): void {
    this.#roles.set(role.name, role);
    this.#rows.putRole(role);
  }

  #newRevision(): void {
    this.#revision += 1;
    this.#rows.putRevision(this.#revision);
  }
}

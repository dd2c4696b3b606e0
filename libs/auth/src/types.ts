export const rootName = 'root';

/** The numbers are etcd's, on the wire and on disk. */
export const PermissionType = { read: 0, write: 1, readWrite: 2 } as const;
export type PermissionType = (typeof PermissionType)[keyof typeof PermissionType];

/** Keys as one-byte strings; `rangeEnd` as in a request: empty = one key, `\0` = from the key on. */
export interface Permission {
  readonly type: PermissionType;
  readonly key: string;
  readonly rangeEnd: string;
}

export interface Role {
  readonly name: string;
  /** Sorted by key. */
  readonly permissions: readonly Permission[];
}

export interface User {
  readonly name: string;
  /** A bcrypt hash; empty = no password was ever set. */
  readonly passwordHash: string;
  /** Sorted. */
  readonly roles: readonly string[];
  /** Known by a certificate only. */
  readonly noPassword: boolean;
}

/** Who asks, and what was known of the rights when that was found out. */
export interface Requester {
  /** Empty = nobody. */
  readonly user: string;
  readonly authRevision: number;
}

/** Nobody has said who asks. */
export const nobody: Requester = { user: '', authRevision: 0 };

/** Where the rows of the store are kept; every call belongs to the entry that is being applied. */
export interface AuthRows {
  putUser(user: User): void;
  deleteUser(name: string): void;
  putRole(role: Role): void;
  deleteRole(name: string): void;
  putEnabled(isEnabled: boolean): void;
  putRevision(revision: number): void;
}

/** What is read from the rows at a start. */
export interface AuthContents {
  readonly users: Iterable<User>;
  readonly roles: Iterable<Role>;
  readonly isEnabled: boolean;
  readonly revision: number;
}

/** What holders of tokens have to hear of, in apply order. */
export type AuthChange =
  | { readonly kind: 'tokenIssued'; readonly token: string; readonly user: string }
  | { readonly kind: 'userChanged'; readonly user: string }
  | { readonly kind: 'disabled' };

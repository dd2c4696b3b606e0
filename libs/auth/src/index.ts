export { Access } from './access.ts';
export { AuthStore } from './auth-store.ts';
export { AuthError } from './errors.ts';
export type { AuthRefusal } from './errors.ts';
export { SimpleTokens } from './simple-tokens.ts';
export { PermissionType, nobody, rootName } from './types.ts';
export type {
  AuthChange,
  AuthContents,
  AuthRows,
  Permission,
  Requester,
  Role,
  User,
} from './types.ts';

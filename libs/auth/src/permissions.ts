// The permissions of one role, as etcd keeps them: sorted by key, one for each pair of key and range end.
import type { Permission } from './types.ts';

/** Whether etcd would grant it: some key, and an end behind it. */
export function isGrantable({ key, rangeEnd }: Permission): boolean {
  if (key === '') return false;
  return rangeEnd === '' || rangeEnd === '\0' || key < rangeEnd;
}

/** A grant of the same range takes the place of the earlier one. */
export function withPermission(
  permissions: readonly Permission[],
  granted: Permission,
): readonly Permission[] {
  const at = permissions.findIndex((permission) => isSameRange(permission, granted));
  if (at >= 0) return permissions.with(at, granted);
  return [...permissions, granted].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

export function isSameRange(
  a: Pick<Permission, 'key' | 'rangeEnd'>,
  b: Pick<Permission, 'key' | 'rangeEnd'>,
): boolean {
  return a.key === b.key && a.rangeEnd === b.rangeEnd;
}

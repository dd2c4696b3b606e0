import { KeyRanges, toKeyRange } from './key-ranges.ts';
import type { KeyRange } from './key-ranges.ts';
import { PermissionType, rootName } from './types.ts';
import type { Role, User } from './types.ts';

/** What one user may do, all roles together. */
export class UserRights {
  readonly isRoot: boolean;
  readonly #read: KeyRanges;
  readonly #write: KeyRanges;

  constructor({ roles: names }: User, roles: ReadonlyMap<string, Role>) {
    this.isRoot = names.includes(rootName);
    const read: KeyRange[] = [];
    const write: KeyRange[] = [];
    for (const name of names) {
      for (const { type, key, rangeEnd } of roles.get(name)?.permissions ?? []) {
        const range = toKeyRange(key, rangeEnd);
        if (type !== PermissionType.write) read.push(range);
        if (type !== PermissionType.read) write.push(range);
      }
    }
    this.#read = new KeyRanges(read);
    this.#write = new KeyRanges(write);
  }

  mayRead(range: KeyRange): boolean {
    return this.isRoot || this.#read.includes(range);
  }

  mayWrite(range: KeyRange): boolean {
    return this.isRoot || this.#write.includes(range);
  }
}

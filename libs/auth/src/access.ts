// What a requester may do, asked of the store as it is now. Every check is free while auth is off.
//
// Invariant: whoever passes was let in under the store's present revision. The rights of a user are put
// together once per revision and kept until the next one.
import { toByteString } from '@cairn/core';
import type { AuthStore } from './auth-store.ts';
import { AuthError } from './errors.ts';
import { toKeyRange } from './key-ranges.ts';
import type { KeyRange } from './key-ranges.ts';
import { nobody } from './types.ts';
import type { Requester } from './types.ts';
import { UserRights } from './user-rights.ts';

export class Access {
  readonly #store: AuthStore;
  readonly #rights = new Map<string, UserRights>();
  #rightsRevision = 0;

  constructor(store: AuthStore) {
    this.#store = store;
  }

  /** @param requester undefined = nobody. @throws AuthError */
  checkRead(requester: Requester | undefined, key: Uint8Array, rangeEnd: Uint8Array): void {
    if (!this.#store.isEnabled) return;
    if (!this.#rightsOf(requester).mayRead(rangeOf(key, rangeEnd))) throw denied();
  }

  /** @throws AuthError */
  checkWrite(requester: Requester | undefined, key: Uint8Array, rangeEnd: Uint8Array): void {
    if (!this.#store.isEnabled) return;
    if (!this.#rightsOf(requester).mayWrite(rangeOf(key, rangeEnd))) throw denied();
  }

  /** Keys as one-byte strings; of none of them at least somebody has to ask. @throws AuthError */
  checkReadEach(requester: Requester | undefined, keys: Iterable<string>): void {
    if (!this.#store.isEnabled) return;
    const rights = this.#rightsOf(requester);
    for (const key of keys) {
      if (!rights.mayRead(toKeyRange(key, ''))) throw denied();
    }
  }

  /** As {@link checkReadEach}. @throws AuthError */
  checkWriteEach(requester: Requester | undefined, keys: Iterable<string>): void {
    if (!this.#store.isEnabled) return;
    const rights = this.#rightsOf(requester);
    for (const key of keys) {
      if (!rights.mayWrite(toKeyRange(key, ''))) throw denied();
    }
  }

  /** Any user will do. @throws AuthError */
  checkKnown(requester: Requester | undefined): void {
    if (this.#store.isEnabled) this.#rightsOf(requester);
  }

  /** @throws AuthError */
  checkAdmin(requester: Requester | undefined): void {
    if (!this.#store.isEnabled) return;
    if (!this.#rightsOf(requester).isRoot) throw denied();
  }

  /** Everybody may ask about themselves. @throws AuthError */
  checkMayAskAboutUser(requester: Requester | undefined, name: string): void {
    if (!this.#store.isEnabled) return;
    const rights = this.#rightsOf(requester);
    if (requester?.user !== name && !rights.isRoot) throw denied();
  }

  /** Everybody may ask about the roles they have. @throws AuthError */
  checkMayAskAboutRole(requester: Requester | undefined, name: string): void {
    if (!this.#store.isEnabled) return;
    const rights = this.#rightsOf(requester);
    if (rights.isRoot) return;
    const user = this.#store.findUser((requester ?? nobody).user);
    if (user?.roles.includes(name) !== true) throw denied();
  }

  /** @throws AuthError */
  #rightsOf(requester: Requester = nobody): UserRights {
    const store = this.#store;
    if (requester.user === '') throw new AuthError('userEmpty');
    if (requester.authRevision < store.revision) throw new AuthError('authOldRevision');
    if (this.#rightsRevision !== store.revision) {
      this.#rights.clear();
      this.#rightsRevision = store.revision;
    }
    const known = this.#rights.get(requester.user);
    if (known !== undefined) return known;
    const user = store.findUser(requester.user);
    if (user === undefined) throw denied();
    const rights = new UserRights(user, store.roles);
    this.#rights.set(requester.user, rights);
    return rights;
  }
}

function rangeOf(key: Uint8Array, rangeEnd: Uint8Array): KeyRange {
  return toKeyRange(toByteString(key), toByteString(rangeEnd));
}

function denied(): AuthError {
  return new AuthError('permissionDenied');
}

import type { Requester } from '@cairn/auth';

/** What `--auth-token` chooses: how a caller is known again who has shown a password once. */
export interface TokenProvider {
  /**
   * Whose token this is; undefined = nobody's. A promise only where it takes more than a look-up.
   * @param timeoutMs how long the caller waits
   */
  identify(
    token: string,
    timeoutMs: number,
  ): Requester | undefined | Promise<Requester | undefined>;
  /** For a user whose password was found right. @throws AuthError when rights have changed since */
  issue(login: Login): Promise<Uint8Array>;
}

export interface Login {
  readonly user: string;
  /** The auth revision under which the password was looked at. */
  readonly checkedRevision: number;
  readonly timeoutMs: number;
}

// `--auth-token simple`: letters that every member knows, because they go through the log, followed by the
// index of the entry that issued them. A member that has not applied that entry yet has to catch up
// before it may say that it does not know the token: the client was given it by another one.
import { randomInt } from 'node:crypto';
import { SimpleTokens } from '@cairn/auth';
import type { AuthChange, Requester } from '@cairn/auth';
import { etcdserverpb } from '@cairn/proto';
import { RequestKind } from '@cairn/replica';
import type { Replica } from '@cairn/replica';
import { CurrentUser } from './current-user.ts';
import type { Login, TokenProvider } from './token-provider.ts';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const lettersCount = 16;
const pattern = /^[A-Za-z]{16}\.(\d{1,15})$/;

export interface SimpleTokenOptions {
  readonly replica: Replica;
  readonly ttlMs: number;
  /** Monotonic. */
  readonly nowMs: () => number;
}

export class SimpleTokenProvider implements TokenProvider {
  readonly #options: SimpleTokenOptions;
  readonly #tokens: SimpleTokens;

  constructor(options: SimpleTokenOptions) {
    this.#options = options;
    this.#tokens = new SimpleTokens(options.ttlMs);
    options.replica.listen({
      onApplied: ({ auth }) => {
        for (const change of auth) this.#applied(change);
      },
      // What has happened to users since is not known: those who log in again are.
      onInstalled: () => this.#tokens.clear(),
    });
  }

  identify(
    token: string,
    timeoutMs: number,
  ): Requester | undefined | Promise<Requester | undefined> {
    const known = this.#find(token);
    if (known !== undefined) return known;
    const { replica } = this.#options;
    const index = Number(pattern.exec(token)?.[1] ?? 0);
    if (index <= replica.appliedIndex) return undefined;
    return new Promise((resolve, reject) => {
      replica.readLinearizable((error) => {
        if (error === undefined) resolve(this.#find(token));
        else reject(error);
      }, timeoutMs);
    });
  }

  issue({ user, checkedRevision, timeoutMs }: Login): Promise<Uint8Array> {
    const body = etcdserverpb.InternalAuthenticateRequest.encode({
      name: user,
      simple_token: randomLetters(),
    }).finish();
    const requester = { user, authRevision: checkedRevision };
    return new Promise((resolve, reject) => {
      this.#options.replica.propose(
        RequestKind.authenticate,
        body,
        (outcome) => {
          if (outcome.kind === 'done') resolve(outcome.response);
          else reject(outcome.error);
        },
        timeoutMs,
        undefined,
        requester,
      );
    });
  }

  #find(token: string): Requester | undefined {
    const user = this.#tokens.userOf(token, this.#options.nowMs());
    return user === undefined ? undefined : new CurrentUser(user, this.#options.replica);
  }

  #applied(change: AuthChange): void {
    switch (change.kind) {
      case 'tokenIssued':
        return this.#tokens.add(change.token, change.user, this.#options.nowMs());
      case 'userChanged':
        return this.#tokens.forgetUser(change.user);
      case 'disabled':
        return this.#tokens.clear();
    }
  }
}

function randomLetters(): string {
  return Array.from({ length: lettersCount }, () => letters[randomInt(letters.length)]).join('');
}

// `--auth-token jwt`: signed tokens that any member with the key can check, also after a restart, and
// that nothing has to be kept for. A token carries the auth revision it was made under: after any change
// of users, roles or permissions it is old, and its holder logs in again, as in etcd.
//
// Checking a signature costs more than everything else about a read, so a token that was found right is
// remembered until it runs out.
import { AuthError } from '@cairn/auth';
import type { Requester } from '@cairn/auth';
import { etcdserverpb } from '@cairn/proto';
import type { Replica } from '@cairn/replica';
import { SignJWT, errors, jwtVerify } from 'jose';
import type { JWTPayload } from 'jose';
import type { JwtKeys, JwtOptions } from './jwt-options.ts';
import type { Login, TokenProvider } from './token-provider.ts';

const rememberedMax = 10_000;

export interface JwtProviderOptions extends Pick<
  JwtOptions,
  'signMethod' | 'ttlMs' | 'clockSkewMs'
> {
  readonly replica: Replica;
  readonly keys: JwtKeys;
  /** Of the wall clock: tokens are shown to others. */
  readonly unixMs: () => number;
}

interface Verified {
  readonly requester: Requester;
  readonly untilMs: number;
}

export class JwtProvider implements TokenProvider {
  readonly #options: JwtProviderOptions;
  /** The ones found right first come first. */
  readonly #verified = new Map<string, Verified>();

  constructor(options: JwtProviderOptions) {
    this.#options = options;
  }

  identify(token: string): Requester | undefined | Promise<Requester | undefined> {
    const verified = this.#verified.get(token);
    if (verified === undefined) return this.#verify(token);
    if (verified.untilMs > this.#options.unixMs()) return verified.requester;
    this.#verified.delete(token);
    return undefined;
  }

  async issue({ user, checkedRevision }: Login): Promise<Uint8Array> {
    const { keys, signMethod, ttlMs, replica, unixMs } = this.#options;
    if (keys.signing === undefined) {
      throw new Error('auth: token signing attempted with verify-only key');
    }
    const token = await new SignJWT({ username: user, revision: checkedRevision })
      .setProtectedHeader({ alg: signMethod, typ: 'JWT' })
      .setExpirationTime(Math.floor((unixMs() + ttlMs) / 1_000))
      .sign(keys.signing);
    if (replica.machine.auth.revision !== checkedRevision) throw new AuthError('authOldRevision');
    const header = replica.context.headerMessage(replica.machine.store.currentRevision);
    return etcdserverpb.AuthenticateResponse.encode({ header, token }).finish();
  }

  async #verify(token: string): Promise<Requester | undefined> {
    const { keys, signMethod, clockSkewMs, unixMs } = this.#options;
    let payload: JWTPayload;
    try {
      ({ payload } = await jwtVerify(token, keys.verifying, {
        algorithms: [signMethod],
        requiredClaims: ['exp'],
        currentDate: new Date(unixMs()),
        clockTolerance: clockSkewMs / 1_000,
      }));
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
    const { username, revision, exp } = payload;
    if (typeof username !== 'string' || username === '' || typeof revision !== 'number') {
      return undefined;
    }
    const requester = { user: username, authRevision: revision };
    this.#remember(token, { requester, untilMs: (exp ?? 0) * 1_000 + clockSkewMs });
    return requester;
  }

  #remember(token: string, verified: Verified): void {
    const [oldest] = this.#verified.keys();
    if (oldest !== undefined && this.#verified.size >= rememberedMax) this.#verified.delete(oldest);
    this.#verified.set(token, verified);
  }
}

// Puts together what a member needs to know its callers.
import type { MonotonicClock } from '@cairn/core';
import type { MemberConfig } from '@cairn/config';
import type { Replica } from '@cairn/replica';
import { Callers } from './callers.ts';
import { parseAuthToken, readJwtKeys } from './jwt-options.ts';
import { JwtProvider } from './jwt-provider.ts';
import { Passwords } from './passwords.ts';
import { SimpleTokenProvider } from './simple-token-provider.ts';
import type { TokenProvider } from './token-provider.ts';

export interface AuthParts {
  readonly tokens: TokenProvider;
  readonly passwords: Passwords;
  readonly callers: Callers;
}

type AuthConfig = Pick<MemberConfig, 'authToken' | 'authTokenTtl' | 'bcryptCost'>;

/** @throws Error when a key file cannot be used */
export function composeAuth(
  config: AuthConfig,
  replica: Replica,
  clock: MonotonicClock,
): AuthParts {
  const tokens = newProvider(config, replica, clock);
  const passwords = new Passwords(config.bcryptCost);
  return { tokens, passwords, callers: new Callers(replica, tokens) };
}

function newProvider(
  { authToken, authTokenTtl }: AuthConfig,
  replica: Replica,
  clock: MonotonicClock,
): TokenProvider {
  const options = parseAuthToken(authToken);
  if (options.kind === 'mistake') throw new Error(options.text);
  if (options.kind === 'simple') {
    const ttlMs = authTokenTtl * 1_000;
    return new SimpleTokenProvider({ replica, ttlMs, nowMs: () => clock.nowMs() });
  }
  const { jwt } = options;
  const keys = readJwtKeys(jwt);
  const { signMethod, ttlMs, clockSkewMs } = jwt;
  return new JwtProvider({
    replica,
    keys,
    signMethod,
    ttlMs,
    clockSkewMs,
    unixMs: () => Date.now(),
  });
}

// The value of `--auth-token jwt,pub-key=…,priv-key=…,sign-method=…,ttl=…,clock-skew=…`, and the keys it
// names. All but the last are etcd's.
import { createPrivateKey, createPublicKey, createSecretKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseDurationMs } from '@cairn/config';

const families = ['RS', 'PS', 'ES', 'HS'];
const signMethods = [
  ...families.flatMap((family) => [`${family}256`, `${family}384`, `${family}512`]),
  'EdDSA',
];
const defaultTtlMs = 5 * 60_000;

export interface JwtOptions {
  readonly signMethod: string;
  readonly privateKeyFile: string | undefined;
  readonly publicKeyFile: string | undefined;
  readonly ttlMs: number;
  /** How far apart the clocks of those who sign tokens and those who check them may be. */
  readonly clockSkewMs: number;
}

export type AuthTokenOptions =
  | { readonly kind: 'simple' }
  | { readonly kind: 'jwt'; readonly jwt: JwtOptions }
  | { readonly kind: 'mistake'; readonly text: string };

export function parseAuthToken(value: string): AuthTokenOptions {
  const [kind, ...words] = value.split(',');
  if (value === 'simple' || value === '') return { kind: 'simple' };
  if (kind !== 'jwt') return mistake(`"${value}" is neither simple nor jwt,…`);
  const settings = new Map<string, string>();
  for (const word of words) {
    const at = word.indexOf('=');
    if (at < 0) return mistake(`"${word}" is not name=value`);
    settings.set(word.slice(0, at), word.slice(at + 1));
  }
  return toJwt(settings);
}

function toJwt(settings: ReadonlyMap<string, string>): AuthTokenOptions {
  const known = new Set(['sign-method', 'priv-key', 'pub-key', 'ttl', 'clock-skew']);
  const unknown = [...settings.keys()].find((name) => !known.has(name));
  if (unknown !== undefined) return mistake(`"${unknown}" is no setting of jwt`);
  const signMethod = settings.get('sign-method') ?? '';
  if (!signMethods.includes(signMethod)) {
    return mistake(`sign-method must be one of ${signMethods.join(' ')}`);
  }
  const ttl = settings.get('ttl');
  const ttlMs = ttl === undefined ? defaultTtlMs : parseDurationMs(ttl);
  if (ttlMs === undefined || ttlMs <= 0) return mistake(`ttl "${ttl}" is not a time`);
  const clockSkew = settings.get('clock-skew') ?? '0s';
  const clockSkewMs = parseDurationMs(clockSkew);
  if (clockSkewMs === undefined) return mistake(`clock-skew "${clockSkew}" is not a time`);
  const privateKeyFile = settings.get('priv-key');
  const publicKeyFile = settings.get('pub-key');
  if (privateKeyFile === undefined && (publicKeyFile === undefined || isSecret(signMethod))) {
    return mistake('jwt needs priv-key, or pub-key on a member that only checks tokens');
  }
  return { kind: 'jwt', jwt: { signMethod, privateKeyFile, publicKeyFile, ttlMs, clockSkewMs } };
}

function mistake(text: string): AuthTokenOptions {
  return { kind: 'mistake', text: `--auth-token: ${text}` };
}

export interface JwtKeys {
  /** undefined = tokens are only checked here. */
  readonly signing: KeyObject | undefined;
  readonly verifying: KeyObject;
}

/** Reads the key files. @throws Error that says which file is wrong */
export function readJwtKeys({ signMethod, privateKeyFile, publicKeyFile }: JwtOptions): JwtKeys {
  if (isSecret(signMethod)) {
    const secret = createSecretKey(read(privateKeyFile ?? ''));
    return { signing: secret, verifying: secret };
  }
  const signing = privateKeyFile === undefined ? undefined : privateKey(privateKeyFile);
  const given = publicKeyFile === undefined ? undefined : publicKey(publicKeyFile);
  const verifying = signing === undefined ? given : createPublicKey(signing);
  if (verifying === undefined) throw new Error('--auth-token: jwt without a key');
  if (given !== undefined && !given.equals(verifying)) {
    throw new Error(`--auth-token: ${publicKeyFile} is not the public key of ${privateKeyFile}`);
  }
  return { signing, verifying };
}

function isSecret(signMethod: string): boolean {
  return signMethod.startsWith('HS');
}

function privateKey(file: string): KeyObject {
  return keyFrom(file, () => createPrivateKey(read(file)));
}

function publicKey(file: string): KeyObject {
  return keyFrom(file, () => createPublicKey(read(file)));
}

function keyFrom(file: string, make: () => KeyObject): KeyObject {
  try {
    return make();
  } catch (error) {
    throw new Error(`--auth-token: ${file} holds no usable key`, { cause: error });
  }
}

function read(file: string): Buffer {
  return readFileSync(file);
}

// Tokens as whoever wants to be root would make them, with what he may have: tokens of others, keys of his
// own, and the public key of the server.
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

export interface SigningKeys {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export function newKeys(): SigningKeys {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

export interface Claims {
  readonly username: string;
  readonly revision: number;
  /** Seconds of the wall clock; undefined = never. */
  readonly exp?: number;
}

function encode(part: unknown): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

/** An honest one, if the keys are. */
export function signed(claims: Claims, { privateKey }: SigningKeys, header: object = {}): string {
  const content = `${encode({ alg: 'ES256', typ: 'JWT', ...header })}.${encode(claims)}`;
  const key = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const;
  return `${content}.${sign('sha256', Buffer.from(content), key).toString('base64url')}`;
}

/** By the public key, as if it were a secret: a server that believes the header takes it for one. */
export function signedWithThePublicKey(claims: Claims, { publicKey }: SigningKeys): string {
  const content = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  const secret = publicKey.export({ type: 'spki', format: 'pem' });
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
}

export function unsigned(claims: Claims): string {
  return `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims)}.`;
}

/** By keys that the token itself brings along. */
export function signedWithItsOwnKey(claims: Claims): string {
  const keys = newKeys();
  return signed(claims, keys, { jwk: keys.publicKey.export({ format: 'jwk' }) });
}

/** Other claims under the signature of a token. */
export function altered(token: string, claims: Claims): string {
  const [header, , signature] = token.split('.');
  return `${header}.${encode(claims)}.${signature}`;
}

import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { AuthError } from '@cairn/auth';
import { etcdserverpb } from '@cairn/proto';
import { SignJWT } from 'jose';
import { TestMembers } from '../testing/test-members.ts';
import { parseAuthToken, readJwtKeys } from './jwt-options.ts';
import type { JwtOptions } from './jwt-options.ts';
import { JwtProvider } from './jwt-provider.ts';

/** Key files of one pair; their names as --auth-token takes them. */
function keyFiles(t: TestContext, pair: { privateKey: KeyObject; publicKey: KeyObject }): string {
  const directory = mkdtempSync(join(tmpdir(), 'cairn-jwt-'));
  t.after(() => rmSync(directory, { recursive: true }));
  const [privateFile, publicFile] = [join(directory, 'private'), join(directory, 'public')];
  writeFileSync(privateFile, pair.privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(publicFile, pair.publicKey.export({ type: 'spki', format: 'pem' }));
  return `priv-key=${privateFile},pub-key=${publicFile}`;
}

function optionsOf(value: string): JwtOptions {
  const parsed = parseAuthToken(value);
  assert.ok(parsed.kind === 'jwt', parsed.kind === 'mistake' ? parsed.text : '');
  return parsed.jwt;
}

const clock = { unixMs: 1_700_000_000_000 };

async function provider(t: TestContext, value: string): Promise<JwtProvider> {
  const { group, replica } = await TestMembers.single();
  t.after(() => group[Symbol.asyncDispose]());
  const options = optionsOf(value);
  const { signMethod, ttlMs, clockSkewMs } = options;
  const keys = readJwtKeys(options);
  const unixMs = (): number => clock.unixMs;
  return new JwtProvider({ replica, keys, signMethod, ttlMs, clockSkewMs, unixMs });
}

async function issued(tokens: JwtProvider): Promise<string> {
  const login = { user: 'alice', checkedRevision: 1, timeoutMs: 1_000 };
  return etcdserverpb.AuthenticateResponse.decode(await tokens.issue(login)).token;
}

const pairs = {
  RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  PS512: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  ES512: () => generateKeyPairSync('ec', { namedCurve: 'P-521' }),
  EdDSA: () => generateKeyPairSync('ed25519'),
};

for (const [method, newPair] of Object.entries(pairs)) {
  test(`a token signed by ${method} is known again, with its revision, until it runs out`, async (t) => {
    const tokens = await provider(t, `jwt,sign-method=${method},${keyFiles(t, newPair())},ttl=1m`);
    const token = await issued(tokens);
    assert.deepEqual(await tokens.identify(token), { user: 'alice', authRevision: 1 });
    assert.deepEqual(tokens.identify(token), { user: 'alice', authRevision: 1 }, 'remembered');
    const { unixMs } = clock;
    t.after(() => (clock.unixMs = unixMs));
    clock.unixMs += 61_000;
    assert.equal(await tokens.identify(token), undefined);
    assert.equal(await tokens.identify(token), undefined, 'checked anew');
  });
}

test('with a clock skew a token counts so much longer, remembered or not, and one from ahead so much earlier', async (t) => {
  const files = keyFiles(t, pairs.ES256());
  const options = `jwt,sign-method=ES256,${files},ttl=1m`;
  const strict = await provider(t, options);
  const lenient = await provider(t, `${options},clock-skew=30s`);
  const fresh = await provider(t, `${options},clock-skew=30s`);
  const token = await issued(strict);
  const { signing } = readJwtKeys(optionsOf(options));
  const { unixMs } = clock;
  t.after(() => (clock.unixMs = unixMs));
  const ahead = await new SignJWT({ username: 'alice', revision: 1 })
    .setProtectedHeader({ alg: 'ES256' })
    .setNotBefore(unixMs / 1_000 + 30)
    .setExpirationTime(unixMs / 1_000 + 90)
    .sign(signing as KeyObject);
  const alice = { user: 'alice', authRevision: 1 };
  assert.equal(await strict.identify(ahead), undefined);
  assert.deepEqual(await fresh.identify(ahead), alice);
  assert.deepEqual(await strict.identify(token), alice);
  assert.deepEqual(await lenient.identify(token), alice);
  clock.unixMs = unixMs + 89_999;
  assert.equal(await strict.identify(token), undefined);
  assert.deepEqual(await lenient.identify(token), alice, 'remembered');
  assert.deepEqual(await fresh.identify(token), alice, 'checked now');
  clock.unixMs = unixMs + 90_000;
  assert.equal(await lenient.identify(token), undefined);
  assert.equal(await fresh.identify(token), undefined);
});

test('a token that is changed, foreign, cut, unsigned or without an end is nobody’s', async (t) => {
  const files = keyFiles(t, pairs.RS256());
  const tokens = await provider(t, `jwt,sign-method=RS256,${files}`);
  const foreign = await provider(t, `jwt,sign-method=RS256,${keyFiles(t, pairs.RS256())}`);
  const token = await issued(tokens);
  const [head = '', body = '', signature = ''] = token.split('.');
  const claims = { username: 'root', revision: 1, exp: 2_000_000_000 };
  const forged = Buffer.from(JSON.stringify(claims)).toString('base64url');
  const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url');
  const { signing } = readJwtKeys(optionsOf(`jwt,sign-method=RS256,${files}`));
  const endless = await new SignJWT({ username: 'root', revision: 1 })
    .setProtectedHeader({ alg: 'RS256' })
    .sign(signing as KeyObject);
  const otherMethod = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'PS256' })
    .sign(signing as KeyObject);
  const cases: Readonly<Record<string, string>> = {
    changed: `${head}.${forged}.${signature}`,
    'signed by another key': await issued(foreign),
    cut: token.slice(0, -10),
    'without a signature': `${head}.${body}.`,
    unsigned: `${none}.${forged}.`,
    'without an end': endless,
    'of another method': otherMethod,
    'no token': 'x',
  };
  for (const [name, each] of Object.entries(cases)) {
    assert.equal(await tokens.identify(each), undefined, name);
  }
});

test('the public key cannot be used as a secret, and a member with it alone does not sign', async (t) => {
  const files = keyFiles(t, pairs.RS256());
  const publicOnly = files.slice(files.indexOf('pub-key'));
  const tokens = await provider(t, `jwt,sign-method=RS256,${files}`);
  const checker = await provider(t, `jwt,sign-method=RS256,${publicOnly}`);
  assert.deepEqual(await checker.identify(await issued(tokens)), {
    user: 'alice',
    authRevision: 1,
  });
  await assert.rejects(issued(checker), /verify-only key/);
  const { verifying } = readJwtKeys(optionsOf(`jwt,sign-method=RS256,${files}`));
  const secret = Buffer.from(verifying.export({ type: 'spki', format: 'pem' }));
  const confused = await new SignJWT({ username: 'root', revision: 1 })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime(2_000_000_000)
    .sign(secret);
  assert.equal(await checker.identify(confused), undefined);
});

test('no token is issued under a revision that is over', async (t) => {
  const tokens = await provider(t, `jwt,sign-method=EdDSA,${keyFiles(t, pairs.EdDSA())}`);
  await assert.rejects(
    tokens.issue({ user: 'alice', checkedRevision: 0, timeoutMs: 1_000 }),
    (error: AuthError) => error.reason === 'authOldRevision',
  );
});

test('mistakes in --auth-token are told', () => {
  const mistakes = {
    opaque: /neither simple nor jwt/,
    'jwt,sign-method=RS256': /needs priv-key/,
    'jwt,sign-method=HS256,pub-key=x': /needs priv-key/,
    'jwt,sign-method=none,priv-key=x': /sign-method must be one of/,
    'jwt,sign-method=RS256,priv-key=x,ttl=soon': /is not a time/,
    'jwt,sign-method=RS256,priv-key=x,clock-skew=-1s': /clock-skew "-1s" is not a time/,
    'jwt,sign-method=RS256,priv-key=x,colour=red': /"colour"/,
    'jwt,sign-method': /is not name=value/,
  };
  for (const [value, text] of Object.entries(mistakes)) {
    const parsed = parseAuthToken(value);
    assert.match(parsed.kind === 'mistake' ? parsed.text : 'no mistake', text, value);
  }
  assert.deepEqual(parseAuthToken('simple'), { kind: 'simple' });
});

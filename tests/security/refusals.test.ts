// Every method, asked by everybody who may not: as nobody, as a user without permission, and with tokens that
// are expired, forged, foreign, cut off or withdrawn; with simple tokens and with JWT, over gRPC and as JSON. The
// answer is etcd's refusal and nothing else, and afterwards everything is as it was.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { etcdserverpb, methodJson } from '@cairn/proto';
import { scratchDirectory } from '../kit/index.ts';
import { GrpcCaller, postJson } from './caller.ts';
import type { Reply } from './caller.ts';
import { allCalls, secretKey, secretValue } from './calls.ts';
import type { Call } from './calls.ts';
import {
  altered,
  newKeys,
  signed,
  signedWithItsOwnKey,
  signedWithThePublicKey,
  unsigned,
} from './forged-tokens.ts';
import type { Claims } from './forged-tokens.ts';
import { startSecured } from './secured-store.ts';
import type { SecuredStore } from './secured-store.ts';

interface Answer {
  /** Of gRPC. */
  readonly code: number;
  readonly text: string;
}

interface Refusal extends Answer {
  readonly codeName: string;
}

const isNobody: Refusal = {
  code: 3,
  codeName: 'InvalidArgument',
  text: 'etcdserver: user name is empty',
};
const isDenied: Refusal = {
  code: 7,
  codeName: 'PermissionDenied',
  text: 'etcdserver: permission denied',
};
const isUnknown: Refusal = {
  code: 16,
  codeName: 'Unauthenticated',
  text: 'etcdserver: invalid auth token',
};
const isOld: Refusal = {
  code: 3,
  codeName: 'InvalidArgument',
  text: 'etcdserver: revision of auth store is old',
};

const httpStatuses: Readonly<Record<number, number>> = {
  0: 200,
  2: 500,
  3: 400,
  7: 403,
  12: 501,
  16: 401,
};

/** Everything in the answers that would give something away. */
const secrets = [secretValue, 'an older value', secretKey, 'secret/vote'].flatMap((text) => [
  text,
  // Whatever follows, the first of its bytes come out as these.
  Buffer.from(text).toString('base64').slice(0, -4),
]);

/** Short enough to wait for, and long enough not to run out between two calls. */
const fleetingSeconds = 3;

const keys = newKeys();
const soon = (): number => Math.floor(Date.now() / 1_000) + 600;

let simple: SecuredStore;
/** Whose tokens live for `fleetingSeconds` after their last use. */
let fleeting: SecuredStore;
let jwt: SecuredStore;

async function claimsOf(username: string, more: Partial<Claims> = {}): Promise<Claims> {
  const { authRevision } = await jwt.client.call('AuthStatus', {});
  return { username, revision: Number(authRevision), exp: soon(), ...more };
}

interface Stranger {
  readonly who: string;
  readonly store: () => SecuredStore;
  /** undefined = none. */
  readonly token: () => Promise<string | undefined>;
  readonly refusal: Refusal;
}

function stranger(
  who: string,
  store: () => SecuredStore,
  refusal: Refusal,
  token: () => Promise<string | undefined>,
): Stranger {
  return { who, store, refusal, token };
}

const atSimple = (): SecuredStore => simple;
const atJwt = (): SecuredStore => jwt;

const withSimpleTokens: readonly Stranger[] = [
  stranger('nobody', atSimple, isNobody, () => Promise.resolve(undefined)),
  stranger('nobody, with an empty token', atSimple, isUnknown, () => Promise.resolve('')),
  stranger('a user without permission', atSimple, isDenied, () => simple.login('alice')),
  stranger(
    'root, with a token that has expired',
    () => fleeting,
    isUnknown,
    async () => {
      const token = await fleeting.login('root');
      await delay(1_000 * fleetingSeconds + 500);
      return token;
    },
  ),
  stranger('root, with a token of another cluster', atSimple, isUnknown, () =>
    fleeting.login('root'),
  ),
  stranger('root, with a token of the other kind', atSimple, isUnknown, () => jwt.login('root')),
  stranger('root, with a forged token', atSimple, isUnknown, async () => {
    const token = await simple.login('root');
    return `${'A'.repeat(16)}${token.slice(16)}`;
  }),
  stranger('root, with a token of the future', atSimple, isUnknown, () =>
    Promise.resolve(`${'A'.repeat(16)}.999999999999`),
  ),
  stranger('root, with a token that is cut off', atSimple, isUnknown, async () =>
    (await simple.login('root')).slice(0, -1),
  ),
  stranger('root, with half of a token', atSimple, isUnknown, async () =>
    (await simple.login('root')).slice(0, 8),
  ),
  stranger('a user with a token from before a new password', atSimple, isUnknown, async () => {
    const token = await simple.login('bob');
    const password = 'the password of bob';
    const metadata = { token: await simple.login('root') };
    await simple.client.call('UserChangePassword', { name: 'bob', password }, { metadata });
    return token;
  }),
  stranger('root, with a token that is none', atSimple, isUnknown, () =>
    Promise.resolve('root,'.repeat(2_000)),
  ),
];

const withJwt: readonly Stranger[] = [
  stranger('nobody', atJwt, isNobody, () => Promise.resolve(undefined)),
  stranger('a user without permission', atJwt, isDenied, () => jwt.login('alice')),
  stranger('a user who does not exist', atJwt, isDenied, async () =>
    signed(await claimsOf('mallory'), keys),
  ),
  stranger('root, with a token that has expired', atJwt, isUnknown, async () =>
    signed(await claimsOf('root', { exp: soon() - 1_200 }), keys),
  ),
  stranger('root, with a token that never expires', atJwt, isUnknown, async () => {
    const { username, revision } = await claimsOf('root');
    return signed({ username, revision }, keys);
  }),
  stranger('root, with a token from before rights were changed', atJwt, isOld, async () => {
    const { revision } = await claimsOf('root');
    return signed(await claimsOf('root', { revision: revision - 1 }), keys);
  }),
  stranger('root, with a token signed by another key', atJwt, isUnknown, async () =>
    signed(await claimsOf('root'), newKeys()),
  ),
  stranger('root, with a token signed by the key in it', atJwt, isUnknown, async () =>
    signedWithItsOwnKey(await claimsOf('root')),
  ),
  stranger('root, with a token signed by the public key', atJwt, isUnknown, async () =>
    signedWithThePublicKey(await claimsOf('root'), keys),
  ),
  stranger('root, with a token that is not signed', atJwt, isUnknown, async () =>
    unsigned(await claimsOf('root')),
  ),
  stranger('root, by the signature of a token of alice', atJwt, isUnknown, async () =>
    altered(await jwt.login('alice'), await claimsOf('root')),
  ),
  stranger('root, with a token that is cut off', atJwt, isUnknown, async () =>
    (await jwt.login('root')).slice(0, -10),
  ),
  stranger('root, with a token without its signature', atJwt, isUnknown, async () =>
    (await jwt.login('root')).replace(/[^.]*$/, ''),
  ),
  stranger('root, with a token of the other kind', atJwt, isUnknown, () => simple.login('root')),
];

function keyFile(): string {
  const file = join(scratchDirectory('jwt'), 'private.pem');
  writeFileSync(file, keys.privateKey.export({ type: 'sec1', format: 'pem' }));
  return file;
}

const watchPath = '/etcdserverpb.Watch/Watch';

/** What this method says to somebody who is refused so. */
function answerOf({ method, jsonPath }: Call, { code, codeName, text }: Refusal): Answer {
  // The stream lives on for other watchers.
  if (method.path === watchPath) {
    return { code: 0, text: `rpc error: code = ${codeName} desc = ${text}` };
  }
  if (method.path === '/etcdserverpb.Maintenance/Snapshot') {
    return { code: 12, text: 'Cairn does not implement snapshots for clients yet' };
  }
  // As etcd builds them on its own client, they forget the code.
  const isRecipe = /^\/v3\/(lock|election)\//.test(jsonPath ?? '');
  return { code: isRecipe ? 2 : code, text };
}

function saidOverGrpc({ method }: Call, { code, text, bytes }: Reply): Answer {
  if (method.path !== watchPath || code !== 0) return { code, text };
  const { canceled, cancel_reason: reason } = etcdserverpb.WatchResponse.decode(bytes);
  assert.equal(canceled, true, 'a watcher was opened');
  return { code, text: reason };
}

interface JsonBody {
  readonly code?: number;
  readonly message?: string;
  readonly error?: string | { readonly grpc_code: number; readonly message: string };
  readonly result?: { readonly canceled?: boolean; readonly cancel_reason?: string };
}

function saidAsJson(body: string): Answer {
  const { code = -1, message = '', error, result } = JSON.parse(body) as JsonBody;
  if (result?.canceled === true) return { code: 0, text: result.cancel_reason ?? '' };
  if (typeof error === 'object') return { code: error.grpc_code, text: error.message };
  return { code, text: message };
}

function assertTellsNothing(answer: Buffer | string, what: string): void {
  for (const secret of secrets) assert.ok(!answer.includes(secret), `${what} tells ${secret}`);
}

async function refuseOverGrpc(
  caller: GrpcCaller,
  call: Call,
  token: string | undefined,
  refusal: Refusal,
): Promise<void> {
  const what = call.method.path;
  const reply = await caller.call(call.method, call.message, {
    headers: token === undefined ? {} : { token },
  });
  assert.deepEqual(saidOverGrpc(call, reply), answerOf(call, refusal), what);
  assertTellsNothing(reply.bytes, what);
}

async function refuseAsJson(
  endpoint: string,
  call: Call,
  token: string | undefined,
  refusal: Refusal,
): Promise<void> {
  const { jsonPath, method, message } = call;
  if (jsonPath === undefined) return;
  const body = methodJson(method.path)?.request.toJson(message) ?? '';
  const headers = token === undefined ? {} : { authorization: token };
  const reply = await postJson(endpoint, jsonPath, body, headers);
  const expected = answerOf(call, refusal);
  assert.deepEqual(saidAsJson(reply.body), expected, jsonPath);
  assert.equal(reply.status, httpStatuses[expected.code], jsonPath);
  assertTellsNothing(reply.body, jsonPath);
}

function isRefused({ needs }: Call, refusal: Refusal): boolean {
  if (needs === 'nothing') return false;
  return needs !== 'name' || refusal !== isDenied;
}

function refuse({ who, store, token, refusal }: Stranger): void {
  test(`nothing is told to, or changed by, ${who}`, async () => {
    const { server, world, contents } = store();
    const credential = await token();
    const unchanged = await contents();
    using caller = new GrpcCaller(server.endpoint);
    for (const call of allCalls(world).filter((one) => isRefused(one, refusal))) {
      await refuseOverGrpc(caller, call, credential, refusal);
      await refuseAsJson(server.endpoint, call, credential, refusal);
    }
    assert.equal(await contents(), unchanged);
  });
}

suite('every method', () => {
  before(async () => {
    const token = `jwt,priv-key=${keyFile()},sign-method=ES256,ttl=10m`;
    [simple, fleeting, jwt] = await Promise.all([
      startSecured(),
      startSecured(['--auth-token-ttl', String(fleetingSeconds)]),
      startSecured(['--auth-token', token]),
    ]);
  });

  after(async () => {
    await Promise.all([simple, fleeting, jwt].map((store) => store?.[Symbol.asyncDispose]()));
  });

  suite('with simple tokens', () => withSimpleTokens.forEach(refuse));
  suite('with JWT', () => withJwt.forEach(refuse));

  test('what takes no right is answered to those who may ask, and tells no secret', async () => {
    using caller = new GrpcCaller(simple.server.endpoint);
    for (const call of allCalls(simple.world)) {
      const { method, needs, message } = call;
      if (needs !== 'nothing' && needs !== 'name') continue;
      const headers = needs === 'nothing' ? {} : { token: await simple.login('alice') };
      const reply = await caller.call(method, message, { headers });
      const isLogin = method.path === '/etcdserverpb.Auth/Authenticate';
      assert.equal(reply.code, isLogin ? 3 : 0, method.path);
      assertTellsNothing(reply.bytes, method.path);
    }
  });

  test('root may all of it: the requests are refused for who makes them, not for what they are', async () => {
    const root = await jwt.login('root');
    using caller = new GrpcCaller(jwt.server.endpoint);
    for (const call of allCalls(jwt.world)) {
      if (!['permission', 'root'].includes(call.needs)) continue;
      // These would be the last one, or wait for what does not come.
      if (/Auth\/|Cluster\/|MoveLeader|Snapshot|Observe/.test(call.method.path)) continue;
      const { text } = await caller.call(call.method, call.message, {
        headers: { token: root },
      });
      const refusals = [isNobody, isDenied, isUnknown, isOld].map((refusal) => refusal.text);
      assert.ok(!refusals.includes(text), `${call.method.path}: ${text}`);
    }
  });
});

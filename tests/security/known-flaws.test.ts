// What has gone wrong in etcd: one test for each flaw that was published, by its name. Those of TLS are in
// tests/tls, and what came of a request's path through the state machine is in libs/replica too.
import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { after, before, suite, test } from 'node:test';
import { RpcError } from '../kit/index.ts';
import type { Ask, Sent, UnaryRpcs } from '../kit/index.ts';
import { postJson } from './caller.ts';
import { bareLease, leaderLease, secretKey, secretLease, secretValue } from './calls.ts';
import { passwordOfRoot, startSecured } from './secured-store.ts';
import type { SecuredStore } from './secured-store.ts';

const read = 0;
const write = 1;
type Txn = Ask<UnaryRpcs['Txn']>;

const denied = new RpcError(7, 'etcdserver: permission denied');
const nobody = new RpcError(3, 'etcdserver: user name is empty');

let store: SecuredStore;
let carl: { readonly metadata: { readonly token: string } };

function isLike(expected: RpcError): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof RpcError);
    assert.deepEqual([error.code, error.details], [expected.code, expected.details]);
    return true;
  };
}

async function asRoot(): Promise<{ readonly metadata: { readonly token: string } }> {
  return { metadata: { token: await store.login('root') } };
}

/** Carl may read one key, and write, but not read, what is below `drop/`. */
async function addCarl({ client }: SecuredStore): Promise<void> {
  const root = await asRoot();
  await client.call('UserAdd', { name: 'carl', password: 'the password of carl' }, root);
  await client.call('RoleAdd', { name: 'of-carl' }, root);
  for (const perm of [
    { permType: read, key: 'point' },
    { permType: write, key: 'drop/', range_end: 'drop0' },
  ] as const) {
    await client.call('RoleGrantPermission', { name: 'of-carl', perm }, root);
  }
  await client.call('UserGrantRole', { user: 'carl', role: 'of-carl' }, root);
  for (const key of ['point', 'drop/1']) await client.call('Put', { key, value: 'x' }, root);
}

/** What a new watcher is told; undefined = it may watch. */
async function watchRefusal(
  create_request: NonNullable<Sent<'Watch'>['create_request']>,
): Promise<string | undefined> {
  using stream = store.client.openStream('Watch', carl);
  stream.send({ create_request });
  const { canceled, cancel_reason: reason } = await stream.next();
  return canceled ? reason : undefined;
}

suite('flaws that etcd had', () => {
  before(async () => {
    store = await startSecured(['--log-level', 'debug']);
    await addCarl(store);
    carl = { metadata: { token: await store.login('carl') } };
  });

  after(async () => {
    await store?.[Symbol.asyncDispose]();
  });

  // Every other method is asked by nobody in refusals.test.ts.
  test('CVE-2026-33413: some methods asked nobody for a name', async () => {
    const { client } = store;
    await assert.rejects(client.call('MemberList', {}), isLike(nobody));
    await assert.rejects(client.call('Alarm', {}), isLike(nobody));
    await assert.rejects(client.call('LeaseGrant', { TTL: 60n }), isLike(nobody));
    for (const ID of [BigInt(bareLease), 404n]) {
      await assert.rejects(client.call('LeaseTimeToLive', { ID }), isLike(nobody));
      await assert.rejects(client.call('LeaseTimeToLive', { ID, keys: true }), isLike(nobody));
    }
    await assert.rejects(client.call('Txn', {}), isLike(nobody));
    await assert.rejects(client.call('Compact', { revision: 1n }), isLike(nobody));
  });

  suite('CVE-2026-33343: a transaction inside another one was not looked into', () => {
    const inside = { success: [{ request_range: { key: secretKey } }] };
    const shapes: Readonly<Record<string, Txn>> = {
      'on the way that is taken': { success: [{ request_txn: inside }] },
      'on the way that is not taken': { failure: [{ request_txn: inside }] },
      'two levels down': { success: [{ request_txn: { failure: [{ request_txn: inside }] } }] },
      'in what it compares': {
        success: [{ request_txn: { compare: [{ key: secretKey, target: 3 }] } }],
      },
      'beside a write': {
        success: [{ request_put: { key: 'drop/2' } }, { request_txn: inside }],
      },
    };
    for (const [name, request] of Object.entries(shapes)) {
      test(name, async () => {
        await assert.rejects(store.client.call('Txn', request, carl), isLike(denied));
      });
    }
  });

  // CVE-2026-44283 is both of these.
  test('PR 21681: a put in a transaction showed the value before to who may not read', async () => {
    const put = { key: 'drop/1', value: 'y', prev_kv: true };
    await assert.rejects(store.client.call('Put', put, carl), isLike(denied));
    const txn = { success: [{ request_put: put }] };
    await assert.rejects(store.client.call('Txn', txn, carl), isLike(denied));
    const nested = { success: [{ request_txn: txn }] };
    await assert.rejects(store.client.call('Txn', nested, carl), isLike(denied));
    const removal = { request_delete_range: { key: 'drop/1', prev_kv: true } };
    await assert.rejects(store.client.call('Txn', { success: [removal] }, carl), isLike(denied));
    await store.client.call(
      'Txn',
      { success: [{ request_put: { ...put, prev_kv: false } }] },
      carl,
    );
  });

  test('PR 21685: a put in a transaction took a lease whose other keys are not for the user', async () => {
    const put = { key: 'drop/1', value: 'y', lease: BigInt(secretLease) };
    await assert.rejects(store.client.call('Put', put, carl), isLike(denied));
    const txn = { success: [{ request_put: put }] };
    await assert.rejects(store.client.call('Txn', txn, carl), isLike(denied));
  });

  test('GHSA-xg4h-6gfc-h4m8: who might read one key could watch all behind it', async () => {
    assert.equal(await watchRefusal({ key: 'point' }), undefined);
    for (const rangeEnd of ['\0', 'q', 'point\0\0']) {
      const refusal = await watchRefusal({ key: 'point', range_end: rangeEnd });
      assert.match(refusal ?? '', /etcdserver: permission denied$/, JSON.stringify(rangeEnd));
    }
    const { token } = carl.metadata;
    const create = `{"create_request":{"key":"cG9pbnQ=","range_end":"AA==","start_revision":1}}`;
    const reply = await postJson(store.server.endpoint, '/v3/watch', create, {
      authorization: token,
    });
    assert.match(reply.body, /"canceled":true.*permission denied/);
    assert.ok(!reply.body.includes('"events"'));
  });

  test('CVE-2023-32082: the keys of a lease were shown to who may not read them', async () => {
    for (const ID of [secretLease, leaderLease].map(BigInt)) {
      const keys = store.client.call('LeaseTimeToLive', { ID, keys: true }, carl);
      await assert.rejects(keys, isLike(denied));
      const without = await store.client.call('LeaseTimeToLive', { ID }, carl);
      assert.deepEqual(without.keys, []);
    }
  });

  test('PR 21736: changing the URLs of a learner made it a voter', async () => {
    const { client } = store;
    const learner = { peerURLs: ['http://127.0.0.1:1'], isLearner: true };
    const { member } = await client.call('MemberAdd', learner, await asRoot());
    const ID = BigInt(String(member?.ID));
    try {
      const moved = { ID, peerURLs: ['http://127.0.0.1:2'] };
      const { members } = await client.call('MemberUpdate', moved, await asRoot());
      const updated = members.find((one) => BigInt(String(one.ID)) === ID);
      assert.deepEqual(updated?.peerURLs, moved.peerURLs);
      assert.equal(updated?.isLearner, true);
    } finally {
      await client.call('MemberRemove', { ID }, await asRoot());
    }
  });

  test('CVE-2021-28235: at its most talkative the log told passwords and tokens', async () => {
    const { client, server, login } = store;
    const token = await login('root');
    const as = { metadata: { token } };
    const told = 'a password that is told';
    await client.call('UserAdd', { name: 'dora', password: told }, as);
    await client.call('UserChangePassword', { name: 'dora', password: told }, as);
    await assert.rejects(client.call('Authenticate', { name: 'dora', password: `${told}!` }));
    await client.call('Put', { key: secretKey, value: secretValue }, as);
    const log = readFileSync(server.program.logFile, 'utf8');
    assert.match(log, /debug/i, 'it is talkative');
    for (const secret of [passwordOfRoot, told, token, secretValue]) {
      assert.ok(!log.includes(secret), 'the log tells a secret');
      assert.ok(!log.includes(Buffer.from(secret).toString('base64')), 'the log tells a secret');
    }
  });

  test('CVE-2020-15113: others on the machine could look into the data directory', () => {
    const { mode } = statSync(store.server.dataDirectory);
    assert.equal(mode & 0o077, 0);
  });
});

// Auth as people use it: etcdctl with --user, through every process of the member, and after a restart.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { askHttp, etcdctl, requireTools, scratchDirectory, startSubject } from '../kit/index.ts';
import type { SingleServer } from '../kit/index.ts';

const password = 'a password that stands out';

/** What a command line prints; `error` begins with what went wrong. */
async function run(endpoint: string, command: string, user?: string): Promise<string> {
  const credentials = user === undefined ? [] : ['--user', user];
  const { code, stdout, stderr } = await etcdctl({
    endpoint,
    args: [...credentials, ...command.split(' ')],
  });
  const error = /"error":"([^"]*)"|Error: (.*)/.exec(stderr);
  return code === 0 ? stdout.trim() : `error ${error?.[1] ?? error?.[2] ?? stderr}`;
}

async function setUp(endpoint: string): Promise<void> {
  const add = ['user', 'add', '--interactive=false'];
  for (const name of ['root', 'alice']) {
    const { code, stderr } = await etcdctl({ endpoint, args: [...add, `${name}:${password}`] });
    assert.equal(code, 0, stderr);
  }
  for (const command of [
    'role add root',
    'user grant-role root root',
    'role add of-alice',
    'role grant-permission of-alice readwrite --prefix=true alice/',
    'user grant-role alice of-alice',
    'auth enable',
  ]) {
    assert.doesNotMatch(await run(endpoint, command), /^error/, command);
  }
}

/** Every file of the member. */
function dataOf({ dataDirectory }: SingleServer): Buffer[] {
  return readdirSync(dataDirectory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)));
}

void test(
  'etcdctl --user gets what the user may have, also after kill -9, and no password is kept',
  requireTools('etcdctl'),
  async () => {
    await using server = await startSubject();
    const { endpoint, program } = server;
    await setUp(endpoint);
    const root = `root:${password}`;
    const alice = `alice:${password}`;
    const check = async (): Promise<void> => {
      assert.equal(await run(endpoint, 'put alice/a 1', alice), 'OK');
      assert.equal(await run(endpoint, 'get --prefix alice/', alice), 'alice/a\n1');
      assert.match(await run(endpoint, 'get --from-key alice/', alice), /permission denied/);
      assert.match(await run(endpoint, 'put b 1', alice), /permission denied/);
      assert.match(await run(endpoint, 'get alice/a'), /user name is empty/);
      assert.match(await run(endpoint, 'get alice/a', 'alice:wrong'), /authentication failed/);
      assert.equal(await run(endpoint, 'get alice/a', root), 'alice/a\n1');
      assert.equal(await run(endpoint, 'user list', root), 'alice\nroot');
      const health = await askHttp({ endpoint, path: '/health' });
      assert.equal(health.status, 200, health.body);
    };
    await check();
    await program.kill();
    await program.start();
    await check();
    assert.equal(await run(endpoint, 'auth disable', root), 'Authentication Disabled');
    assert.equal(await run(endpoint, 'get alice/a'), 'alice/a\n1');
    for (const file of dataOf(server)) assert.equal(file.includes(password), false);
  },
);

void test(
  'with --auth-token jwt a token outlives the member',
  requireTools('etcdctl'),
  async () => {
    const directory = scratchDirectory('jwt');
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const [privateFile, publicFile] = [
      join(directory, 'private.pem'),
      join(directory, 'public.pem'),
    ];
    writeFileSync(privateFile, privateKey.export({ type: 'sec1', format: 'pem' }));
    writeFileSync(publicFile, publicKey.export({ type: 'spki', format: 'pem' }));
    const value = `jwt,pub-key=${publicFile},priv-key=${privateFile},sign-method=ES256,ttl=10m`;
    await using server = await startSubject({ flags: ['--auth-token', value] });
    const { endpoint, program } = server;
    await setUp(endpoint);
    using client = server.connect();
    const { token } = await client.call('Authenticate', { name: 'alice', password });
    await program.kill();
    await program.start();
    const metadata = { authorization: `Bearer ${token}` };
    await client.call('Put', { key: 'alice/a', value: '1' }, { metadata });
    await assert.rejects(client.call('Put', { key: 'b' }, { metadata }), /permission denied/);
    await client.call(
      'UserChangePassword',
      { name: 'alice', password: 'new' },
      {
        metadata: { token: (await client.call('Authenticate', { name: 'root', password })).token },
      },
    );
    await assert.rejects(
      client.call('Put', { key: 'alice/a' }, { metadata }),
      /revision of auth store is old/,
    );
  },
);

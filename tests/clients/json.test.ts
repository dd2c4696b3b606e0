// curl as a client of the JSON gateway, in the order in which Patroni, which keeps PostgreSQL highly
// available with it, does things: find the members, take a lease and the leader key, keep both, watch.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, suite, test } from 'node:test';
import { promisify } from 'node:util';
import { requireTools, startSubject, subjectIsEtcd, toolPath } from '../kit/index.ts';
import type { SingleServer } from '../kit/index.ts';

const run = promisify(execFile);
const silent = ['--silent', '--show-error', '--max-time', '20', '--noproxy', '*'];

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

suite('curl and the JSON gateway, as Patroni uses it', requireTools('curl'), () => {
  let server: SingleServer;

  before(async () => {
    server = await startSubject({ flags: ['--host-whitelist=127.0.0.1', '--bcrypt-cost=4'] });
  });

  after(async () => {
    await server?.[Symbol.asyncDispose]();
  });

  async function post(path: string, body: unknown, ...args: readonly string[]): Promise<Answer> {
    const url = `http://${server.endpoint}/v3${path}`;
    const { stdout } = await run(toolPath('curl'), [
      ...silent,
      '--data',
      JSON.stringify(body),
      '--write-out',
      '\n%{http_code}',
      ...args,
      url,
    ]);
    const at = stdout.lastIndexOf('\n');
    const status = Number(stdout.slice(at + 1));
    return { status, body: JSON.parse(stdout.slice(0, at)) as Record<string, unknown> };
  }

  const leader = base64('/service/batman/leader');
  let lease = '';

  test('the version is numbers, and members tell where they serve', async () => {
    const { stdout } = await run(toolPath('curl'), [
      ...silent,
      `http://${server.endpoint}/version`,
    ]);
    const version = JSON.parse(stdout) as Record<string, string>;
    for (const name of ['etcdserver', 'etcdcluster']) {
      assert.match(version[name] ?? '', /^3\.\d+\.\d+$/);
    }
    const { status, body } = await post('/cluster/member/list', {});
    assert.equal(status, 200);
    const [member] = body['members'] as { clientURLs: string[] }[];
    assert.deepEqual(member?.clientURLs, [`http://${server.endpoint}`]);
  });

  test('a lease is granted and kept alive, one that is gone has no TTL', async () => {
    const granted = await post('/lease/grant', { TTL: 30 });
    lease = granted.body['ID'] as string;
    assert.match(lease, /^\d+$/);
    const kept = (await post('/lease/keepalive', { ID: lease })).body['result'] as object;
    assert.deepEqual({ ...kept, header: undefined }, { header: undefined, ID: lease, TTL: '30' });
    const gone = (await post('/lease/keepalive', { ID: '7' })).body['result'] as object;
    assert.deepEqual({ ...gone, header: undefined }, { header: undefined, ID: '7' });
  });

  test('the leader key is taken once, and only its holder writes it', async () => {
    const take = {
      compare: [{ key: leader, target: 'CREATE', create_revision: '0' }],
      success: [{ request_put: { key: leader, value: base64('one'), lease } }],
      failure: [{ request_range: { key: leader } }],
    };
    assert.equal((await post('/kv/txn', take)).body['succeeded'], true);
    const second = (await post('/kv/txn', take)).body;
    assert.equal(second['succeeded'], undefined);
    const [{ response_range: found }] = second['responses'] as [
      { response_range: { kvs: { value: string; lease: string; mod_revision: string }[] } },
    ];
    const [kv] = found.kvs;
    assert.deepEqual([kv?.value, kv?.lease], [base64('one'), lease]);
    const update = {
      compare: [{ key: leader, target: 'MOD', mod_revision: kv?.mod_revision }],
      success: [{ request_put: { key: leader, value: base64('two'), lease } }],
    };
    assert.equal((await post('/kv/txn', update)).body['succeeded'], true);
    assert.equal((await post('/kv/txn', update)).body['succeeded'], undefined);
  });

  test('an error has its code and its text where Patroni looks for them', async () => {
    const { status, body } = await post('/kv/put', { key: leader, lease: '7' });
    const message = 'etcdserver: requested lease not found';
    assert.deepEqual([status, body['code'], body['message']], [404, 5, message]);
    // Where it was before 3.6; Cairn says it in both places.
    if (!subjectIsEtcd()) assert.equal(body['error'], message);
  });

  test('a watch says every change as it happens', async () => {
    const create = { create_request: { key: leader, start_revision: '2', filters: [] } };
    const curl = spawn(
      toolPath('curl'),
      [
        ...silent,
        '--no-buffer',
        '--data',
        JSON.stringify(create),
        `http://${server.endpoint}/v3/watch`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    try {
      let text = '';
      curl.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
      const values = async (count: number): Promise<string[]> => {
        for (;;) {
          const seen = [...text.matchAll(/"value":"([^"]*)"/g)].map(([, value = '']) => value);
          if (seen.length >= count) return seen;
          await once(curl.stdout, 'data');
        }
      };
      assert.deepEqual(await values(2), [base64('one'), base64('two')]);
      await post('/kv/put', { key: leader, value: base64('three') });
      assert.equal((await values(3)).at(-1), base64('three'));
    } finally {
      curl.kill();
    }
  });

  test('a stream of keep-alives is answered line by line', async () => {
    const { stdout } = await run(toolPath('curl'), [
      ...silent,
      '--data',
      `{"ID":"${lease}"}{"ID":"7"}\n{"ID":${lease}}`,
      `http://${server.endpoint}/v3/lease/keepalive`,
    ]);
    const lines = stdout.trimEnd().split('\n');
    const kept = lines.map(
      (text) => (JSON.parse(text) as { result: { ID: string; TTL?: string } }).result,
    );
    assert.deepEqual(
      kept.map(({ ID, TTL }) => [ID, TTL]),
      [
        [lease, '30'],
        ['7', undefined],
        [lease, '30'],
      ],
    );
  });

  test('a revoked lease takes its keys along', async () => {
    const key = base64('/service/batman/members/a');
    await post('/kv/put', { key, lease });
    assert.equal((await post('/lease/revoke', { ID: lease })).status, 200);
    assert.equal((await post('/kv/range', { key, serializable: true })).body['kvs'], undefined);
  });

  test('a token in the Authorization header says who asks', async () => {
    for (const [name, role] of [
      ['root', 'root'],
      ['ann', 'of-ann'],
    ] as const) {
      await post('/auth/user/add', { name, password: 'secret' });
      await post('/auth/role/add', { name: role });
      await post('/auth/user/grant', { user: name, role });
    }
    const perm = { permType: 'READWRITE', key: base64('ann/'), range_end: base64('ann0') };
    await post('/auth/role/grant', { name: 'of-ann', perm });
    assert.equal((await post('/auth/enable', {})).status, 200);
    const tokenOf = async (name: string): Promise<string> => {
      const { body } = await post('/auth/authenticate', { name, password: 'secret' });
      return String(body['token']);
    };
    const as = (token: string): readonly string[] => ['--header', `Authorization: ${token}`];
    const ann = await tokenOf('ann');
    const mine = { key: base64('ann/a'), value: base64('1') };
    assert.equal((await post('/kv/put', mine, ...as(ann))).status, 200);
    assert.equal((await post('/kv/put', mine, ...as(`Bearer ${ann}`))).status, 200);
    const elsewhere = await post('/kv/put', { key: base64('b') }, ...as(ann));
    assert.deepEqual([elsewhere.status, elsewhere.body['code']], [403, 7]);
    const nobody = await post('/kv/range', { key: base64('ann/a') });
    assert.deepEqual(
      [nobody.status, nobody.body['message']],
      [400, 'etcdserver: user name is empty'],
    );
    const forged = await post('/kv/range', { key: base64('ann/a') }, ...as('forged'));
    assert.deepEqual([forged.status, forged.body['code']], [401, 16]);
    assert.equal((await post('/auth/disable', {}, ...as(await tokenOf('root')))).status, 200);
  });

  test('a request that is addressed to another name is misdirected', async () => {
    const { stdout } = await run(toolPath('curl'), [
      ...silent,
      '--header',
      'Host: evil.example',
      '--output',
      '/dev/null',
      '--write-out',
      '%{http_code}',
      `http://${server.endpoint}/version`,
    ]);
    assert.equal(stdout, '421');
  });
});

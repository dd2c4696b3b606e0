// Users who are known by their certificates, through every process of a member that was started with etcd's
// flags; and what the audit log says of them.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { credentials } from '@grpc/grpc-js';
import { EtcdClient, etcdctl, requireTools, scratchDirectory, until } from '../kit/index.ts';
import type { CommandResult } from '../kit/index.ts';
import { TestAuthority } from '../tls/authority.ts';
import type { CertificateFiles } from '../tls/authority.ts';
import { etcdctlAs, planSecured } from '../tls/secured-member.ts';

const password = 'a-password-that-stands-out';
const value = 'a-value-that-stands-out';
/** More than a command line makes. */
const requestsPerSecond = 50;

interface AuditLine {
  readonly seq: number;
  readonly event: string;
  readonly user?: string;
  readonly certificate?: string;
  readonly client: string;
  readonly method: string;
  readonly request?: { readonly ranges?: readonly { readonly op: string; readonly key: string }[] };
  readonly code: string;
  readonly revision?: number;
}

suite('certificates as users', requireTools('openssl', 'etcdctl'), () => {
  test('a certificate says who asks, what that user may is enforced, and all of it is recorded', async (t) => {
    const authority = new TestAuthority('authority');
    const auditPath = join(scratchDirectory('audit'), 'audit.log');
    const flags = [
      '--enable-audit',
      `--audit-log-path=${auditPath}`,
      `--request-rate-limit-per-user=${requestsPerSecond}`,
    ];
    const [member] = await planSecured({ names: ['m1'], authority, flags });
    assert.ok(member !== undefined);
    const { clientUrl, program } = member;
    t.after(() => program.stop());
    await program.start();
    const issue = (commonName: string): CertificateFiles => authority.issue({ commonName });
    const [root, ann, mallory, nameless] = [
      issue('root'),
      issue('ann'),
      issue('mallory'),
      issue(''),
    ];
    const ctl = (who: CertificateFiles, command: string): Promise<CommandResult> =>
      etcdctlAs(who, authority, clientUrl, ...command.split(' '));
    const done = async (who: CertificateFiles, command: string): Promise<string> => {
      const { code, stdout, stderr } = await ctl(who, command);
      assert.equal(code, 0, `${command}: ${stderr}`);
      return stdout;
    };
    const refused = async (who: CertificateFiles, command: string, why: RegExp): Promise<void> => {
      const { code, stderr } = await ctl(who, command);
      assert.notEqual(code, 0, command);
      assert.match(stderr, why, command);
    };
    const lines = (): AuditLine[] =>
      readFileSync(auditPath, 'utf8')
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as AuditLine);

    await t.test('while auth is off, a name means nothing', async () => {
      await done(mallory, `put other ${value}`);
      assert.equal((await askJson(clientUrl, authority, ann, '{"key":"b3RoZXI="}')).status, 200);
    });

    await t.test(
      'while it is on, a certificate has the rights of the user that it names',
      async () => {
        for (const command of [
          'user add root --no-password',
          'role add root',
          'user grant-role root root',
          'user add ann --no-password',
          `user add --interactive=false bob:${password}`,
          'role add of-ann',
          'role grant-permission of-ann readwrite ann/ ann0',
          'user grant-role ann of-ann',
          'auth enable',
        ]) {
          await done(mallory, command);
        }
        await done(ann, `put ann/a ${value}`);
        await refused(ann, 'put other x', /permission denied/);
        await refused(ann, 'get ann/ --from-key', /permission denied/);
        await refused(ann, 'user list', /permission denied/);
        await refused(mallory, 'get ann/a', /permission denied/);
        await refused(nameless, 'get ann/a', /user name is empty/);
        assert.equal(await done(root, 'get ann/a --print-value-only'), `${value}\n`);
        assert.equal(await done(root, 'user list'), 'ann\nbob\nroot\n');
        await done(root, 'alarm list');
        await refused(ann, 'defrag', /permission denied/);
      },
    );

    await t.test('a token wins over a certificate', async () => {
      await refused(root, `--user bob:${password} get ann/a`, /permission denied/);
      await refused(root, '--user bob:wrong get ann/a', /authentication failed/);
    });

    await t.test('leases, watches, locks and elections have its rights', async () => {
      const lease = /lease (\w+) granted/.exec(await done(ann, 'lease grant 60'))?.[1] ?? '';
      await done(ann, `put ann/leased x --lease=${lease}`);
      assert.match(await done(ann, `lease keep-alive --once ${lease}`), /keepalived/);
      await refused(mallory, `lease keep-alive --once ${lease}`, /permission denied/);
      const watch = (who: CertificateFiles, ...range: string[]): Promise<CommandResult> =>
        etcdctl({
          endpoint: clientUrl,
          args: [
            `--cacert=${authority.certificate}`,
            `--cert=${who.cert}`,
            `--key=${who.key}`,
            'watch',
            '--rev=1',
            ...range,
          ],
          untilOutput: (text) => text.includes(value),
        });
      assert.match((await watch(ann, 'ann/', 'ann0')).stdout, /PUT\nann\/a\n/);
      const denied = await watch(ann, 'other');
      assert.doesNotMatch(denied.stdout, /stands-out/);
      assert.match(denied.stderr, /permission denied/);
      using asAnn = clientOf(clientUrl, authority, ann);
      using asMallory = clientOf(clientUrl, authority, mallory);
      const { key } = await asAnn.call('Lock', { name: Buffer.from('ann/lock') });
      await assert.rejects(asMallory.call('Unlock', { key }), /permission denied/);
      await assert.rejects(
        asAnn.call('Campaign', { name: Buffer.from('other') }),
        /permission denied/,
      );
    });

    await t.test('as JSON it is refused, as etcd does, not taken for nobody', async () => {
      const answer = await askJson(clientUrl, authority, ann, '{"key":"b3RoZXI="}');
      assert.equal(answer.status, 400);
      assert.match(answer.body, /^CommonName of client sending a request against gateway/);
      assert.equal((await askJson(clientUrl, authority, nameless, '{"key":"YQ=="}')).status, 400);
    });

    await t.test('the audit log says who did what, and neither values nor passwords', async () => {
      const puts = lines().filter(({ method }) => method === '/etcdserverpb.KV/Put');
      const said = puts.map(({ user, certificate, code, request: asked }) => ({
        user,
        certificate,
        code,
        key: asked?.ranges?.[0]?.key,
      }));
      const annPut = { user: 'ann', certificate: 'ann' };
      assert.deepEqual(said.slice(0, 3), [
        { user: '', certificate: 'mallory', code: 'OK', key: 'other' },
        { ...annPut, code: 'OK', key: 'ann/a' },
        { ...annPut, code: 'PermissionDenied', key: 'other' },
      ]);
      assert.equal(puts[1]?.revision, 3);
      assert.match(puts[1].client, /^127\.0\.0\.1:\d+$/);
      const ofBob = lines().filter(({ user }) => user === 'bob');
      assert.deepEqual(
        ofBob.map(({ method, code, certificate }) => [method, code, certificate]),
        [['/etcdserverpb.KV/Range', 'PermissionDenied', 'root']],
      );
      const watched = lines().filter(({ event }) => event === 'watch');
      assert.deepEqual(
        watched.map(({ user, code, request: asked }) => [user, code, asked?.ranges?.[0]?.key]),
        [
          ['ann', 'OK', 'ann/'],
          ['ann', 'Canceled', 'other'],
        ],
      );
      assert.deepEqual(
        lines().map(({ seq }) => seq),
        lines().map((_, at) => at + 1),
        'none is missing',
      );
      assert.doesNotMatch(readFileSync(auditPath, 'utf8'), /stands-out/);
    });

    await t.test('a user who asks too much is refused, and nobody else', async () => {
      using asAnn = clientOf(clientUrl, authority, ann);
      using asRoot = clientOf(clientUrl, authority, root);
      const ask = (client: EtcdClient): Promise<string> =>
        client.call('Range', { key: Buffer.from('ann/a') }).then(
          () => 'answered',
          (error: Error) => error.message,
        );
      const answers = await Promise.all(Array.from({ length: 400 }, () => ask(asAnn)));
      const refusals = answers.filter((answer) => answer !== 'answered');
      assert.ok(answers.length - refusals.length >= requestsPerSecond);
      assert.deepEqual([...new Set(refusals)], ['UNKNOWN: etcdserver: too many requests']);
      assert.equal(await ask(asRoot), 'answered');
    });

    await t.test('what cannot be recorded is not done, until it can be again', async () => {
      renameSync(auditPath, `${auditPath}.saved`);
      mkdirSync(auditPath);
      await until('it is noticed', async () => (await ctl(ann, 'get ann/a')).code !== 0);
      await refused(ann, 'put ann/a lost', /audit log cannot be written/);
      rmSync(auditPath, { recursive: true });
      await until('it is written again', async () => (await ctl(ann, 'get ann/a')).code === 0);
      assert.equal(await done(ann, 'get ann/a --print-value-only'), `${value}\n`);
      await until('the outage is recorded', () => lines().some(({ event }) => event === 'outage'));
    });
  });
});

function clientOf(url: string, authority: TestAuthority, who: CertificateFiles): EtcdClient {
  const identity = credentials.createSsl(
    readFileSync(authority.certificate),
    readFileSync(who.key),
    readFileSync(who.cert),
  );
  return new EtcdClient(new URL(url).host, identity);
}

function askJson(
  url: string,
  authority: TestAuthority,
  who: CertificateFiles,
  body: string,
): Promise<{ readonly status: number; readonly body: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; body: string }>();
  const asked = request(
    `${url}/v3/kv/range`,
    {
      method: 'POST',
      ca: readFileSync(authority.certificate),
      cert: readFileSync(who.cert),
      key: readFileSync(who.key),
      agent: false,
      signal: AbortSignal.timeout(5_000),
    },
    (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      answer.once('error', reject);
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, body: text }));
    },
  );
  asked.once('error', reject);
  asked.end(body);
  return promise;
}

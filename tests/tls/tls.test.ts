// A cluster with TLS at every port, as kubeadm sets one up: certificates of an authority, clients and members
// that have to show theirs, and files that are replaced while everything runs.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { askHttp, requireTools, until } from '../kit/index.ts';
import { replace, TestAuthority } from './authority.ts';
import { etcdctlAs, planSecured } from './secured-member.ts';

const isRefused = /context deadline exceeded|certificate|connection|EOF/;

suite('TLS', requireTools('openssl', 'etcdctl'), () => {
  test('clients and members show certificates, and whose is foreign, old or revoked stays outside', async (t) => {
    const authority = new TestAuthority('authority');
    const foreign = new TestAuthority('foreign');
    const members = await planSecured({
      names: ['m1', 'm2', 'm3'],
      authority,
      peerAuthorities: { m3: foreign },
    });
    t.after(() => Promise.all(members.map(({ program }) => program.stop())));
    const [m1, m2, m3] = members as [(typeof members)[0], (typeof members)[0], (typeof members)[0]];
    for (const { program } of members) program.spawn();
    await Promise.all([m1.program.untilReady(), m2.program.untilReady()]);
    const ann = authority.issue({ commonName: 'ann' });

    await t.test('a client with a certificate writes here and reads there', async () => {
      const put = await etcdctlAs(ann, authority, m1.clientUrl, 'put', 'k', 'v');
      assert.equal(put.stdout, 'OK\n', put.stderr);
      const get = await etcdctlAs(ann, authority, m2.clientUrl, 'get', 'k', '--print-value-only');
      assert.equal(get.stdout, 'v\n', get.stderr);
    });

    await t.test('leases live, whose keeper is reached over TLS from another member', async () => {
      for (const { clientUrl } of [m1, m2]) {
        const granted = await etcdctlAs(ann, authority, clientUrl, 'lease', 'grant', '60');
        const id = /lease (\w+) granted/.exec(granted.stdout)?.[1] ?? '';
        const kept = await etcdctlAs(
          ann,
          authority,
          clientUrl,
          'lease',
          'keep-alive',
          '--once',
          id,
        );
        assert.match(kept.stdout, /keepalived with TTL\(60\)/, kept.stderr);
      }
    });

    await t.test('a certificate that is foreign, old or revoked, or none, is refused', async () => {
      const rob = authority.issue({ commonName: 'rob' });
      assert.equal((await etcdctlAs(rob, authority, m1.clientUrl, 'get', 'k')).code, 0);
      authority.revoke(rob);
      await until('the list counts', async () => {
        return (await etcdctlAs(rob, authority, m1.clientUrl, 'get', 'k')).code !== 0;
      });
      for (const who of [
        undefined,
        foreign.issue({ commonName: 'ann' }),
        authority.issue({ commonName: 'ann', validity: 'past' }),
        rob,
      ]) {
        const get = await etcdctlAs(who, authority, m1.clientUrl, 'get', 'k');
        assert.notEqual(get.code, 0);
        assert.equal(get.stdout, '');
        assert.match(get.stderr, isRefused);
      }
      assert.equal((await etcdctlAs(ann, authority, m1.clientUrl, 'get', 'k')).code, 0);
      assert.match(m1.program.logTail(200_000), /CERT_REVOKED/);
    });

    await t.test('a client does not believe a certificate of another host', async () => {
      const elsewhere = m1.clientUrl.replace('127.0.0.1', 'localhost');
      const get = await etcdctlAs(ann, authority, elsewhere, 'get', 'k');
      assert.notEqual(get.code, 0);
      assert.match(get.stderr, isRefused);
    });

    await t.test('a client without TLS is told so', async () => {
      const answer = await askHttp({ endpoint: new URL(m1.clientUrl).host, path: '/health' });
      assert.equal(answer.status, 400);
      assert.equal(answer.body, 'Client sent an HTTP request to an HTTPS server.\n');
    });

    await t.test(
      'a member with a foreign certificate stays outside until it has a good one',
      async () => {
        await until('it is refused', () => {
          return Promise.resolve(
            /refused a connection.*CERT|CERT.*refused a connection/.test(
              m1.program.logTail(200_000),
            ),
          );
        });
        const alone = await etcdctlAs(ann, authority, m3.clientUrl, 'get', 'k');
        assert.notEqual(alone.code, 0, 'it has no leader');
        replace(m3.peer, authority.issue({ commonName: 'm3', hosts: 'IP:127.0.0.1' }));
        await m3.program.untilReady();
        const get = await etcdctlAs(ann, authority, m3.clientUrl, 'get', 'k', '--print-value-only');
        assert.equal(get.stdout, 'v\n', get.stderr);
      },
    );

    await t.test('the certificate of the client port is replaced without a restart', async () => {
      replace(m1.client, foreign.issue({ commonName: 'm1', hosts: 'IP:127.0.0.1' }));
      await until('the new one is shown', async () => {
        const get = await etcdctlAs(ann, foreign, m1.clientUrl, 'get', 'k');
        return get.code === 0;
      });
      assert.notEqual((await etcdctlAs(ann, authority, m1.clientUrl, 'get', 'k')).code, 0);
    });
  });
});

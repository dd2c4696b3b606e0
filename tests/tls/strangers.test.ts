// Who is kept out of which port. Every port of a secured member, and at each of them everybody whose certificate
// does not do: nothing is said to them, before or after the handshake, in whatever they speak.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { createConnection } from 'node:net';
import type { Socket } from 'node:net';
import { after, before, suite, test } from 'node:test';
import { connect } from 'node:tls';
import { requireTools, until } from '../kit/index.ts';
import { TestAuthority } from './authority.ts';
import type { CertificateFiles } from './authority.ts';
import { etcdctlAs, planSecured } from './secured-member.ts';
import type { SecuredMember } from './secured-member.ts';

const here = '127.0.0.1';
const timeoutMs = 20_000;
/** The preface of HTTP/2 and empty settings; whoever is let in hears settings at once. */
const greeting = Buffer.concat([
  Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]),
]);
const portNames = ['client', 'peer', 'node', 'keeper'] as const;
type PortName = (typeof portNames)[number];

/** Room for handshakes, and some more. */
const idlersCount = 1_200;

let authority: TestAuthority;
let foreign: TestAuthority;
let member: SecuredMember;
let ann: CertificateFiles;

/** What was heard before the connection ended, or as soon as something was. */
function heard(socket: Socket, ready: string, greetingBytes: Uint8Array): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  socket.once(ready, () => socket.write(greetingBytes));
  socket.once('data', (bytes: Buffer) => resolve(bytes));
  // A refusal may be an alert or a reset.
  socket.on('error', () => undefined);
  socket.once('close', () => resolve(Buffer.alloc(0)));
  socket.setTimeout(timeoutMs, () => reject(new Error('neither answered nor refused')));
  return promise.finally(() => socket.destroy());
}

interface Shown {
  readonly maxVersion?: 'TLSv1.2';
  readonly servername?: string;
}

function greet(
  port: PortName,
  who: CertificateFiles | undefined,
  shown: Shown = {},
): Promise<Buffer> {
  const identity =
    who === undefined ? {} : { cert: readFileSync(who.cert), key: readFileSync(who.key) };
  const socket = connect({
    host: here,
    port: member.ports[port],
    ca: readFileSync(authority.certificate),
    ALPNProtocols: ['h2'],
    ...identity,
    ...shown,
  });
  return heard(socket, 'secureConnect', greeting);
}

async function isLetIn(...args: Parameters<typeof greet>): Promise<boolean> {
  return (await greet(...args)).length > 0;
}

/** `GET /health` over HTTP/1.1; undefined = the connection was ended. */
function healthStatus(who: CertificateFiles): Promise<number | undefined> {
  return new Promise((resolve) => {
    const outgoing = request(
      {
        host: here,
        port: member.ports.client,
        path: '/health',
        agent: false,
        ca: readFileSync(authority.certificate),
        cert: readFileSync(who.cert),
        key: readFileSync(who.key),
        signal: AbortSignal.timeout(timeoutMs),
      },
      (incoming) => {
        incoming.resume();
        resolve(incoming.statusCode);
      },
    );
    outgoing.once('error', () => resolve(undefined));
    outgoing.end();
  });
}

suite('strangers at the ports of a secured member', requireTools('openssl', 'etcdctl'), () => {
  before(async () => {
    authority = new TestAuthority('authority');
    foreign = new TestAuthority('foreign');
    // The authority signs clients too; who may be a member or a service is said by name.
    const flags = ['--peer-cert-allowed-cn=m1,m9,ann,rob'];
    const [planned] = await planSecured({ names: ['m1'], authority, flags });
    assert.ok(planned);
    member = planned;
    ann = authority.issue({ commonName: 'ann', hosts: `IP:${here}` });
    await member.program.start();
  });

  after(async () => {
    await member?.program.stop();
  });

  for (const port of portNames) {
    test(`the ${port} port is for holders of a certificate of the authority, and of today`, async () => {
      assert.ok(await isLetIn(port, ann));
      const hosts = `IP:${here}`;
      const strangers: Readonly<Record<string, CertificateFiles | undefined>> = {
        nobody: undefined,
        foreign: foreign.issue({ commonName: 'ann', hosts }),
        old: authority.issue({ commonName: 'ann', hosts, validity: 'past' }),
        early: authority.issue({ commonName: 'ann', hosts, validity: 'future' }),
      };
      for (const [name, who] of Object.entries(strangers)) {
        assert.equal(await isLetIn(port, who), false, name);
        assert.equal(await isLetIn(port, who, { maxVersion: 'TLSv1.2' }), false, name);
      }
      assert.ok(await isLetIn(port, ann));
    });

    test(`the ${port} port says nothing of use to who does not speak TLS`, async () => {
      const plain = createConnection({ host: here, port: member.ports[port] });
      const answer = await heard(plain, 'connect', greeting);
      assert.match(answer.toString('latin1'), /this port speaks TLS$/);
      const garbage = createConnection({ host: here, port: member.ports[port] });
      const silence = await heard(garbage, 'connect', Buffer.alloc(100));
      assert.equal(silence.length, 0);
      const http = createConnection({ host: here, port: member.ports[port] });
      const refusal = await heard(http, 'connect', Buffer.from('GET / HTTP/1.1\r\n\r\n'));
      assert.match(refusal.toString('latin1'), /^HTTP\/1\.1 400 /);
    });
  }

  test('a peer that connects from elsewhere than its certificate says is refused', async () => {
    const elsewhere = authority.issue({ commonName: 'm9', hosts: 'IP:10.9.9.9' });
    assert.equal(await isLetIn('peer', elsewhere), false);
  });

  test('a client of the same authority is no member and no service', async () => {
    const carl = authority.issue({ commonName: 'carl', hosts: `IP:${here}` });
    assert.ok(await isLetIn('client', carl));
    for (const port of ['peer', 'node', 'keeper'] as const) {
      assert.equal(await isLetIn(port, carl), false, port);
    }
  });

  // GHSA-3wh4-j44w-pg92: etcd looked at the list for HTTP only, once gRPC had a port of its own.
  test('a revoked certificate opens no port, in whichever protocol', async () => {
    const rob = authority.issue({ commonName: 'rob', hosts: `IP:${here}` });
    for (const port of portNames) assert.ok(await isLetIn(port, rob), port);
    authority.revoke(rob);
    for (const port of portNames) {
      // The list is looked at once a second.
      await until(`the list counts at the ${port} port`, async () => !(await isLetIn(port, rob)));
      assert.equal(await isLetIn(port, rob, { maxVersion: 'TLSv1.2' }), false);
      assert.ok(await isLetIn(port, ann));
    }
    assert.equal(await healthStatus(rob), undefined);
    assert.equal(await healthStatus(ann), 200);
    const get = await etcdctlAs(rob, authority, member.clientUrl, 'get', 'k');
    assert.notEqual(get.code, 0);
  });

  // GHSA-6vch-q96h-7gc3: etcd waited without end, and without a bound, for handshakes that were never begun.
  test('handshakes that nobody ends keep nobody out', async () => {
    for (const port of portNames) {
      const idlers = Array.from({ length: idlersCount }, () => {
        const socket = createConnection({ host: here, port: member.ports[port] });
        socket.on('error', () => undefined);
        // The beginning of a ClientHello.
        socket.write(Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01]));
        return socket;
      });
      assert.ok(await isLetIn(port, ann), port);
      for (const socket of idlers) socket.destroy();
    }
  });
});

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectPlain } from 'node:net';
import { test } from 'node:test';
import type { TLSSocket } from 'node:tls';
import { anyCertificate } from './certificate-rules.ts';
import { fixedMaterial } from './material.ts';
import type { TlsMaterial } from './material.ts';
import {
  ann,
  authority,
  elsewhere,
  emptyRevocationList,
  expired,
  revocationList,
  rob,
  server,
  stranger,
} from './testing/certificates.ts';
import { dial, heard, listenTls, required, sayPlainly } from './testing/tls-port.ts';

void test('only certificates of the authority that are valid today come in', async () => {
  await using port = await listenTls(required);
  assert.equal(await heard(dial(port.port, ann)), 'hello');
  assert.equal(await heard(dial(port.port, stranger)), '');
  assert.match(await port.refused(), /DEPTH_ZERO_SELF_SIGNED_CERT/);
  assert.equal(await heard(dial(port.port, expired)), '');
  assert.match(await port.refused(), /CERT_HAS_EXPIRED/);
  assert.equal(await heard(dial(port.port)), '');
  assert.match(await port.refused(), /has shown no certificate/);
  assert.equal(port.acceptor.pendingCount, 0);
});

void test('a revoked certificate is refused, and others are not', async () => {
  const source = fixedMaterial({ ...server, ca: [authority], crl: [revocationList] });
  await using port = await listenTls({ ...required, source });
  assert.equal(await heard(dial(port.port, ann)), 'hello');
  assert.equal(await heard(dial(port.port, rob)), '');
  assert.match(await port.refused(), /CERT_REVOKED/);
});

for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
  void test(`a certificate that was revoked meanwhile does not come in by an old session (${maxVersion})`, async () => {
    let crl = emptyRevocationList;
    let material: TlsMaterial = { ...server, ca: [authority], crl: [crl] };
    const source = { current: () => material };
    await using port = await listenTls({ ...required, source });
    const first = dial(port.port, { ...rob, maxVersion });
    let session: Buffer | undefined;
    first.on('session', (given) => (session = given));
    assert.equal(await heard(first), 'hello');
    // The files are the same, and still it is judged anew: it may have run out.
    const same = dial(port.port, { ...rob, maxVersion, ...(session && { session }) });
    let isReused: boolean | undefined;
    same.once('secureConnect', () => (isReused = same.isSessionReused()));
    assert.equal(await heard(same), 'hello');
    assert.equal(isReused, false);
    crl = revocationList;
    material = { ...material, crl: [crl] };
    const again = dial(port.port, { ...rob, maxVersion, ...(session && { session }) });
    assert.equal(await heard(again), '');
    assert.match(await port.refused(), /CERT_REVOKED/);
  });
}

void test('new files count from the next handshake on, and connections of before stay', async () => {
  let material: TlsMaterial = { ...server, ca: [authority] };
  const opened: TLSSocket[] = [];
  await using port = await listenTls(
    { ...required, source: { current: () => material } },
    { onSecure: (socket) => void opened.push(socket) },
  );
  const before = dial(port.port, ann);
  await once(before, 'secureConnect');
  while (opened.length === 0) await new Promise((resolve) => setImmediate(resolve));
  material = { ...elsewhere, ca: [authority] };
  const after = dial(port.port, { ...ann, rejectUnauthorized: false });
  await once(after, 'secureConnect');
  assert.equal(before.getPeerCertificate().subject.CN, 'Cairn test server');
  assert.equal(after.getPeerCertificate().subject.CN, 'far');
  opened[0]!.write('still here');
  assert.equal(String((await once(before, 'data'))[0]), 'still here');
  before.destroy();
  after.destroy();
});

void test('names and hosts can be asked for beyond a good signature', async () => {
  const rules = { ...anyCertificate, allowedNames: ['ann', 'bob'] };
  await using byName = await listenTls({ ...required, rules });
  assert.equal(await heard(dial(byName.port, ann)), 'hello');
  assert.equal(await heard(dial(byName.port, rob)), '');
  assert.match(await byName.refused(), /"rob" is good, but only ann, bob may connect/);
  const hosts = { ...anyCertificate, allowedHostnames: ['elsewhere.example'] };
  await using byHost = await listenTls({ ...required, rules: hosts });
  assert.equal(await heard(dial(byHost.port, elsewhere)), 'hello');
  assert.equal(await heard(dial(byHost.port, ann)), '');
  assert.match(await byHost.refused(), /not for elsewhere\.example/);
});

void test('a certificate of another place is refused where places are asked for', async () => {
  const rules = { ...anyCertificate, bindsAddress: true };
  const nowhere = {
    addressesOf: () => Promise.reject(new Error('no such name')),
    namesOf: () => Promise.reject(new Error('no such address')),
  };
  await using port = await listenTls({ ...required, rules }, { names: nowhere });
  assert.equal(await heard(dial(port.port, ann)), 'hello');
  assert.equal(await heard(dial(port.port, server)), 'hello');
  assert.equal(await heard(dial(port.port, elsewhere)), '');
  assert.match(await port.refused(), /good, but for 10\.9\.9\.9, elsewhere\.example, not for 127/);
});

void test('who does not speak TLS hears so in the language that it speaks', async () => {
  await using port = await listenTls(required);
  const http1 = await sayPlainly(port.port, 'GET /health HTTP/1.1\r\nhost: x\r\n\r\n');
  assert.match(
    http1,
    /^HTTP\/1\.1 400 .*\n\r\nClient sent an HTTP request to an HTTPS server\.\n$/s,
  );
  assert.match(await port.refused(), /does not speak TLS/);
  const http2 = await sayPlainly(port.port, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
  assert.match(http2, /this port speaks TLS$/);
  assert.equal(await sayPlainly(port.port, '\u0000nonsense'), '');
});

void test('a handshake that does not come to its end in time is given up', async () => {
  await using port = await listenTls(required, { handshakeTimeoutMs: 30 });
  const silent = connectPlain({ port: port.port, host: '127.0.0.1' });
  await heard(silent);
  assert.match(await port.refused(), /not done within 30 ms/);
  const half = connectPlain({ port: port.port, host: '127.0.0.1' });
  half.write(Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01]));
  await heard(half);
  assert.match(await port.refused(), /not done within 30 ms/);
  assert.equal(port.acceptor.pendingCount, 0);
});

void test('those who open handshakes and leave them cannot keep others out', async () => {
  await using port = await listenTls(required, { handshakesMax: 4 });
  const idlers = Array.from({ length: 12 }, () => {
    const socket = connectPlain({ port: port.port, host: '127.0.0.1' });
    socket.on('error', () => undefined);
    socket.write(Buffer.from([0x16, 0x03, 0x01]));
    return socket;
  });
  for (let count = 0; count < 8; count += 1) {
    assert.match(await port.refused(), /too many handshakes at once/);
  }
  assert.equal(port.acceptor.pendingCount, 4);
  assert.equal(await heard(dial(port.port, ann)), 'hello');
  for (const socket of idlers) socket.destroy();
});

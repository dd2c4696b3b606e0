import assert from 'node:assert/strict';
import { X509Certificate, createPrivateKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fixedMaterial } from './material.ts';
import { makeSelfSigned, selfSignedFiles } from './self-signed.ts';
import { dial, heard, listenTls, required } from './testing/tls-port.ts';

const yearMs = 365 * 24 * 60 * 60 * 1_000;
const hosts = ['127.0.0.1', '::1', 'localhost'];

void test('a certificate that signs itself is one for its hosts and its time', async () => {
  const nowMs = Date.now();
  const made = makeSelfSigned({ hosts, validityYears: 3, nowMs });
  const certificate = new X509Certificate(made.cert);
  assert.ok(certificate.verify(certificate.publicKey));
  assert.ok(certificate.checkPrivateKey(createPrivateKey(made.key)));
  assert.equal(certificate.checkIP('::1'), '::1');
  assert.equal(certificate.checkHost('elsewhere'), undefined);
  assert.equal(Date.parse(certificate.validTo), Math.floor((nowMs + 3 * yearMs) / 1_000) * 1_000);

  const tls = { ...required, source: fixedMaterial(made), requiresCertificate: false };
  await using port = await listenTls(tls);
  assert.equal(await heard(dial(port.port, { ca: made.cert })), 'hello');
});

void test('it is kept, and made anew when it has run out or its files are damaged', () => {
  const parent = mkdtempSync(join(tmpdir(), 'cairn-self-'));
  try {
    const directory = join(parent, 'fixtures', 'client');
    const nowMs = Date.now();
    const open = (atMs: number): string => {
      const options = { directory, flag: '--auto-tls', hosts, validityYears: 1, nowMs: atMs };
      return readFileSync(selfSignedFiles(options).cert.path, 'utf8');
    };
    const first = open(nowMs);
    assert.equal(statSync(join(directory, 'key.pem')).mode & 0o777, 0o600);
    assert.equal(open(nowMs + yearMs / 2), first);
    const second = open(nowMs + 2 * yearMs);
    assert.notEqual(second, first);
    writeFileSync(join(directory, 'key.pem'), 'damaged');
    assert.notEqual(open(nowMs + 2 * yearMs), second);
  } finally {
    rmSync(parent, { recursive: true });
  }
});

import assert from 'node:assert/strict';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Logger } from '@cairn/telemetry';
import { lookAtFilesIntervalMs } from './limits.ts';
import {
  ann,
  authority,
  elsewhere,
  emptyRevocationList,
  revocationList,
  server,
} from './testing/certificates.ts';
import type { TestCertificate } from './testing/certificates.ts';
import { TlsFileError, TlsFiles } from './tls-files.ts';
import type { TlsFile } from './tls-files.ts';

class Place implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), 'cairn-tls-'));
  readonly lines: string[] = [];
  nowMs = 0;

  file(name: string, content: string | Buffer): TlsFile {
    const path = join(this.path, name);
    writeFileSync(path, content);
    return { flag: `--${name}-file`, path };
  }

  pair({ cert, key }: TestCertificate): { readonly cert: TlsFile; readonly key: TlsFile } {
    return { cert: this.file('cert', cert), key: this.file('key', key) };
  }

  open(files: { cert?: TlsFile; key?: TlsFile; ca?: TlsFile; crl?: TlsFile }): TlsFiles {
    const log = (_about: object, text: string): void => void this.lines.push(text);
    const { cert, key, ca, crl } = files;
    return new TlsFiles({
      files: { cert, key, ca, crl },
      logger: { info: log, error: log } as unknown as Logger,
      clock: { nowMs: () => this.nowMs },
    });
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true });
  }
}

void test('what is in the files is used, and is the same object while they are the same', () => {
  using place = new Place();
  const ca = place.file('ca', `a bundle\n${authority}\n${ann.cert}\n`);
  const files = place.open({ ...place.pair(server), ca });
  const material = files.current();
  assert.deepEqual(material, { ...server, ca: [authority, ann.cert] });
  place.nowMs += 10 * lookAtFilesIntervalMs;
  assert.equal(files.current(), material);
});

void test('a file that cannot be used is named with its flag', () => {
  using place = new Place();
  const { cert, key } = place.pair(server);
  const missing = { flag: '--key-file', path: '/nowhere/tls.key' };
  const nonsense = place.file('ca', 'nonsense');
  for (const [files, expected] of [
    [{ cert, key: missing }, /^--key-file: \/nowhere\/tls\.key: ENOENT/],
    [{ cert, key: place.file('other', ann.key) }, /^--other-file: .* not the key of .*--cert-file/],
    [{ cert: nonsense, key }, /^--ca-file: .*: there is no certificate in it/],
    [{ cert, key: nonsense }, /^--ca-file: /],
    [{ crl: nonsense }, /^--ca-file: /],
  ] as const) {
    assert.throws(
      () => place.open(files),
      (error) => error instanceof TlsFileError && expected.test(error.message),
      String(expected),
    );
  }
});

void test('new files are in use after a second, not before', () => {
  using place = new Place();
  const files = place.open(place.pair(server));
  place.file('new-cert', ann.cert);
  place.file('new-key', ann.key);
  renameSync(join(place.path, 'new-cert'), join(place.path, 'cert'));
  renameSync(join(place.path, 'new-key'), join(place.path, 'key'));
  place.nowMs = lookAtFilesIntervalMs - 1;
  assert.equal(files.current().cert, server.cert);
  place.nowMs = lookAtFilesIntervalMs;
  assert.equal(files.current().cert, ann.cert);
  assert.deepEqual(place.lines, ['TLS files have changed and are in use']);
});

void test('a rotation that is only half done, or broken, changes nothing until it is whole', () => {
  using place = new Place();
  const files = place.open(place.pair(server));
  const later = (): string | undefined => {
    place.nowMs += lookAtFilesIntervalMs;
    return files.current().cert;
  };
  place.file('cert', elsewhere.cert);
  assert.equal(later(), server.cert);
  place.file('cert', 'broken');
  assert.equal(later(), server.cert);
  rmSync(join(place.path, 'cert'));
  assert.equal(later(), server.cert);
  assert.equal(later(), server.cert);
  const refused = 'TLS files have changed and cannot be used; the old ones stay in use';
  assert.deepEqual(place.lines, [refused, refused, refused]);
  place.pair(elsewhere);
  assert.equal(later(), elsewhere.cert);
});

void test('revocation lists are taken as PEM, several in one file too, and in binary', () => {
  using place = new Place();
  const both = `${emptyRevocationList}\n${revocationList}\n`;
  assert.equal(place.open({ crl: place.file('pem', both) }).current().crl?.length, 2);
  const binary = Buffer.from(revocationList.split('\n').slice(1, -1).join(''), 'base64');
  const [list = ''] = place.open({ crl: place.file('der', binary) }).current().crl ?? [];
  assert.equal(list.replaceAll(/\s/g, ''), revocationList.replaceAll(/\s/g, ''));
});

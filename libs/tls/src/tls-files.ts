// Certificates, keys, authorities and revocation lists in files, which change while the process runs:
// certificates of a few weeks are the custom, and a restart for each would cost leadership every time.
//
// Nothing watches the files. Who needs the material asks for it, and at most once a second that is when
// they are looked at: on file systems where nobody is told of changes (mounted secrets, NFS) that works as
// well. What is read is proven by making a context of it. Certificate and key are two files and cannot be
// replaced at once, so a pair that does not fit is what a rotation looks like half way: what was in use
// stays in use, and the next look finds the rest.
import { readFileSync, statSync } from 'node:fs';
import type { MonotonicClock } from '@cairn/core';
import type { Logger } from '@cairn/telemetry';
import { nodeCrypto, nodeTls } from './builtin.ts';
import { lookAtFilesIntervalMs } from './limits.ts';
import type { MaterialSource, TlsMaterial } from './material.ts';
import { pemBlocks, revocationLists } from './pem.ts';

export interface TlsFile {
  /** What the operator wrote to name it. */
  readonly flag: string;
  readonly path: string;
}

/** undefined = not given. */
export interface TlsFileSet {
  readonly cert: TlsFile | undefined;
  readonly key: TlsFile | undefined;
  readonly ca: TlsFile | undefined;
  readonly crl: TlsFile | undefined;
}

/** Names flag, file and what is wrong with it. */
export class TlsFileError extends Error {
  override readonly name = 'TlsFileError';

  constructor({ flag, path }: TlsFile, cause: unknown) {
    super(`${flag}: ${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

export interface TlsFilesOptions {
  readonly files: TlsFileSet;
  readonly logger: Logger;
  readonly clock: MonotonicClock;
}

export class TlsFiles implements MaterialSource {
  readonly #options: TlsFilesOptions;
  #material: TlsMaterial;
  /** Of the files that were read last, whether they could be used or not. */
  #stamp: string;
  #lookedAtMs: number;

  /** @throws TlsFileError when they cannot be used. */
  constructor(options: TlsFilesOptions) {
    this.#options = options;
    this.#lookedAtMs = options.clock.nowMs();
    // Before the content: what changes in between is read again.
    this.#stamp = stampOf(options.files);
    this.#material = readMaterial(options.files);
  }

  current(): TlsMaterial {
    const nowMs = this.#options.clock.nowMs();
    if (nowMs - this.#lookedAtMs >= lookAtFilesIntervalMs) {
      this.#lookedAtMs = nowMs;
      this.#look();
    }
    return this.#material;
  }

  #look(): void {
    const { files, logger } = this.#options;
    const stamp = stampOf(files);
    if (stamp === this.#stamp) return;
    this.#stamp = stamp;
    const paths = given(files).map(({ path }) => path);
    try {
      this.#material = readMaterial(files);
      logger.info({ files: paths }, 'TLS files have changed and are in use');
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      logger.error(
        { reason },
        'TLS files have changed and cannot be used; the old ones stay in use',
      );
    }
  }
}

function given(files: TlsFileSet): readonly TlsFile[] {
  return [files.cert, files.key, files.ca, files.crl].filter((file) => file !== undefined);
}

function stampOf(files: TlsFileSet): string {
  return given(files)
    .map(({ path }) => {
      const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
      // A file that is replaced has another inode, one that is written in place another time.
      return stats === undefined ? 'none' : `${stats.ino} ${stats.mtimeNs} ${stats.size}`;
    })
    .join();
}

function readMaterial({ cert, key, ca, crl }: TlsFileSet): TlsMaterial {
  const material: TlsMaterial = {
    ...(cert === undefined ? {} : { cert: read(cert, certificateText) }),
    ...(key === undefined ? {} : { key: read(key, keyText) }),
    ...(ca === undefined ? {} : { ca: read(ca, authorityTexts) }),
    ...(crl === undefined ? {} : { crl: read(crl, listTexts) }),
  };
  if (cert !== undefined && key !== undefined) checkPair(material, cert, key);
  return material;
}

function read<T>(file: TlsFile, parse: (bytes: Buffer) => T): T {
  try {
    return parse(readFileSync(file.path));
  } catch (error) {
    throw new TlsFileError(file, error);
  }
}

function certificateText(bytes: Buffer): string {
  certificates(bytes);
  return bytes.toString();
}

function keyText(bytes: Buffer): string {
  // Encrypted keys end here as well: there is nobody to ask for the password.
  nodeCrypto().createPrivateKey(bytes);
  return bytes.toString();
}

function authorityTexts(bytes: Buffer): readonly string[] {
  return certificates(bytes);
}

function listTexts(bytes: Buffer): readonly string[] {
  const lists = revocationLists(bytes);
  if (lists.length === 0) throw new Error('there is no revocation list in it');
  nodeTls().createSecureContext({ crl: [...lists] });
  return lists;
}

/** One text each, all of which can be read. */
function certificates(bytes: Buffer): readonly string[] {
  const blocks = pemBlocks(bytes.toString(), 'CERTIFICATE', 'TRUSTED CERTIFICATE');
  if (blocks.length === 0) throw new Error('there is no certificate in it (PEM)');
  const { X509Certificate } = nodeCrypto();
  return blocks.map((block) => new X509Certificate(block).toString().trimEnd());
}

function checkPair(
  { cert = '', key = '' }: TlsMaterial,
  certFile: TlsFile,
  keyFile: TlsFile,
): void {
  const { X509Certificate, createPrivateKey } = nodeCrypto();
  if (new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))) return;
  throw new TlsFileError(
    keyFile,
    `it is not the key of the certificate in ${certFile.flag} ${certFile.path}`,
  );
}

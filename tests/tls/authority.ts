// An authority of the test's own, by openssl: what an operator would use.
import { execFileSync } from 'node:child_process';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratchDirectory, toolPath } from '../kit/index.ts';

export interface CertificateFiles {
  readonly cert: string;
  readonly key: string;
}

export interface IssueOptions {
  /** Empty = it has none. */
  readonly commonName?: string;
  /** As openssl writes it: `IP:127.0.0.1,DNS:localhost`. */
  readonly hosts?: string;
  /** Left out = for the next 30 days. */
  readonly validity?: 'past' | 'future';
}

const times = {
  past: ['-startdate', '200101000000Z', '-enddate', '210101000000Z'],
  now: ['-days', '30'],
  future: ['-startdate', '20900101000000Z', '-enddate', '20910101000000Z'],
} as const;

const settings = `
[ca]
default_ca=here
[here]
database=index.txt
serial=serial
crlnumber=crlnumber
new_certs_dir=.
default_md=sha256
policy=names
unique_subject=no
default_crl_days=30
[names]
commonName=optional
organizationName=optional
[req]
distinguished_name=none
[none]
[authority]
basicConstraints=critical,CA:TRUE
keyUsage=critical,keyCertSign,cRLSign
`;

export class TestAuthority {
  readonly directory: string;
  /** PEM files. */
  readonly certificate: string;
  readonly revocationList: string;
  #count = 0;

  constructor(name: string) {
    this.directory = scratchDirectory(`authority-${name}`);
    this.certificate = join(this.directory, 'ca.crt');
    this.revocationList = join(this.directory, 'ca.crl');
    this.#write('settings', settings);
    this.#write('index.txt', '');
    this.#write('serial', '01\n');
    this.#write('crlnumber', '01\n');
    this.#newKey('ca.key');
    const subject = ['-subj', `/CN=${name}`, '-days', '30', '-out', 'ca.crt'];
    this.#openssl(
      'req',
      '-new',
      '-x509',
      '-config',
      'settings',
      '-key',
      'ca.key',
      ...subject,
      '-extensions',
      'authority',
    );
    this.#publishRevocations();
  }

  /** A new key and its certificate, for either side of a connection. */
  issue({ commonName = 'somebody', hosts, validity }: IssueOptions): CertificateFiles {
    this.#count += 1;
    const name = `${this.#count}-${commonName}`;
    const subject = commonName === '' ? '/O=nobody' : `/CN=${commonName}`;
    const [key, request, cert] = [`${name}.key`, `${name}.csr`, `${name}.crt`];
    this.#newKey(key);
    this.#openssl(
      'req',
      '-new',
      '-config',
      'settings',
      '-key',
      key,
      '-subj',
      subject,
      '-out',
      request,
    );
    const names = hosts === undefined ? '' : `subjectAltName=${hosts}\n`;
    this.#write('extensions', `extendedKeyUsage=serverAuth,clientAuth\n${names}`);
    const time = times[validity ?? 'now'];
    this.#ca('-in', request, '-out', cert, '-notext', '-extfile', 'extensions', ...time);
    return { cert: join(this.directory, cert), key: join(this.directory, key) };
  }

  /** Publishes a new list of all that were revoked. */
  revoke({ cert }: CertificateFiles): void {
    this.#ca('-revoke', cert);
    this.#publishRevocations();
  }

  #publishRevocations(): void {
    this.#ca('-gencrl', '-out', 'ca.crl');
  }

  #newKey(file: string): void {
    this.#openssl(
      'genpkey',
      '-algorithm',
      'EC',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-out',
      file,
    );
  }

  #ca(...args: readonly string[]): void {
    this.#openssl(
      'ca',
      '-batch',
      '-config',
      'settings',
      '-keyfile',
      'ca.key',
      '-cert',
      'ca.crt',
      ...args,
    );
  }

  #openssl(...args: readonly string[]): void {
    execFileSync(toolPath('openssl'), args, { cwd: this.directory, stdio: 'pipe' });
  }

  #write(file: string, content: string): void {
    writeFileSync(join(this.directory, file), content);
  }
}

/** What a rotation does: other content at the same place. */
export function replace(target: CertificateFiles, by: CertificateFiles): void {
  copyFileSync(by.cert, target.cert);
  copyFileSync(by.key, target.key);
}

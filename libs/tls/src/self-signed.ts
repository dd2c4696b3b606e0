// Certificates that a process signs for itself (etcd: --auto-tls, --peer-auto-tls): they encrypt, and prove
// nothing. Made once and kept in the data directory, so that who has looked at one and trusts it can go on
// doing so; one that has run out, or cannot be read, is made anew.
//
// The schema of X.509 is a library's, the rest is Node's. It is loaded by whoever needs such a certificate.
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  GeneralName,
  KeyUsage,
  KeyUsageFlags,
  Name,
  RelativeDistinguishedName,
  SubjectAlternativeName,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_subjectAltName,
  id_kp_clientAuth,
  id_kp_serverAuth,
} from '@peculiar/asn1-x509';
import { nodeCrypto } from './builtin.ts';
import type { MadeFiles } from './open-tls.ts';

export interface SelfSignedOptions {
  /** Its own; made when it is missing. */
  readonly directory: string;
  /** Which names a message names the files by. */
  readonly flag: string;
  /** Names and addresses that it is valid for. */
  readonly hosts: readonly string[];
  readonly validityYears: number;
  readonly nowMs: number;
}

const dayMs = 24 * 60 * 60 * 1_000;
/** As etcd counts. */
const daysPerYear = 365;
const serialBytes = 16;
const commonNameType = '2.5.4.3';
const ecdsaWithSha256 = '1.2.840.10045.4.3.2';

/** The files, made when they are not there or of no use any more. */
export function selfSignedFiles(options: SelfSignedOptions): MadeFiles {
  const { directory, flag, nowMs } = options;
  const cert = { flag, path: join(directory, 'cert.pem') };
  const key = { flag, path: join(directory, 'key.pem') };
  if (isUsable(cert.path, key.path, nowMs)) return { cert, key };
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  chmodSync(directory, 0o700);
  const made = makeSelfSigned(options);
  // The key first: a certificate without its key is what a stop in between would leave else.
  write(key.path, made.key);
  write(cert.path, made.cert);
  return { cert, key };
}

function isUsable(certPath: string, keyPath: string, nowMs: number): boolean {
  if (!existsSync(certPath) || !existsSync(keyPath)) return false;
  const { X509Certificate, createPrivateKey } = nodeCrypto();
  try {
    const certificate = new X509Certificate(readFileSync(certPath));
    const isPair = certificate.checkPrivateKey(createPrivateKey(readFileSync(keyPath)));
    return isPair && Date.parse(certificate.validTo) > nowMs;
  } catch {
    return false;
  }
}

function write(path: string, text: string): void {
  const unfinished = `${path}.new`;
  writeFileSync(unfinished, text, { mode: 0o600 });
  renameSync(unfinished, path);
}

/** PEM texts of a new key on P-256, and of its certificate for either side of a connection. */
export function makeSelfSigned({
  hosts,
  validityYears,
  nowMs,
}: Pick<SelfSignedOptions, 'hosts' | 'validityYears' | 'nowMs'>): {
  readonly cert: string;
  readonly key: string;
} {
  const { generateKeyPairSync, sign } = nodeCrypto();
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signature = new AlgorithmIdentifier({ algorithm: ecdsaWithSha256 });
  const name = new Name([
    new RelativeDistinguishedName([
      new AttributeTypeAndValue({
        type: commonNameType,
        value: new AttributeValue({ utf8String: 'cairn' }),
      }),
    ]),
  ]);
  const tbsCertificate = new TBSCertificate({
    version: Version.v3,
    serialNumber: newSerial(),
    signature,
    issuer: name,
    subject: name,
    validity: new Validity({
      notBefore: new Date(nowMs),
      notAfter: new Date(nowMs + validityYears * daysPerYear * dayMs),
    }),
    subjectPublicKeyInfo: AsnConvert.parse(
      publicKey.export({ type: 'spki', format: 'der' }),
      SubjectPublicKeyInfo,
    ),
    extensions: extensionsFor(hosts),
  });
  const signed = sign('sha256', Buffer.from(AsnConvert.serialize(tbsCertificate)), privateKey);
  const certificate = new Certificate({
    tbsCertificate,
    signatureAlgorithm: signature,
    signatureValue: new Uint8Array(signed).buffer,
  });
  return {
    cert: toPem(AsnConvert.serialize(certificate)),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function extensionsFor(hosts: readonly string[]): Extensions {
  const names = hosts.map((host) =>
    isIP(host) === 0 ? new GeneralName({ dNSName: host }) : new GeneralName({ iPAddress: host }),
  );
  return new Extensions([
    extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.digitalSignature), true),
    extension(id_ce_extKeyUsage, new ExtendedKeyUsage([id_kp_serverAuth, id_kp_clientAuth]), false),
    extension(id_ce_subjectAltName, new SubjectAlternativeName(names), false),
  ]);
}

function extension(extnID: string, content: object, critical: boolean): Extension {
  const extnValue = new OctetString(AsnConvert.serialize(content));
  return new Extension({ extnID, critical, extnValue });
}

/** Random, positive, and without a leading zero byte. */
function newSerial(): ArrayBuffer {
  const bytes = new Uint8Array(serialBytes);
  nodeCrypto().randomFillSync(bytes);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.buffer;
}

function toPem(der: ArrayBuffer): string {
  const lines = Buffer.from(der)
    .toString('base64')
    .replaceAll(/.{1,64}/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}-----END CERTIFICATE-----\n`;
}

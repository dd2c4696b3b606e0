// What is asked of a certificate beyond a good signature.
import type { X509Certificate } from 'node:crypto';
import { lookup, reverse } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { lookedUpNamesMax } from './limits.ts';

export interface CertificateRules {
  /** One of them must be its common name; empty = any will do. */
  readonly allowedNames: readonly string[];
  /** It must be valid for one of these hosts; empty = any will do. */
  readonly allowedHostnames: readonly string[];
  /** If it names addresses or hosts, whoever shows it must connect from one of them. */
  readonly bindsAddress: boolean;
}

export const anyCertificate: CertificateRules = {
  allowedNames: [],
  allowedHostnames: [],
  bindsAddress: false,
};

/** The last of several, as Go has it; undefined = there is none. */
export function commonName(certificate: X509Certificate): string | undefined {
  // Typed as one text by older descriptions of Node.
  const names: unknown = certificate.toLegacyObject().subject?.CN;
  const name: unknown = Array.isArray(names) ? names.at(-1) : names;
  return typeof name === 'string' && name !== '' ? name : undefined;
}

/** Why a certificate does not do, by what it says of its holder. */
export function holderMistake(
  certificate: X509Certificate,
  { allowedNames, allowedHostnames }: CertificateRules,
): string | undefined {
  const name = commonName(certificate) ?? '';
  if (allowedNames.length > 0 && !allowedNames.includes(name)) {
    return `the certificate of "${name}" is good, but only ${allowedNames.join(', ')} may connect`;
  }
  const isValidHere = (host: string): boolean =>
    (isIP(host) === 0
      ? certificate.checkHost(host, { subject: 'never' })
      : certificate.checkIP(host)) !== undefined;
  if (allowedHostnames.length > 0 && !allowedHostnames.some(isValidHere)) {
    return `the certificate of "${name}" is good, but not for ${allowedHostnames.join(', ')}`;
  }
  return undefined;
}

/** How names are found, so that tests need no name server. */
export interface NameService {
  addressesOf(name: string): Promise<readonly string[]>;
  namesOf(address: string): Promise<readonly string[]>;
}

export const systemNames: NameService = {
  addressesOf: async (name) => (await lookup(name, { all: true })).map(({ address }) => address),
  namesOf: (address) => reverse(address),
};

/**
 * Why a certificate does not belong to who connects from `address`: it says where its holder is, and that
 * is somewhere else. A stolen certificate is of use on the stolen machine only then.
 */
export async function addressMistake(
  certificate: X509Certificate,
  address: string,
  names: NameService = systemNames,
): Promise<string | undefined> {
  const { hosts, addresses } = alternativeNames(certificate);
  if (hosts.length === 0 && addresses.length === 0) return undefined;
  if (addresses.some((one) => isSameAddress(one, address))) return undefined;
  for (const host of hosts.slice(0, lookedUpNamesMax)) {
    if (await isAt(host, address, names)) return undefined;
  }
  return `the certificate is good, but for ${[...addresses, ...hosts].join(', ')}, not for ${address}`;
}

async function isAt(host: string, address: string, names: NameService): Promise<boolean> {
  try {
    if (!host.startsWith('*.')) {
      const found = await names.addressesOf(host);
      return found.some((one) => isSameAddress(one, address));
    }
    const suffix = host.slice(1);
    const found = await names.namesOf(address);
    return found.some((name) => isOneLabelBefore(suffix, name.replace(/\.$/, '')));
  } catch {
    // A name that cannot be found proves nothing.
    return false;
  }
}

function isOneLabelBefore(suffix: string, name: string): boolean {
  return name.endsWith(suffix) && !name.slice(0, -suffix.length).includes('.');
}

/** `::ffff:10.0.0.1` is 10.0.0.1: what a listener for both families sees. */
function isSameAddress(one: string, other: string): boolean {
  const family = isIP(one) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(one) === 0 || isIP(other) === 0) return false;
  const list = new BlockList();
  list.addAddress(one, family);
  return list.check(other, isIP(other) === 6 ? 'ipv6' : 'ipv4');
}

function alternativeNames(certificate: X509Certificate): {
  readonly hosts: readonly string[];
  readonly addresses: readonly string[];
} {
  const hosts: string[] = [];
  const addresses: string[] = [];
  // What has a comma in it stands in quotes, and is no name of a host.
  const entries = /([^:,]+):("(?:[^"\\]|\\.)*"|[^,]*)(?:, |$)/g;
  for (const [, kind, value = ''] of (certificate.subjectAltName ?? '').matchAll(entries)) {
    if (kind === 'DNS') hosts.push(value);
    else if (kind === 'IP Address') addresses.push(value);
  }
  return { hosts, addresses };
}

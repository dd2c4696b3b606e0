// Versions and cipher suites, by the names that Go has for them: those are what people write for etcd.
import { option } from '@cairn/config';
import type { Option } from '@cairn/config';

export interface ProtocolConfig {
  readonly cipherSuites: readonly string[];
  readonly tlsMinVersion: VersionName;
  /** Empty: the newest there is. */
  readonly tlsMaxVersion: '' | VersionName;
}

export type VersionName = 'TLS1.2' | 'TLS1.3';

export const protocolOptions: {
  readonly 'cipher-suites': Option<readonly string[]>;
  readonly 'tls-min-version': Option<VersionName>;
  readonly 'tls-max-version': Option<'' | VersionName>;
} = {
  'cipher-suites': option.list({
    help: 'cipher suites for TLS 1.2, such as TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256; empty: those that Node prefers',
    default: [],
  }),
  'tls-min-version': option.choice({
    help: 'oldest version of TLS that is spoken',
    choices: ['TLS1.2', 'TLS1.3'],
    default: 'TLS1.2',
  }),
  'tls-max-version': option.choice({
    help: 'newest version of TLS that is spoken; empty: the newest there is',
    choices: ['', 'TLS1.2', 'TLS1.3'],
    default: '',
  }),
};

/** As Node's options have them. */
export interface ProtocolRules {
  readonly minVersion: 'TLSv1.2' | 'TLSv1.3';
  readonly maxVersion: 'TLSv1.2' | 'TLSv1.3';
  /** Left out: those that Node prefers. */
  readonly ciphers?: string;
}

export const defaultProtocolRules: ProtocolRules = { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.3' };

const nodeVersion = { 'TLS1.2': 'TLSv1.2', 'TLS1.3': 'TLSv1.3' } as const;

/** Always spoken with TLS 1.3, as in Go: nobody has to choose among them. */
const suitesOf13: readonly string[] = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
];

/** IANA's and Go's names → OpenSSL's. RC4 and 3DES, which Go still knows by name, are not offered. */
const opensslNames: ReadonlyMap<string, string> = new Map([
  ['TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256', 'ECDHE-ECDSA-AES128-GCM-SHA256'],
  ['TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384', 'ECDHE-ECDSA-AES256-GCM-SHA384'],
  ['TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'ECDHE-RSA-AES128-GCM-SHA256'],
  ['TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384', 'ECDHE-RSA-AES256-GCM-SHA384'],
  ['TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256', 'ECDHE-ECDSA-CHACHA20-POLY1305'],
  ['TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256', 'ECDHE-RSA-CHACHA20-POLY1305'],
  ['TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305', 'ECDHE-ECDSA-CHACHA20-POLY1305'],
  ['TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305', 'ECDHE-RSA-CHACHA20-POLY1305'],
  ['TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256', 'ECDHE-ECDSA-AES128-SHA256'],
  ['TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256', 'ECDHE-RSA-AES128-SHA256'],
  ['TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA', 'ECDHE-ECDSA-AES128-SHA'],
  ['TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA', 'ECDHE-ECDSA-AES256-SHA'],
  ['TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA', 'ECDHE-RSA-AES128-SHA'],
  ['TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA', 'ECDHE-RSA-AES256-SHA'],
  ['TLS_RSA_WITH_AES_128_GCM_SHA256', 'AES128-GCM-SHA256'],
  ['TLS_RSA_WITH_AES_256_GCM_SHA384', 'AES256-GCM-SHA384'],
  ['TLS_RSA_WITH_AES_128_CBC_SHA256', 'AES128-SHA256'],
  ['TLS_RSA_WITH_AES_128_CBC_SHA', 'AES128-SHA'],
  ['TLS_RSA_WITH_AES_256_CBC_SHA', 'AES256-SHA'],
]);

export function protocolMistakes(config: ProtocolConfig): readonly string[] {
  const { cipherSuites, tlsMinVersion, tlsMaxVersion } = config;
  const mistakes = cipherSuites
    .filter((name) => !opensslNames.has(name) && !suitesOf13.includes(name))
    .map((name) => `--cipher-suites: unexpected TLS cipher suite "${name}"`);
  if (tlsMinVersion === 'TLS1.3' && cipherSuites.length > 0) {
    mistakes.push('--cipher-suites cannot be chosen when only TLS1.3 is spoken');
  }
  if (tlsMinVersion === 'TLS1.3' && tlsMaxVersion === 'TLS1.2') {
    mistakes.push('--tls-min-version TLS1.3 is above --tls-max-version TLS1.2');
  }
  return mistakes;
}

/** For a configuration without mistakes. */
export function protocolRules(config: ProtocolConfig): ProtocolRules {
  const { cipherSuites, tlsMinVersion, tlsMaxVersion } = config;
  const maxVersion = nodeVersion[tlsMaxVersion === '' ? 'TLS1.3' : tlsMaxVersion];
  const minVersion = nodeVersion[tlsMinVersion];
  const chosen = cipherSuites
    .map((name) => opensslNames.get(name))
    .filter((name) => name !== undefined);
  if (chosen.length === 0) return { minVersion, maxVersion };
  // A list without a suite of TLS 1.3 would switch that off.
  const ciphers = [...(maxVersion === 'TLSv1.3' ? suitesOf13 : []), ...chosen].join(':');
  return { minVersion, maxVersion, ciphers };
}

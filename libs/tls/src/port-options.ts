// The flags of etcd for the two ports of a member, and those for what is Cairn's own: the way between its
// services. The launcher takes them and passes them on, so each is declared here once.
import { option } from '@cairn/config';
import type { Option } from '@cairn/config';
import { protocolMistakes, protocolOptions } from './protocol-rules.ts';
import type { ProtocolConfig } from './protocol-rules.ts';

type KebabCase<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `-${Lowercase<First>}`}${KebabCase<Rest>}`
  : Name;

type OptionsOf<Config> = {
  readonly [Name in keyof Config & string as KebabCase<Name>]: Option<Config[Name]>;
};

/** Paths are empty when they were not given. */
export interface ClientPortTlsConfig extends ProtocolConfig {
  readonly certFile: string;
  readonly keyFile: string;
  readonly clientCertAuth: boolean;
  readonly trustedCaFile: string;
  readonly clientCrlFile: string;
  readonly clientCertAllowedHostname: readonly string[];
  readonly autoTls: boolean;
  readonly selfSignedCertValidity: number;
}

export interface PeerTlsConfig extends ProtocolConfig {
  readonly peerCertFile: string;
  readonly peerKeyFile: string;
  readonly peerClientCertFile: string;
  readonly peerClientKeyFile: string;
  readonly peerClientCertAuth: boolean;
  readonly peerTrustedCaFile: string;
  readonly peerCrlFile: string;
  readonly peerCertAllowedCn: readonly string[];
  readonly peerCertAllowedHostname: readonly string[];
  readonly peerSkipClientSanVerification: boolean;
  readonly peerAutoTls: boolean;
  readonly selfSignedCertValidity: number;
}

/** The first three, or none; who of those that the authority has signed is kept out, as among peers. */
export interface ServiceTlsConfig {
  readonly serviceCertFile: string;
  readonly serviceKeyFile: string;
  readonly serviceTrustedCaFile: string;
  readonly serviceCrlFile: string;
  readonly serviceCertAllowedCn: readonly string[];
  readonly serviceCertAllowedHostname: readonly string[];
}

const file = (help: string): Option<string> => option.string({ help, default: '' });

const selfSigned: OptionsOf<{ selfSignedCertValidity: number }> = {
  'self-signed-cert-validity': option.integer({
    help: 'years for which certificates of --auto-tls and --peer-auto-tls are valid',
    default: 1,
    min: 1,
    max: 100,
  }),
};

export const clientPortTlsOptions: OptionsOf<ClientPortTlsConfig> = {
  'cert-file': file('certificate of the client port (PEM); read again when it changes'),
  'key-file': file('its key (PEM, not encrypted)'),
  'client-cert-auth': option.boolean({
    help: 'turn away clients without a certificate signed by --trusted-ca-file',
    default: false,
  }),
  'trusted-ca-file': file('authorities of client certificates (PEM); asks for certificates, too'),
  'client-crl-file': file('revoked client certificates (PEM or DER)'),
  'client-cert-allowed-hostname': option.list({
    help: 'hosts, one of which a client certificate must be valid for',
    default: [],
  }),
  'auto-tls': option.boolean({
    help: 'serve clients with a certificate that is made and signed here, when none is given',
    default: false,
  }),
  ...selfSigned,
  ...protocolOptions,
};

export const peerTlsOptions: OptionsOf<PeerTlsConfig> = {
  'peer-cert-file': file('certificate of the peer port, shown to other members in both directions'),
  'peer-key-file': file('its key (PEM, not encrypted)'),
  'peer-client-cert-file': file('certificate to call other members with, if not --peer-cert-file'),
  'peer-client-key-file': file('its key'),
  'peer-client-cert-auth': option.boolean({
    help: 'turn away peers without a certificate signed by --peer-trusted-ca-file',
    default: false,
  }),
  'peer-trusted-ca-file': file(
    'authorities of the other members (PEM); asks for certificates, too',
  ),
  'peer-crl-file': file('revoked certificates of members (PEM or DER)'),
  'peer-cert-allowed-cn': option.list({
    help: 'common names, one of which the certificate of a peer must have',
    default: [],
  }),
  'peer-cert-allowed-hostname': option.list({
    help: 'hosts, one of which the certificate of a peer must be valid for',
    default: [],
  }),
  'peer-skip-client-san-verification': option.boolean({
    help: 'do not ask that a peer connects from an address that its certificate names',
    default: false,
  }),
  'peer-auto-tls': option.boolean({
    help: 'encrypt between members with certificates that each has signed for itself; proves nobody',
    default: false,
  }),
  ...selfSigned,
  ...protocolOptions,
};

export const serviceTlsOptions: OptionsOf<ServiceTlsConfig> = {
  'service-cert-file': file(
    'certificate for other services of the cluster, called or calling, over TCP',
  ),
  'service-key-file': file('its key (PEM, not encrypted)'),
  'service-trusted-ca-file': file('authorities of the other services (PEM)'),
  'service-crl-file': file('revoked certificates of services (PEM or DER)'),
  'service-cert-allowed-cn': option.list({
    help: 'common names, one of which the certificate of another service must have',
    default: [],
  }),
  'service-cert-allowed-hostname': option.list({
    help: 'hosts, one of which the certificate of another service must be valid for',
    default: [],
  }),
};

function isTls(url: string): boolean {
  return url.startsWith('https:') || url.startsWith('unixs:');
}

function pairMistakes(certFlag: string, cert: string, keyFlag: string, key: string): string[] {
  if ((cert === '') === (key === '')) return [];
  return [`--${cert === '' ? keyFlag : certFlag} needs --${cert === '' ? certFlag : keyFlag}`];
}

/** A flag that protects something must not be taken where it protects nothing. */
function idleMistakes(
  given: Readonly<Record<string, boolean>>,
  urlFlag: string,
  urls: readonly string[],
): readonly string[] {
  if (urls.some(isTls)) return [];
  return Object.entries(given)
    .filter(([, isGiven]) => isGiven)
    .map(([flag]) => `--${flag} protects nothing: no URL of --${urlFlag} begins with https://`);
}

export function clientPortTlsMistakes(
  config: ClientPortTlsConfig,
  listenUrls: readonly string[],
): readonly string[] {
  const { certFile, keyFile, clientCertAuth, trustedCaFile, clientCrlFile, autoTls } = config;
  const asks = clientCertAuth || trustedCaFile !== '';
  const mistakes = [
    ...protocolMistakes(config),
    ...pairMistakes('cert-file', certFile, 'key-file', keyFile),
    ...idleMistakes(
      {
        'cert-file': certFile !== '',
        'client-cert-auth': clientCertAuth,
        'trusted-ca-file': trustedCaFile !== '',
        'auto-tls': autoTls,
      },
      'listen-client-urls',
      listenUrls,
    ),
  ];
  const secured = listenUrls.filter(isTls);
  if (secured.length > 0 && certFile === '' && keyFile === '' && !autoTls) {
    mistakes.push(`--cert-file and --key-file are needed for ${secured.join(', ')}, or --auto-tls`);
  }
  if (!asks && clientCrlFile !== '') mistakes.push('--client-crl-file needs --client-cert-auth');
  if (!asks && config.clientCertAllowedHostname.length > 0) {
    mistakes.push('--client-cert-allowed-hostname needs --client-cert-auth');
  }
  return mistakes;
}

export function peerTlsMistakes(
  config: PeerTlsConfig,
  listenUrls: readonly string[],
): readonly string[] {
  const { peerCertFile, peerKeyFile, peerClientCertAuth, peerTrustedCaFile, peerAutoTls } = config;
  const asks = peerClientCertAuth || peerTrustedCaFile !== '';
  const mistakes = [
    ...protocolMistakes(config),
    ...pairMistakes('peer-cert-file', peerCertFile, 'peer-key-file', peerKeyFile),
    ...pairMistakes(
      'peer-client-cert-file',
      config.peerClientCertFile,
      'peer-client-key-file',
      config.peerClientKeyFile,
    ),
    ...idleMistakes(
      {
        'peer-cert-file': peerCertFile !== '',
        'peer-client-cert-auth': peerClientCertAuth,
        'peer-trusted-ca-file': peerTrustedCaFile !== '',
        'peer-auto-tls': peerAutoTls,
      },
      'listen-peer-urls',
      listenUrls,
    ),
  ];
  const secured = listenUrls.filter(isTls);
  if (secured.length > 0 && peerCertFile === '' && peerKeyFile === '' && !peerAutoTls) {
    const urls = secured.join(', ');
    mistakes.push(
      `--peer-cert-file and --peer-key-file are needed for ${urls}, or --peer-auto-tls`,
    );
  }
  const names = config.peerCertAllowedCn;
  const hosts = config.peerCertAllowedHostname;
  if (names.length > 0 && hosts.length > 0) {
    mistakes.push('--peer-cert-allowed-cn and --peer-cert-allowed-hostname exclude each other');
  }
  if (!asks && (names.length > 0 || hosts.length > 0 || config.peerCrlFile !== '')) {
    mistakes.push(
      '--peer-cert-allowed-cn, --peer-cert-allowed-hostname and --peer-crl-file need --peer-client-cert-auth',
    );
  }
  return mistakes;
}

export function serviceTlsMistakes(config: ServiceTlsConfig): readonly string[] {
  const { serviceCertFile, serviceKeyFile, serviceTrustedCaFile } = config;
  const given = [serviceCertFile, serviceKeyFile, serviceTrustedCaFile].filter(
    (path) => path !== '',
  );
  if (given.length > 0 && given.length < 3) {
    return ['--service-cert-file, --service-key-file and --service-trusted-ca-file go together'];
  }
  const names = config.serviceCertAllowedCn;
  const hosts = config.serviceCertAllowedHostname;
  const restricts = names.length > 0 || hosts.length > 0 || config.serviceCrlFile !== '';
  if (given.length === 0 && restricts) {
    return [
      '--service-crl-file, --service-cert-allowed-cn and --service-cert-allowed-hostname need --service-cert-file',
    ];
  }
  if (names.length > 0 && hosts.length > 0) {
    return ['--service-cert-allowed-cn and --service-cert-allowed-hostname exclude each other'];
  }
  return [];
}

// From flags to what listeners and dialers need. Files are read here for the first time, and a file that
// cannot be used is the end of the start: no restart will mend it.
import type { MonotonicClock } from '@cairn/core';
import { DoNotRestartError } from '@cairn/service';
import type { Logger } from '@cairn/telemetry';
import { anyCertificate } from './certificate-rules.ts';
import type { ClientPortTlsConfig, PeerTlsConfig, ServiceTlsConfig } from './port-options.ts';
import { defaultProtocolRules, protocolRules } from './protocol-rules.ts';
import type { ServerTls } from './server-tls.ts';
import type { ClientTls } from './tls-dialer.ts';
import { TlsFileError, TlsFiles } from './tls-files.ts';
import type { TlsFile, TlsFileSet } from './tls-files.ts';

export interface OpenTlsOptions {
  readonly logger: Logger;
  readonly clock: MonotonicClock;
}

/** Both directions of a conversation among equals. */
export interface MutualTls {
  readonly server: ServerTls;
  readonly client: ClientTls;
}

/** Of a certificate that was made here; undefined = none was. */
export interface MadeFiles {
  readonly cert: TlsFile;
  readonly key: TlsFile;
}

/**
 * @returns undefined when no TLS was asked for
 * @throws DoNotRestartError naming flag and file
 */
export function openClientPortTls(
  config: ClientPortTlsConfig,
  made: MadeFiles | undefined,
  options: OpenTlsOptions,
): ServerTls | undefined {
  const cert = fileOf('cert-file', config.certFile) ?? made?.cert;
  if (cert === undefined) return undefined;
  return {
    source: open(
      {
        cert,
        key: fileOf('key-file', config.keyFile) ?? made?.key,
        ca: fileOf('trusted-ca-file', config.trustedCaFile),
        crl: fileOf('client-crl-file', config.clientCrlFile),
      },
      options,
    ),
    protocol: protocolRules(config),
    requiresCertificate: config.clientCertAuth || config.trustedCaFile !== '',
    rules: { ...anyCertificate, allowedHostnames: config.clientCertAllowedHostname },
  };
}

/** As above; `server` is of use only with a certificate, which the flags' check has asked for. */
export function openPeerTls(
  config: PeerTlsConfig,
  made: MadeFiles | undefined,
  options: OpenTlsOptions,
): MutualTls {
  const cert = fileOf('peer-cert-file', config.peerCertFile) ?? made?.cert;
  const key = fileOf('peer-key-file', config.peerKeyFile) ?? made?.key;
  const ca = fileOf('peer-trusted-ca-file', config.peerTrustedCaFile);
  const crl = fileOf('peer-crl-file', config.peerCrlFile);
  const protocol = protocolRules(config);
  const rules = {
    allowedNames: config.peerCertAllowedCn,
    allowedHostnames: config.peerCertAllowedHostname,
    bindsAddress: !config.peerSkipClientSanVerification,
  };
  const shown = {
    cert: fileOf('peer-client-cert-file', config.peerClientCertFile) ?? cert,
    key: fileOf('peer-client-key-file', config.peerClientKeyFile) ?? key,
  };
  return {
    server: {
      source: open({ cert, key, ca, crl }, options),
      protocol,
      requiresCertificate: config.peerClientCertAuth || ca !== undefined,
      rules,
    },
    client: {
      source: open({ ...shown, ca, crl }, options),
      protocol,
      // Certificates that members have signed for themselves prove nothing, and are not meant to.
      verifiesServer: made === undefined,
      rules,
    },
  };
}

/** @returns undefined when the services speak plainly */
export function openServiceTls(
  config: ServiceTlsConfig,
  options: OpenTlsOptions,
): MutualTls | undefined {
  const cert = fileOf('service-cert-file', config.serviceCertFile);
  if (cert === undefined) return undefined;
  const key = fileOf('service-key-file', config.serviceKeyFile);
  const ca = fileOf('service-trusted-ca-file', config.serviceTrustedCaFile);
  const crl = fileOf('service-crl-file', config.serviceCrlFile);
  const source = open({ cert, key, ca, crl }, options);
  const protocol = defaultProtocolRules;
  const rules = {
    ...anyCertificate,
    allowedNames: config.serviceCertAllowedCn,
    allowedHostnames: config.serviceCertAllowedHostname,
  };
  return {
    server: { source, protocol, requiresCertificate: true, rules },
    client: { source, protocol, verifiesServer: true, rules },
  };
}

function fileOf(flag: string, path: string): TlsFile | undefined {
  return path === '' ? undefined : { flag: `--${flag}`, path };
}

function open(files: TlsFileSet, options: OpenTlsOptions): TlsFiles {
  try {
    return new TlsFiles({ files, ...options });
  } catch (error) {
    if (error instanceof TlsFileError) throw new DoNotRestartError(error.message, { cause: error });
    throw error;
  }
}

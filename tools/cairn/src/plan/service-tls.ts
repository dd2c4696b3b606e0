// TLS between the services of different members. Start scripts of etcd know nothing of them: what protects its
// peers has to protect them too, or the data that goes over the peer port in secret could be had beside it.
import type { ServiceTlsConfig } from '@cairn/tls';
import type { LauncherConfig } from '../options/launcher-config.ts';

/** As told; else as among the peers: who may not be one of them, or no longer, may not be a service either. */
export function serviceTls(config: LauncherConfig): ServiceTlsConfig {
  const { peerCertFile, peerKeyFile, peerTrustedCaFile } = config;
  const isWhole = peerCertFile !== '' && peerKeyFile !== '' && peerTrustedCaFile !== '';
  if (config.serviceCertFile !== '' || !isWhole) return asTold(config);
  return {
    serviceCertFile: peerCertFile,
    serviceKeyFile: peerKeyFile,
    serviceTrustedCaFile: peerTrustedCaFile,
    serviceCrlFile: config.peerCrlFile,
    serviceCertAllowedCn: config.peerCertAllowedCn,
    serviceCertAllowedHostname: config.peerCertAllowedHostname,
  };
}

function asTold(config: LauncherConfig): ServiceTlsConfig {
  return {
    serviceCertFile: config.serviceCertFile,
    serviceKeyFile: config.serviceKeyFile,
    serviceTrustedCaFile: config.serviceTrustedCaFile,
    serviceCrlFile: config.serviceCrlFile,
    serviceCertAllowedCn: config.serviceCertAllowedCn,
    serviceCertAllowedHostname: config.serviceCertAllowedHostname,
  };
}

/** Why the services of other members talk to this one's in the clear although the peers do not. */
export function serviceTlsWarning(
  config: LauncherConfig,
  listens: readonly string[],
): string | undefined {
  const isSecured = serviceTls(config).serviceCertFile !== '';
  const peersAre = config.listenPeerUrls.some((url) => url.startsWith('https:'));
  const overTcp = listens.filter((address) => !address.startsWith('unix:'));
  if (isSecured || !peersAre || overTcp.length === 0) return undefined;
  return (
    `the peers speak TLS, but the services at ${overTcp.join(', ')} do not, and believe everybody: give ` +
    '--peer-trusted-ca-file, or --service-cert-file, --service-key-file and --service-trusted-ca-file'
  );
}

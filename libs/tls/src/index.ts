export { anyCertificate, commonName } from './certificate-rules.ts';
export type { CertificateRules } from './certificate-rules.ts';
export { fixedMaterial } from './material.ts';
export type { MaterialSource, TlsMaterial } from './material.ts';
export { openClientPortTls, openPeerTls, openServiceTls } from './open-tls.ts';
export type { MadeFiles, MutualTls, OpenTlsOptions } from './open-tls.ts';
export { ownCertificate } from './own-certificate.ts';
export type { OwnCertificateOptions } from './own-certificate.ts';
export { isTlsHandshake } from './plain-client.ts';
export {
  clientPortTlsMistakes,
  clientPortTlsOptions,
  peerTlsMistakes,
  peerTlsOptions,
  serviceTlsMistakes,
  serviceTlsOptions,
} from './port-options.ts';
export type { ClientPortTlsConfig, PeerTlsConfig, ServiceTlsConfig } from './port-options.ts';
export { defaultProtocolRules } from './protocol-rules.ts';
export type { ProtocolRules } from './protocol-rules.ts';
export { RefusalLog } from './refusal-log.ts';
export type { ServerTls } from './server-tls.ts';
export { TlsAcceptor } from './tls-acceptor.ts';
export type { Refusal } from './tls-acceptor.ts';
export { TlsDialer } from './tls-dialer.ts';
export type { ClientTls } from './tls-dialer.ts';

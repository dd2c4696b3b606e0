// What a port that speaks TLS shows and asks for, as Node's options.
import type { SecureContextOptions } from 'node:tls';
import { nodeCrypto } from './builtin.ts';
import type { CertificateRules } from './certificate-rules.ts';
import type { MaterialSource, TlsMaterial } from './material.ts';
import type { ProtocolRules } from './protocol-rules.ts';

export interface ServerTls {
  readonly source: MaterialSource;
  readonly protocol: ProtocolRules;
  /** Whoever has no certificate of the authority is turned away. */
  readonly requiresCertificate: boolean;
  /** Of those who have one. */
  readonly rules: CertificateRules;
}

/** Everything that may change with the files. @throws what OpenSSL says of material that cannot be used */
export function serverContextOptions(tls: ServerTls, material: TlsMaterial): SecureContextOptions {
  const { cert, key, ca, crl } = material;
  return {
    ...tls.protocol,
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(ca === undefined ? {} : { ca: [...ca] }),
    ...(crl === undefined ? {} : { crl: [...crl] }),
    honorCipherOrder: true,
    // A session that is resumed brings the verdict on its certificate along, however old that is: who was
    // revoked, or has run out, since then would come in again.
    ...(tls.requiresCertificate ? { secureOptions: nodeCrypto().constants.SSL_OP_NO_TICKET } : {}),
  };
}

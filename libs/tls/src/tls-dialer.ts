// The calling side: connects, proves who it is, and checks who answers before a byte is said.
import type { SecureContext, TLSSocket } from 'node:tls';
import { nodeCrypto, nodeTls } from './builtin.ts';
import { holderMistake } from './certificate-rules.ts';
import type { CertificateRules } from './certificate-rules.ts';
import type { MaterialSource, TlsMaterial } from './material.ts';
import type { ProtocolRules } from './protocol-rules.ts';

export interface ClientTls {
  readonly source: MaterialSource;
  readonly protocol: ProtocolRules;
  /** False: whoever answers is believed, as among certificates that everybody has signed for himself. */
  readonly verifiesServer: boolean;
  readonly rules: Pick<CertificateRules, 'allowedNames' | 'allowedHostnames'>;
}

export class TlsDialer {
  readonly #tls: ClientTls;
  #made: { readonly material: TlsMaterial; readonly context: SecureContext } | undefined;

  constructor(tls: ClientTls) {
    this.#tls = tls;
  }

  /**
   * Returns at once. What is written waits until the other side has proven that it is `host`, and never
   * leaves when it cannot; the socket says 'error' and closes then.
   */
  dial({ host, port }: { readonly host: string; readonly port: number }): TLSSocket {
    const { verifiesServer, rules } = this.#tls;
    const { connect, checkServerIdentity } = nodeTls();
    const socket = connect({
      host,
      port,
      secureContext: this.#context(),
      ALPNProtocols: ['h2'],
      rejectUnauthorized: verifiesServer,
      checkServerIdentity: (name, shown) => {
        const mistake = checkServerIdentity(name, shown);
        if (mistake !== undefined) return mistake;
        const { X509Certificate } = nodeCrypto();
        const text = holderMistake(new X509Certificate(shown.raw), {
          ...rules,
          bindsAddress: false,
        });
        return text === undefined ? undefined : new Error(text);
      },
    });
    socket.cork();
    socket.once('secureConnect', () => socket.uncork());
    return socket;
  }

  #context(): SecureContext {
    const material = this.#tls.source.current();
    if (this.#made?.material === material) return this.#made.context;
    const { cert, key, ca, crl } = material;
    const context = nodeTls().createSecureContext({
      ...this.#tls.protocol,
      ...(cert === undefined ? {} : { cert }),
      ...(key === undefined ? {} : { key }),
      ...(ca === undefined ? {} : { ca: [...ca] }),
      ...(crl === undefined ? {} : { crl: [...crl] }),
    });
    this.#made = { material, context };
    return context;
  }
}

// Certificates and keys as texts, wherever they come from.

export interface TlsMaterial {
  /** PEM: what is shown to the other side, followed by the certificates between it and the authority. */
  readonly cert?: string;
  /** PEM. */
  readonly key?: string;
  /** PEM, one each: who may have signed the other side's certificate. Left out: those that Node knows. */
  readonly ca?: readonly string[];
  /** PEM, one each. There must be one, and a current one, of every authority in a chain. */
  readonly crl?: readonly string[];
}

export interface MaterialSource {
  /** What counts from now on: the same object as long as nothing has changed. */
  current(): TlsMaterial;
}

export function fixedMaterial(material: TlsMaterial): MaterialSource {
  return { current: () => material };
}

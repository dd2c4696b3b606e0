// PEM files, one block at a time: Node reads no more than the first revocation list of a text, and says
// nothing of the others.

/** The blocks with one of these labels, in order. */
export function pemBlocks(text: string, ...labels: readonly string[]): readonly string[] {
  const blocks = /-----BEGIN ([A-Z0-9 ]+)-----[^-]+-----END \1-----/g;
  return Array.from(text.matchAll(blocks))
    .filter(([, label]) => labels.includes(label ?? ''))
    .map(([block]) => block);
}

/** Lists are often published in binary, and etcd takes both. */
export function revocationLists(bytes: Buffer): readonly string[] {
  const text = bytes.toString('latin1');
  if (text.includes('-----BEGIN')) return pemBlocks(text, 'X509 CRL');
  if (bytes.length === 0) return [];
  const lines = bytes.toString('base64').replaceAll(/.{1,64}/g, '$&\n');
  return [`-----BEGIN X509 CRL-----\n${lines}-----END X509 CRL-----`];
}

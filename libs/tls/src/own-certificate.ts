import type { MadeFiles } from './open-tls.ts';

export interface OwnCertificateOptions {
  /** For these URLs, if one of them asks for TLS. */
  readonly urls: readonly string[];
  /** What the operator wrote to have one. */
  readonly flag: string;
  readonly directory: string;
  readonly validityYears: number;
}

/**
 * A certificate that this process has signed for itself. The library that encodes it is loaded only here.
 * @returns undefined when no URL asks for TLS
 */
export async function ownCertificate(
  options: OwnCertificateOptions,
): Promise<MadeFiles | undefined> {
  const secured = options.urls.filter((url) => url.startsWith('https:'));
  if (secured.length === 0) return undefined;
  const hosts = secured.map((url) => new URL(url).hostname.replace(/^\[(.*)\]$/, '$1'));
  const { selfSignedFiles } = await import('./self-signed.ts');
  return selfSignedFiles({ ...options, hosts: [...new Set(hosts)], nowMs: Date.now() });
}

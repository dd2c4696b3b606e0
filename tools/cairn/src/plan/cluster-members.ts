// `--initial-cluster` as members with their peer URLs.

export interface ClusterMember {
  readonly name: string;
  readonly peerUrls: readonly string[];
}

/** `a=http://x:1,a=http://y:1,b=…`: a name may stand several times, once per URL. */
export function readClusterMembers(entries: readonly string[]): readonly ClusterMember[] {
  const urlsByName = new Map<string, string[]>();
  for (const entry of entries) {
    const at = entry.indexOf('=');
    const name = entry.slice(0, at);
    const urls = urlsByName.get(name) ?? [];
    urls.push(entry.slice(at + 1));
    urlsByName.set(name, urls);
  }
  return [...urlsByName].map(([name, peerUrls]) => ({ name, peerUrls }));
}

/** Host and port of a URL, the default port of its scheme written out; IPv6 without brackets. */
export function hostAndPort(url: string): { readonly host: string; readonly port: number } {
  const { hostname, port, protocol } = new URL(url);
  const fallbackPort = protocol === 'https:' ? 443 : 80;
  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? fallbackPort : Number(port),
  };
}

/** `host:port`, with brackets where the host is IPv6. */
export function joinHostPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** An address that means "all interfaces" can be listened on and cannot be connected to. */
export function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || host === '::' || host === '';
}

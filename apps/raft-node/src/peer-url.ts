/** `host:port` of a URL; the port is there also when it is the default one of the scheme. */
export function hostAndPort(url: string): string {
  const { hostname, port, protocol } = new URL(url);
  if (port !== '') return `${hostname}:${port}`;
  return `${hostname}:${protocol === 'https:' ? 443 : 80}`;
}

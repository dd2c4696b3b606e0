import { overTls } from '@cairn/rpc';

/** `host:port` of a URL, the port also when it is the default one of the scheme; `tls:host:port` of https. */
export function peerAddress(url: string): string {
  const { hostname, port, protocol } = new URL(url);
  if (protocol === 'https:') return overTls(`${hostname}:${port === '' ? 443 : port}`);
  return `${hostname}:${port === '' ? 80 : port}`;
}

// Where a service is: `host:port`, `unix:/path`, or `tls:host:port`. That a place is reached over TLS is part of
// the address, because one process knows places of both kinds, and because it must not be forgotten on the
// way: an address that has lost it would be called plainly.

const prefix = 'tls:';

export function isTlsAddress(address: string): boolean {
  return address.startsWith(prefix);
}

/** The same place over TLS. A Unix socket stays what it is: its directory says who may use it. */
export function overTls(address: string): string {
  return address.startsWith('unix:') || isTlsAddress(address) ? address : prefix + address;
}

/** `host:port` or `unix:/path`. */
export function withoutTls(address: string): string {
  return isTlsAddress(address) ? address.slice(prefix.length) : address;
}

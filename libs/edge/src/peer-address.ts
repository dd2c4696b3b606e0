import type { Socket } from 'node:net';

/** `host:port`, an IPv6 address in brackets. */
export function describePeer(socket: Socket): string {
  const { remoteAddress, remotePort } = socket;
  const host = remoteAddress?.includes(':') === true ? `[${remoteAddress}]` : remoteAddress;
  return `${host ?? ''}:${String(remotePort ?? 0)}`;
}

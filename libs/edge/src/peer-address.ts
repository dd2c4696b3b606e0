import type { Socket } from 'node:net';

const unixNames = new WeakMap<Socket, string>();
let unixConnections = 0;

/** `host:port`, an IPv6 address in brackets; a connection over a Unix socket has a number: `unix:7`. */
export function describePeer(socket: Socket): string {
  const { remoteAddress, remotePort } = socket;
  if (remoteAddress === undefined && !socket.destroyed) return unixName(socket);
  const host = remoteAddress?.includes(':') === true ? `[${remoteAddress}]` : remoteAddress;
  return `${host ?? ''}:${String(remotePort ?? 0)}`;
}

function unixName(socket: Socket): string {
  const known = unixNames.get(socket);
  if (known !== undefined) return known;
  unixConnections += 1;
  const name = `unix:${unixConnections}`;
  unixNames.set(socket, name);
  return name;
}

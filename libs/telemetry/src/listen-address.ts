// Listening on `host:port` or `unix:/path`, with one trap taken care of: a process that died by
// kill -9 leaves its socket file behind, and the next one could never bind it. A file nobody answers
// on is removed; one that is answered belongs to a living process and is left alone.
import { rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import type { AddressInfo, Server } from 'node:net';

/** @returns the address really bound: port 0 becomes the port the system chose. */
export async function listen(server: Server, address: string): Promise<string> {
  const isPath = address.startsWith('unix:');
  await removeStaleSocket(address);
  try {
    await listenOn(server, isPath ? { path: socketPath(address) } : splitHostPort(address));
  } catch (error) {
    throw cannotListen(address, error);
  }
  if (isPath) return address;
  const bound = server.address() as AddressInfo;
  const boundHost = bound.family === 'IPv6' ? `[${bound.address}]` : bound.address;
  return `${boundHost}:${bound.port}`;
}

/** `unix:/path` and `unix:///path` name the same file. */
export function socketPath(address: string): string {
  return address.slice('unix:'.length).replace(/^\/\/(?=\/)/, '');
}

/** @throws Error when `address` is not `host:port`, `[v6]:port` or `:port` (all interfaces). */
export function splitHostPort(address: string): { readonly host: string; readonly port: number } {
  const [, v6, plain, digits] = /^(?:\[([^\]]+)\]|([^:]*)):(\d{1,5})$/.exec(address) ?? [];
  const port = Number(digits);
  if (digits === undefined || port > 65_535) {
    throw new Error(`"${address}" is not an address: write host:port or unix:/path`);
  }
  const host = v6 ?? plain ?? '';
  return { host: host === '' ? '0.0.0.0' : host, port };
}

/** Nothing happens for `host:port`, or when there is no such socket, or when it is answered. */
export async function removeStaleSocket(address: string): Promise<void> {
  if (!address.startsWith('unix:')) return;
  const path = socketPath(address);
  const isSocket = statSync(path, { throwIfNoEntry: false })?.isSocket() ?? false;
  if (isSocket && !(await isAnswered(path))) rmSync(path, { force: true });
}

function listenOn(
  server: Server,
  where: { path: string } | { host: string; port: number },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const onError = (error: Error): void => reject(error);
    server.once('error', onError);
    server.listen(where, () => {
      server.off('error', onError);
      resolve();
    });
  });
}

function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ path });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function cannotListen(address: string, cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new Error(`cannot listen on ${address}: ${reason}`, { cause });
}

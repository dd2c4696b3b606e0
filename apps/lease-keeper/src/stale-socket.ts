// A process that died by kill -9 leaves the file of its Unix socket behind, and its successor could
// never bind it. A file that nobody answers on is removed; one that is answered belongs to a living
// process, and the bind that follows says so.
import { rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { socketPath } from '@cairn/telemetry';

/** Nothing happens for `host:port`, or when there is no such socket. */
export async function removeStaleSocket(address: string): Promise<void> {
  if (!address.startsWith('unix:')) return;
  const path = socketPath(address);
  const isSocket = statSync(path, { throwIfNoEntry: false })?.isSocket() ?? false;
  if (isSocket && !(await isAnswered(path))) rmSync(path, { force: true });
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

// Ports for servers that tests start, stop and start again on the same port. Asking the kernel for
// "any" port gives one of its ephemeral range, which it may hand to some outgoing connection while
// the server is down; so ports are picked below that range and tried.
import { createServer } from 'node:net';
import { randomInt } from 'node:crypto';

const lowestPort = 11_000;
/** Linux starts its ephemeral range at 32,768. */
const endPort = 32_000;

const given = new Set<number>();

export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(lowestPort, endPort);
    if (given.has(port)) continue;
    given.add(port);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

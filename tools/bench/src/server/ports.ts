import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** Below the ports that systems hand out on their own, so that nobody gets one of them meanwhile. */
const lowestPort = 15_000;
const highestPort = 32_000;

export async function freePort(): Promise<number> {
  return (await tryPort(0)) ?? freePort();
}

/** The first of `count` free ports in a row. */
export async function freePorts(count: number): Promise<number> {
  for (;;) {
    const span = highestPort - count - lowestPort;
    const first = lowestPort + Math.floor(Math.random() * span);
    const ports = Array.from({ length: count }, (_, index) => tryPort(first + index));
    if ((await Promise.all(ports)).every((port) => port !== undefined)) return first;
  }
}

/** Undefined when somebody has it. */
async function tryPort(port: number): Promise<number | undefined> {
  const server = createServer();
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
  } catch {
    return undefined;
  }
  const address = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return address.port;
}

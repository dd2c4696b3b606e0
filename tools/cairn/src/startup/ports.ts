// Ports, tried before anything starts: four services that each die of EADDRINUSE and are restarted
// five times are a worse way to learn that etcd is still running.
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

export interface PortClaim {
  /** What the operator can change: `--listen-client-urls`. */
  readonly flag: string;
  readonly host: string;
  readonly port: number;
}

/** Sentences, one per claim that cannot be had; two claims of one port are found too. */
export async function findPortConflicts(claims: readonly PortClaim[]): Promise<readonly string[]> {
  const conflicts: string[] = [];
  const claimedBy = new Map<string, string>();
  for (const claim of claims) {
    const at = `${claim.host}:${claim.port}`;
    const other = claimedBy.get(at);
    if (other !== undefined) {
      conflicts.push(`${claim.flag}: ${at} is also asked for by ${other}`);
      continue;
    }
    claimedBy.set(at, claim.flag);
    const obstacle = await tryPort(claim);
    if (obstacle !== undefined) conflicts.push(`${claim.flag}: ${explain(at, obstacle)}`);
  }
  return conflicts;
}

export async function isPortFree(host: string, port: number): Promise<boolean> {
  return (await tryPort({ flag: '', host, port })) === undefined;
}

/** A port the system chooses; another program may take it before it is used. */
export function findFreePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host, port: 0 }, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** @returns the error code of a failed bind, undefined when the port can be had. */
function tryPort({ host, port }: PortClaim): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

function explain(at: string, code: string): string {
  switch (code) {
    case 'EADDRINUSE':
      return `${at} is in use by another program (an etcd, or another cairn?); stop it or choose another port`;
    case 'EACCES':
      return `${at} may not be used by this user; choose a port above 1023`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${at} is no address of this machine`;
    default:
      return `${at} cannot be listened on (${code})`;
  }
}

// Which process dialled: Linux lists every TCP socket with its inode, and every process its inodes.
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';

/** The one of `pids` that holds the connection from `localPort` to `remotePort` of this machine. */
export function ownerOf(
  localPort: number,
  remotePort: number,
  pids: readonly number[],
): number | undefined {
  const inode = inodeOf(localPort, remotePort);
  if (inode === undefined) return undefined;
  return pids.find((pid) => pid !== 0 && holds(pid, `socket:[${inode}]`));
}

function inodeOf(localPort: number, remotePort: number): string | undefined {
  try {
    for (const line of readFileSync('/proc/net/tcp', 'utf8').split('\n').slice(1)) {
      const fields = line.trim().split(/\s+/u);
      const [, local, remote] = fields;
      if (portOf(local) === localPort && portOf(remote) === remotePort) return fields[9];
    }
  } catch {
    // Not Linux.
  }
  return undefined;
}

/** Of `0100007F:1F90`: address and port in hexadecimal digits. */
function portOf(address: string | undefined): number {
  return Number.parseInt(address?.split(':')[1] ?? '', 16);
}

function holds(pid: number, link: string): boolean {
  try {
    const directory = `/proc/${pid}/fd`;
    return readdirSync(directory).some((name) => {
      try {
        return readlinkSync(`${directory}/${name}`) === link;
      } catch {
        return false;
      }
    });
  } catch {
    return false;
  }
}

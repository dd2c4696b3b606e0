// A short-lived directory for the sockets of a member. Not in the data directory: a socket's path may
// have 107 bytes, and data directories of container runtimes are often longer than that.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const prefix = 'cairn-';
/** sun_path has 108 bytes on Linux, 104 on macOS, the closing zero included. */
const socketPathBytesMax = 103;
const longestSocketName = '/metrics-exporter.admin.sock';

/** mkdtemp makes it with mode 0700: the sockets in it are the internal, unauthenticated interface. */
export function makeRuntimeDirectory(): string {
  const suffixLength = 6;
  const needed = join(tmpdir(), prefix).length + suffixLength + longestSocketName.length;
  const parent = needed <= socketPathBytesMax ? tmpdir() : '/tmp';
  return mkdtempSync(join(parent, prefix));
}

export function removeRuntimeDirectory(path: string): void {
  // The path may come from a file: only what makeRuntimeDirectory can have made is removed.
  if (basename(path).startsWith(prefix)) rmSync(path, { recursive: true, force: true });
}

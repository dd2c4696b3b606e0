// The one directory of a test process in which every server keeps its data and logs. It is removed
// when the process ends well; after a failure the logs are printed and the directory stays.
import { closeSync, fstatSync, mkdirSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const tailBytesMax = 4_096;

let root: string | undefined;
let nextDirectory = 1;
const logFiles: string[] = [];

/** A new empty directory; its path is short enough to hold Unix sockets. */
export function scratchDirectory(name: string): string {
  root ??= createRoot();
  const directory = join(root, `${nextDirectory++}-${name}`);
  mkdirSync(directory);
  return directory;
}

/** Gives back the space of a directory before the process ends; keeps it with CAIRN_KEEP_FILES=1. */
export function removeScratch(directory: string): void {
  if (process.env['CAIRN_KEEP_FILES'] === '1') return;
  rmSync(directory, { recursive: true, force: true });
}

/** A log to print when a test of this process fails. Logs live outside the servers' directories. */
export function scratchLog(name: string): string {
  root ??= createRoot();
  const file = join(root, `${nextDirectory++}-${name}.log`);
  logFiles.push(file);
  return file;
}

export function logTail(file: string, sizeBytesMax: number = tailBytesMax): string {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch {
    return '(no log)';
  }
  try {
    const sizeBytes = fstatSync(handle).size;
    const length = Math.min(sizeBytes, sizeBytesMax);
    const bytes = Buffer.alloc(length);
    readSync(handle, bytes, 0, length, sizeBytes - length);
    return bytes.toString('utf8');
  } finally {
    closeSync(handle);
  }
}

function createRoot(): string {
  const created = mkdtempSync(join(tmpdir(), 'cairn-test-'));
  process.once('exit', (code) => {
    if (code === 0) {
      removeScratch(created);
      return;
    }
    for (const file of logFiles) {
      process.stderr.write(`\n--- end of ${basename(file)}\n${logTail(file)}\n`);
    }
    process.stderr.write(`\nlogs and data are kept in ${created}\n`);
  });
  return created;
}

// The member's directory, held by one launcher at a time: two launchers on one directory would run two
// raft-nodes with one identity, which both vote and both write one log.
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { FileLockedError, takeFileLock } from '@cairn/service';
import type { FileLock } from '@cairn/service';
import { StartupError } from './startup-error.ts';

export interface DataDirectory {
  readonly path: string;
  /** What there is to tell the operator about it. */
  readonly warnings: readonly string[];
  /** What the last launcher left: its runtime directory, when it did not get to remove it. */
  readonly abandoned: string | undefined;
  /** Remembers the runtime directory for the next launcher, and who is running for people. */
  announce(runtimeDirectory: string): void;
  release(): void;
}

interface Announcement {
  readonly pid: number;
  readonly runtimeDirectory: string;
}

const announcementFile = 'launcher.json';

/** @throws StartupError when the directory cannot be used or another launcher has it. */
export function openDataDirectory(given: string): DataDirectory {
  const path = resolve(given);
  const isNew = makeDirectory(path);
  const previous = readAnnouncement(path);
  const lock = takeLock(path, previous);
  return {
    path,
    warnings: isNew ? [] : permissionWarnings(path),
    abandoned: previous?.runtimeDirectory,
    announce: (runtimeDirectory) => {
      const announcement: Announcement = { pid: process.pid, runtimeDirectory };
      writeFileSync(join(path, announcementFile), `${JSON.stringify(announcement)}\n`);
    },
    release: () => lock.release(),
  };
}

/** @returns whether it was made now. */
function makeDirectory(path: string): boolean {
  try {
    const made = mkdirSync(path, { recursive: true, mode: 0o700 }) !== undefined;
    // The umask may have taken bits away, and mkdir's mode only counts for new directories.
    if (made) chmodSync(path, 0o700);
    return made;
  } catch (error) {
    throw new StartupError(`--data-dir ${path} cannot be made: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

function permissionWarnings(path: string): readonly string[] {
  const mode = statSync(path).mode & 0o777;
  if ((mode & 0o077) === 0) return [];
  return [
    `data directory ${path} is open to other users (mode ${mode.toString(8)}); run: chmod 700 ${path}`,
  ];
}

function takeLock(path: string, previous: Announcement | undefined): FileLock {
  try {
    return takeFileLock(join(path, 'launcher.lock'));
  } catch (error) {
    if (!(error instanceof FileLockedError)) {
      throw new StartupError(`--data-dir ${path}: ${messageOf(error)}`, { cause: error });
    }
    const holder = previous === undefined ? '' : ` (process ${previous.pid})`;
    throw new StartupError(
      `--data-dir ${path} is in use by another launcher${holder}: ` +
        'stop that one, or choose another directory',
      { cause: error },
    );
  }
}

function readAnnouncement(path: string): Announcement | undefined {
  try {
    return JSON.parse(readFileSync(join(path, announcementFile), 'utf8')) as Announcement;
  } catch {
    // Missing on the first start, cut short after a power failure: it is only a hint.
    return undefined;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

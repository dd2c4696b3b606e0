// A lock that is gone exactly when its holder is. A file with a process id cannot promise that: it is
// stale after kill -9, and two processes that find it stale race for it. The kernel's file locks can,
// but Node has no flock; the one thing in its standard library that takes such a lock is SQLite, so the
// lock is an exclusive transaction on an empty database file.
import { DatabaseSync } from 'node:sqlite';

export interface FileLock {
  release(): void;
}

/** Somebody else holds the lock. */
export class FileLockedError extends Error {
  override readonly name = 'FileLockedError';
}

/**
 * Takes the lock on `path`, creating the file; its directory must exist.
 * @throws FileLockedError when another process holds it; Error when the file cannot be used.
 */
export function takeFileLock(path: string): FileLock {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path);
    database.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    database?.close();
    if (isBusy(error)) throw new FileLockedError(`${path} is locked`, { cause: error });
    throw new Error(`${path} cannot be locked: ${String(error)}`, { cause: error });
  }
  const held = database;
  return { release: () => held.close() };
}

function isBusy(error: unknown): boolean {
  const sqliteBusy = 5;
  return error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy;
}

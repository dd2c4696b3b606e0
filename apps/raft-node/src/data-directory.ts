// The member's files: `member/wal` and `member/backend`, and the neighbour that an arriving snapshot
// is written to. See docs/data-files.md. One process at a time: two with one identity would both vote.
import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  beginLmdbBackend,
  createLmdbBackendFrom,
  installBackendDirectory,
  openLmdbBackend,
  receivingDirectory,
} from '@cairn/backend';
import { DoNotRestartError, FileLockedError, takeFileLock } from '@cairn/service';
import type { FileLock } from '@cairn/service';
import type {
  AppliedPosition,
  Backend,
  FlushReport,
  LmdbBackendOptions,
  OpeningBackend,
  TableRecord,
} from '@cairn/backend';

export class DataDirectory {
  readonly walDirectory: string;
  readonly #backendDirectory: string;
  readonly #onFlush: (report: FlushReport) => void;
  /** Referred to from here, or it would be collected as garbage, and released with that. */
  readonly #lock: FileLock;

  /** @throws DoNotRestartError when another process uses the directory. */
  constructor(dataDir: string, onFlush: (report: FlushReport) => void) {
    const member = join(dataDir, 'member');
    mkdirSync(member, { recursive: true, mode: 0o700 });
    this.#lock = lock(member);
    this.walDirectory = join(member, 'wal');
    this.#backendDirectory = join(member, 'backend');
    this.#onFlush = onFlush;
  }

  openBackend(): Promise<Backend> {
    return openLmdbBackend(this.#options());
  }

  beginBackend(): Promise<OpeningBackend> {
    return beginLmdbBackend(this.#options());
  }

  async stage(records: AsyncIterable<TableRecord>, position: AppliedPosition): Promise<void> {
    await createLmdbBackendFrom(receivingDirectory(this.#backendDirectory), records, position);
  }

  /** The current backend must be closed. */
  async activateStaged(): Promise<Backend> {
    const staged = receivingDirectory(this.#backendDirectory);
    await installBackendDirectory(staged, this.#backendDirectory);
    return await this.openBackend();
  }

  async discardStaged(): Promise<void> {
    await rm(receivingDirectory(this.#backendDirectory), { recursive: true, force: true });
  }

  /** Lets another process use the directory; nothing of it may be open any more. */
  close(): void {
    this.#lock.release();
  }

  #options(): LmdbBackendOptions {
    return { directory: this.#backendDirectory, onFlush: this.#onFlush };
  }
}

/** Held until it is released or the process ends, however it ends. */
function lock(member: string): FileLock {
  try {
    return takeFileLock(join(member, 'raft-node.lock'));
  } catch (error) {
    if (!(error instanceof FileLockedError)) throw error;
    throw new DoNotRestartError(
      `another raft-node uses ${member}: stop it, or give this one a --data-dir of its own`,
      { cause: error },
    );
  }
}

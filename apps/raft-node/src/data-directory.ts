// The member's files: `member/wal` and `member/backend`, and the neighbour that an arriving snapshot
// is written to. See docs/data-files.md.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createLmdbBackendFrom,
  installBackendDirectory,
  openLmdbBackend,
  receivingDirectory,
} from '@cairn/backend';
import type { AppliedPosition, Backend, FlushReport, TableRecord } from '@cairn/backend';

export class DataDirectory {
  readonly walDirectory: string;
  readonly #backendDirectory: string;
  readonly #onFlush: (report: FlushReport) => void;

  constructor(dataDir: string, onFlush: (report: FlushReport) => void) {
    this.walDirectory = join(dataDir, 'member', 'wal');
    this.#backendDirectory = join(dataDir, 'member', 'backend');
    this.#onFlush = onFlush;
  }

  openBackend(): Promise<Backend> {
    return openLmdbBackend({ directory: this.#backendDirectory, onFlush: this.#onFlush });
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
}

// The member's files: `member/wal` and `member/backend`, and the neighbours that an arriving
// snapshot uses. See docs/data-files.md.
import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createLmdbBackendFrom, installBackendDirectory, openLmdbBackend } from '@cairn/backend';
import type { AppliedPosition, Backend } from '@cairn/backend';
import type { StagedRecord } from './snapshots/snapshot-receiver.ts';

export class DataDirectory {
  readonly walDirectory: string;
  readonly #backendDirectory: string;
  readonly #stagedDirectory: string;

  constructor(dataDir: string) {
    const member = join(dataDir, 'member');
    mkdirSync(member, { recursive: true, mode: 0o700 });
    this.walDirectory = join(member, 'wal');
    this.#backendDirectory = join(member, 'backend');
    this.#stagedDirectory = join(member, 'backend-incoming');
  }

  openBackend(): Promise<Backend> {
    return openLmdbBackend({ directory: this.#backendDirectory });
  }

  async stage(records: AsyncIterable<StagedRecord>, position: AppliedPosition): Promise<void> {
    await this.discardStaged();
    await createLmdbBackendFrom(this.#stagedDirectory, records, position);
  }

  /** The current backend must be closed. */
  async activateStaged(): Promise<Backend> {
    await installBackendDirectory(this.#stagedDirectory, this.#backendDirectory);
    return await this.openBackend();
  }

  async discardStaged(): Promise<void> {
    await rm(this.#stagedDirectory, { recursive: true, force: true });
  }
}

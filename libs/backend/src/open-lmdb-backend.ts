import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { nothingApplied } from './applied-record.ts';
import {
  dataFileName,
  installBackendDirectory,
  makeDirectory,
  receivingDirectory,
  recoverBackendDirectory,
} from './backend-directory.ts';
import { CorruptBackendError } from './corrupt-backend-error.ts';
import { createLmdbBackendFrom } from './create-lmdb-backend.ts';
import { LmdbBackend, type FlushReport } from './lmdb-backend.ts';
import { checkLmdbFile } from './lmdb-file-check.ts';
import { proveLmdbFile, threadFromBytesDefault } from './lmdb-file-proof.ts';
import { defaultMapSizeBytes } from './limits.ts';
import { LmdbStore, tableNames } from './lmdb-store.ts';
import { visitLmdbTable } from './lmdb-table-visit.ts';
import { storeRebuild } from './store-rebuild.ts';
import type { Backend } from './types.ts';

export interface LmdbBackendOptions {
  readonly directory: string;
  /** Address space for the file; grows by itself when the file does. Default: 64 GiB. */
  readonly mapSizeBytes?: number;
  /** How long a commit may wait in memory before it is written. Default: 100. */
  readonly flushIntervalMs?: number;
  /** Commits of so many bytes, or so many writes, are written without waiting. Default: 4 MiB, 4096. */
  readonly flushBytesMax?: number;
  readonly flushWritesMax?: number;
  /** Read every page before LMDB may map the file (some 1 s per GiB). Default: true. */
  readonly checkPages?: boolean;
  /** A file of so many bytes is checked on a thread of its own. Default: 64 MiB. */
  readonly checkThreadFromBytes?: number;
  /** Called after each transaction. */
  readonly onFlush?: (report: FlushReport) => void;
}

/** A store that can be read; what is read must not leave the process before `proven` resolves. */
export interface OpeningBackend {
  readonly backend: Backend;
  /** Rejects with `CorruptBackendError` if a record is not what was written. Until then nothing is flushed. */
  readonly proven: Promise<void>;
}

/**
 * Opens the store in `directory`, creating it if there is none. One process at a time. Throws
 * `CorruptBackendError` if the store is damaged.
 */
export async function openLmdbBackend(options: LmdbBackendOptions): Promise<Backend> {
  const { backend, proven } = await beginLmdbBackend(options);
  try {
    await proven;
    return backend;
  } catch (error) {
    await backend.close();
    throw error;
  }
}

/** The same, and does not wait until every record of a large store is proven. */
export async function beginLmdbBackend(options: LmdbBackendOptions): Promise<OpeningBackend> {
  const { directory } = options;
  const file = join(directory, dataFileName);
  await makeDirectory(dirname(directory));
  const checkPages = options.checkPages ?? true;
  await recoverBackendDirectory(directory, async (complete) => {
    if (checkPages) await checkComplete(complete);
  });
  if (!existsSync(file)) {
    await refuseOtherFiles(directory, file);
    const receiving = receivingDirectory(directory);
    await createLmdbBackendFrom(receiving, [], nothingApplied);
    await installBackendDirectory(receiving, directory);
  }
  const threadFromBytes = options.checkThreadFromBytes ?? threadFromBytesDefault;
  const proof = checkPages ? await proveLmdbFile(file, threadFromBytes) : undefined;
  const backend = await openStore(options, file, proof?.proven);
  return { backend, proven: proof?.proven ?? Promise.resolve() };
}

async function openStore(
  options: LmdbBackendOptions,
  file: string,
  proven: Promise<void> | undefined,
): Promise<Backend> {
  const { directory } = options;
  const mapSizeBytes = options.mapSizeBytes ?? defaultMapSizeBytes;
  const store = new LmdbStore(file, mapSizeBytes);
  try {
    return new LmdbBackend(store, {
      flushIntervalMs: options.flushIntervalMs ?? 100,
      flushBytesMax: options.flushBytesMax ?? 4 * 1024 * 1024,
      flushWritesMax: options.flushWritesMax ?? 4096,
      onFlush: options.onFlush,
      rebuild: storeRebuild(directory, mapSizeBytes),
      visitFile: (table, visitor) => visitLmdbTable(file, tableNames[table], visitor),
      proven,
    });
  } catch (error) {
    await proven?.catch(() => undefined);
    await store.close();
    const problem = error instanceof Error ? error.message : String(error);
    throw new CorruptBackendError({ file, problem, cause: error });
  }
}

/** What has its name because it is complete must have its file. */
async function checkComplete(directory: string): Promise<void> {
  const file = join(directory, dataFileName);
  if (existsSync(file)) return await checkLmdbFile(file);
  const problem = 'the file of a store that was complete is missing';
  throw new CorruptBackendError({ file, problem });
}

/** A directory that has lost its file is not an empty one, to be filled anew without a word. */
async function refuseOtherFiles(directory: string, file: string): Promise<void> {
  const names = existsSync(directory) ? await readdir(directory) : [];
  const newer = names.find((name) => /^backend-v\d+\.mdb$/.test(name));
  if (newer !== undefined) {
    throw new CorruptBackendError({
      file: join(directory, newer),
      problem: 'the file has a format that this version does not know',
      advice: 'Start the version that wrote it.',
    });
  }
  if (names.length > 0) {
    throw new CorruptBackendError({
      file,
      problem: `the file is missing, but its directory has others (${names.slice(0, 3).join(', ')})`,
    });
  }
}

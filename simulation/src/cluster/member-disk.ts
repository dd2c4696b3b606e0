// The disk of one member: the log's files, and the store. Both know what has reached the platter and what
// has not, and both can be made to misbehave.
import { MemoryBackend, Table } from '@cairn/backend';
import type { AppliedPosition, TableRecord } from '@cairn/backend';
import { toByteString } from '@cairn/core';
import type { Random } from '@cairn/core';
import { FaultyFileSystem, MemoryFileSystem } from '@cairn/wal';
import type { Host } from '../world/host.ts';
import type { World } from '../world/world.ts';

const positionKeys: ReadonlySet<string> = new Set(['consistent_index', 'term']);

export interface MemberDiskOptions {
  readonly world: World;
  readonly host: Host;
  readonly flushAfterCommits: number;
}

export class MemberDisk {
  readonly files: FaultyFileSystem;
  readonly #memory = new MemoryFileSystem();
  readonly #random: Random;
  readonly #flushAfterCommits: number;
  #backend: MemoryBackend;

  constructor({ world, host, flushAfterCommits }: MemberDiskOptions) {
    this.#random = world.fork();
    this.#flushAfterCommits = flushAfterCommits;
    this.#backend = new MemoryBackend({ flushAfterCommits });
    this.files = new FaultyFileSystem(this.#memory, {
      random: this.#random,
      wait: (ms) =>
        new Promise((resolve) => {
          world.schedule(ms * 1000, host, 'disk', resolve);
        }),
      forget: (path) => this.#memory.forgetUnsynced(path),
    });
  }

  get backend(): MemoryBackend {
    return this.#backend;
  }

  /** A received state takes the place of the old one. */
  replaceBackend(backend: MemoryBackend): void {
    this.#backend = backend;
  }

  /** The process is gone: what it had in memory is lost, what it had written is not. */
  processGone(): void {
    this.files.liftAll();
    this.#memory.crash({ random: this.#random, files: 'kept', directories: 'kept' });
    this.#backend = this.#backend.crash(this.#random);
  }

  /** The power is gone: what was not synced is lost, or torn, or there by chance. */
  powerGone(): void {
    this.files.liftAll();
    this.#memory.crash({ random: this.#random, files: 'torn', directories: 'partly' });
    this.#backend = this.#backend.crash(this.#random);
  }

  /** A store beside the current one, made of what a transfer brings. */
  async stage(
    records: AsyncIterable<TableRecord>,
    position: AppliedPosition,
  ): Promise<MemoryBackend> {
    const copy = new MemoryBackend({ flushAfterCommits: this.#flushAfterCommits });
    for await (const { table, key, value } of records) {
      if (table === Table.meta && positionKeys.has(toByteString(key))) continue;
      copy.put(table, key, value);
    }
    copy.commit(position);
    await copy.flush();
    return copy;
  }
}

// Makes the next segment ahead of time. A write into a file that already has its blocks, filled with
// zeros, needs no change of the file's metadata when it is synced; filling 64 MiB takes longer than
// any append may wait. So it happens in the background, in pieces that are synced one by one: one
// sync over all of it would stand in front of the log's own syncs.
import type { FileSystem, OpenFile } from './types.ts';
import { preparedName } from './v1/segment-name.ts';

const pieceBytes = 1024 * 1024;

export interface SegmentPreparerOptions {
  readonly fileSystem: FileSystem;
  readonly directory: string;
  readonly segmentBytes: number;
  readonly sync: boolean;
}

export class SegmentPreparer {
  readonly #options: SegmentPreparerOptions;
  #prepared: Promise<OpenFile | undefined> | undefined = undefined;
  #discarding = false;

  constructor(options: SegmentPreparerOptions) {
    this.#options = options;
  }

  get path(): string {
    return `${this.#options.directory}/${preparedName}`;
  }

  /** Starts in the background unless it has. A failure shows when the segment is taken. */
  start(): void {
    this.#prepared ??= this.#make().catch(() => undefined);
  }

  /** The file under its temporary name, zero-filled and durable. Tried anew if that failed before. */
  async take(): Promise<OpenFile> {
    const prepared = await this.#prepared;
    this.#prepared = undefined;
    return prepared ?? (await this.#make());
  }

  /** Ends the work in the background and removes what it made. */
  async discard(): Promise<void> {
    this.#discarding = true;
    const prepared = await this.#prepared;
    this.#prepared = undefined;
    this.#discarding = false;
    await prepared?.close();
    const { fileSystem } = this.#options;
    if (await fileSystem.exists(this.path)) await fileSystem.remove(this.path);
  }

  async #make(): Promise<OpenFile> {
    const { fileSystem, segmentBytes, sync } = this.#options;
    if (await fileSystem.exists(this.path)) await fileSystem.remove(this.path);
    const file = await fileSystem.open(this.path, 'create');
    try {
      const zeros = new Uint8Array(Math.min(pieceBytes, segmentBytes));
      for (let offset = 0; offset < segmentBytes; offset += zeros.length) {
        if (this.#discarding) throw new Error('the segment is not wanted any more');
        const left = segmentBytes - offset;
        await file.write(offset, left < zeros.length ? zeros.subarray(0, left) : zeros);
        if (sync) await file.sync();
      }
      return file;
    } catch (error) {
      await file.close();
      throw error;
    }
  }
}

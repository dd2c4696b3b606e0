// A moving window on LMDB's file, read in the ordinary way and always into the same memory: what is
// proven of a file must not need the map that the proof is for. Quick for pages in ascending order.
import type { FileHandle } from 'node:fs/promises';
import { CorruptBackendError } from './corrupt-backend-error.ts';
import { pageBytes } from './limits.ts';

/** Large enough for few reads, small enough to stay in a core's cache until all of it was looked at. */
const windowBytes = 64 * pageBytes;

export class LmdbPageWindow {
  readonly #file: string;
  readonly #handle: FileHandle;
  readonly #memory = Buffer.allocUnsafeSlow(windowBytes);
  #from = 0;
  #to = 0;

  constructor(file: string, handle: FileHandle) {
    this.#file = file;
    this.#handle = handle;
  }

  isAtHand(number: number): boolean {
    const from = number * pageBytes;
    return from >= this.#from && from + pageBytes <= this.#to;
  }

  async move(number: number): Promise<void> {
    const from = number * pageBytes;
    const { bytesRead } = await this.#handle.read(this.#memory, 0, windowBytes, from);
    this.#from = from;
    this.#to = from + bytesRead;
  }

  /** The page, valid until the next move. */
  page(number: number): Buffer {
    if (!this.isAtHand(number)) {
      throw this.corrupt(`the file ends in or before page ${number}`, number);
    }
    const at = number * pageBytes - this.#from;
    return this.#memory.subarray(at, at + pageBytes);
  }

  /** Pages in a row, valid until the next move; more than fit into the window have memory of their own. */
  async run(number: number, bytes: number): Promise<Buffer> {
    const from = number * pageBytes;
    if (bytes <= windowBytes) {
      if (from < this.#from || from + bytes > this.#to) await this.move(number);
      if (from + bytes > this.#to) throw this.corrupt(`the file ends in page ${number}`, number);
      const at = from - this.#from;
      return this.#memory.subarray(at, at + bytes);
    }
    const run = Buffer.allocUnsafeSlow(bytes);
    const { bytesRead } = await this.#handle.read(run, 0, bytes, from);
    if (bytesRead < bytes) throw this.corrupt(`the file ends in page ${number}`, number);
    return run;
  }

  corrupt(problem: string, page = 0, at = 0): CorruptBackendError {
    return new CorruptBackendError({ file: this.#file, offset: page * pageBytes + at, problem });
  }
}

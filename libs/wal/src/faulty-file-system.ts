// A disk that misbehaves, in front of any file system: Node's in tests of real files, the one in memory
// in simulations. A fault is a value that says what happens; a rule says to which call. What a rule
// draws (which call, how many bytes, which bit) comes from one seeded source, so that a run can be
// repeated; every fault that happened is told to `onFault`, for coverage and for a readable trace.
//
// What real disks do, and what a naive double does not: a failed sync may throw away what it could not
// write while reads go on showing it (`forgets`); a full disk takes a part of a write; a bit may change
// without any error.
import { assert, type Random } from '@cairn/core';
import type { FileOperation } from './memory-file-system.ts';
import type { BlockingFile, FileSystem, OpenFile } from './types.ts';

export type FileErrorCode = 'EIO' | 'ENOSPC' | 'EDQUOT' | 'EROFS';

export type FileFault =
  /** The call fails and does nothing. A sync that `forgets` loses what was written since the last one. */
  | { readonly kind: 'error'; readonly code: FileErrorCode; readonly forgets?: boolean }
  /** A write stops in the middle, at a random byte, and then fails. */
  | { readonly kind: 'short'; readonly code: FileErrorCode }
  /** One random bit of what is read or written is another; nobody is told. */
  | { readonly kind: 'bitFlip' }
  /** The call takes so long. */
  | { readonly kind: 'delay'; readonly delayMs: number };

export interface FileFaultRule {
  readonly on: FileOperation | readonly FileOperation[];
  readonly fault: FileFault;
  /** Of the path; default: every file. */
  readonly path?: RegExp;
  /** Calls that it lets pass first. Default: 0. */
  readonly skip?: number;
  /** How often it strikes. Default: 1; Infinity = until it is lifted. */
  readonly times?: number;
  /** Of a thousand calls, how many it strikes. Default: 1,000. */
  readonly perMille?: number;
}

export interface HappenedFault {
  readonly operation: FileOperation;
  readonly path: string;
  readonly fault: FileFault;
}

export interface FaultyFileSystemOptions {
  readonly random: Random;
  /** The time of delays; without it they are refused. */
  readonly wait?: (milliseconds: number) => Promise<void>;
  /** What a sync that `forgets` does; `MemoryFileSystem.forgetUnsynced`. Without it they are refused. */
  readonly forget?: (path: string) => void;
  readonly onFault?: (happened: HappenedFault) => void;
}

interface LiveRule {
  readonly operations: readonly FileOperation[];
  readonly rule: FileFaultRule;
  skip: number;
  left: number;
}

const corruptible: readonly FileOperation[] = ['read', 'write'];

export class FaultyFileSystem implements FileSystem {
  readonly #inner: FileSystem;
  readonly #options: FaultyFileSystemOptions;
  #rules: LiveRule[] = [];

  constructor(inner: FileSystem, options: FaultyFileSystemOptions) {
    this.#inner = inner;
    this.#options = options;
  }

  /** From now on; the first of several rules that strikes a call is the one. Returns how to lift it. */
  inject(rule: FileFaultRule): () => void {
    const { on, fault, skip = 0, times = 1 } = rule;
    const operations = typeof on === 'string' ? [on] : on;
    const { kind } = fault;
    assert(kind !== 'short' || operations.every((one) => one === 'write'), 'a write can be short');
    assert(
      kind !== 'bitFlip' || operations.every((one) => corruptible.includes(one)),
      'bits change in what is read or written',
    );
    const live: LiveRule = { operations, rule, skip, left: times };
    this.#rules.push(live);
    return () => {
      this.#rules = this.#rules.filter((one) => one !== live);
    };
  }

  /** The disk is sound again. */
  liftAll(): void {
    this.#rules = [];
  }

  async makeDirectory(path: string): Promise<void> {
    await this.#before('makeDirectory', path);
    await this.#inner.makeDirectory(path);
  }

  async list(path: string): Promise<string[]> {
    await this.#before('list', path);
    return await this.#inner.list(path);
  }

  async exists(path: string): Promise<boolean> {
    await this.#before('exists', path);
    return await this.#inner.exists(path);
  }

  async remove(path: string): Promise<void> {
    await this.#before('remove', path);
    await this.#inner.remove(path);
  }

  async rename(from: string, to: string): Promise<void> {
    await this.#before('rename', from);
    await this.#inner.rename(from, to);
  }

  async syncDirectory(path: string): Promise<void> {
    await this.#before('syncDirectory', path);
    await this.#inner.syncDirectory(path);
  }

  async open(path: string, mode: 'create' | 'read' | 'readWrite'): Promise<OpenFile> {
    await this.#before('open', path);
    const file = await this.#inner.open(path, mode);
    return new FaultyFile(file, path, {
      random: this.#options.random,
      strike: (operation) => this.#strike(operation, path),
      pass: (operation, fault) => this.#pass(operation, path, fault),
      mayDelay: () => this.#mayDelay(path),
    });
  }

  async #before(operation: FileOperation, path: string): Promise<void> {
    const delayed = this.#pass(operation, path, this.#strike(operation, path));
    if (delayed !== undefined) await delayed;
  }

  /** Whether a call on this file may have to wait, and so must not block the thread. */
  #mayDelay(path: string): boolean {
    return this.#rules.some(({ rule, left }) => {
      return left > 0 && rule.fault.kind === 'delay' && rule.path?.test(path) !== false;
    });
  }

  #strike(operation: FileOperation, path: string): FileFault | undefined {
    for (const live of this.#rules) {
      const { rule, operations } = live;
      if (live.left === 0 || !operations.includes(operation)) continue;
      if (rule.path !== undefined && !rule.path.test(path)) continue;
      if (live.skip > 0) {
        live.skip--;
        continue;
      }
      const { perMille = 1000, fault } = rule;
      if (perMille < 1000 && this.#options.random.nextBelow(1000) >= perMille) continue;
      live.left--;
      this.#options.onFault?.({ operation, path, fault });
      return fault;
    }
    return undefined;
  }

  /** What has to be waited for; throws what the call fails with. Short writes and bits are the file's. */
  #pass(
    operation: FileOperation,
    path: string,
    fault: FileFault | undefined,
  ): Promise<void> | undefined {
    if (fault?.kind === 'delay') {
      const { wait } = this.#options;
      assert(wait !== undefined, 'a delay needs a clock');
      return wait(fault.delayMs);
    }
    if (fault?.kind !== 'error') return undefined;
    if (fault.forgets === true) {
      const { forget } = this.#options;
      assert(forget !== undefined && operation === 'sync', 'a sync of the file system in memory');
      forget(path);
    }
    throw fileError(fault.code, operation, path);
  }
}

/** What a file asks of the file system that it belongs to. */
interface Faults {
  readonly random: Random;
  readonly strike: (operation: FileOperation) => FileFault | undefined;
  readonly pass: (
    operation: FileOperation,
    fault: FileFault | undefined,
  ) => Promise<void> | undefined;
  readonly mayDelay: () => boolean;
}

class FaultyFile implements OpenFile {
  readonly #inner: OpenFile;
  readonly #path: string;
  readonly #faults: Faults;
  readonly #blocking: BlockingFile | undefined;

  constructor(inner: OpenFile, path: string, faults: Faults) {
    this.#inner = inner;
    this.#path = path;
    this.#faults = faults;
    const { blocking } = inner;
    this.#blocking = blocking && {
      write: (offset, bytes) => {
        const { written, error } = this.#writtenOf(this.#now('write'), bytes);
        if (written.length > 0) blocking.write(offset, written);
        if (error !== undefined) throw error;
      },
      sync: () => {
        this.#now('sync');
        blocking.sync();
      },
    };
  }

  /** Not there while a call might be delayed: the thread cannot wait. */
  get blocking(): BlockingFile | undefined {
    return this.#faults.mayDelay() ? undefined : this.#blocking;
  }

  async size(): Promise<number> {
    await this.#strike('size');
    return await this.#inner.size();
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const fault = await this.#strike('read');
    const bytes = await this.#inner.read(offset, length);
    return fault?.kind === 'bitFlip' ? withFlippedBit(bytes, this.#faults.random) : bytes;
  }

  async readInto(offset: number, target: Uint8Array): Promise<number> {
    const fault = await this.#strike('read');
    const read = await this.#inner.readInto(offset, target);
    if (fault?.kind === 'bitFlip') {
      target.set(withFlippedBit(target.subarray(0, read), this.#faults.random));
    }
    return read;
  }

  async write(offset: number, bytes: Uint8Array): Promise<void> {
    const { written, error } = this.#writtenOf(await this.#strike('write'), bytes);
    if (written.length > 0) await this.#inner.write(offset, written);
    if (error !== undefined) throw error;
  }

  async truncate(length: number): Promise<void> {
    await this.#strike('truncate');
    await this.#inner.truncate(length);
  }

  async sync(): Promise<void> {
    await this.#strike('sync');
    await this.#inner.sync();
  }

  async close(): Promise<void> {
    await this.#strike('close');
    await this.#inner.close();
  }

  async #strike(operation: FileOperation): Promise<FileFault | undefined> {
    const fault = this.#faults.strike(operation);
    const delayed = this.#faults.pass(operation, fault);
    if (delayed !== undefined) await delayed;
    return fault;
  }

  /** For a call that blocks the thread. */
  #now(operation: FileOperation): FileFault | undefined {
    const fault = this.#faults.strike(operation);
    assert(fault?.kind !== 'delay', 'calls that block are not offered while one may be delayed');
    void this.#faults.pass(operation, fault);
    return fault;
  }

  /** What of a write reaches the file, and what it then fails with. */
  #writtenOf(
    fault: FileFault | undefined,
    bytes: Uint8Array,
  ): { readonly written: Uint8Array; readonly error: Error | undefined } {
    const { random } = this.#faults;
    if (fault?.kind === 'bitFlip') {
      return { written: withFlippedBit(bytes, random), error: undefined };
    }
    if (fault?.kind !== 'short' || bytes.length === 0) return { written: bytes, error: undefined };
    const written = bytes.subarray(0, random.nextBelow(bytes.length));
    return { written, error: fileError(fault.code, 'write', this.#path) };
  }
}

/** As Node's own: a code, and a message that says what was asked for and where. */
function fileError(code: FileErrorCode, operation: FileOperation, path: string): Error {
  return Object.assign(new Error(`${code}: ${meanings[code]}, ${operation} '${path}'`), { code });
}

const meanings: Readonly<Record<FileErrorCode, string>> = {
  EIO: 'i/o error',
  ENOSPC: 'no space left on device',
  EDQUOT: 'disk quota exceeded',
  EROFS: 'read-only file system',
};

function withFlippedBit(bytes: Uint8Array, random: Random): Uint8Array {
  if (bytes.length === 0) return bytes;
  const flipped = bytes.slice();
  const at = random.nextBelow(bytes.length);
  flipped[at] = (flipped[at] ?? 0) ^ (1 << random.nextBelow(8));
  return flipped;
}

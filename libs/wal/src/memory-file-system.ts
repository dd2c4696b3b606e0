// The file system of tests and simulations. A crash of the process loses nothing that was written;
// a power cut may lose everything that was not synced, or any part of it, in any order. So each file
// keeps what is durable apart from the changes since its last sync, and each directory keeps its
// durable entries apart from the creations, removals and renames since it was synced. `crash` then
// decides per 512-byte sector which version of it reached the disk.
//
// Two simplifications: directories themselves are durable at once, and the changes of one directory
// reach the disk in order (as in a journalling file system), so that a crash keeps a prefix of them.
import type { Random } from '@cairn/core';
import type { BlockingFile, FileSystem, OpenFile } from './types.ts';

const sectorBytes = 512;

type Change =
  | { readonly kind: 'write'; readonly offset: number; readonly bytes: Uint8Array }
  | { readonly kind: 'truncate'; readonly length: number };

type EntryChange =
  | { readonly kind: 'add'; readonly name: string; readonly file: MemoryFileContent }
  | { readonly kind: 'remove'; readonly name: string }
  | {
      readonly kind: 'rename';
      readonly from: string;
      readonly name: string;
      readonly file: MemoryFileContent;
    };

export type FileOperation =
  | 'makeDirectory'
  | 'list'
  | 'exists'
  | 'remove'
  | 'rename'
  | 'syncDirectory'
  | 'open'
  | 'size'
  | 'read'
  | 'write'
  | 'truncate'
  | 'sync'
  | 'close';

export interface FileStep {
  readonly operation: FileOperation;
  readonly path: string;
}

/** What an injected failure does: the call fails, after `bytesWritten` bytes if it is a write. */
export interface FileFailure {
  readonly error: Error;
  readonly bytesWritten?: number;
}

export interface CrashOptions {
  readonly random: Random;
  /** What happens to bytes that were not synced. Default: `torn`. */
  readonly files?: 'lost' | 'kept' | 'torn';
  /** What happens to directory entries that were not synced. Default: `partly`. */
  readonly directories?: 'lost' | 'kept' | 'partly';
}

class Bytes {
  #buffer = new Uint8Array(0);
  length = 0;

  write(offset: number, bytes: Uint8Array): void {
    this.resize(Math.max(this.length, offset + bytes.length));
    this.#buffer.set(bytes, offset);
  }

  resize(length: number): void {
    if (length > this.#buffer.length) {
      const grown = new Uint8Array(Math.max(length, this.#buffer.length * 2));
      grown.set(this.#buffer.subarray(0, this.length));
      this.#buffer = grown;
    }
    if (length < this.length) this.#buffer.fill(0, length, this.length);
    this.length = length;
  }

  view(from: number, to: number): Uint8Array {
    return this.#buffer.subarray(from, Math.max(from, Math.min(to, this.length)));
  }

  apply(change: Change): void {
    if (change.kind === 'write') this.write(change.offset, change.bytes);
    else this.resize(change.length);
  }
}

class MemoryFileContent {
  current: Bytes = new Bytes();
  durable: Bytes = new Bytes();
  pending: Change[] = [];

  change(change: Change): void {
    this.current.apply(change);
    this.pending.push(change);
  }

  sync(): void {
    for (const change of this.pending) this.durable.apply(change);
    this.pending = [];
  }

  /** The changes are nobody's business any more: reads show them, no later sync writes them. */
  forget(): void {
    this.pending = [];
  }

  crash(random: Random, mode: 'lost' | 'kept' | 'torn'): void {
    if (mode === 'kept') this.sync();
    else if (mode === 'torn' && this.pending.length > 0) this.#tear(random);
    this.pending = [];
    this.current = new Bytes();
    this.current.write(0, this.durable.view(0, this.durable.length));
  }

  /**
   * The disk writes sectors in any order: each is left as it was after some of the changes. Or, as
   * often, all of them after the same one.
   */
  #tear(random: Random): void {
    if (random.nextBelow(4) === 0) this.#cutLast(random);
    const changes = this.pending;
    const anyOrder = random.nextBelow(3) > 0;
    const common = random.nextBelow(changes.length + 1);
    const sizeVersion = anyOrder ? changes.length : common;
    const versions = new Map<number, number>();
    const versionOf = (sector: number): number => {
      if (!anyOrder) return common;
      let version = versions.get(sector);
      if (version === undefined) {
        version = random.nextBelow(changes.length + 1);
        versions.set(sector, version);
      }
      return version;
    };
    for (const [position, change] of changes.entries()) {
      if (change.kind === 'truncate') {
        if (position < sizeVersion) this.durable.resize(change.length);
        continue;
      }
      const end = change.offset + change.bytes.length;
      if (position < sizeVersion) this.durable.resize(Math.max(this.durable.length, end));
      let at = change.offset;
      while (at < end) {
        const sector = Math.floor(at / sectorBytes);
        const next = Math.min(end, (sector + 1) * sectorBytes);
        if (position < versionOf(sector)) {
          const part = change.bytes.subarray(at - change.offset, next - change.offset);
          this.durable.write(at, part);
        }
        at = next;
      }
    }
  }

  /** The last write stopped in the middle, at any byte: what a killed process can leave. */
  #cutLast(random: Random): void {
    const last = this.pending.at(-1);
    if (last?.kind !== 'write') return;
    const bytes = last.bytes.subarray(0, random.nextBelow(last.bytes.length + 1));
    this.pending[this.pending.length - 1] = { ...last, bytes };
  }
}

class MemoryDirectory {
  current: Map<string, MemoryFileContent> = new Map();
  durable: Map<string, MemoryFileContent> = new Map();
  pending: EntryChange[] = [];

  change(change: EntryChange): void {
    applyEntryChange(this.current, change);
    this.pending.push(change);
  }

  sync(): void {
    for (const change of this.pending) applyEntryChange(this.durable, change);
    this.pending = [];
  }
}

function applyEntryChange(entries: Map<string, MemoryFileContent>, change: EntryChange): void {
  if (change.kind === 'remove') entries.delete(change.name);
  else entries.set(change.name, change.file);
  if (change.kind === 'rename') entries.delete(change.from);
}

function split(path: string): { directory: string; name: string } {
  const slash = path.lastIndexOf('/');
  if (slash < 0) return { directory: '.', name: path };
  return { directory: slash === 0 ? '/' : path.slice(0, slash), name: path.slice(slash + 1) };
}

function failure(code: string, message: string): Error {
  return Object.assign(new Error(`${code}: ${message}`), { code });
}

class MemoryFile implements OpenFile {
  readonly #system: MemoryFileSystem;
  readonly #path: string;
  readonly #content: MemoryFileContent;
  readonly #boot: number;
  readonly blocking: BlockingFile = {
    write: (offset, bytes) => {
      this.#write(offset, bytes);
    },
    sync: () => {
      this.#sync();
    },
  };

  constructor(system: MemoryFileSystem, path: string, content: MemoryFileContent) {
    this.#system = system;
    this.#path = path;
    this.#content = content;
    this.#boot = system.boots;
  }

  async size(): Promise<number> {
    this.#step('size');
    return this.#content.current.length;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    this.#step('read');
    return this.#content.current.view(offset, offset + length).slice();
  }

  async readInto(offset: number, target: Uint8Array): Promise<number> {
    const bytes = await this.read(offset, target.length);
    target.set(bytes);
    return bytes.length;
  }

  async write(offset: number, bytes: Uint8Array): Promise<void> {
    this.#write(offset, bytes);
  }

  #write(offset: number, bytes: Uint8Array): void {
    const failed = this.#fault('write');
    const written = failed === undefined ? bytes.length : (failed.bytesWritten ?? 0);
    if (written > 0) {
      this.#content.change({ kind: 'write', offset, bytes: bytes.slice(0, written) });
    }
    if (failed !== undefined) throw failed.error;
  }

  async truncate(length: number): Promise<void> {
    this.#step('truncate');
    this.#content.change({ kind: 'truncate', length });
  }

  async sync(): Promise<void> {
    this.#sync();
  }

  #sync(): void {
    this.#step('sync');
    this.#content.sync();
  }

  async close(): Promise<void> {
    this.#step('close');
  }

  #step(operation: FileOperation): void {
    const failed = this.#fault(operation);
    if (failed !== undefined) throw failed.error;
  }

  #fault(operation: FileOperation): FileFailure | undefined {
    if (this.#boot !== this.#system.boots) {
      return { error: failure('EBADF', `${this.#path} was opened before the crash`) };
    }
    return this.#system.intercept?.({ operation, path: this.#path });
  }
}

export class MemoryFileSystem implements FileSystem {
  /** As on a real system, there is always a root and a current directory. */
  readonly #directories: Map<string, MemoryDirectory> = new Map([
    ['/', new MemoryDirectory()],
    ['.', new MemoryDirectory()],
  ]);
  #boots = 0;
  /** Called before every operation; returning a failure makes it fail. */
  intercept: ((step: FileStep) => FileFailure | undefined) | undefined = undefined;

  /** How often `crash` was called: files opened before are unusable afterwards. */
  get boots(): number {
    return this.#boots;
  }

  /** The power goes, and comes back. */
  crash(options: CrashOptions): void {
    const directories = options.directories ?? 'partly';
    const contents = new Set<MemoryFileContent>();
    for (const directory of this.#directories.values()) {
      const count = directory.pending.length;
      let kept = directories === 'kept' ? count : 0;
      if (directories === 'partly') kept = options.random.nextBelow(count + 1);
      directory.pending.length = kept;
      directory.sync();
      directory.current = new Map(directory.durable);
      for (const content of directory.durable.values()) contents.add(content);
    }
    for (const content of contents) content.crash(options.random, options.files ?? 'torn');
    this.#boots++;
    this.intercept = undefined;
  }

  /**
   * What a kernel does when it could not write: the pages count as clean. They are read as before, no
   * later sync writes them, and after a power cut they are gone.
   */
  forgetUnsynced(path: string): void {
    this.#content(path).forget();
  }

  async makeDirectory(path: string): Promise<void> {
    this.#step('makeDirectory', path);
    let missing = path;
    while (!this.#directories.has(missing)) {
      this.#directories.set(missing, new MemoryDirectory());
      missing = split(missing).directory;
    }
  }

  async list(path: string): Promise<string[]> {
    this.#step('list', path);
    return [...this.#directory(path).current.keys()];
  }

  async exists(path: string): Promise<boolean> {
    this.#step('exists', path);
    const { directory, name } = split(path);
    return (
      this.#directories.has(path) || this.#directories.get(directory)?.current.has(name) === true
    );
  }

  async remove(path: string): Promise<void> {
    this.#step('remove', path);
    const { directory, name } = split(path);
    this.#content(path);
    this.#directory(directory).change({ kind: 'remove', name });
  }

  async rename(from: string, to: string): Promise<void> {
    this.#step('rename', from);
    const source = split(from);
    const target = split(to);
    if (source.directory !== target.directory) throw failure('EXDEV', `${from} to ${to}`);
    const file = this.#content(from);
    this.#directory(source.directory).change({
      kind: 'rename',
      from: source.name,
      name: target.name,
      file,
    });
  }

  async syncDirectory(path: string): Promise<void> {
    this.#step('syncDirectory', path);
    this.#directory(path).sync();
  }

  async open(path: string, mode: 'create' | 'read' | 'readWrite'): Promise<OpenFile> {
    this.#step('open', path);
    const { directory, name } = split(path);
    if (mode !== 'create') return new MemoryFile(this, path, this.#content(path));
    const parent = this.#directory(directory);
    if (parent.current.has(name)) throw failure('EEXIST', path);
    const file = new MemoryFileContent();
    parent.change({ kind: 'add', name, file });
    return new MemoryFile(this, path, file);
  }

  #step(operation: FileOperation, path: string): void {
    const failed = this.intercept?.({ operation, path });
    if (failed !== undefined) throw failed.error;
  }

  #directory(path: string): MemoryDirectory {
    const directory = this.#directories.get(path);
    if (directory === undefined) throw failure('ENOENT', path);
    return directory;
  }

  #content(path: string): MemoryFileContent {
    const { directory, name } = split(path);
    const content = this.#directory(directory).current.get(name);
    if (content === undefined) throw failure('ENOENT', path);
    return content;
  }
}

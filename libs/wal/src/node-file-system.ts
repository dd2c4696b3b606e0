import { constants, existsSync, fdatasyncSync, promises as files, writeSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { BlockingFile, FileSystem, OpenFile } from './types.ts';

type FileHandle = files.FileHandle;

const openFlags: Readonly<Record<'create' | 'read' | 'readWrite', number>> = {
  create: constants.O_RDWR | constants.O_CREAT | constants.O_EXCL,
  read: constants.O_RDONLY,
  readWrite: constants.O_RDWR,
};

class BlockingNodeFile implements BlockingFile {
  readonly #handle: FileHandle;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  write(offset: number, bytes: Uint8Array): void {
    let done = 0;
    while (done < bytes.length) {
      const left = bytes.length - done;
      const written = writeSync(this.#handle.fd, bytes, done, left, offset + done);
      if (written === 0) throw new Error(`the file took ${done} of ${bytes.length} bytes`);
      done += written;
    }
  }

  sync(): void {
    fdatasyncSync(this.#handle.fd);
  }
}

class NodeFile implements OpenFile {
  readonly #handle: FileHandle;
  readonly blocking: BlockingFile;

  constructor(handle: FileHandle) {
    this.#handle = handle;
    this.blocking = new BlockingNodeFile(handle);
  }

  async size(): Promise<number> {
    return (await this.#handle.stat()).size;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length);
    return bytes.subarray(0, await this.readInto(offset, bytes));
  }

  async readInto(offset: number, target: Uint8Array): Promise<number> {
    let done = 0;
    while (done < target.length) {
      const left = target.length - done;
      const { bytesRead } = await this.#handle.read(target, done, left, offset + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return done;
  }

  async write(offset: number, bytes: Uint8Array): Promise<void> {
    let done = 0;
    while (done < bytes.length) {
      const left = bytes.length - done;
      const { bytesWritten } = await this.#handle.write(bytes, done, left, offset + done);
      if (bytesWritten === 0) throw new Error(`the file took ${done} of ${bytes.length} bytes`);
      done += bytesWritten;
    }
  }

  truncate(length: number): Promise<void> {
    return this.#handle.truncate(length);
  }

  sync(): Promise<void> {
    return this.#handle.datasync();
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

async function syncDirectory(path: string): Promise<void> {
  const handle = await files.open(path, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The real file system. */
export const nodeFileSystem: FileSystem = {
  async makeDirectory(path: string): Promise<void> {
    // As etcd: what is in the log is nobody else's business.
    const first = await files.mkdir(path, { recursive: true, mode: 0o700 });
    if (first === undefined) return;
    // A durable file in a directory that is not is lost with it.
    const above = dirname(resolve(first));
    for (let made = resolve(path); made !== above; made = dirname(made)) {
      await syncDirectory(dirname(made));
    }
  },
  list: (path) => files.readdir(path),
  exists: (path) => Promise.resolve(existsSync(path)),
  remove: (path) => files.unlink(path),
  rename: (from, to) => files.rename(from, to),
  syncDirectory,
  async open(path: string, mode: 'create' | 'read' | 'readWrite'): Promise<OpenFile> {
    return new NodeFile(await files.open(path, openFlags[mode], 0o600));
  },
};

// The file of the audit log: appended to, and set aside when it is large: `audit.log`, then `audit.log.1` and so
// on, the oldest thrown away.
//
// A write to a disk that is nearly full may take a part of what it was given and call that a success. So the size
// of the file is compared after each write; this also notices somebody else who writes to it, cuts it or
// takes it away.
import { open, stat } from 'node:fs/promises';
import { createStream } from 'rotating-file-stream';
import type { RotatingFileStream } from 'rotating-file-stream';
import type { AuditFile } from './audit-log.ts';

export interface RotatingAuditFileOptions {
  /** Absolute. */
  readonly path: string;
  /** It is set aside as soon as it has so many. */
  readonly bytesMax: number;
  /** How many are kept that were set aside. */
  readonly filesMax: number;
}

const newline = Buffer.from('\n');
/** Of its owner alone: keys can be secrets, too. */
const mode = 0o600;

export class RotatingAuditFile implements AuditFile {
  readonly #path: string;
  readonly #stream: RotatingFileStream;
  /** What was set aside last has not been looked at. */
  #hasRotated = false;
  #sizeBytes = 0;

  private constructor({ path, bytesMax, filesMax }: RotatingAuditFileOptions) {
    this.#path = path;
    this.#stream = createStream(path, { size: `${bytesMax}B`, rotate: filesMax, mode });
    // Whoever writes hears of it.
    this.#stream.on('error', () => undefined);
  }

  /** @throws Error when it cannot be appended to */
  static async open(options: RotatingAuditFileOptions): Promise<RotatingAuditFile> {
    const file = new RotatingAuditFile(options);
    try {
      await file.#begin();
    } catch (error) {
      await file.close();
      throw error;
    }
    return file;
  }

  async append(bytes: Uint8Array): Promise<void> {
    await this.#write(bytes);
    const hasRotated = this.#hasRotated;
    const { size } = await stat(hasRotated ? `${this.#path}.1` : this.#path);
    const expected = this.#sizeBytes + bytes.length;
    if (size !== expected) {
      throw new Error(`${this.#path} has ${size} bytes after a write, and not ${expected}`);
    }
    this.#hasRotated = false;
    this.#sizeBytes = hasRotated ? 0 : size;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#stream.closed) return resolve();
      this.#stream.once('close', resolve);
      if (!this.#stream.destroyed) this.#stream.end();
      return undefined;
    });
  }

  /** Waits until the file is there, and ends a line that a failed write has left in it. */
  async #begin(): Promise<void> {
    await this.#write(new Uint8Array(0));
    const { size } = await stat(this.#path);
    this.#sizeBytes = size;
    this.#stream.on('rotated', () => (this.#hasRotated = true));
    if (size > 0 && (await lastByte(this.#path, size)) !== newline[0]) await this.append(newline);
  }

  #write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#stream.write(bytes, (error) => {
        if (error === null || error === undefined) resolve();
        else reject(error);
      });
    });
  }
}

async function lastByte(path: string, size: number): Promise<number | undefined> {
  const file = await open(path, 'r');
  try {
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
    return buffer[0];
  } finally {
    await file.close();
  }
}

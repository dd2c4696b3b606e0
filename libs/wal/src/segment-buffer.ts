// Holds one segment after the other while a log is opened. A segment is a file of 64 MiB however little
// of it is written, and the collector is in no hurry with a buffer of that size: a member would keep it
// for as long as nothing else makes garbage. So only what is written is read, all segments use one
// buffer, and its memory is given back at the end and not left to the collector.
import type { FileSystem, OpenFile } from './types.ts';

const pieceBytes = 1024 * 1024;
/** Of a sector that is written in part, all is read: a header in it may end in zeros. */
const alignmentBytes = 4096;

export class SegmentBuffer implements Disposable {
  #memory = new ArrayBuffer(0);
  /** The segment up to its last byte that is not zero, or a little more; until the next `read`. */
  bytes: Uint8Array<ArrayBuffer> = new Uint8Array(this.#memory);
  /** The size of the file. */
  fileBytes = 0;

  async read(fileSystem: FileSystem, path: string): Promise<void> {
    const file = await fileSystem.open(path, 'read');
    try {
      this.fileBytes = await file.size();
      const writtenBytes = await findWrittenEnd(file, this.fileBytes);
      const alignedBytes = Math.ceil(writtenBytes / alignmentBytes) * alignmentBytes;
      const length = Math.min(alignedBytes, this.fileBytes);
      if (this.#memory.byteLength < length) {
        this[Symbol.dispose]();
        this.#memory = new ArrayBuffer(length);
      }
      const target = new Uint8Array(this.#memory, 0, length);
      this.bytes = target.subarray(0, await file.readInto(0, target));
    } finally {
      await file.close();
    }
  }

  /** Whatever still is a view of `bytes` is empty afterwards. */
  [Symbol.dispose](): void {
    this.#memory = this.#memory.transfer(0);
    this.bytes = new Uint8Array(this.#memory);
  }
}

/** Behind the last byte that is not zero. */
async function findWrittenEnd(file: OpenFile, fileBytes: number): Promise<number> {
  const memory = Buffer.allocUnsafeSlow(Math.min(pieceBytes, fileBytes));
  const zeros = Buffer.alloc(memory.length);
  for (let to = fileBytes; to > 0;) {
    const from = Math.max(0, to - memory.length);
    const piece = memory.subarray(0, to - from);
    const bytesRead = await file.readInto(from, piece);
    if (!piece.equals(zeros.subarray(0, piece.length))) {
      let end = bytesRead;
      while (end > 0 && piece[end - 1] === 0) end--;
      if (end > 0) return from + end;
    }
    to = from;
  }
  return 0;
}

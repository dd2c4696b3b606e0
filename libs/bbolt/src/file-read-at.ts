import type { ReadAt } from './types.ts';

/** As much of node:fs/promises' `FileHandle` as is needed. */
export interface ReadableFile {
  read(
    bytes: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly bytesRead: number }>;
}

/** Reads an open file, which stays its opener's to close. */
export function fileReadAt(file: ReadableFile): ReadAt {
  return async (offset, lengthBytes) => {
    const bytes = new Uint8Array(lengthBytes);
    let filled = 0;
    while (filled < lengthBytes) {
      const { bytesRead } = await file.read(bytes, filled, lengthBytes - filled, offset + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  };
}

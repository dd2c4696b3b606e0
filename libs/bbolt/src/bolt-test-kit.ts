// Random buckets, files in memory, and both as text that can be compared.
import { compareBytes, toByteString, type Random } from '@cairn/core';
import { boltFile } from './bolt-file.ts';
import type { BoltBucket, BoltEntry, ReadAt } from './types.ts';

export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

export function bucketOf(entries: readonly BoltEntry[]): BoltBucket {
  return { entries: () => entries };
}

/** Reads a file that is in memory; a read beyond its end is short, as of a real one. */
export function memoryReadAt(file: Uint8Array): ReadAt {
  return async (offset, lengthBytes) => file.slice(offset, offset + lengthBytes);
}

export async function writtenFile(root: BoltBucket, pageSizeBytes?: number): Promise<Uint8Array> {
  const file = await boltFile({ root, ...(pageSizeBytes !== undefined && { pageSizeBytes }) });
  const bytes = new Uint8Array(file.sizeBytes);
  let end = 0;
  for await (const chunk of file.chunks()) {
    bytes.set(chunk, end);
    end += chunk.byteLength;
  }
  if (end !== file.sizeBytes) throw new Error(`${end} bytes, not the ${file.sizeBytes} announced`);
  return bytes;
}

/** One line per record and per bucket, in order, with the path of buckets in front. */
export async function linesOf(bucket: BoltBucket, path = ''): Promise<string[]> {
  const lines: string[] = [];
  for await (const entry of bucket.entries()) {
    const name = `${path}/${toByteString(entry.key)}`;
    if ('bucket' in entry) {
      lines.push(`${name}/`);
      // Not spread into push: a bucket may have more lines than a call takes arguments.
      for (const line of await linesOf(entry.bucket, name)) lines.push(line);
    } else {
      lines.push(`${name}=${toByteString(entry.value)}`);
    }
  }
  return lines;
}

export interface BucketShape {
  readonly entriesMax: number;
  readonly keyBytesMax: number;
  readonly valueBytesMax: number;
  /** How many buckets there may be within each other below this one. */
  readonly depth: number;
}

export function randomBucket(random: Random, shape: BucketShape): BoltBucket {
  const keys = distinctKeys(random, random.nextBelow(shape.entriesMax + 1), shape.keyBytesMax);
  return bucketOf(
    keys.map((key) => {
      if (shape.depth > 0 && random.nextBelow(8) === 0) {
        const entriesMax = Math.ceil(shape.entriesMax / 4);
        return {
          key,
          bucket: randomBucket(random, { ...shape, entriesMax, depth: shape.depth - 1 }),
        };
      }
      // Sixteen small values to one of any size.
      const sizeMax = random.nextBelow(16) === 0 ? shape.valueBytesMax : 40;
      return { key, value: randomBytes(random, random.nextBelow(sizeMax + 1)) };
    }),
  );
}

/** A bucket of nothing but buckets, as the one of a file has to be. */
export function randomRoot(random: Random, shape: BucketShape): BoltBucket {
  const names = distinctKeys(random, random.nextBelow(6), shape.keyBytesMax);
  return bucketOf(names.map((key) => ({ key, bucket: randomBucket(random, shape) })));
}

function distinctKeys(random: Random, count: number, keyBytesMax: number): Uint8Array[] {
  const keys = new Map<string, Uint8Array>();
  for (let i = 0; i < count; i++) {
    const key = randomBytes(random, 1 + random.nextBelow(keyBytesMax));
    keys.set(toByteString(key), key);
  }
  return [...keys.values()].toSorted(compareBytes);
}

function randomBytes(random: Random, lengthBytes: number): Uint8Array {
  return Uint8Array.from({ length: lengthBytes }, () => random.nextBelow(256));
}

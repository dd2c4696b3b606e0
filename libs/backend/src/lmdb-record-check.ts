// Proves that every record of a file is the one that was written, by the checksum behind its value. Most
// of the time that it takes to prove a store is this, so it is a step of its own: the structure of the
// file has been proven before (`lmdb-file-check.ts`), which has said where records are.
//
// The pages are read again for it, and read again they may be other ones, on a disk that rots: nothing
// that was found out about them before is relied on.
import { pageBytes } from './limits.ts';
import { nodeFlag, nodeHeaderBytes, pageHeaderBytes } from './lmdb-page.ts';
import type { LmdbPageWindow } from './lmdb-page-window.ts';
import { isIntactAfter, isRecordIntact } from './record-checksum.ts';

/** A value that is too large for a leaf has pages of its own. */
export interface OverflowValue {
  readonly page: number;
  readonly sizeBytes: number;
  readonly keyChecksum: number;
}

export interface RecordPlaces {
  /** Leaf pages. */
  readonly leaves: readonly number[];
  readonly overflows: readonly OverflowValue[];
  /** How many records there are, those with pages of their own included. */
  readonly records: number;
}

/** Throws `CorruptBackendError`. */
export async function checkRecords(window: LmdbPageWindow, places: RecordPlaces): Promise<void> {
  let records = 0;
  for (const number of places.leaves.toSorted((left, right) => left - right)) {
    if (!window.isAtHand(number)) await window.move(number);
    records += checkLeaf(window, number);
  }
  if (records !== places.records) {
    throw window.corrupt(`${records} records are there, and ${places.records} were before`);
  }
  for (const { page, sizeBytes, keyChecksum } of places.overflows) {
    const bytes = await window.run(page, pageHeaderBytes + sizeBytes);
    if (!isIntactAfter(keyChecksum, bytes.subarray(pageHeaderBytes))) throw changed(window, page);
  }
}

/** Answers how many records it has. */
function checkLeaf(window: LmdbPageWindow, number: number): number {
  const page = window.page(number);
  const lower = page.readUInt16LE(20);
  if (pageHeaderBytes + lower > pageBytes) throw changed(window, number);
  for (let pointer = 0; pointer < lower; pointer += 2) {
    const node = pageHeaderBytes + page.readUInt16LE(pageHeaderBytes + pointer);
    const key = node + nodeHeaderBytes;
    if (key > pageBytes) throw changed(window, number);
    if ((page.readUInt16LE(node + 4) & nodeFlag.overflow) !== 0) continue;
    const end = key + page.readUInt16LE(node + 6) + page.readUInt32LE(node);
    if (end <= pageBytes && isRecordIntact(page.subarray(key, end))) continue;
    throw changed(window, number, key);
  }
  return lower / 2;
}

function changed(window: LmdbPageWindow, page: number, at = pageHeaderBytes): Error {
  return window.corrupt(`page ${page} has a record that is not what was written`, page, at);
}

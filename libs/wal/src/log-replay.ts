// Turns the records of a log, in the order in which they were written, into what the log holds now.
// A later record overrides an earlier one: an entry whose index is not past the last one replaces
// everything from there on, and a marker drops what is before it.
import type { WalEntry, WalHardState, WalSnapshotMarker } from './types.ts';

export const emptyHardState: WalHardState = { term: 0, vote: 0n, commit: 0 };

export class LogReplay {
  hardState: WalHardState = emptyHardState;
  marker: WalSnapshotMarker | undefined = undefined;
  /** Contiguous. */
  #entries: WalEntry[] = [];
  /** Index before the first of `#entries`, or where the next one is expected if there are none. */
  #before: number;

  /** `firstIndex`: the entry that is expected first, from the header of the oldest segment. */
  constructor(firstIndex: number) {
    this.#before = firstIndex - 1;
  }

  get lastIndex(): number {
    return this.#before + this.#entries.length;
  }

  /** Whether entries that should follow the marker are not there: the log is damaged. */
  get hasGapAfterMarker(): boolean {
    return this.#before > (this.marker?.index ?? 0);
  }

  /** Everything after the marker. */
  entriesAfterMarker(): WalEntry[] {
    return this.#entries.slice(Math.max(0, (this.marker?.index ?? 0) - this.#before));
  }

  /** Entries must not be views of `bytes` any more: these are about to go. */
  copyFrom(bytes: Uint8Array): void {
    for (const [at, entry] of this.#entries.entries()) {
      if (entry.data.buffer !== bytes.buffer) continue;
      this.#entries[at] = { ...entry, data: new Uint8Array(entry.data) };
    }
  }

  /** False if entries are missing before this one: the log is damaged. */
  addEntry(entry: WalEntry): boolean {
    if (entry.index > this.lastIndex + 1) return false;
    if (entry.index <= this.#before) {
      this.#entries = [];
      this.#before = entry.index - 1;
    } else {
      this.#entries.length = entry.index - this.#before - 1;
    }
    this.#entries.push(entry);
    return true;
  }

  /** False if the marker goes back: the log is damaged. */
  setMarker(marker: WalSnapshotMarker): boolean {
    if (marker.index < (this.marker?.index ?? 0)) return false;
    const known = this.#entries[marker.index - this.#before - 1];
    // As Raft's own restore: a snapshot past the end of the log, or of another history, replaces it.
    const continues = marker.index <= this.#before || known?.term === marker.term;
    if (!continues) this.#entries = [];
    else if (known !== undefined) this.#entries.splice(0, marker.index - this.#before);
    if (!continues || known !== undefined) this.#before = marker.index;
    this.marker = marker;
    return true;
  }
}

// The disk of a simulated member: what was written, what of it was synced, what a crash leaves.
//
// The write-ahead log and the state machine are separate files, as in a real member: the state machine
// may lag behind and is only as new as its last flush; what it lacks is applied again from the log.
import { assert } from '@cairn/core';
import type { LogIndex, Random, Term } from '@cairn/core';
import type { Machine } from './machine.ts';
import type { RaftInitialState } from '../options.ts';
import type { Entry, HardState, Ready } from '../types.ts';

export interface LogImage {
  readonly hardState: HardState;
  readonly baseIndex: LogIndex;
  readonly baseTerm: Term;
  readonly entries: readonly Entry[];
}

export class SimulatedDisk {
  #synced: LogImage;
  #written: LogImage;
  #flushed: Machine;

  constructor(initial: RaftInitialState) {
    this.#synced = {
      hardState: initial.hardState,
      baseIndex: initial.snapshotIndex,
      baseTerm: initial.snapshotTerm,
      entries: initial.entries,
    };
    this.#written = this.#synced;
    this.#flushed = { index: initial.appliedIndex, confState: initial.confState, history: [] };
  }

  get synced(): LogImage {
    return this.#synced;
  }

  get written(): LogImage {
    return this.#written;
  }

  /** The state machine as of its last flush. */
  get flushed(): Machine {
    return this.#flushed;
  }

  write(ready: Ready, installed: Machine | undefined): void {
    const { hardState, snapshot } = ready;
    if (snapshot !== undefined) {
      assert(installed?.index === snapshot.index, 'the state of the snapshot');
      this.#flushed = installed;
      this.#written = {
        hardState: this.#written.hardState,
        baseIndex: snapshot.index,
        baseTerm: snapshot.term,
        entries: [],
      };
    }
    this.#written = withEntries(this.#written, ready.entries);
    if (hardState !== undefined) this.#written = { ...this.#written, hardState };
    if (ready.mustSync) this.#synced = this.#written;
  }

  flush(machine: Machine): void {
    // A flush of the state follows a sync of the log, as the log may only be cut behind the state.
    this.#synced = this.#written;
    this.#flushed = machine;
  }

  compact(index: LogIndex): void {
    const { baseIndex, entries } = this.#written;
    if (index <= baseIndex) return;
    assert(index <= this.#flushed.index, `compact ${index} beyond flushed ${this.#flushed.index}`);
    const last = entries[index - baseIndex - 1];
    assert(last?.index === index, `no entry ${index} to compact to`);
    this.#written = {
      ...this.#written,
      baseIndex: index,
      baseTerm: last.term,
      entries: entries.slice(index - baseIndex),
    };
    this.#synced = this.#written;
  }

  /** Power loss. Of a Ready that was being written, some entries may have reached the disk. */
  crash(random: Random, unwritten: Ready | undefined): void {
    const image = random.nextBelow(2) === 0 ? this.#synced : this.#written;
    const torn = unwritten?.snapshot === undefined ? (unwritten?.entries ?? []) : [];
    this.#written = withEntries(image, torn.slice(0, random.nextBelow(torn.length + 1)));
    this.#synced = this.#written;
  }
}

function withEntries(image: LogImage, entries: readonly Entry[]): LogImage {
  const first = entries[0];
  if (first === undefined) return image;
  const kept = image.entries.slice(0, first.index - image.baseIndex - 1);
  return { ...image, entries: [...kept, ...entries] };
}

/** Undefined when the image does not reach that far, or begins after it. */
export function termAt(image: LogImage, index: LogIndex): Term | undefined {
  if (index === image.baseIndex) return image.baseTerm;
  return image.entries[index - image.baseIndex - 1]?.term;
}

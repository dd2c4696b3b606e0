// The one log that all members apply. Three of Raft's promises meet in it:
//
//   state-machine safety   at an index every member applies the same entry, in order, none twice
//   leader completeness    who leads a later term has every entry that was committed before
//   durability             what is applied anywhere is on the synced disks of a majority
import type { LogIndex, MemberId, Term } from '@cairn/core';
import { lastIndexOf, termAt } from './log-image.ts';
import type { LogImage, LoggedEntry } from './log-image.ts';
import { equalEntries } from './log-matching.ts';
import { holds } from './violation.ts';

interface Committed {
  readonly entry: LoggedEntry;
  /** It was committed in this term at the latest. */
  readonly seenInTerm: Term;
}

export interface Quorums {
  readonly voters: readonly MemberId[];
  readonly votersOutgoing: readonly MemberId[];
}

export class CommittedLog {
  readonly #firstIndex: LogIndex;
  readonly #committed: Committed[] = [];
  /** How far each life of a member has come. */
  readonly #applied = new Map<MemberId, LogIndex>();

  constructor(firstIndex: LogIndex) {
    this.#firstIndex = firstIndex;
  }

  get lastIndex(): LogIndex {
    return this.#firstIndex + this.#committed.length - 1;
  }

  /** A member begins a life, or got a state from another, with everything up to `index` applied. */
  beginsAt(member: MemberId, index: LogIndex): void {
    holds('state-machine safety', index <= this.lastIndex, () => {
      return `${name(member)} has the state of entry ${index}, ${this.lastIndex} were committed`;
    });
    this.#applied.set(member, index);
  }

  /** Before it applies them. */
  applies(
    member: MemberId,
    entries: readonly LoggedEntry[],
    term: Term,
    quorums: Quorums,
    durable: ReadonlyMap<MemberId, LogImage>,
  ): void {
    for (const entry of entries) {
      const last = this.#applied.get(member) ?? this.#firstIndex - 1;
      holds('exactly-once apply', entry.index === last + 1, () => {
        return `${name(member)} applies entry ${entry.index} after ${last}`;
      });
      this.#applied.set(member, entry.index);
      const known = this.#committed[entry.index - this.#firstIndex];
      if (known !== undefined) {
        holds('state-machine safety', equalEntries(known.entry, entry), () => {
          return `${name(member)} applies ${entry.index}/${entry.term}, others /${known.entry.term}`;
        });
        continue;
      }
      this.#committed.push({ entry, seenInTerm: term });
      this.#checkDurable(entry, quorums.voters, durable);
      this.#checkDurable(entry, quorums.votersOutgoing, durable);
    }
  }

  /** @param log what the disk of a new leader holds, and what it is about to write */
  leads(member: MemberId, term: Term, log: LogImage): void {
    for (let i = this.#committed.length - 1; i >= 0; i--) {
      const { entry, seenInTerm } = this.#committed[i] as Committed;
      if (entry.index <= log.baseIndex) return;
      if (seenInTerm >= term) continue;
      holds('leader completeness', termAt(log, entry.index) === entry.term, () => {
        const has = lastIndexOf(log);
        return `${name(member)} leads term ${term} without ${entry.index}/${entry.term} (ends at ${has})`;
      });
    }
  }

  #checkDurable(
    entry: LoggedEntry,
    voters: readonly MemberId[],
    durable: ReadonlyMap<MemberId, LogImage>,
  ): void {
    if (voters.length === 0) return;
    let count = 0;
    for (const id of voters) {
      const image = durable.get(id);
      if (image === undefined) continue;
      if (entry.index <= image.baseIndex || termAt(image, entry.index) === entry.term) count += 1;
    }
    holds('durability', count > voters.length / 2, () => {
      return `entry ${entry.index} is applied, but durable on ${count} of ${voters.length} voters`;
    });
  }
}

function name(member: MemberId): string {
  return member.toString(16);
}

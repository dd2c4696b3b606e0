// The one log that all members apply. Three of Raft's promises meet in it:
//
//   state-machine safety   at an index every member applies the same entry, in order, none twice
//   leader completeness    who leads a later term has every entry that was committed before
//   durability             what counts as committed is on the synced disks of a majority: when a leader
//                          counts it, by the configuration that is in force for it then
import type { LogIndex, MemberId, Term } from '@cairn/core';
import { lastIndexOf, termAt } from './log-image.ts';
import type { LogImage, LoggedEntry } from './log-image.ts';
import { equalEntries } from './log-matching.ts';
import { countedQuorum } from './quorum-count.ts';
import type { Quorums } from './quorum-count.ts';
import { holds } from './violation.ts';

interface Committed {
  readonly entry: LoggedEntry;
  /** It was committed in this term at the latest. */
  readonly seenInTerm: Term;
}

export class CommittedLog {
  readonly #firstIndex: LogIndex;
  readonly #committed: Committed[] = [];
  /** How far each life of a member has come. */
  readonly #applied = new Map<MemberId, LogIndex>();
  /** The terms of entries that a leader has counted as committed, from the first index on. */
  readonly #counted: (Term | undefined)[] = [];
  /** Told of each entry once, in order, when somebody is about to apply it. */
  onCommitted: (entry: LoggedEntry) => void = () => undefined;

  constructor(firstIndex: LogIndex) {
    this.#firstIndex = firstIndex;
  }

  get lastIndex(): LogIndex {
    return this.#firstIndex + this.#committed.length - 1;
  }

  entryAt(index: LogIndex): LoggedEntry | undefined {
    return this.#committed[index - this.#firstIndex]?.entry;
  }

  /** What came after `index` is lost with its majority, or is committed anew: see survivor.ts. */
  forgetAfter(index: LogIndex): void {
    const kept = Math.max(0, index - this.#firstIndex + 1);
    this.#committed.length = Math.min(kept, this.#committed.length);
    this.#counted.length = Math.min(kept, this.#counted.length);
    this.#applied.clear();
  }

  /** A member begins a life, or got a state from another, with everything up to `index` applied. */
  beginsAt(member: MemberId, index: LogIndex): void {
    holds('state-machine safety', index <= this.lastIndex, () => {
      return `${name(member)} has the state of entry ${index}, ${this.lastIndex} were committed`;
    });
    this.#applied.set(member, index);
  }

  /**
   * A leader counts all up to `commit` as committed.
   * @param log what its disk holds, and what it is about to write
   */
  counts(commit: LogIndex, log: LogImage, quorums: Quorums, durable: DurableImages): void {
    for (let i = this.#counted.length; this.#firstIndex + i <= commit; i++) {
      const index = this.#firstIndex + i;
      const term = this.#committed[i]?.entry.term ?? termAt(log, index);
      if (this.#committed[i] === undefined && term !== undefined) {
        checkDurable({ index, term }, quorums, durable);
      }
      this.#counted.push(term);
    }
  }

  /**
   * Before it applies them.
   * @param quorums for what no leader has counted
   */
  applies(
    member: MemberId,
    entries: readonly LoggedEntry[],
    term: Term,
    quorums: Quorums,
    durable: DurableImages,
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
      const isCounted = this.#counted[entry.index - this.#firstIndex] === entry.term;
      if (!isCounted) checkDurable(entry, quorums, durable);
      this.onCommitted(entry);
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
}

type DurableImages = ReadonlyMap<MemberId, LogImage>;

function checkDurable(
  { index, term }: Pick<LoggedEntry, 'index' | 'term'>,
  quorums: Quorums,
  durable: DurableImages,
): void {
  const missing = countedQuorum(quorums, (id) => {
    const image = durable.get(id);
    return image !== undefined && (index <= image.baseIndex || termAt(image, index) === term);
  });
  holds('durability', missing === undefined, () => {
    return `entry ${index} counts as committed, but is durable on ${missing}`;
  });
}

function name(member: MemberId): string {
  return member.toString(16);
}

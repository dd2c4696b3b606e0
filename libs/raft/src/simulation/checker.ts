// Watches a simulated cluster and knows what Raft promises (Raft paper, figure 3), each as one check:
//
//   election safety        at most one leader in a term
//   log matching           an index and a term name one entry, and the same entry before it
//   leader completeness    a leader's log holds everything committed in earlier terms
//   state machine safety   no two members apply different entries at one index, in order, none twice
//   durability             what is applied anywhere is on the synced disks of a majority
//   linearizable reads     a read is served at an index not older than any write finished before it
//   bound proposals        a proposal takes effect in the term it was made in, or never
import { assert, equalBytes, toByteString } from '@cairn/core';
import type { LogIndex, MemberId, Term } from '@cairn/core';
import type { Entry } from '../types.ts';
import { termAt } from './disk.ts';
import type { SimulatedMember } from './member.ts';

interface Committed {
  readonly entry: Entry;
  /** The entry was committed in this term at the latest. */
  readonly seenInTerm: Term;
}

interface Appended {
  readonly entry: Entry;
  readonly previousTerm: Term | undefined;
}

export class Checker {
  readonly #leaders = new Map<Term, MemberId>();
  readonly #appended = new Map<string, Appended>();
  readonly #committed: Committed[] = [];
  readonly #reads = new Map<string, LogIndex>();
  readonly #proposals = new Map<string, Term>();
  #readsServed = 0;
  readonly #firstIndex: LogIndex;

  constructor(firstIndex: LogIndex) {
    this.#firstIndex = firstIndex;
  }

  get committedIndex(): LogIndex {
    return this.#firstIndex - 1 + this.#committed.length;
  }

  get committedCount(): number {
    return this.#committed.length;
  }

  get leadersSeen(): number {
    return this.#leaders.size;
  }

  get readsServed(): number {
    return this.#readsServed;
  }

  /** After anything that may have changed the member's role. */
  observeRole(member: SimulatedMember): void {
    if (member.raft.role !== 'leader') return;
    const { term, id } = member.raft;
    const known = this.#leaders.get(term);
    assert(known === undefined || known === id, `two leaders in term ${term}: ${known} and ${id}`);
    this.#leaders.set(term, id);
  }

  /** A Ready has been written: the disk image is the log as far as this Ready knew it. */
  observeWritten(member: SimulatedMember, wasLeaderInTerm: Term | undefined): void {
    const { written } = member.disk;
    for (const entry of member.outstanding?.entries ?? []) {
      this.#observeAppended(entry, termAt(written, entry.index - 1));
    }
    if (wasLeaderInTerm === undefined) return;
    for (const { entry, seenInTerm } of this.#committed) {
      if (seenInTerm >= wasLeaderInTerm || entry.index <= written.baseIndex) continue;
      assert(
        termAt(written, entry.index) === entry.term,
        `leader ${member.id} of term ${wasLeaderInTerm} lacks the committed entry ${entry.index}`,
      );
    }
  }

  /** Before the member applies them. */
  observeApplying(
    member: SimulatedMember,
    entries: readonly Entry[],
    members: ReadonlyMap<MemberId, SimulatedMember>,
    voters: readonly MemberId[] | undefined,
  ): void {
    for (const entry of entries) {
      const known = this.#committed[entry.index - this.#firstIndex];
      if (known === undefined) {
        assert(entry.index === this.committedIndex + 1, `entry ${entry.index} came too early`);
        this.#committed.push({ entry, seenInTerm: member.raft.term });
        const proposedIn = this.#proposals.get(toByteString(entry.data));
        assert(
          proposedIn === undefined || proposedIn === entry.term,
          `proposed in term ${proposedIn}, applied as ${entry.index}/${entry.term}`,
        );
        if (voters !== undefined) assertDurable(entry, members, voters);
      } else {
        assert(
          isSame(known.entry, entry),
          `member ${member.id} applies another entry at ${entry.index}`,
        );
      }
    }
  }

  proposalBegins(data: Uint8Array, term: Term): void {
    this.#proposals.set(toByteString(data), term);
  }

  readBegins(member: MemberId, context: number): void {
    this.#reads.set(`${member} ${context}`, this.committedIndex);
  }

  readServed(member: MemberId, context: number, index: LogIndex): void {
    const begun = this.#reads.get(`${member} ${context}`);
    assert(begun !== undefined, `member ${member} never asked for read ${context}`);
    assert(index >= begun, `stale read on ${member}: served at ${index}, ${begun} was committed`);
    this.#readsServed++;
  }

  #observeAppended(entry: Entry, previousTerm: Term | undefined): void {
    const key = `${entry.index} ${entry.term}`;
    const known = this.#appended.get(key);
    if (known === undefined) {
      this.#appended.set(key, { entry, previousTerm });
      return;
    }
    assert(isSame(known.entry, entry), `two entries with index and term ${key}`);
    assert(
      known.previousTerm === previousTerm ||
        known.previousTerm === undefined ||
        previousTerm === undefined,
      `different entries before the one with index and term ${key}`,
    );
  }
}

function assertDurable(
  entry: Entry,
  members: ReadonlyMap<MemberId, SimulatedMember>,
  voters: readonly MemberId[],
): void {
  let count = 0;
  for (const id of voters) {
    const image = members.get(id)?.disk.synced;
    if (image === undefined) continue;
    if (entry.index <= image.baseIndex || termAt(image, entry.index) === entry.term) count++;
  }
  assert(
    count > voters.length / 2,
    `entry ${entry.index} is applied, but durable on ${count} of ${voters.length} voters only`,
  );
}

function isSame(a: Entry, b: Entry): boolean {
  return a.term === b.term && a.type === b.type && equalBytes(a.data, b.data);
}

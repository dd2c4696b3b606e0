// What was promised is on disk. A log that was opened again holds everything that it has ever reported as
// synced; and no vote and no acknowledgement leaves a member before what it stands on is synced.
import type { LogIndex, MemberId, Term } from '@cairn/core';
import { emptyImage, lastIndexOf, termAt, withBase, withEntries } from './log-image.ts';
import type { LogImage, LoggedEntry, LoggedVote } from './log-image.ts';
import { holds } from './violation.ts';

export interface Recovered {
  readonly vote: LoggedVote;
  readonly baseIndex: LogIndex;
  readonly baseTerm: Term;
  readonly entries: readonly LoggedEntry[];
}

export class DurableLog {
  readonly #member: MemberId;
  #written: LogImage = emptyImage;
  #synced: LogImage = emptyImage;

  constructor(member: MemberId) {
    this.#member = member;
  }

  get written(): LogImage {
    return this.#written;
  }

  get synced(): LogImage {
    return this.#synced;
  }

  write(vote: LoggedVote | undefined, entries: readonly LoggedEntry[]): void {
    this.#written = withEntries(this.#written, entries);
    if (vote !== undefined) this.#written = { ...this.#written, vote };
  }

  /** The log has reported as durable what it was given up to the call that made `image`. */
  sync(image: LogImage): void {
    this.#synced = image;
  }

  mark(index: LogIndex, term: Term): void {
    this.#written = withBase(this.#written, index, term);
    this.#synced = this.#written;
  }

  reopen(found: Recovered): void {
    const synced = this.#synced;
    const vote = found.vote.term > synced.vote.term || sameVote(found.vote, synced.vote);
    holds('durable log', vote, () => {
      return `${this.#name} forgot its vote: ${voteText(found.vote)} after ${voteText(synced.vote)}`;
    });
    const image = { ...found, entries: [...found.entries] };
    // What a later leader's batch was about to replace may be there, or gone, or replaced in part.
    let last = lastIndexOf(synced);
    while (last > synced.baseIndex && termAt(this.#written, last) !== termAt(synced, last)) last--;
    holds('durable log', lastIndexOf(image) >= last, () => {
      return `${this.#name} lost synced entries: ${lastIndexOf(image)} after ${last}`;
    });
    for (let index = Math.max(synced.baseIndex, image.baseIndex) + 1; index <= last; index++) {
      const before = termAt(synced, index) ?? 0;
      const now = termAt(image, index) ?? 0;
      holds('durable log', now === before, () => {
        return `${this.#name} found ${index}/${now} where ${index}/${before} was synced`;
      });
    }
    this.#written = image;
    this.#synced = image;
  }

  /** It tells another member that it has the log up to here. */
  acknowledges(index: LogIndex, term: Term): void {
    if (this.#synced.vote.term > term) return;
    holds('durable log', lastIndexOf(this.#synced) >= index, () => {
      return `${this.#name} acknowledges ${index}, synced are ${lastIndexOf(this.#synced)}`;
    });
  }

  votes(term: Term, candidate: MemberId): void {
    const { vote } = this.#synced;
    // In a later term it will not vote in this one again, whatever it forgets.
    const isDurable = vote.term > term || (vote.term === term && vote.vote === candidate);
    holds('durable log', isDurable, () => {
      return `${this.#name} votes in term ${term} with ${voteText(vote)} on its disk`;
    });
  }

  get #name(): string {
    return this.#member.toString(16);
  }
}

function sameVote(a: LoggedVote, b: LoggedVote): boolean {
  return a.term === b.term && (a.vote === b.vote || b.vote === 0n);
}

function voteText({ term, vote }: LoggedVote): string {
  return `term ${term}, vote ${vote.toString(16)}`;
}

// One history of the store: whoever applies a revision changes the same keys to the same bytes, revisions
// are said in order without a hole, and after an index everyone stands at the same revision.
//
// It also finds what is done twice: every value that a client writes is written by nobody else.
import { crc32c, toByteString } from '@cairn/core';
import type { LogIndex, MemberId } from '@cairn/core';
import { decodeRecord } from '@cairn/mvcc';
import type { StoreEvent } from '@cairn/mvcc';
import { holds } from './violation.ts';

export interface RevisionEvent {
  readonly type: 'put' | 'delete';
  readonly key: string;
  readonly value: string;
  readonly createRevision: number;
  readonly version: number;
  readonly leaseId: bigint;
}

interface Revision {
  readonly sum: number;
  readonly events: readonly RevisionEvent[];
}

/** Values that begin so are written by one request each. */
export const uniqueValuePrefix = 'u:';

export class RevisionHistory {
  readonly #revisions: (Revision | undefined)[] = [];
  readonly #revisionAt = new Map<LogIndex, number>();
  readonly #standsAt = new Map<MemberId, number>();
  readonly #writtenAt = new Map<string, number>();
  #last = 1;

  get lastRevision(): number {
    return this.#last;
  }

  /** Undefined: it changed nothing, or is not there. */
  eventsOf(revision: number): readonly RevisionEvent[] | undefined {
    return this.#revisions[revision]?.events;
  }

  /**
   * What the entries after `index` have changed is lost, or changes anew: see survivor.ts.
   * @returns the last revision that stays
   */
  forgetAfter(index: LogIndex): number {
    let kept = 1;
    for (const [known, revision] of this.#revisionAt) {
      if (known > index) this.#revisionAt.delete(known);
      else kept = Math.max(kept, revision);
    }
    this.#revisions.length = Math.min(this.#revisions.length, kept + 1);
    this.#last = kept;
    this.#standsAt.clear();
    for (const [value, revision] of this.#writtenAt) {
      if (revision > kept) this.#writtenAt.delete(value);
    }
    return kept;
  }

  /** A member's life begins with the state of `revision`, or it got that state from another. */
  beginsAt(member: MemberId, index: LogIndex, revision: number): void {
    this.#standsAt.set(member, revision);
    this.#checkPosition(member, index, revision);
  }

  applied(
    member: MemberId,
    index: LogIndex,
    revision: number,
    events: readonly StoreEvent[],
  ): void {
    const before = this.#standsAt.get(member) ?? 1;
    let expected = before + 1;
    for (let from = 0; from < events.length;) {
      const main = events[from]?.mainRevision ?? 0;
      let to = from;
      while (events[to]?.mainRevision === main) to += 1;
      holds('state-machine safety', main === expected, () => {
        return `${member.toString(16)} goes from revision ${expected - 1} to ${main}`;
      });
      this.#observe(member, main, events.slice(from, to));
      expected = main + 1;
      from = to;
    }
    holds('state-machine safety', revision === expected - 1, () => {
      return `${member.toString(16)} stands at revision ${revision}, its events end at ${expected - 1}`;
    });
    this.#standsAt.set(member, revision);
    this.#checkPosition(member, index, revision);
  }

  #observe(member: MemberId, revision: number, stored: readonly StoreEvent[]): void {
    let sum = revision;
    for (const { kind, record } of stored) sum = crc32c(record, sum + (kind === 'put' ? 1 : 2));
    const known = this.#revisions[revision];
    if (known !== undefined) {
      holds('state-machine safety', known.sum === sum, () => {
        return `revision ${revision} of ${member.toString(16)} differs from that of another member`;
      });
      return;
    }
    const events = stored.map(toRevisionEvent);
    this.#revisions[revision] = { sum, events };
    this.#last = Math.max(this.#last, revision);
    for (const { value } of events) {
      if (!value.startsWith(uniqueValuePrefix)) continue;
      const first = this.#writtenAt.get(value);
      holds('exactly-once apply', first === undefined || first === revision, () => {
        return `${value} is written at revision ${first} and again at ${revision}`;
      });
      this.#writtenAt.set(value, revision);
    }
  }

  #checkPosition(member: MemberId, index: LogIndex, revision: number): void {
    const known = this.#revisionAt.get(index);
    holds('state-machine safety', known === undefined || known === revision, () => {
      return `after entry ${index}, ${member.toString(16)} stands at revision ${revision}, others at ${known}`;
    });
    this.#revisionAt.set(index, revision);
  }
}

function toRevisionEvent({ kind, record }: StoreEvent): RevisionEvent {
  const { key, value, createRevision, version, lease } = decodeRecord(record);
  return {
    type: kind,
    key: toByteString(key),
    value: toByteString(value),
    createRevision,
    version,
    leaseId: lease,
  };
}

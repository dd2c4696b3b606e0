// Questions that cannot be answered yet, grouped by what they wait for. Everything in here also
// waits for its own time to run out, so nobody stays for ever, whatever gets lost.
import type { Question } from './question.ts';

export interface Waiting {
  readonly question: Question;
  readonly untilMs: number;
}

export type WaitReason =
  /** For a new proof that this keeper is primary. */
  | 'authority'
  /** For the next change of the lease in the log. */
  | `log ${bigint}`
  /** For the answer to the query that is under way. */
  | `query ${bigint}`
  /** For a query that begins later than the one under way: that one may have begun too early. */
  | `next query ${bigint}`;

export class WaitingRoom {
  readonly #groups = new Map<WaitReason, Set<Waiting>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  enter(waiting: Waiting, reason: WaitReason): void {
    const group = this.#groups.get(reason);
    if (group === undefined) this.#groups.set(reason, new Set([waiting]));
    else group.add(waiting);
    this.#size++;
  }

  /** Lets out everyone who waits for `reason`, in the order they came. */
  release(reason: WaitReason): Iterable<Waiting> {
    const group = this.#groups.get(reason);
    if (group === undefined) return [];
    this.#groups.delete(reason);
    this.#size -= group.size;
    return group;
  }

  releaseAll(): Waiting[] {
    return [...this.#groups.keys()].flatMap((reason) => [...this.release(reason)]);
  }

  /** Everyone waiting for `from` waits for `to` instead; answers whether there was anyone. */
  move(from: WaitReason, to: WaitReason): boolean {
    const moved = [...this.release(from)];
    for (const waiting of moved) this.enter(waiting, to);
    return moved.length > 0;
  }

  takeOverdue(nowMs: number): Waiting[] {
    const overdue: Waiting[] = [];
    for (const [reason, group] of this.#groups) {
      for (const waiting of group) {
        if (waiting.untilMs > nowMs) continue;
        group.delete(waiting);
        overdue.push(waiting);
      }
      if (group.size === 0) this.#groups.delete(reason);
    }
    this.#size -= overdue.length;
    return overdue;
  }
}

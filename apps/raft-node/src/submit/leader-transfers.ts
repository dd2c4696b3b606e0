// Who waits for the leadership to have moved. Raft gives a transfer up after an election timeout without
// a word, so there is a time after which nobody waits any more.
import { ApiError, etcdErrors } from '@cairn/api';
import type { MemberId } from '@cairn/core';
import type { Replica } from '@cairn/replica';

type Done = (error: ApiError | undefined) => void;

export class LeaderTransfers {
  readonly #replica: Pick<Replica, 'leader' | 'listen' | 'transferLeadership'>;
  readonly #waiting = new Set<() => void>();

  constructor(replica: Pick<Replica, 'leader' | 'listen' | 'transferLeadership'>) {
    this.#replica = replica;
    replica.listen({ onLeadership: () => this.#check() });
  }

  /** Calls back once `to` leads, at the latest after `timeoutMs`. */
  begin(to: MemberId, timeoutMs: number, done: Done): void {
    if (this.#replica.leader === to) return done(undefined);
    const check = (): void => {
      if (this.#replica.leader === to) end(undefined);
    };
    const end = (error: ApiError | undefined): void => {
      clearTimeout(timer);
      this.#waiting.delete(check);
      done(error);
    };
    const timer = setTimeout(
      () => end(ApiError.of(etcdErrors.timeoutLeaderTransfer)),
      timeoutMs,
    ).unref();
    this.#waiting.add(check);
    this.#replica.transferLeadership(to);
  }

  #check(): void {
    for (const check of this.#waiting) check();
  }
}

// The leader's comparison of all members, now and then. A member that a majority contradicts is named
// in a CORRUPT alarm; when there is no majority, nobody is (member 0). Raising it is the last thing that
// happens by itself: from then on nothing is changed, and a person has to look.
//
// What is compared cannot differ for a reason that is none: records are hashed at one revision that is
// committed, with the same compact revision, on members that have applied everything up to it.
import type { MemberId } from '@cairn/core';
import { etcdserverpb, fromBigInt } from '@cairn/proto';
import { AlarmKind, RequestKind } from '@cairn/replica';
import type { Replica } from '@cairn/replica';
import type { Logger } from '@cairn/telemetry';
import type { Timers } from '../timers.ts';
import type { HashReporter } from './hash-reporter.ts';
import type { AskHashes } from './peer-hashes.ts';
import type { StoreHasher } from './store-hasher.ts';
import { judgeCompactions, judgeRevision } from './verdict.ts';
import type { Verdict } from './verdict.ts';

export interface CorruptionCheckOptions {
  readonly replica: Replica;
  readonly hasher: Pick<StoreHasher, 'hashRecords'>;
  readonly timers: Timers;
  readonly logger: Logger;
  readonly own: Pick<HashReporter, 'report'>;
  readonly ask: AskHashes;
  /** Between two comparisons of all records; 0 = never. */
  readonly everyMs: number;
  /** Between two comparisons of what was hashed at compactions; 0 = never. */
  readonly compactionsEveryMs: number;
}

/** A peer may have to hash a large store first. */
const hashTimeoutMs = 10 * 60_000;

/** In the alarm: they differ, and it is not known who is wrong. */
const unknownMember: MemberId = 0n;

export class CorruptionCheck {
  readonly #options: CorruptionCheckOptions;
  readonly #stops: (() => void)[] = [];
  #isRunning = false;

  constructor(options: CorruptionCheckOptions) {
    this.#options = options;
    const { timers, everyMs, compactionsEveryMs } = options;
    if (everyMs > 0) {
      this.#stops.push(timers.every(everyMs, () => this.#run(() => this.#compareAll())));
    }
    if (compactionsEveryMs > 0) {
      const run = (): void => this.#run(() => this.#compareCompactions());
      this.#stops.push(timers.every(compactionsEveryMs, run));
    }
  }

  close(): void {
    for (const stop of this.#stops) stop();
  }

  /** One at a time; the next one comes soon. */
  #run(compare: () => Promise<Verdict>): void {
    const { replica, logger } = this.#options;
    if (this.#isRunning || replica.role !== 'leader' || !replica.readable) return;
    this.#isRunning = true;
    compare()
      .then((verdict) => this.#act(verdict))
      .catch((error: unknown) => {
        logger.warn({ reason: String(error) }, 'could not compare the members');
      })
      .finally(() => (this.#isRunning = false));
  }

  async #compareAll(): Promise<Verdict> {
    const { replica, hasher, ask } = this.#options;
    await this.#proveLeadership();
    const result = await hasher.hashRecords(0);
    const reports = await ask(result.hashRevision, hashTimeoutMs);
    const own = { memberId: replica.memberId, result };
    return judgeRevision(own, reports, replica.machine.members.length);
  }

  async #compareCompactions(): Promise<Verdict> {
    const { replica, own, ask } = this.#options;
    const reports = [await own.report(0), ...(await ask(0, hashTimeoutMs))];
    return judgeCompactions(reports, replica.machine.members.length);
  }

  /** What is applied here is then all that is committed. */
  #proveLeadership(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#options.replica.readLinearizable((error) => {
        if (error === undefined) resolve();
        else reject(error);
      });
    });
  }

  #act(verdict: Verdict): void {
    const { logger } = this.#options;
    if (verdict.kind === 'equal') {
      logger.debug({ members: verdict.compared }, 'compared the members: their records are equal');
      return;
    }
    const members = verdict.members.map((id) => id.toString(16));
    const named = verdict.kind === 'wrong' ? verdict.members : [unknownMember];
    const news = named.filter((memberId) => !this.#isRaised(memberId));
    if (news.length === 0) return;
    logger.error(
      { members },
      verdict.kind === 'wrong'
        ? 'these members hold other data than the majority and stop serving: remove each, add it ' +
            'anew with an empty data directory, then disarm the CORRUPT alarm'
        : 'these members hold different data and no majority agrees: nothing is changed or read ' +
            'any more. Compare them with etcdctl endpoint hashkv and a backup, go on from the right one',
    );
    for (const memberId of news) this.#raise(memberId);
  }

  #isRaised(memberId: MemberId): boolean {
    return this.#options.replica.machine.alarms.has({ memberId, kind: AlarmKind.corrupt });
  }

  #raise(memberId: MemberId): void {
    const { replica, logger } = this.#options;
    const body = etcdserverpb.AlarmRequest.encode({
      action: etcdserverpb.AlarmRequest.AlarmAction.ACTIVATE,
      memberID: fromBigInt(memberId, 'unsigned'),
      alarm: AlarmKind.corrupt,
    });
    replica.propose(RequestKind.alarm, body.finish(), (outcome) => {
      if (outcome.kind === 'done') return;
      logger.error({ reason: outcome.error.message }, 'could not raise the CORRUPT alarm');
    });
  }
}

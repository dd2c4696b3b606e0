// How much the store may hold. etcd compares the size of its file, so what was deleted and compacted
// counts until somebody defragments. LMDB takes free pages again before the file grows, so here only
// what is in use counts, and what is still on its way to the disk: deleting and compacting make room.
//
// Each member measures its own file and raises the alarm through the log. Not the size but the alarm
// decides what entries do: so all members refuse the same ones. Between the measurement and the alarm some
// writes more are applied and acknowledged; the quota is a warning line and not a wall.
import { etcdserverpb, fromBigInt } from '@cairn/proto';
import { AlarmKind, RequestKind } from '@cairn/replica';
import type { Alarm, AppliedBatch, Replica } from '@cairn/replica';
import type { Logger } from '@cairn/telemetry';

const { AlarmAction } = etcdserverpb.AlarmRequest;

export interface QuotaOptions {
  readonly replica: Replica;
  readonly logger: Logger;
  /** Negative = there is none. */
  readonly quotaBytes: number;
}

export class Quota {
  readonly #replica: Replica;
  readonly #logger: Logger;
  readonly #ownAlarm: Alarm;
  /** Infinity = there is none. */
  readonly limitBytes: number;
  /** Who is told when the alarm is raised; undefined = nobody raises it. */
  #raising: (() => void)[] | undefined;

  constructor({ replica, logger, quotaBytes }: QuotaOptions) {
    this.#replica = replica;
    this.#logger = logger;
    this.limitBytes = quotaBytes < 0 ? Infinity : quotaBytes;
    this.#ownAlarm = { memberId: replica.memberId, kind: AlarmKind.noSpace };
    replica.listen({ onApplied: (batch) => this.#check(batch) });
  }

  /** Whether this member has said that it is out of space. */
  get isExceeded(): boolean {
    return this.#replica.machine.alarms.has(this.#ownAlarm);
  }

  /** Free pages do not count. 0 while a snapshot takes the place of the store. */
  usedBytes(): number {
    const { backend, readable } = this.#replica;
    return readable ? backend.sizeInUseBytes() + backend.pendingBytes() : 0;
  }

  /** Whether there is room for what costs so much. What costs nothing always has room. */
  admits(costBytes: number): boolean {
    if (costBytes === 0 || this.limitBytes === Infinity) return true;
    return this.usedBytes() + costBytes < this.limitBytes;
  }

  /** Raises the alarm, unless it is; calls back when that is over, however it ended. */
  raise(done: () => void): void {
    if (this.isExceeded) return done();
    if (this.#raising !== undefined) {
      this.#raising.push(done);
      return;
    }
    this.#raising = [done];
    const { limitBytes } = this;
    const usedBytes = this.usedBytes();
    this.#propose(AlarmAction.ACTIVATE, (error) => {
      const waiting = this.#raising ?? [];
      this.#raising = undefined;
      if (error === undefined) {
        this.#logger.warn(
          { usedBytes, limitBytes },
          'the store has reached its quota (--quota-backend-bytes): puts are refused until keys ' +
            'are deleted, their history is compacted and the alarm is disarmed',
        );
      } else {
        this.#logger.warn({ reason: error.message }, 'could not raise the NOSPACE alarm');
      }
      for (const each of waiting) each();
    });
  }

  /** Lifts an alarm of this kind. */
  lift(alarm: Alarm, done: (error: Error | undefined) => void): void {
    this.#propose(AlarmAction.DEACTIVATE, done, alarm);
  }

  /** A follower takes no requests, but its file may be the one that is full. */
  #check({ events }: AppliedBatch): void {
    if (this.admits(1) || this.isExceeded) return;
    if (events.some(({ kind }) => kind === 'put')) this.raise(() => undefined);
  }

  #propose(
    action: etcdserverpb.AlarmRequest.AlarmAction,
    done: (error: Error | undefined) => void,
    { memberId, kind }: Alarm = this.#ownAlarm,
  ): void {
    const body = etcdserverpb.AlarmRequest.encode({
      action,
      memberID: fromBigInt(memberId, 'unsigned'),
      alarm: kind,
    });
    this.#replica.propose(RequestKind.alarm, body.finish(), (outcome) => {
      done(outcome.kind === 'failed' ? outcome.error : undefined);
    });
  }
}

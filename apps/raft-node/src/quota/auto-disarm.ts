// Lifts the NOSPACE alarm by itself once there is room again (`--quota-auto-disarm`). Each member knows
// the size of its own file only, so each lifts its own alarm; what a member has left behind that is none
// any more, the leader lifts. Some room must be there first, or a store at its limit would go back and
// forth between taking and refusing.
import { AlarmKind } from '@cairn/replica';
import type { Alarm, Replica } from '@cairn/replica';
import type { Logger } from '@cairn/telemetry';
import type { Timers } from '../timers.ts';
import type { Quota } from './quota.ts';

const checkEveryMs = 1_000;
/** Of the quota. */
const roomyBelow = 0.9;

export interface AutoDisarmOptions {
  readonly replica: Replica;
  readonly quota: Quota;
  readonly timers: Timers;
  readonly logger: Logger;
}

export class AutoDisarm {
  readonly #options: AutoDisarmOptions;
  readonly #stop: () => void;
  #isLifting = false;

  constructor(options: AutoDisarmOptions) {
    this.#options = options;
    this.#stop = options.timers.every(checkEveryMs, () => this.#check());
  }

  close(): void {
    this.#stop();
  }

  #check(): void {
    const { replica, quota, logger } = this.#options;
    const { alarms } = replica.machine;
    if (!alarms.noSpace || this.#isLifting || !replica.readable) return;
    const over = alarms.list(AlarmKind.noSpace).find((alarm) => this.#isOver(alarm));
    if (over === undefined) return;
    this.#isLifting = true;
    const about = { member: over.memberId.toString(16), usedBytes: quota.usedBytes() };
    quota.lift(over, (error) => {
      this.#isLifting = false;
      if (error === undefined) logger.info(about, 'there is room again: the alarm is lifted');
      else logger.warn({ ...about, reason: error.message }, 'could not lift the NOSPACE alarm');
    });
  }

  #isOver({ memberId }: Alarm): boolean {
    const { replica, quota } = this.#options;
    if (memberId === replica.memberId) return quota.usedBytes() < roomyBelow * quota.limitBytes;
    if (replica.role !== 'leader') return false;
    return !replica.machine.members.some(({ id }) => id === memberId);
  }
}

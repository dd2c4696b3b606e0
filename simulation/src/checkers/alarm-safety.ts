// What alarms promise to clients. It is known from outside when an alarm was raised for certain (somebody
// has seen it, and nobody has asked yet that it be lifted) and when it may have been (from the moment
// somebody asked for it until a lift was acknowledged):
//
//   while NOSPACE is raised for certain, nothing that adds is acknowledged; with CORRUPT, no change is
//   while NOSPACE is raised, what makes room or reads is never refused for it
//   while no alarm may be raised, nothing is refused for one
//
// A lift whose outcome is unknown may come at any time: nothing about its alarm is certain afterwards.
import { etcdErrors } from '@cairn/api';
import type { Operation, OperationRequest } from '@cairn/history';
import { AlarmKind } from '@cairn/replica';
import type { Alarm } from '@cairn/replica';
import { SafetyViolation } from '../world/world.ts';

interface Period {
  readonly kind: AlarmKind;
  /** It may be raised from here … */
  readonly mayFromUs: number;
  /** … to here. */
  mayUntilUs: number;
  /** It is raised from here … */
  surelyFromUs: number;
  /** … to here at least. */
  surelyUntilUs: number;
}

export class AlarmSafety {
  readonly #periods: Period[] = [];
  readonly #open = new Map<string, Period>();
  readonly #unsure = new Set<string>();
  /** Members raise alarms by themselves: no refusal is without a reason. */
  readonly #membersRaise: boolean;

  constructor(membersRaise: boolean) {
    this.#membersRaise = membersRaise;
  }

  /** Periods in which an alarm was raised for certain. */
  get certain(): number {
    return this.#periods.filter(({ surelyFromUs }) => surelyFromUs < Infinity).length;
  }

  raiseAsked(alarm: Alarm, nowUs: number): void {
    if (!this.#open.has(keyOf(alarm))) this.#begin(alarm, nowUs);
  }

  /** A member lists it, or has acknowledged that it is raised. */
  seen(alarm: Alarm, nowUs: number): void {
    const period = this.#open.get(keyOf(alarm)) ?? this.#begin(alarm, nowUs);
    if (this.#unsure.has(keyOf(alarm)) || period.surelyFromUs < Infinity) return;
    period.surelyFromUs = nowUs;
  }

  liftAsked(alarm: Alarm, nowUs: number): void {
    const period = this.#open.get(keyOf(alarm));
    if (period !== undefined) period.surelyUntilUs = Math.min(period.surelyUntilUs, nowUs);
  }

  /** @param isLifted false: nobody knows */
  liftEnded(alarm: Alarm, nowUs: number, isLifted: boolean): void {
    const key = keyOf(alarm);
    if (!isLifted) this.#unsure.add(key);
    const period = this.#open.get(key);
    // What nobody has seen may be raised later than it was lifted.
    if (!isLifted || period === undefined || period.surelyFromUs === Infinity) return;
    if (this.#unsure.has(key)) return;
    period.mayUntilUs = nowUs;
    this.#open.delete(key);
  }

  check(operations: readonly Operation[]): Error | undefined {
    for (const operation of operations) {
      const wrong = this.#acknowledged(operation) ?? this.#refused(operation);
      if (wrong !== undefined) return new SafetyViolation('alarms', `#${operation.id} ${wrong}`);
    }
    return undefined;
  }

  #begin(alarm: Alarm, nowUs: number): Period {
    const period = {
      kind: alarm.kind,
      mayFromUs: nowUs,
      mayUntilUs: Infinity,
      surelyFromUs: Infinity,
      surelyUntilUs: Infinity,
    };
    this.#periods.push(period);
    this.#open.set(keyOf(alarm), period);
    return period;
  }

  #acknowledged({ calledAt, returnedAt, request, outcome }: Operation): string | undefined {
    if (outcome.kind !== 'ok') return undefined;
    const during = this.#periods.find(({ kind, surelyFromUs, surelyUntilUs }) => {
      const isForbidden = kind === AlarmKind.corrupt ? changes(request) : adds(request);
      return isForbidden && calledAt > surelyFromUs && returnedAt < surelyUntilUs;
    });
    if (during === undefined) return undefined;
    return `a ${request.type} was acknowledged while an alarm of kind ${during.kind} was raised`;
  }

  #refused({ calledAt, returnedAt, request, outcome }: Operation): string | undefined {
    if (outcome.kind === 'ok') return undefined;
    const kind = refusals.get(outcome.error);
    if (kind === undefined) return undefined;
    if (kind === AlarmKind.noSpace && !adds(request)) {
      return `a ${request.type} was refused for lack of space`;
    }
    if (this.#membersRaise && kind === AlarmKind.noSpace) return undefined;
    const hasReason = this.#periods.some((period) => {
      return (
        period.kind === kind && period.mayFromUs <= returnedAt && period.mayUntilUs >= calledAt
      );
    });
    return hasReason ? undefined : `a ${request.type} was refused for an alarm that nobody raised`;
  }
}

const refusals: ReadonlyMap<string, AlarmKind> = new Map([
  [etcdErrors.noSpace.message, AlarmKind.noSpace],
  [etcdErrors.corrupt.message, AlarmKind.corrupt],
]);

function adds(request: OperationRequest): boolean {
  if (request.type === 'put' || request.type === 'leaseGrant') return true;
  if (request.type !== 'txn') return false;
  return [...request.success, ...request.failure].some(({ type }) => type === 'put');
}

function changes(request: OperationRequest): boolean {
  if (request.type === 'txn') {
    return [...request.success, ...request.failure].some(({ type }) => type !== 'range');
  }
  return request.type !== 'range' && request.type !== 'leaseKeepAlive';
}

function keyOf({ memberId, kind }: Alarm): string {
  return `${kind}@${memberId}`;
}

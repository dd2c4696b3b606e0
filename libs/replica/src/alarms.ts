// Which alarms are raised, by whom: etcd's `alarm` table. Alarms are part of the state: they are raised
// and lifted by entries of the log, so every member refuses the same entries. A follower that went by
// the size of its own file instead would skip a write that the others have.
import { Table } from '@cairn/backend';
import type { Backend } from '@cairn/backend';
import { assert, emptyBytes } from '@cairn/core';
import type { MemberId } from '@cairn/core';
import { etcdserverpb, fromBigInt, toUnsignedBigInt } from '@cairn/proto';

/** As in etcd's AlarmType. */
export const AlarmKind = { none: 0, noSpace: 1, corrupt: 2 } as const;
export type AlarmKind = (typeof AlarmKind)[keyof typeof AlarmKind];

export interface Alarm {
  /** Whom it is about; 0n: it is not known whom. */
  readonly memberId: MemberId;
  readonly kind: AlarmKind;
}

export function isAlarmKind(value: number): value is AlarmKind {
  return value === AlarmKind.none || value === AlarmKind.noSpace || value === AlarmKind.corrupt;
}

export class Alarms {
  readonly #backend: Backend;
  #raised: readonly Alarm[];
  #noSpace = false;
  #corrupt = false;

  constructor(backend: Backend) {
    this.#backend = backend;
    const raised: Alarm[] = [];
    for (const { key } of backend.scan(Table.alarm, {})) raised.push(decodeAlarm(key));
    this.#raised = raised.toSorted(byKindAndMember);
    this.#remember();
  }

  /** Some member is out of space. */
  get noSpace(): boolean {
    return this.#noSpace;
  }

  /** Some member holds other data than the rest. */
  get corrupt(): boolean {
    return this.#corrupt;
  }

  get isAnyRaised(): boolean {
    return this.#raised.length > 0;
  }

  /** By kind, then by member; `none` = of every kind. */
  list(kind: AlarmKind): readonly Alarm[] {
    if (kind === AlarmKind.none) return this.#raised;
    return this.#raised.filter((alarm) => alarm.kind === kind);
  }

  has(wanted: Alarm): boolean {
    return this.#raised.some((alarm) => isSame(alarm, wanted));
  }

  /** One that is raised already stays as it is. */
  raise(alarm: Alarm): void {
    assert(alarm.kind !== AlarmKind.none, 'an alarm is about something');
    if (this.has(alarm)) return;
    this.#backend.put(Table.alarm, encodeAlarm(alarm), emptyBytes);
    this.#raised = [...this.#raised, alarm].toSorted(byKindAndMember);
    this.#remember();
  }

  /** Whether it was raised. */
  lift(lifted: Alarm): boolean {
    if (!this.has(lifted)) return false;
    this.#backend.delete(Table.alarm, encodeAlarm(lifted));
    this.#raised = this.#raised.filter((alarm) => !isSame(alarm, lifted));
    this.#remember();
    return true;
  }

  /** Asked before every write. */
  #remember(): void {
    this.#noSpace = this.#raised.some(({ kind }) => kind === AlarmKind.noSpace);
    this.#corrupt = this.#raised.some(({ kind }) => kind === AlarmKind.corrupt);
  }
}

function isSame(a: Alarm, b: Alarm): boolean {
  return a.kind === b.kind && a.memberId === b.memberId;
}

function byKindAndMember(a: Alarm, b: Alarm): number {
  if (a.kind !== b.kind) return a.kind - b.kind;
  return a.memberId < b.memberId ? -1 : 1;
}

/** The key of the row; the value is empty. */
function encodeAlarm({ memberId, kind }: Alarm): Uint8Array {
  const memberID = fromBigInt(memberId, 'unsigned');
  return etcdserverpb.AlarmMember.encode({ memberID, alarm: kind }).finish();
}

function decodeAlarm(key: Uint8Array): Alarm {
  const { memberID, alarm } = etcdserverpb.AlarmMember.decode(key);
  const kind: number = alarm;
  assert(isAlarmKind(kind) && kind !== AlarmKind.none, `alarm record of unknown kind ${kind}`);
  return { memberId: toUnsignedBigInt(memberID), kind };
}

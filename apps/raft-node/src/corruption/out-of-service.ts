import { AlarmKind } from '@cairn/replica';
import type { Replica } from '@cairn/replica';

/**
 * Whether what this member holds may be wrong, and must not be read: it is named in a CORRUPT alarm, or
 * nobody knows who is meant. etcd refuses changes only, and goes on answering with the wrong data.
 */
export function isOutOfService({ memberId, machine: { alarms } }: Replica): boolean {
  if (!alarms.corrupt) return false;
  const kind = AlarmKind.corrupt;
  return alarms.has({ memberId, kind }) || alarms.has({ memberId: 0n, kind });
}

// Alarms in the log, and what they forbid. While a member is out of space nothing may be added, but
// everything goes on that reads or makes room; while members disagree nothing may be changed at all.
import { etcdserverpb, fromBigInt, toUnsignedBigInt } from '@cairn/proto';
import { AlarmKind, isAlarmKind } from '../alarms.ts';
import type { Alarm, Alarms } from '../alarms.ts';
import { CorruptClusterError, NoSpaceError } from '../errors.ts';
import { txnCostBytes } from '../quota-cost.ts';
import { RequestKind } from '../request-codec.ts';
import type { ApplyContext } from './context.ts';

const { AlarmAction } = etcdserverpb.AlarmRequest;

/** Answers the alarms it is about: those raised or lifted now, or all that are asked for. */
export function applyAlarm(
  context: ApplyContext,
  alarms: Alarms,
  request: etcdserverpb.AlarmRequest,
): Uint8Array {
  return etcdserverpb.AlarmResponse.encode({
    header: context.headerMessage(context.store.currentRevision),
    alarms: execute(alarms, request).map(({ memberId, kind }) => ({
      memberID: fromBigInt(memberId, 'unsigned'),
      alarm: kind,
    })),
  }).finish();
}

function execute(alarms: Alarms, request: etcdserverpb.AlarmRequest): readonly Alarm[] {
  const kind: number = request.alarm;
  // The proposer refuses other kinds; an entry of a later version that has more must not stop us.
  if (!isAlarmKind(kind)) return [];
  const alarm: Alarm = { memberId: toUnsignedBigInt(request.memberID), kind };
  switch (request.action) {
    case AlarmAction.ACTIVATE:
      if (kind === AlarmKind.none) return [];
      alarms.raise(alarm);
      return [alarm];
    case AlarmAction.DEACTIVATE:
      return alarms.lift(alarm) ? [alarm] : [];
    default:
      return alarms.list(kind);
  }
}

/** Entries that change nothing any more while members disagree. */
const refusedWhileCorrupt: ReadonlySet<RequestKind> = new Set([
  RequestKind.put,
  RequestKind.deleteRange,
  RequestKind.txn,
  RequestKind.compaction,
  RequestKind.leaseGrant,
  RequestKind.leaseRevoke,
  RequestKind.leaseExpire,
]);

/**
 * What the raised alarms say to an entry.
 * @param txn decodes the entry, if it is a transaction
 * @throws CorruptClusterError, NoSpaceError
 */
export function checkAlarms(
  alarms: Alarms,
  kind: RequestKind,
  txn: () => etcdserverpb.TxnRequest,
): void {
  if (alarms.corrupt && refusedWhileCorrupt.has(kind)) {
    throw new CorruptClusterError('members of the cluster hold different data');
  }
  if (!alarms.noSpace) return;
  const adds =
    kind === RequestKind.put ||
    kind === RequestKind.leaseGrant ||
    (kind === RequestKind.txn && txnCostBytes(txn()) > 0);
  if (adds) throw new NoSpaceError('a member of the cluster is out of space');
}

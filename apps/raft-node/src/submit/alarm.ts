// etcd's Alarm: raising and lifting go through the log, listing asks whether the state is current.
import { ApiError, GrpcCode, decodeRequest } from '@cairn/api';
import { etcdserverpb, fromBigInt } from '@cairn/proto';
import { RequestKind, isAlarmKind } from '@cairn/replica';
import type { Alarm, Replica } from '@cairn/replica';
import type { Call } from './call.ts';
import { propose, readWhenCurrent } from './kv.ts';
import { answer } from './outcome.ts';

const { AlarmAction } = etcdserverpb.AlarmRequest;

export interface AlarmOptions {
  readonly replica: Replica;
}

export function alarm({ replica }: AlarmOptions, call: Call): void {
  const { action, alarm: type } = decodeRequest(etcdserverpb.AlarmRequest, call.request);
  // etcd ends itself here; the entry would stop every member of it.
  const kind: number = type;
  if (!isAlarmKind(kind)) throw invalid(`unknown alarm type ${kind}`);
  switch (action) {
    case AlarmAction.GET:
      return readWhenCurrent(replica, false, call, () => {
        const raised = replica.machine.alarms.list(kind);
        call.reply(answer(alarmResponse(replica, raised)));
      });
    case AlarmAction.ACTIVATE:
    case AlarmAction.DEACTIVATE:
      return propose(replica, RequestKind.alarm, call.request, call);
    default:
      throw invalid(`unknown alarm action ${String(action)}`);
  }
}

function alarmResponse(replica: Replica, alarms: readonly Alarm[]): Uint8Array {
  return etcdserverpb.AlarmResponse.encode({
    header: replica.context.headerMessage(replica.machine.store.currentRevision),
    alarms: alarms.map(({ memberId, kind }) => ({
      memberID: fromBigInt(memberId, 'unsigned'),
      alarm: kind,
    })),
  }).finish();
}

function invalid(message: string): ApiError {
  return new ApiError(GrpcCode.invalidArgument, `etcdserver: ${message}`);
}

const names: Readonly<Record<number, string>> = { 1: 'NOSPACE', 2: 'CORRUPT' };

/** As etcd words an alarm in a member's status, with the blank at its end. */
export function alarmText({ memberId, kind }: Alarm): string {
  const member = memberId === 0n ? '' : `memberID:${memberId} `;
  return `${member}alarm:${names[kind] ?? kind} `;
}

// etcd's Alarm: raising and lifting go through the log, listing asks whether the state is current.
import { ApiError, GrpcCode, decodeRequest } from '@cairn/api';
import { etcdserverpb, fromBigInt } from '@cairn/proto';
import { AlarmKind, RequestKind, isAlarmKind } from '@cairn/replica';
import type { Alarm, Replica } from '@cairn/replica';
import type { Call } from './call.ts';
import { asClient, propose, readWhenCurrent } from './kv.ts';
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
      return list(replica, kind, call);
    case AlarmAction.ACTIVATE:
    case AlarmAction.DEACTIVATE:
      return propose(replica, RequestKind.alarm, call.request, asClient(call));
    default:
      throw invalid(`unknown alarm action ${String(action)}`);
  }
}

/** All of them, whoever asks; for the checks of a gateway. */
export function listAlarms({ replica }: AlarmOptions, call: Call): void {
  list(replica, AlarmKind.none, call);
}

function list(replica: Replica, kind: AlarmKind, call: Call): void {
  readWhenCurrent(replica, false, call, () => {
    call.reply(answer(alarmResponse(replica, replica.machine.alarms.list(kind))));
  });
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

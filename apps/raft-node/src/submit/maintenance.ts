// Requests about the member and the cluster themselves.
import { decodeRequest, etcdVersion, storageVersion } from '@cairn/api';
import { emptyBytes } from '@cairn/core';
import { cairn, etcdserverpb, fromBigInt, toClampedNumber } from '@cairn/proto';
import { AlarmKind, memberFields } from '@cairn/replica';
import type { Replica } from '@cairn/replica';
import type { StoreHasher } from '../corruption/store-hasher.ts';
import { alarmText } from './alarm.ts';
import type { Call } from './call.ts';
import { readWhenCurrent } from './kv.ts';
import { answer, failure } from './outcome.ts';

export interface MaintenanceOptions {
  readonly replica: Replica;
  readonly hasher: Pick<StoreHasher, 'hashRecords' | 'hashTables'>;
  readonly quotaBytes: number;
}

export function memberList({ replica }: MaintenanceOptions, call: Call): void {
  const request = decodeRequest(etcdserverpb.MemberListRequest, call.request);
  readWhenCurrent(replica, !request.linearizable, call, () => {
    const response = etcdserverpb.MemberListResponse.encode({
      // The Cluster service's headers carry no revision.
      header: headerAt(replica, 0),
      members: replica.machine.members.map(memberFields),
    });
    call.reply(answer(response.finish()));
  });
}

export function status({ replica, quotaBytes }: MaintenanceOptions, call: Call): void {
  decodeRequest(etcdserverpb.StatusRequest, call.request);
  const { backend, status: raft, memberId } = replica;
  const response = etcdserverpb.StatusResponse.encode({
    header: headerAt(replica, replica.machine.store.currentRevision),
    version: etcdVersion,
    dbSize: backend.sizeBytes(),
    dbSizeInUse: backend.sizeInUseBytes(),
    dbSizeQuota: quotaBytes,
    leader: fromBigInt(raft.leader, 'unsigned'),
    raftIndex: raft.committed,
    raftTerm: raft.term,
    raftAppliedIndex: raft.applied,
    errors: [
      ...(raft.leader === 0n ? ['etcdserver: no leader'] : []),
      ...replica.machine.alarms.list(AlarmKind.none).map(alarmText),
    ],
    isLearner: raft.confState.learners.includes(memberId),
    storageVersion,
    downgradeInfo: replica.machine.downgrade.info,
  });
  call.reply(answer(response.finish()));
}

export function hashKv({ replica, hasher }: MaintenanceOptions, call: Call): void {
  const request = decodeRequest(etcdserverpb.HashKVRequest, call.request);
  const header = headerAt(replica, replica.machine.store.currentRevision);
  hasher.hashRecords(toClampedNumber(request.revision)).then(
    (result) => {
      const response = etcdserverpb.HashKVResponse.encode({
        header,
        hash: result.hash,
        compact_revision: result.compactRevision,
        hash_revision: result.hashRevision,
      });
      call.reply(answer(response.finish()));
    },
    (error: unknown) => call.reply(failure(error)),
  );
}

/** A checksum of everything stored but what differs between members by nature. */
export function hash({ replica, hasher }: MaintenanceOptions, call: Call): void {
  decodeRequest(etcdserverpb.HashRequest, call.request);
  const header = headerAt(replica, replica.machine.store.currentRevision);
  hasher.hashTables().then(
    (sum) => call.reply(answer(etcdserverpb.HashResponse.encode({ header, hash: sum }).finish())),
    (error: unknown) => call.reply(failure(error)),
  );
}

/** Where a watcher starts that is opened now. */
export function watchOpen({ replica }: MaintenanceOptions, call: Call): void {
  const { key, range_end: rangeEnd } = decodeRequest(cairn.v1.WatchOpenRequest, call.request);
  replica.machine.access.checkRead(call.requester, key, rangeEnd);
  const { currentRevision, compactRevision } = replica.machine.store;
  const response = cairn.v1.WatchOpenResponse.encode({
    revision: currentRevision,
    compact_revision: compactRevision,
  });
  call.reply(answer(response.finish()));
}

/** That it is asked is all: who may not is refused before. */
export function mayAdminister(_options: MaintenanceOptions, call: Call): void {
  call.reply(answer(emptyBytes));
}

/** Whose token was shown was found out before, or the call refused. */
export function whoAmI(_options: MaintenanceOptions, call: Call): void {
  const user = call.requester?.user ?? '';
  call.reply(answer(cairn.v1.WhoAmIResponse.encode({ user }).finish()));
}

function headerAt(replica: Replica, revision: number): etcdserverpb.ResponseHeader {
  return replica.context.headerMessage(revision);
}

// Requests about the member and the cluster themselves.
import { clusterVersion, decodeRequest, etcdVersion } from '@cairn/api';
import { Table } from '@cairn/backend';
import type { BackendSnapshot } from '@cairn/backend';
import { crc32c, toByteString } from '@cairn/core';
import { cairn, etcdserverpb, fromBigInt, toClampedNumber } from '@cairn/proto';
import { AlarmKind, LeaderChangedError, memberFields } from '@cairn/replica';
import type { Replica } from '@cairn/replica';
import type { Turns } from '../turns.ts';
import { alarmText } from './alarm.ts';
import type { Call } from './call.ts';
import { readWhenCurrent } from './kv.ts';
import { answer, failure } from './outcome.ts';

/** Hashing goes on in slices of this many records, with a turn of the event loop between two. */
const recordsPerSlice = 5_000;

export interface MaintenanceOptions {
  readonly replica: Replica;
  readonly turns: Turns;
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
    storageVersion: clusterVersion,
    downgradeInfo: {},
  });
  call.reply(answer(response.finish()));
}

export function hashKv({ replica, turns }: MaintenanceOptions, call: Call): void {
  const request = decodeRequest(etcdserverpb.HashKVRequest, call.request);
  const { store } = replica.machine;
  const header = headerAt(replica, store.currentRevision);
  const run = store.beginHash(toClampedNumber(request.revision));
  const step = (): void => {
    try {
      assertUnreplaced(replica, store);
      const result = run.step(recordsPerSlice);
      if (result === undefined) return turns.run(step);
      const response = etcdserverpb.HashKVResponse.encode({
        header,
        hash: result.hash,
        compact_revision: result.compactRevision,
        hash_revision: result.hashRevision,
      });
      call.reply(answer(response.finish()));
    } catch (error) {
      run.close();
      call.reply(failure(error));
    }
  };
  step();
}

/** What is being hashed must not have been closed: by a stop, or for a snapshot. */
function assertUnreplaced(replica: Replica, store: Replica['machine']['store']): void {
  if (!replica.readable || replica.machine.store !== store) {
    throw new LeaderChangedError('the state was replaced while it was being hashed');
  }
}

/** A checksum of everything stored but what differs between members by nature. */
export function hash({ replica, turns }: MaintenanceOptions, call: Call): void {
  decodeRequest(etcdserverpb.HashRequest, call.request);
  const { store } = replica.machine;
  const header = headerAt(replica, store.currentRevision);
  hashTables(replica, turns)
    .finally(() => assertUnreplaced(replica, store))
    .then(
      (sum) => call.reply(answer(etcdserverpb.HashResponse.encode({ header, hash: sum }).finish())),
      (error: unknown) => call.reply(failure(error)),
    );
}

const ownMetaKeys: ReadonlySet<string> = new Set([
  'consistent_index',
  'term',
  'storageVersion',
  'cairnSnapshotInstalled',
]);

async function hashTables(replica: Replica, turns: Turns): Promise<number> {
  const { store } = replica.machine;
  const snapshot = await replica.backend.snapshot();
  try {
    let sum = 0;
    let records = 0;
    for (const [name, table] of Object.entries(Table)) {
      sum = crc32c(Buffer.from(name), sum);
      for (const { key, value } of hashedRecords(snapshot, table)) {
        sum = crc32c(value, crc32c(key, sum));
        records += 1;
        if (records % recordsPerSlice > 0) continue;
        await turns.next();
        assertUnreplaced(replica, store);
      }
    }
    return sum;
  } finally {
    snapshot.close();
  }
}

function* hashedRecords(
  snapshot: BackendSnapshot,
  table: Table,
): Generator<{ readonly key: Uint8Array; readonly value: Uint8Array }> {
  for (const record of snapshot.scan(table, {})) {
    if (table === Table.meta && ownMetaKeys.has(toByteString(record.key))) continue;
    yield record;
  }
}

/** Where a watcher starts that is opened now. */
export function watchOpen({ replica }: MaintenanceOptions, call: Call): void {
  decodeRequest(cairn.v1.WatchOpenRequest, call.request);
  const { currentRevision, compactRevision } = replica.machine.store;
  const response = cairn.v1.WatchOpenResponse.encode({
    revision: currentRevision,
    compact_revision: compactRevision,
  });
  call.reply(answer(response.finish()));
}

function headerAt(replica: Replica, revision: number): etcdserverpb.ResponseHeader {
  return replica.context.headerMessage(revision);
}

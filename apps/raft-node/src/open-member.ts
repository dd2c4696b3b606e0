// A member before it serves: its files opened, consensus and the replica built on them, and the ways to
// and from its peers. These four refer to each other; nothing happens before all of them are there
// (HeldTurns).
import { randomInt } from 'node:crypto';
import type { Backend } from '@cairn/backend';
import { SeededRandom } from '@cairn/core';
import { Raft } from '@cairn/raft';
import { Replica, firstRequestMax } from '@cairn/replica';
import type { RecoveredMember, ReplicaOptions, ReplicaPorts } from '@cairn/replica';
import type { ServiceContext } from '@cairn/service';
import type { ClientTls } from '@cairn/tls';
import type { RaftNodeConfig } from './config.ts';
import type { DataDirectory } from './data-directory.ts';
import { Departure } from './departure.ts';
import { HeldTurns } from './held-turns.ts';
import { electionTicks, requestTimeoutMs, ticksPerHeartbeat } from './intervals.ts';
import { memberCounts } from './member-counts.ts';
import type { MemberCounts } from './member-counts.ts';
import type { RaftNodeMetrics } from './metrics.ts';
import type { NodeTls } from './node-tls.ts';
import { openData, removedError } from './open-data.ts';
import { PeerTransport } from './peers/peer-transport.ts';
import { SendRate } from './snapshots/send-rate.ts';
import { SnapshotReceiver } from './snapshots/snapshot-receiver.ts';
import { SnapshotSender } from './snapshots/snapshot-sender.ts';
import { nodeTimers } from './timers.ts';
import type { Turns } from './turns.ts';

const mebibyte = 1024 * 1024;
const segmentBytes = 64 * mebibyte;
const limits = {
  entriesBytesPerMessageMax: mebibyte,
  inflightMessagesMax: 64,
  uncommittedBytesMax: 256 * mebibyte,
  committedBytesPerReadyMax: mebibyte,
  backendPendingBytesMax: 128 * mebibyte,
  proposalsWaitingMax: 20_000,
  proposalBytesQueuedMax: 64 * mebibyte,
  readsWaitingMax: 50_000,
};

export interface OpenMember {
  readonly replica: Replica;
  readonly recovered: RecoveredMember;
  readonly transport: PeerTransport;
  readonly snapshots: SnapshotReceiver;
  readonly departure: Departure;
  readonly counts: MemberCounts;
  /** For peers at https URLs. */
  readonly peerTls: ClientTls;
}

export interface MemberParts {
  readonly config: RaftNodeConfig;
  readonly data: DataDirectory;
  readonly metrics: RaftNodeMetrics;
  readonly turns: Turns;
  readonly tls: NodeTls;
  /** Ends the waiting for others. */
  readonly signal: AbortSignal;
}

export async function openMember(
  parts: MemberParts,
  { logger, fail }: ServiceContext,
): Promise<OpenMember> {
  const { config, data, metrics, turns, signal } = parts;
  const tls = parts.tls.peers.client;
  const { backend, recovered, members, build } = await openData({
    config,
    data,
    segmentBytes,
    logger,
    signal,
    tls,
  });
  const { clusterId, memberId } = recovered;
  const counts = memberCounts(config, metrics, memberId, logger);
  const loop = new HeldTurns();
  const raft = newRaft(config, memberId, recovered);
  // Alone there is nobody to wait for.
  if (recovered.raft.confState.voters.join() === memberId.toString()) raft.campaign();
  const ports: ReplicaPorts = {
    clock: nodeTimers,
    wal: recovered.wal,
    backend,
    raft,
    send: (messages) => transport.send(messages),
    schedule: (run) => loop.schedule(run),
    onFatal: fail,
    connectedSinceMs: (peer) => transport.connectedSinceMs(peer),
    onRequestApplied: (applied) => counts.applied.add(applied),
  };
  const options = replicaOptions(config, recovered, memberId);
  const replica = await build(() => new Replica(options, ports, recovered.raft.snapshotIndex));
  backend.onFlushError(fail);
  recovered.wal.onSync((seconds) => metrics.walSyncSeconds.observe(seconds));
  raft.setSnapshotSource(() => replica.snapshotMeta());
  const rate = new SendRate({ bytesPerSecond: config.snapshotSendRate });
  const sending = { clusterId, logger, turns, rate, metrics: counts.snapshots };
  const sender = new SnapshotSender({ ...sending, replica: () => replica });
  const transport = new PeerTransport({
    clusterId,
    self: memberId,
    members,
    logger,
    onUnreachable: (peer) => replica.reportUnreachable(peer),
    onRemoved: () => departure.refused(),
    onSnapshotNeeded: (message, client) => sender.send(message, client),
    nowMs: () => nodeTimers.nowMs(),
    tls,
    metrics: counts.peers,
  });
  const departure = new Departure(() => fail(removedError(memberId)));
  replica.listen({
    onMembers: (changed) => transport.follow(changed),
    onRemoved: () => departure.learned(),
  });
  const snapshots = new SnapshotReceiver({
    clusterId,
    self: memberId,
    logger,
    stage: (records, position) => data.stage(records, position),
    activate: () => activateStaged(replica, data, fail),
    discard: () => data.discardStaged(),
    offer: (staged) => replica.receiveSnapshot(staged),
    metrics: counts.snapshots,
  });
  loop.begin();
  return { replica, recovered, transport, snapshots, departure, counts, peerTls: tls };
}

async function activateStaged(
  replica: Replica,
  data: DataDirectory,
  fail: (error: unknown) => void,
): Promise<Backend> {
  await replica.backend.close();
  const installed = await data.activateStaged();
  installed.onFlushError(fail);
  return installed;
}

function newRaft(config: RaftNodeConfig, id: bigint, recovered: RecoveredMember): Raft {
  return new Raft(
    {
      id,
      electionTicks: electionTicks(config),
      heartbeatTicks: ticksPerHeartbeat,
      preVote: true,
      checkQuorum: true,
      entriesBytesPerMessageMax: limits.entriesBytesPerMessageMax,
      inflightMessagesMax: limits.inflightMessagesMax,
      uncommittedBytesMax: limits.uncommittedBytesMax,
      committedBytesPerReadyMax: limits.committedBytesPerReadyMax,
      random: new SeededRandom(randomInt(2 ** 47)),
    },
    recovered.raft,
  );
}

function replicaOptions(
  config: RaftNodeConfig,
  recovered: RecoveredMember,
  memberId: bigint,
): ReplicaOptions {
  return {
    memberId,
    clusterId: recovered.clusterId,
    requestTimeoutMs: requestTimeoutMs(config),
    requestBytesMax: config.maxRequestBytes,
    proposalsWaitingMax: limits.proposalsWaitingMax,
    proposalBytesQueuedMax: limits.proposalBytesQueuedMax,
    readsWaitingMax: limits.readsWaitingMax,
    snapshotEntries: config.snapshotCount,
    catchUpEntries: config.snapshotCatchupEntries,
    backendPendingBytesMax: limits.backendPendingBytesMax,
    firstRequest: randomInt(firstRequestMax),
  };
}

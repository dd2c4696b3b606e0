// The only place where raft-node's parts are made and put together.
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { GrpcCode } from '@cairn/api';
import { SeededRandom } from '@cairn/core';
import type { MonotonicClock } from '@cairn/core';
import { connectPublisher } from '@cairn/bus';
import type { EventPublisher } from '@cairn/bus';
import { minTtlSeconds } from '@cairn/lease';
import { Raft } from '@cairn/raft';
import { Replica, firstRequestMax, wasRemoved } from '@cairn/replica';
import type { Member, RecoveredMember, ReplicaOptions, ReplicaPorts } from '@cairn/replica';
import {
  bidiHandler,
  implement,
  nodeService,
  overTls,
  serve,
  serverStreamHandler,
  unaryHandler,
} from '@cairn/rpc';
import type { RpcServer, ServedService } from '@cairn/rpc';
import type { RunningService, ServiceContext } from '@cairn/service';
import { startAdminServer } from '@cairn/telemetry';
import type { AdminServer } from '@cairn/telemetry';
import { RefusalLog, openPeerTls, openServiceTls, ownCertificate } from '@cairn/tls';
import type { ClientTls, MadeFiles, MutualTls } from '@cairn/tls';
import { quotaBytesOf } from './config.ts';
import type { RaftNodeConfig } from './config.ts';
import { composeAuth } from './auth/compose-auth.ts';
import type { AuthParts } from './auth/compose-auth.ts';
import { StoreHasher } from './corruption/store-hasher.ts';
import { DataDirectory } from './data-directory.ts';
import { Departure } from './departure.ts';
import { EventFeed } from './events/event-feed.ts';
import { backfill, follow } from './events/event-services.ts';
import type { EventServiceOptions } from './events/event-services.ts';
import { HeldTurns } from './held-turns.ts';
import { LeaseFeed } from './lease-feed/lease-feed.ts';
import { MemberAttributes } from './member-attributes.ts';
import { RaftNodeMetrics } from './metrics.ts';
import { openData, removedError } from './open-data.ts';
import { askLeaderOver, leaderServices } from './peers/leader-service.ts';
import { PeerTransport } from './peers/peer-transport.ts';
import { PeerService } from './peers/peer-service.ts';
import type { Quota } from './quota/quota.ts';
import { peerAddress } from './peer-url.ts';
import { giveBack, stopInOrder } from './shutdown.ts';
import { SendRate } from './snapshots/send-rate.ts';
import { SnapshotReceiver } from './snapshots/snapshot-receiver.ts';
import { SnapshotSender } from './snapshots/snapshot-sender.ts';
import { Members } from './submit/members.ts';
import { nodeDefinition } from './submit/node-definition.ts';
import { FreePieces } from './submit/pieces.ts';
import { SubmitService } from './submit/submit-service.ts';
import { nodeTimers } from './timers.ts';
import { Turns } from './turns.ts';
import { Upkeep } from './upkeep.ts';

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
/**
 * Raft's ticks are finer than its heartbeats: two members that campaign in the same tick split the
 * vote and lose an election timeout, and the finer the ticks, the rarer that is.
 */
const ticksPerHeartbeat = 5;
/** How long a newcomer's question about the members waits for the leader. */
const membersReadMs = 1_000;
const clock: MonotonicClock = { nowMs: () => performance.now() };

export async function compose(
  config: RaftNodeConfig,
  context: ServiceContext,
): Promise<RunningService> {
  const { logger } = context;
  const metrics = new RaftNodeMetrics(quotaBytesOf(config));
  const data = new DataDirectory(config.dataDir, ({ seconds }) =>
    metrics.backendCommitSeconds.observe(seconds),
  );
  const turns = new Turns();
  const tls = await openTls(config, logger);
  const member = await openMember({ config, data, metrics, turns, tls }, context);
  const { replica, transport, departure, peerTls } = member;
  const publisher = publisherOf(config, member, context);
  const feed = new EventFeed(replica, publisher);
  const leaseFeed = new LeaseFeed({ replica, logger, graceMs: config.electionTimeout });
  const onHashed = metrics.hashed.bind(metrics);
  const hasher = new StoreHasher({ replica, turns, onHashed });
  const upkeep = new Upkeep({ config, replica, hasher, timers: nodeTimers, logger, peerTls });
  const members = newMembers(config, member, metrics);
  const auth = composeAuth(config, replica, clock);
  const parts = { turns, hasher, metrics, members, quota: upkeep.quota, auth, logger };
  const submit = newSubmitService(config, member, parts);
  metrics.observe(replica, () => transport.activePeers);
  const peers = newPeerService(member, upkeep, logger);
  const events = { source: { replica, turns }, feed };
  await upkeep.checkBeforeServing(stoppingOf(context)).catch(async (error: unknown) => {
    await giveBack({ ...member, peers, feed, leaseFeed, publisher, data });
    throw error;
  });
  const serving = { config, tls, logger };
  const servers = await startServers(serving, {
    peers: [peers.served, leaderServices({ clusterId: replica.clusterId, members })],
    node: nodeServices({ submit, events, leaseFeed, metrics }),
  });
  upkeep.start();
  const ticker = setInterval(() => replica.tick(), tickMs(config));
  const attributes = new MemberAttributes(
    replica,
    { name: config.name, clientUrls: config.advertiseClientUrls },
    logger,
  );
  const admin = await startAdmin(config, replica, metrics, context);
  logger.info(
    { member: replica.memberId.toString(16), cluster: replica.clusterId.toString(16) },
    'raft-node serves',
  );
  return {
    stop: () =>
      stopInOrder({
        logger,
        replica,
        departure,
        transport,
        peers,
        ticker,
        attributes,
        upkeep,
        feed,
        leaseFeed,
        submit,
        passwords: auth.passwords,
        servers,
        admin,
        publisher,
        wal: member.recovered.wal,
        data,
      }),
  };
}

/** Never aborted where nobody says when to stop. */
function stoppingOf({ stopping }: Pick<ServiceContext, 'stopping'>): AbortSignal {
  return stopping ?? new AbortController().signal;
}

function newPeerService(
  { replica, snapshots, transport }: OpenMember,
  { hashKv }: Upkeep,
  logger: ServiceContext['logger'],
): PeerService {
  const peers = new PeerService({
    clusterId: replica.clusterId,
    self: replica.memberId,
    logger,
    onMessages: (messages) => replica.receive(messages),
    onMet: (peer, peerUrls) => transport.meet(peer, peerUrls),
    snapshots,
    isRemoved: (id) => replica.readable && wasRemoved(replica.backend, id),
    members: () => currentMembers(replica),
    hashKv,
  });
  replica.listen({ onMembers: () => peers.membersChanged() });
  return peers;
}

/** As the leader knows them, if there is one; else as they are known here. */
function currentMembers(replica: Replica): Promise<readonly Member[]> {
  return new Promise((resolve) => {
    const answer = (): void => resolve(replica.machine.members);
    replica.readLinearizable(answer, membersReadMs);
  });
}

async function openTls(config: RaftNodeConfig, logger: ServiceContext['logger']): Promise<NodeTls> {
  const opening = { logger, clock };
  return {
    peers: openPeerTls(config, await madeFiles(config), opening),
    services: openServiceTls(config, opening),
  };
}

async function madeFiles(config: RaftNodeConfig): Promise<MadeFiles | undefined> {
  if (!config.peerAutoTls || config.peerCertFile !== '') return undefined;
  return await ownCertificate({
    urls: config.listenPeerUrls,
    flag: '--peer-auto-tls',
    directory: join(config.dataDir, 'fixtures/peer'),
    validityYears: config.selfSignedCertValidity,
  });
}

interface OpenMember {
  readonly replica: Replica;
  readonly recovered: RecoveredMember;
  readonly transport: PeerTransport;
  readonly snapshots: SnapshotReceiver;
  readonly departure: Departure;
  /** For peers at https URLs. */
  readonly peerTls: ClientTls;
}

interface MemberParts {
  readonly config: RaftNodeConfig;
  readonly data: DataDirectory;
  readonly metrics: RaftNodeMetrics;
  readonly turns: Turns;
  readonly tls: NodeTls;
}

interface NodeTls {
  readonly peers: MutualTls;
  /** undefined = the services speak plainly. */
  readonly services: MutualTls | undefined;
}

async function openMember(
  parts: MemberParts,
  { logger, fail, ...context }: ServiceContext,
): Promise<OpenMember> {
  const { config, data, metrics, turns } = parts;
  const tls = parts.tls.peers.client;
  const { backend, recovered, members, build } = await openData({
    config,
    data,
    segmentBytes,
    logger,
    signal: stoppingOf(context),
    tls,
  });
  const { clusterId, memberId } = recovered;
  const loop = new HeldTurns();
  const raft = newRaft(config, memberId, recovered);
  // Alone there is nobody to wait for.
  if (recovered.raft.confState.voters.join() === memberId.toString()) raft.campaign();
  const ports: ReplicaPorts = {
    clock,
    wal: recovered.wal,
    backend,
    raft,
    send: (messages) => transport.send(messages),
    schedule: (run) => loop.schedule(run),
    onFatal: fail,
    connectedSinceMs: (peer) => transport.connectedSinceMs(peer),
  };
  const options = replicaOptions(config, recovered, memberId);
  const replica = await build(() => new Replica(options, ports, recovered.raft.snapshotIndex));
  backend.onFlushError(fail);
  recovered.wal.onSync((seconds) => metrics.walSyncSeconds.observe(seconds));
  raft.setSnapshotSource(() => replica.snapshotMeta());
  const rate = new SendRate({ bytesPerSecond: config.snapshotSendRate });
  const sender = new SnapshotSender({ clusterId, logger, turns, rate, replica: () => replica });
  const transport = new PeerTransport({
    clusterId,
    self: memberId,
    members,
    logger,
    onUnreachable: (peer) => replica.reportUnreachable(peer),
    onRemoved: () => departure.refused(),
    onSnapshotNeeded: (message, client) => sender.send(message, client),
    nowMs: () => clock.nowMs(),
    tls,
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
    activate: async () => {
      await replica.backend.close();
      const installed = await data.activateStaged();
      installed.onFlushError(fail);
      return installed;
    },
    discard: () => data.discardStaged(),
    offer: (staged) => replica.receiveSnapshot(staged),
  });
  loop.begin();
  return { replica, recovered, transport, snapshots, departure, peerTls: tls };
}

function tickMs({ heartbeatInterval }: RaftNodeConfig): number {
  return Math.max(1, heartbeatInterval / ticksPerHeartbeat);
}

function newRaft(config: RaftNodeConfig, id: bigint, recovered: RecoveredMember): Raft {
  return new Raft(
    {
      id,
      electionTicks: Math.max(
        ticksPerHeartbeat + 1,
        Math.round(config.electionTimeout / tickMs(config)),
      ),
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

/** As long as etcd waits. */
function requestTimeoutMs({ electionTimeout }: RaftNodeConfig): number {
  return 5_000 + 2 * electionTimeout;
}

function publisherOf(
  config: RaftNodeConfig,
  { recovered }: OpenMember,
  { logger }: ServiceContext,
): EventPublisher | undefined {
  if (config.natsUrl === '') return undefined;
  return connectPublisher({
    url: config.natsUrl,
    security: config,
    clusterId: recovered.clusterId,
    name: `cairn raft-node ${config.name}`,
    onStatus: (status) => logger.info({ ...status }, 'event bus'),
  });
}

function newSubmitService(
  config: RaftNodeConfig,
  { replica }: OpenMember,
  { turns, hasher, metrics, members, quota, auth, logger }: SubmitParts,
): SubmitService {
  return new SubmitService({
    replica,
    turns,
    hasher,
    onDefragmentBegun: () => metrics.defragmentsUnderWay.set(1),
    onDefragmentEnded: ({ error, ...report }) => {
      metrics.defragmentsUnderWay.set(0);
      metrics.defragmentSeconds.observe(report.seconds);
      if (error === undefined) logger.info({ ...report }, 'defragmented the backend');
      else logger.warn({ ...report, reason: error.message }, 'could not defragment the backend');
    },
    free: new FreePieces(),
    txnOperationsMax: config.maxTxnOps,
    ttlSecondsMin: minTtlSeconds(config.electionTimeout),
    quotaBytes: quotaBytesOf(config),
    quota,
    members,
    requestTimeoutMs: requestTimeoutMs(config),
    ...auth,
  });
}

function newMembers(
  config: RaftNodeConfig,
  { replica, transport }: OpenMember,
  metrics: RaftNodeMetrics,
): Members {
  return new Members({
    replica,
    requestTimeoutMs: requestTimeoutMs(config),
    strict: config.strictReconfigCheck,
    learnersMax: config.maxLearners,
    unixSeconds: () => Math.floor(Date.now() / 1_000),
    askLeader: askLeaderOver(transport, replica.clusterId),
    onPromotion: (refusal) => metrics.promotion(refusal),
  });
}

interface SubmitParts {
  readonly turns: Turns;
  readonly hasher: StoreHasher;
  readonly metrics: RaftNodeMetrics;
  readonly members: Members;
  readonly quota: Quota;
  readonly auth: AuthParts;
  readonly logger: ServiceContext['logger'];
}

interface NodeParts {
  readonly submit: SubmitService;
  readonly events: EventServiceOptions;
  readonly leaseFeed: LeaseFeed;
  readonly metrics: RaftNodeMetrics;
}

function nodeServices({ submit, events, leaseFeed, metrics }: NodeParts): ServedService {
  return implement(nodeDefinition, {
    submit: bidiHandler(nodeDefinition.submit, (stream) => submit.serve(stream)),
    follow: serverStreamHandler(nodeService.follow, (request, stream) =>
      follow(events, request, stream),
    ),
    backfill: serverStreamHandler(nodeService.backfill, (request, stream) =>
      backfill(events, request, stream),
    ),
    leaseFeed: bidiHandler(nodeService.leaseFeed, (stream) => leaseFeed.serve(stream)),
    metrics: unaryHandler(nodeService.metrics, (_request, answer) => {
      metrics.registry.metrics().then(
        (text) => answer(null, { text }),
        (error: unknown) => answer({ code: GrpcCode.internal, details: String(error) }),
      );
    }),
  });
}

interface Serving {
  readonly config: RaftNodeConfig;
  readonly tls: NodeTls;
  readonly logger: ServiceContext['logger'];
}

async function startServers(
  { config, tls, logger }: Serving,
  { peers, node }: { readonly peers: readonly ServedService[]; readonly node: ServedService },
): Promise<RpcServer[]> {
  const start = async (
    address: string,
    services: readonly ServedService[],
    { server }: Partial<MutualTls>,
  ): Promise<void> => {
    const refusals = new RefusalLog({ logger, url: address, clock });
    const onRefused = refusals.add.bind(refusals);
    servers.push(await serve(address, services, { tls: server, onRefused }));
  };
  const servers: RpcServer[] = [];
  for (const url of config.listenPeerUrls) await start(peerAddress(url), peers, tls.peers);
  for (const address of config.listenNodeAddress) {
    const secured = tls.services === undefined ? address : overTls(address);
    await start(secured, [node], tls.services ?? {});
  }
  return servers;
}

function startAdmin(
  config: RaftNodeConfig,
  replica: Replica,
  metrics: RaftNodeMetrics,
  { logger }: ServiceContext,
): Promise<AdminServer> {
  return startAdminServer({
    address: config.adminAddress,
    registry: metrics.registry,
    health: () => ({
      healthy: replica.leader !== 0n,
      details: {
        member: replica.memberId.toString(16),
        leader: replica.leader.toString(16),
        role: replica.role,
        term: replica.term,
        appliedIndex: replica.appliedIndex,
        revision: replica.machine.store.currentRevision,
      },
    }),
    logger,
  });
}

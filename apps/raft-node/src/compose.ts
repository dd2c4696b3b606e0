// The only place where raft-node's parts are made and put together.
import { connectPublisher } from '@cairn/bus';
import type { EventPublisher } from '@cairn/bus';
import { minTtlSeconds } from '@cairn/lease';
import { wasRemoved } from '@cairn/replica';
import type { Member, Replica } from '@cairn/replica';
import type { RunningService, ServiceContext } from '@cairn/service';
import { startAdminServer } from '@cairn/telemetry';
import type { AdminServer } from '@cairn/telemetry';
import { openSpans } from '@cairn/tracing';
import type { SpanMaker } from '@cairn/tracing';
import { quotaBytesOf } from './config.ts';
import type { RaftNodeConfig } from './config.ts';
import { composeAuth } from './auth/compose-auth.ts';
import type { AuthParts } from './auth/compose-auth.ts';
import { StoreHasher } from './corruption/store-hasher.ts';
import { DataDirectory } from './data-directory.ts';
import { EventFeed } from './events/event-feed.ts';
import { requestTimeoutMs, tickMs } from './intervals.ts';
import { LeaseFeed } from './lease-feed/lease-feed.ts';
import { MemberAttributes } from './member-attributes.ts';
import { RaftNodeMetrics } from './metrics.ts';
import { openNodeTls } from './node-tls.ts';
import { openMember } from './open-member.ts';
import type { OpenMember } from './open-member.ts';
import { askLeaderOver, leaderServices } from './peers/leader-service.ts';
import { PeerService } from './peers/peer-service.ts';
import type { Quota } from './quota/quota.ts';
import { startServers } from './servers.ts';
import { giveBack, stopInOrder } from './shutdown.ts';
import { Members } from './submit/members.ts';
import { FreePieces } from './submit/pieces.ts';
import { SubmitService } from './submit/submit-service.ts';
import { nodeTimers } from './timers.ts';
import { Turns } from './turns.ts';
import { Upkeep } from './upkeep.ts';

/** How long a newcomer's question about the members waits for the leader. */
const membersReadMs = 1_000;

export async function compose(
  config: RaftNodeConfig,
  context: ServiceContext,
): Promise<RunningService> {
  const { logger } = context;
  const signal = stoppingOf(context);
  const metrics = new RaftNodeMetrics(quotaBytesOf(config));
  const data = new DataDirectory(config.dataDir, ({ seconds }) =>
    metrics.backendCommitSeconds.observe(seconds),
  );
  const turns = new Turns();
  const tls = await openNodeTls(config, logger);
  const member = await openMember({ config, data, metrics, turns, tls, signal }, context);
  const { replica, transport, peerTls } = member;
  const publisher = publisherOf(config, member, context);
  const feed = new EventFeed(replica, publisher);
  const leaseFeed = new LeaseFeed({ replica, logger, graceMs: config.electionTimeout });
  const hasher = new StoreHasher({ replica, turns, onHashed: metrics.hashed.bind(metrics) });
  const upkeep = new Upkeep({ config, replica, hasher, timers: nodeTimers, logger, peerTls });
  const members = newMembers(config, member, metrics);
  const auth = composeAuth(config, replica, nodeTimers);
  const spans = await openSpans({ config, processName: 'raft-node', logger });
  const parts = { turns, hasher, metrics, members, quota: upkeep.quota, auth, spans, logger };
  const submit = newSubmitService(config, member, parts);
  metrics.observe(replica, member.recovered.wal, () => transport.activePeers);
  const peers = newPeerService(member, upkeep, logger);
  await upkeep.checkBeforeServing(signal).catch(async (error: unknown) => {
    await giveBack({ ...member, peers, feed, leaseFeed, publisher, data });
    throw error;
  });
  const events = { source: { replica, turns }, feed };
  const services = {
    peers: [peers.served, leaderServices({ clusterId: replica.clusterId, members })],
    node: { submit, events, leaseFeed, metrics },
  };
  const servers = await startServers({ config, tls, logger }, services);
  upkeep.start();
  const ticker = startTicking(config, replica, metrics);
  const { name, advertiseClientUrls: clientUrls } = config;
  const attributes = new MemberAttributes(replica, { name, clientUrls }, logger);
  const admin = await startAdmin(config, replica, metrics, context);
  logger.info(
    { member: replica.memberId.toString(16), cluster: replica.clusterId.toString(16) },
    'raft-node serves',
  );
  return {
    stop: () =>
      stopInOrder({
        ...member,
        logger,
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
        spans,
        wal: member.recovered.wal,
        data,
      }),
  };
}

function startTicking(
  config: RaftNodeConfig,
  replica: Replica,
  metrics: RaftNodeMetrics,
): NodeJS.Timeout {
  let lastMs = nodeTimers.nowMs();
  return setInterval(() => {
    const nowMs = nodeTimers.nowMs();
    // A thread that was held up has let heartbeats fall out; etcd, too, takes two of them for late.
    const isLate = nowMs - lastMs > 2 * config.heartbeatInterval;
    if (isLate && replica.role === 'leader') metrics.lateHeartbeats.inc();
    lastMs = nowMs;
    replica.tick();
  }, tickMs(config));
}

/** Never aborted where nobody says when to stop. */
function stoppingOf({ stopping }: Pick<ServiceContext, 'stopping'>): AbortSignal {
  return stopping ?? new AbortController().signal;
}

function newPeerService(
  { replica, snapshots, transport, counts }: OpenMember,
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
    metrics: counts.peers,
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
  { turns, hasher, metrics, members, quota, auth, spans, logger }: SubmitParts,
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
    asked: metrics.asked,
    txnOperationsMax: config.maxTxnOps,
    ttlSecondsMin: minTtlSeconds(config.electionTimeout),
    quotaBytes: quotaBytesOf(config),
    quota,
    members,
    requestTimeoutMs: requestTimeoutMs(config),
    spans,
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
  readonly spans: SpanMaker | undefined;
  readonly logger: ServiceContext['logger'];
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

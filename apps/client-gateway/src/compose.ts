// The only place where the gateway's parts are made and put together.
import { connectSubscriber } from '@cairn/bus';
import type { ConnectSubscriber } from '@cairn/bus';
import type { MonotonicClock } from '@cairn/core';
import { listenEdge } from '@cairn/edge';
import type { Edge, EdgeServices, EdgeTuning, HttpHandler } from '@cairn/edge';
import { RpcClient, nodeService } from '@cairn/rpc';
import type { RunningService, ServiceContext } from '@cairn/service';
import { startAdminServer } from '@cairn/telemetry';
import type { AdminServer, Logger } from '@cairn/telemetry';
import { authService } from './auth/service.ts';
import { clusterService } from './cluster/service.ts';
import { toListenAddress } from './config.ts';
import type { GatewayConfig } from './config.ts';
import { electionService } from './election/service.ts';
import { healthService } from './health/service.ts';
import { accessControl } from './http/access-control.ts';
import { Checks } from './http/checks.ts';
import { joinExpositions } from './http/exposition.ts';
import { httpHandler } from './http/handler.ts';
import { profiles } from './http/profiles.ts';
import { jsonGateway } from './json/gateway.ts';
import { kvService } from './kv/service.ts';
import { KeeperLink } from './lease/keeper-link.ts';
import { leaseService } from './lease/service.ts';
import { jsonAnswerBytesMax, requestOverheadBytes, watchBufferBytesMax } from './limits.ts';
import { lockService } from './lock/service.ts';
import { maintenanceService } from './maintenance/service.ts';
import { GatewayMetrics } from './metrics.ts';
import { NodeHistory } from './node/history.ts';
import { LeaderWatch } from './node/leader-watch.ts';
import { NodeLink } from './node/node-link.ts';
import { reflectionServices } from './reflection/service.ts';
import { toEdgeServices } from './services/edge-services.ts';
import type { GatewayService } from './services/gateway-service.ts';
import { RequestRate } from './services/request-rate.ts';
import { SlowRequests } from './services/slow-requests.ts';
import { stopInOrder } from './shutdown.ts';
import { versions } from './versions.ts';
import { watchService } from './watch/service.ts';
import { WatchSystem } from './watch/watch-system.ts';

const clock: MonotonicClock = { nowMs: () => performance.now() };
const nodeMetricsTimeoutMs = 1_000;
/** etcd's default is all of 32 bits; HTTP/2 stream ids have 31. */
const streamsMax = 2 ** 31 - 1;

export interface Gateway extends RunningService {
  /** The ports really bound, in the order of the client URLs. */
  readonly ports: readonly number[];
  readonly adminAddress: string;
}

export async function compose(
  config: GatewayConfig,
  { logger }: ServiceContext,
  connectBus: ConnectSubscriber = connectSubscriber,
): Promise<Gateway> {
  const parts = makeParts(config, logger, connectBus);
  const { metrics, link, watching, requests, histories, leader, keeper } = parts;
  const { services, streaming } = makeServices(config, parts, logger);
  const http = accessControl(
    config,
    httpHandler({
      json: config.enableGrpcGateway ? jsonOf(config, services) : async () => undefined,
      profiles: config.enablePprof ? profiles() : undefined,
      checks: new Checks({ link, clock, timeoutMs: config.healthTimeout }),
      metricsText: () => metricsPage(metrics, requests, logger),
      versions,
    }),
  );
  const edges = await listen(config, services, http);
  const admin = await startAdmin(config, parts, logger);
  const ports = edges.map(({ port }) => port);
  logger.info({ ports, node: config.nodeAddress }, 'client-gateway serves');
  return {
    ports,
    adminAddress: admin.address,
    stop: () =>
      stopInOrder({
        graceMs: config.drainTimeout,
        edges,
        streaming,
        watching,
        keeper,
        leader,
        link,
        clients: [requests, histories],
        admin,
      }),
  };
}

interface Parts {
  readonly metrics: GatewayMetrics;
  readonly requests: RpcClient;
  /** A connection of its own: a large history must not stand in the way of requests. */
  readonly histories: RpcClient;
  readonly link: NodeLink;
  readonly leader: LeaderWatch;
  readonly keeper: KeeperLink;
  readonly watching: WatchSystem;
}

function makeParts(config: GatewayConfig, logger: Logger, connectBus: ConnectSubscriber): Parts {
  const metrics = new GatewayMetrics();
  const requests = new RpcClient(config.nodeAddress);
  const histories = new RpcClient(config.nodeAddress);
  const requestTimeoutMs = config.requestTimeout;
  const link = new NodeLink({
    client: requests,
    clock,
    requestTimeoutMs,
    logger,
    metrics: metrics.link,
  });
  const { state } = link;
  const leader = new LeaderWatch(state, config.leaderLossTimeout);
  const keeper = new KeeperLink({ state, clock, requestTimeoutMs, logger });
  const watching = new WatchSystem({
    link,
    history: new NodeHistory(histories),
    clock,
    logger,
    metrics,
    bus:
      config.natsUrl === ''
        ? undefined
        : { connect: connectBus, url: config.natsUrl, silenceMs: config.natsSilenceTimeout },
    progressIntervalMs: config.watchProgressNotifyInterval,
    fragmentBytesMax: config.maxRequestBytes + requestOverheadBytes,
  });
  metrics.observe({
    pendingRequests: () => link.pendingCount,
    syncedWatchers: () => watching.hub.syncedCount,
    hubRevision: () => watching.hub.revision,
    nodeConnected: () => state.isConnected,
  });
  return { metrics, requests, histories, link, leader, keeper, watching };
}

function makeServices(
  config: GatewayConfig,
  { metrics, link, leader, keeper, watching }: Parts,
  logger: Logger,
): {
  readonly services: EdgeServices;
  readonly streaming: readonly { stop(): void }[];
} {
  const watch = watchService({ session: watching.sessionOptions, metrics: metrics.watch });
  const lease = leaseService(link, keeper);
  const health = healthService(link.state);
  const recipes = { link, openWatch: watch.open };
  const served: GatewayService[] = [
    kvService(link, config.maxRequestBytes),
    watch,
    lease,
    clusterService(link),
    maintenanceService(link),
    authService(),
    lockService(recipes),
    electionService(recipes),
    health,
  ];
  if (config.enableGrpcReflection) {
    served.push(...reflectionServices(served.map(({ name }) => name)));
  }
  const { requestRateLimit, warningUnaryRequestDuration: slowMs } = config;
  const services = toEdgeServices(served, {
    leader,
    node: link.state,
    traffic: metrics.traffic,
    register: (counters) => metrics.register(counters),
    rate: requestRateLimit === 0 ? undefined : new RequestRate(requestRateLimit, clock),
    slow: slowMs === 0 ? undefined : new SlowRequests(slowMs, logger, clock),
  });
  return { services, streaming: [health, watch, lease] };
}

function startAdmin(
  config: GatewayConfig,
  { metrics, link, watching }: Parts,
  logger: Logger,
): Promise<AdminServer> {
  return startAdminServer({
    address: config.adminAddress,
    registry: metrics.registry,
    health: () => ({
      healthy: link.state.isConnected,
      details: {
        node: config.nodeAddress,
        nodeConnected: link.state.isConnected,
        hasLeader: link.state.hasLeader,
        watchRevision: watching.hub.revision,
      },
    }),
    logger,
  });
}

function jsonOf(config: GatewayConfig, services: EdgeServices): HttpHandler {
  return jsonGateway({
    services,
    messageBytesMax: config.maxRequestBytes + requestOverheadBytes,
    answerBytesMax: jsonAnswerBytesMax,
    bufferBytesMax: watchBufferBytesMax / 4,
  });
}

async function listen(
  config: GatewayConfig,
  services: EdgeServices,
  http: HttpHandler,
): Promise<Edge[]> {
  const edges: Edge[] = [];
  try {
    for (const url of config.listenClientUrls) {
      const { host, port } = toListenAddress(url);
      const edge = await listenEdge({
        host,
        port,
        services,
        http,
        limits: {
          requestMessageBytesMax: config.maxRequestBytes + requestOverheadBytes,
          concurrentStreamsMax: Math.min(config.maxConcurrentStreams, streamsMax),
        },
        tuning: keepaliveTuning(config),
      });
      edges.push(edge);
    }
  } catch (error) {
    await Promise.all(edges.map((edge) => edge.close(0)));
    throw error;
  }
  return edges;
}

/** As in etcd, where a zero leaves it to gRPC, which is stricter and slower. */
function keepaliveTuning(config: GatewayConfig): Partial<EdgeTuning> {
  const { grpcKeepaliveMinTime, grpcKeepaliveInterval, grpcKeepaliveTimeout } = config;
  const isGiven = grpcKeepaliveInterval > 0 && grpcKeepaliveTimeout > 0;
  return {
    clientPingIntervalMsMin: grpcKeepaliveMinTime > 0 ? grpcKeepaliveMinTime : 5 * 60_000,
    serverPingAfterMs: isGiven ? grpcKeepaliveInterval : 2 * 60 * 60_000,
    serverPingTimeoutMs: isGiven ? grpcKeepaliveTimeout : 20_000,
  };
}

/** The node's families first: a scraper of etcd's client port expects the store's process there. */
async function metricsPage(
  metrics: GatewayMetrics,
  client: RpcClient,
  logger: Logger,
): Promise<string> {
  const own = await metrics.registry.metrics();
  try {
    const { text } = await client.call(nodeService.metrics, {}, nodeMetricsTimeoutMs);
    return joinExpositions(text, own);
  } catch (error) {
    logger.debug({ err: error }, "the raft-node's metrics are missing from this page");
    return own;
  }
}

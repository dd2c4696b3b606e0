// The only place where the gateway's parts are made and put together.
import { connectSubscriber, securityOptions } from '@cairn/bus';
import type { ConnectSubscriber } from '@cairn/bus';
import type { MonotonicClock } from '@cairn/core';
import { listenEdge } from '@cairn/edge';
import type { Edge, EdgeServices, EdgeTuning, HttpHandler } from '@cairn/edge';
import { RpcClient, nodeService, overTls } from '@cairn/rpc';
import type { RunningService, ServiceContext } from '@cairn/service';
import { startAdminServer } from '@cairn/telemetry';
import type { AdminServer, Logger } from '@cairn/telemetry';
import { RefusalLog, openClientPortTls, openServiceTls, ownCertificate } from '@cairn/tls';
import type { ClientTls, MadeFiles, ServerTls } from '@cairn/tls';
import { openSpans } from '@cairn/tracing';
import type { SpanMaker } from '@cairn/tracing';
import { auditServices } from './audit/audit-services.ts';
import { openAudit } from './audit/open-audit.ts';
import type { AuditLog } from './audit/audit-log.ts';
import { authService } from './auth/service.ts';
import { clusterService } from './cluster/service.ts';
import { certificatesNameUsers, toListenAddress } from './config.ts';
import type { GatewayConfig } from './config.ts';
import { electionService } from './election/service.ts';
import { healthService } from './health/service.ts';
import { accessControl } from './http/access-control.ts';
import { Checks } from './http/checks.ts';
import { joinExpositions } from './http/exposition.ts';
import { httpHandler } from './http/handler.ts';
import { probePages } from './http/probe-pages.ts';
import { profiles } from './http/profiles.ts';
import { jsonGateway } from './json/gateway.ts';
import { kvService } from './kv/service.ts';
import { KeeperLink } from './lease/keeper-link.ts';
import { leaseService } from './lease/service.ts';
import { jsonAnswerBytesMax, requestOverheadBytes, watchBufferBytesMax } from './limits.ts';
import { lockService } from './lock/service.ts';
import { maintenanceService } from './maintenance/service.ts';
import { GatewayMetrics } from './metrics.ts';
import { CallerNames } from './node/caller-names.ts';
import { NodeHistory } from './node/history.ts';
import { LeaderWatch } from './node/leader-watch.ts';
import { NodeLink } from './node/node-link.ts';
import { reflectionServices } from './reflection/service.ts';
import { toEdgeServices } from './services/edge-services.ts';
import type { GatewayService } from './services/gateway-service.ts';
import { limitUsers } from './services/limit-users.ts';
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
  // A file that cannot be read is said now, and not when the first watcher comes.
  securityOptions(config);
  const audit = await openAudit(config, logger);
  const opening = { logger, clock };
  const tls = openClientPortTls(config, await madeFiles(config), opening);
  const parts = makeParts({
    config,
    logger,
    connectBus,
    serviceTls: openServiceTls(config, opening)?.client,
    audit,
  });
  const { metrics, link, watching, requests, histories, leader, keeper } = parts;
  const spans = await openSpans({ config, processName: 'client-gateway', logger });
  const { services, streaming } = makeServices(config, { ...parts, spans }, logger);
  const pages = httpHandler({
    json: config.enableGrpcGateway ? jsonOf(config, services) : async () => undefined,
    profiles: config.enablePprof ? profiles() : undefined,
    checks: new Checks({ link, clock, timeoutMs: config.healthTimeout }),
    counts: metrics.health,
    metricsText: () => metricsPage(metrics, requests, logger),
    versions,
  });
  const http = controlled(config, link, pages);
  if (config.clientCertAuth && !certificatesNameUsers(config)) {
    logger.warn('certificates name no users: the raft-node is not reached by unix: or over TLS');
  }
  const edges = await listen(config, { services, http, tls, logger });
  const admin = await startAdmin(config, parts, logger);
  const probes = await startProbes(config, { http: pages, metrics, logger });
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
        audit,
        clients: [requests, histories],
        admins: probes === undefined ? [admin] : [admin, probes],
        spans,
      }),
  };
}

async function madeFiles(config: GatewayConfig): Promise<MadeFiles | undefined> {
  if (!config.autoTls || config.certFile !== '') return undefined;
  return await ownCertificate({
    urls: config.listenClientUrls,
    flag: '--auto-tls',
    directory: config.autoTlsDirectory,
    validityYears: config.selfSignedCertValidity,
  });
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
  readonly audit: AuditLog | undefined;
}

interface PartsOptions {
  readonly config: GatewayConfig;
  readonly logger: Logger;
  readonly connectBus: ConnectSubscriber;
  readonly serviceTls: ClientTls | undefined;
  readonly audit: AuditLog | undefined;
}

function makeParts({ config, logger, connectBus, serviceTls: tls, audit }: PartsOptions): Parts {
  const metrics = new GatewayMetrics();
  // Whoever has set up TLS among the services means all of them, whatever a keeper says of itself.
  const connect = (address: string): RpcClient =>
    tls === undefined ? new RpcClient(address) : new RpcClient(overTls(address), { tls });
  const requests = connect(config.nodeAddress);
  const histories = connect(config.nodeAddress);
  const requestTimeoutMs = config.requestTimeout;
  const link = new NodeLink({
    client: requests,
    clock,
    requestTimeoutMs,
    logger,
    metrics: metrics.link,
    certificatesNameUsers: certificatesNameUsers(config),
  });
  const { state } = link;
  const leader = new LeaderWatch(state, config.leaderLossTimeout);
  const keeper = new KeeperLink({ state, clock, requestTimeoutMs, logger, connect });
  const watching = new WatchSystem({
    link,
    history: new NodeHistory(histories),
    clock,
    logger,
    metrics,
    bus:
      config.natsUrl === ''
        ? undefined
        : {
            connect: connectBus,
            url: config.natsUrl,
            security: config,
            silenceMs: config.natsSilenceTimeout,
          },
    progressIntervalMs: config.watchProgressNotifyInterval,
    fragmentBytesMax: config.maxRequestBytes + requestOverheadBytes,
  });
  metrics.observe({
    pendingRequests: () => link.pendingCount,
    syncedWatchers: () => watching.hub.syncedCount,
    hubRevision: () => watching.hub.revision,
    nodeConnected: () => state.isConnected,
  });
  if (audit !== undefined) metrics.observeAudit(audit);
  return { metrics, requests, histories, link, leader, keeper, watching, audit };
}

interface ServiceParts extends Parts {
  readonly spans: SpanMaker | undefined;
}

function makeServices(
  config: GatewayConfig,
  { metrics, link, leader, keeper, watching, audit, spans }: ServiceParts,
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
    authService(link),
    lockService(recipes),
    electionService(recipes),
    health,
  ];
  if (config.enableGrpcReflection) {
    served.push(...reflectionServices(served.map(({ name }) => name)));
  }
  const { requestRateLimit, warningUnaryRequestDuration: slowMs } = config;
  const names = new CallerNames({ link, certificatesNameUsers: certificatesNameUsers(config) });
  const services = toEdgeServices(limitedPerUser(config, served, names), {
    leader,
    node: link.state,
    traffic: metrics.traffic,
    clients: metrics.clients,
    spans,
    register: (counters) => metrics.register(counters),
    rate: requestRateLimit === 0 ? undefined : new RequestRate(requestRateLimit, clock),
    slow: slowMs === 0 ? undefined : new SlowRequests(slowMs, logger, clock),
  });
  return {
    services:
      audit === undefined
        ? services
        : auditServices(services, { log: audit, names, unixMs: () => Date.now() }),
    streaming: [health, watch, lease],
  };
}

function limitedPerUser(
  { requestRateLimitPerUser: perSecond }: GatewayConfig,
  services: readonly GatewayService[],
  names: CallerNames,
): readonly GatewayService[] {
  if (perSecond === 0) return services;
  const rate = new RequestRate(perSecond, clock);
  return services.map((service) => limitUsers(service, { names, rate }));
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

function controlled(config: GatewayConfig, { state }: NodeLink, pages: HttpHandler): HttpHandler {
  const { clientCertAuth, enableGrpcGateway } = config;
  return accessControl(
    {
      ...config,
      certificatesNameUsers: () => clientCertAuth && enableGrpcGateway && state.isAuthEnabled,
    },
    pages,
  );
}

function jsonOf(config: GatewayConfig, services: EdgeServices): HttpHandler {
  return jsonGateway({
    services,
    messageBytesMax: config.maxRequestBytes + requestOverheadBytes,
    answerBytesMax: jsonAnswerBytesMax,
    bufferBytesMax: watchBufferBytesMax / 4,
  });
}

/** Probes carry no certificates, so a port that asks for them cannot be probed itself. */
async function startProbes(
  { probeAddress: address }: GatewayConfig,
  { http, metrics, logger }: { http: HttpHandler; metrics: GatewayMetrics; logger: Logger },
): Promise<AdminServer | undefined> {
  if (address === '') return undefined;
  const { registry } = metrics;
  return await startAdminServer({
    address,
    registry,
    health: () => ({ healthy: true, details: {} }),
    logger,
    pages: probePages(http),
  });
}

interface Listening {
  readonly services: EdgeServices;
  readonly http: HttpHandler;
  /** Of the URLs that ask for it. */
  readonly tls: ServerTls | undefined;
  readonly logger: Logger;
}

async function listen(
  config: GatewayConfig,
  { services, http, tls, logger }: Listening,
): Promise<Edge[]> {
  const edges: Edge[] = [];
  try {
    for (const url of config.listenClientUrls) {
      const { host, port, path, isTls } = toListenAddress(url);
      const refusals = new RefusalLog({ logger, url, clock });
      const edge = await listenEdge({
        host,
        port,
        path,
        services,
        http,
        limits: {
          requestMessageBytesMax: config.maxRequestBytes + requestOverheadBytes,
          concurrentStreamsMax: Math.min(config.maxConcurrentStreams, streamsMax),
        },
        tuning: keepaliveTuning(config),
        ...(isTls && tls !== undefined ? { tls } : {}),
        onRefused: (refusal) => refusals.add(refusal),
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

// The ports of a member: one server per peer URL, for its peers, and one per node address, for gateways and
// lease-keepers.
import { GrpcCode } from '@cairn/api';
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
import type { Logger } from '@cairn/telemetry';
import { RefusalLog } from '@cairn/tls';
import type { MutualTls } from '@cairn/tls';
import type { RaftNodeConfig } from './config.ts';
import { backfill, follow } from './events/event-services.ts';
import type { EventServiceOptions } from './events/event-services.ts';
import type { LeaseFeed } from './lease-feed/lease-feed.ts';
import type { RaftNodeMetrics } from './metrics.ts';
import type { NodeTls } from './node-tls.ts';
import { peerAddress } from './peer-url.ts';
import { nodeDefinition } from './submit/node-definition.ts';
import type { SubmitService } from './submit/submit-service.ts';
import { nodeTimers } from './timers.ts';

export interface NodeParts {
  readonly submit: SubmitService;
  readonly events: EventServiceOptions;
  readonly leaseFeed: LeaseFeed;
  readonly metrics: RaftNodeMetrics;
}

/** @param isForGateways whether nobody but a service of the cluster gets through to where it is served */
function nodeServices(
  { submit, events, leaseFeed, metrics }: NodeParts,
  isForGateways: boolean,
): ServedService {
  return implement(nodeDefinition, {
    submit: bidiHandler(nodeDefinition.submit, (stream) => submit.serve(stream, isForGateways)),
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

export interface Serving {
  readonly config: RaftNodeConfig;
  readonly tls: NodeTls;
  readonly logger: Logger;
}

export async function startServers(
  { config, tls, logger }: Serving,
  { peers, node }: { readonly peers: readonly ServedService[]; readonly node: NodeParts },
): Promise<RpcServer[]> {
  const start = async (
    address: string,
    services: readonly ServedService[],
    { server }: Partial<MutualTls>,
  ): Promise<void> => {
    const refusals = new RefusalLog({ logger, url: address, clock: nodeTimers });
    const onRefused = refusals.add.bind(refusals);
    servers.push(await serve(address, services, { tls: server, onRefused }));
  };
  const servers: RpcServer[] = [];
  for (const url of config.listenPeerUrls) await start(peerAddress(url), peers, tls.peers);
  for (const address of config.listenNodeAddress) {
    const secured = tls.services === undefined ? address : overTls(address);
    const isForGateways = tls.services !== undefined || address.startsWith('unix:');
    await start(secured, [nodeServices(node, isForGateways)], tls.services ?? {});
  }
  return servers;
}

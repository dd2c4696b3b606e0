// The only place where lease-keeper's parts are made and put together.
import { overTls, RpcClient, serve } from '@cairn/rpc';
import type { RunningService, ServiceContext } from '@cairn/service';
import { collectProcessMetrics, startAdminServer } from '@cairn/telemetry';
import { openServiceTls, RefusalLog } from '@cairn/tls';
import type { LeaseKeeperConfig } from './config.ts';
import { KeepAliveService } from './keep-alive-service.ts';
import { Keeper } from './keeper.ts';
import { limits } from './limits.ts';
import { KeeperMetrics } from './metrics.ts';
import { stopInOrder } from './shutdown.ts';
import { systemClock } from './system-clock.ts';

export async function compose(
  config: LeaseKeeperConfig,
  { logger }: ServiceContext,
): Promise<RunningService> {
  const tls = openServiceTls(config, { logger, clock: systemClock });
  const secured = (address: string): string => (tls === undefined ? address : overTls(address));
  const metrics = new KeeperMetrics();
  collectProcessMetrics(metrics.registry);
  const keeper = new Keeper({
    clock: systemClock,
    logger,
    metrics,
    keeperId: config.keeperId,
    nodeAddresses: config.nodeAddresses.map(secured),
    authorityMs: config.authorityMs,
    keepAliveWaitMs: config.keepAliveWait,
    checkpointIntervalMs: config.checkpointInterval,
    resendIntervalMs: config.resendInterval,
    tickMs: limits.tickMs,
    connect: (address) => new RpcClient(address, { tls: tls?.client }),
  });
  metrics.observe(() => keeper.status);
  const service = new KeepAliveService(keeper, metrics);
  const url = secured(config.listenAddress);
  const refusals = new RefusalLog({ logger, url, clock: systemClock });
  const server = await serve(url, [service.definition()], {
    tls: tls?.server,
    onRefused: (refusal) => refusals.add(refusal),
  });
  const admin = await startAdminServer({
    address: config.adminAddress,
    registry: metrics.registry,
    health: () => ({
      healthy: keeper.status.role !== 'detached',
      details: { ...keeper.status },
    }),
    logger,
  });
  keeper.start(secured(config.advertiseAddress === '' ? server.address : config.advertiseAddress));
  logger.info({ address: server.address, admin: admin.address }, 'lease-keeper serves');
  return { stop: () => stopInOrder({ keeper, service, server, admin }) };
}

// The only place where lease-keeper's parts are made and put together.
import { serve } from '@cairn/rpc';
import type { RunningService, ServiceContext } from '@cairn/service';
import { collectProcessMetrics, startAdminServer } from '@cairn/telemetry';
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
  const metrics = new KeeperMetrics();
  collectProcessMetrics(metrics.registry);
  const keeper = new Keeper({
    clock: systemClock,
    logger,
    metrics,
    keeperId: config.keeperId,
    nodeAddresses: config.nodeAddresses,
    authorityMs: config.authorityMs,
    keepAliveWaitMs: config.keepAliveWait,
    checkpointIntervalMs: config.checkpointInterval,
    resendIntervalMs: config.resendInterval,
    tickMs: limits.tickMs,
  });
  metrics.observe(() => keeper.status);
  const service = new KeepAliveService(keeper, metrics);
  const server = await serve(config.listenAddress, [service.definition()]);
  const admin = await startAdminServer({
    address: config.adminAddress,
    registry: metrics.registry,
    health: () => ({
      healthy: keeper.status.role !== 'detached',
      details: { ...keeper.status },
    }),
    logger,
  });
  keeper.start(config.advertiseAddress === '' ? server.address : config.advertiseAddress);
  logger.info({ address: server.address, admin: admin.address }, 'lease-keeper serves');
  return { stop: () => stopInOrder({ keeper, service, server, admin }) };
}

// Puts the exporter together: the only place where its servers are made.
import { startAdminServer } from '@cairn/telemetry';
import type { AdminServer, Logger } from '@cairn/telemetry';
import type { MetricsExporterConfig } from './config.ts';
import { ExporterMetrics } from './metrics.ts';
import { exporterPages } from './pages.ts';
import { ScrapeCache } from './scrape-cache.ts';
import { scrapeAll } from './scrape.ts';
import { readTargets } from './targets.ts';

export interface MetricsExporter {
  /** One per listen address, in order; `address` is the one really bound. */
  readonly pages: readonly AdminServer[];
  readonly admin: AdminServer;
}

const freshForMs = 1_000;

export async function compose(
  config: MetricsExporterConfig,
  logger: Logger,
): Promise<MetricsExporter> {
  const metrics = new ExporterMetrics();
  const { targets } = readTargets(config.targets);
  const cache = new ScrapeCache({
    scrape: async () => {
      const scraped = await scrapeAll(targets, config.scrapeTimeout);
      metrics.scraped(scraped);
      return scraped;
    },
    freshForMs,
    nowMs: () => performance.now(),
  });
  const own = { registry: metrics.registry, health: isAlive, logger };
  const pages = exporterPages({
    cache,
    metrics,
    logger,
    probeUrl: config.probeUrl,
    scrapeTimeoutMs: config.scrapeTimeout,
  });
  const servers: AdminServer[] = [];
  for (const address of config.listenAddresses) {
    servers.push(await startAdminServer({ ...own, address, pages }));
  }
  const admin = await startAdminServer({ ...own, address: config.adminAddress });
  const addresses = servers.map(({ address }) => address);
  logger.info({ addresses, admin: admin.address, targets: targets.length }, 'serving metrics');
  return { pages: servers, admin };
}

/** The exporter needs nobody: that it answers is all there is to its health. */
function isAlive(): { healthy: true; details: Record<string, never> } {
  return { healthy: true, details: {} };
}

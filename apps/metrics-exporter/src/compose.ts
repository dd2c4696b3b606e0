// Puts the exporter together: the only place where its servers are made.
import { assert } from '@cairn/core';
import { startAdminServer } from '@cairn/telemetry';
import type { AdminServer, Logger } from '@cairn/telemetry';
import { openClientPortTls, ownCertificate } from '@cairn/tls';
import type { ServerTls } from '@cairn/tls';
import type { MetricsExporterConfig } from './config.ts';
import { ExporterMetrics } from './metrics.ts';
import { exporterPages } from './pages.ts';
import { ScrapeCache } from './scrape-cache.ts';
import { scrapeAll } from './scrape.ts';
import { isSecured, plainAddress, securedFront } from './secured-front.ts';
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
  const tls = await openTls(config, logger);
  const servers: AdminServer[] = [];
  for (const address of config.listenAddresses) {
    if (isSecured(address)) assert(tls !== undefined, 'an address over TLS has a certificate');
    const front =
      tls !== undefined && isSecured(address) ? { front: securedFront(tls, address, logger) } : {};
    servers.push(
      await startAdminServer({ ...own, ...front, address: plainAddress(address), pages }),
    );
  }
  const admin = await startAdminServer({ ...own, address: config.adminAddress });
  const addresses = servers.map(({ address }) => address);
  logger.info({ addresses, admin: admin.address, targets: targets.length }, 'serving metrics');
  return { pages: servers, admin };
}

/** Of the addresses that ask for it; the check has seen to it that there is a certificate then. */
async function openTls(
  config: MetricsExporterConfig,
  logger: Logger,
): Promise<ServerTls | undefined> {
  const secured = config.listenAddresses.filter(isSecured);
  if (secured.length === 0) return undefined;
  const made =
    config.autoTls && config.certFile === ''
      ? await ownCertificate({
          urls: secured.map((address) => `https://${plainAddress(address)}`),
          flag: '--auto-tls',
          directory: config.autoTlsDirectory,
          validityYears: config.selfSignedCertValidity,
        })
      : undefined;
  return openClientPortTls(config, made, { logger, clock: { nowMs: () => performance.now() } });
}

/** The exporter needs nobody: that it answers is all there is to its health. */
function isAlive(): { healthy: true; details: Record<string, never> } {
  return { healthy: true, details: {} };
}

// What the exporter serves: /metrics, /members, /health, and with a gateway to ask, etcd's probe paths.
import { healthAnswer, jsonAnswer } from '@cairn/telemetry';
import type { AdminAnswer, AdminPage, Logger } from '@cairn/telemetry';
import { ask } from './ask.ts';
import { clusterFamilies } from './cluster-metrics.ts';
import { viewCluster } from './cluster-view.ts';
import { readFamilies } from './metric-family.ts';
import type { ExporterMetrics } from './metrics.ts';
import { renderPage } from './page.ts';
import type { LabelledFamily } from './page.ts';
import type { ScrapeCache } from './scrape-cache.ts';

export interface PagesSettings {
  readonly cache: ScrapeCache;
  readonly metrics: ExporterMetrics;
  readonly logger: Logger;
  /** Empty: /health is the summary of the targets and there are no other probes. */
  readonly probeUrl: string;
  readonly scrapeTimeoutMs: number;
}

/** etcd's health paths, on the port kubelets and load balancers probe. */
const probePaths: readonly string[] = [
  '/health',
  '/livez',
  '/livez/serializable_read',
  '/readyz',
  '/readyz/data_corruption',
  '/readyz/serializable_read',
  '/readyz/linearizable_read',
  '/readyz/non_learner',
];

const probeBodyBytesMax = 64 * 1024;

export function exporterPages(settings: PagesSettings): Readonly<Record<string, AdminPage>> {
  const own: Record<string, AdminPage> = {
    '/metrics': () => metricsPage(settings),
    '/members': () => membersPage(settings),
    '/health': () => summary(settings),
  };
  if (settings.probeUrl === '') return own;
  return { ...own, ...Object.fromEntries(probePaths.map((path) => [path, forward(settings)])) };
}

async function metricsPage(settings: PagesSettings): Promise<AdminAnswer> {
  const scraped = await settings.cache.read();
  const parts: LabelledFamily[] = clusterFamilies(viewCluster(scraped)).map((family) => ({
    family,
    labels: {},
  }));
  for (const { target, state } of scraped) {
    if (state.kind === 'down') continue;
    const { service, member, instance } = target;
    const labels = { service, instance, member };
    parts.push(...state.families.map((family) => ({ family, labels })));
  }
  const { registry, conflicts } = settings.metrics;
  const own = readFamilies(JSON.stringify(await registry.getMetricsAsJSON()));
  parts.push(...own.map((family) => ({ family, labels: { service: 'metrics-exporter' } })));
  const page = renderPage(parts);
  for (const name of page.conflicts) {
    conflicts.inc();
    settings.logger.warn({ metric: name }, 'two targets give one metric different types');
  }
  return { status: 200, contentType: registry.contentType, body: page.text };
}

async function membersPage(settings: PagesSettings): Promise<AdminAnswer> {
  return jsonAnswer(200, viewCluster(await settings.cache.read()));
}

async function summary(settings: PagesSettings): Promise<AdminAnswer> {
  const { problems, leaders, members } = viewCluster(await settings.cache.read());
  return healthAnswer({
    healthy: problems.length === 0,
    details: { problems, leaders, members: members.length },
  });
}

function forward({ probeUrl, scrapeTimeoutMs }: PagesSettings): AdminPage {
  const limits = { timeoutMs: scrapeTimeoutMs, bodyBytesMax: probeBodyBytesMax };
  return async (url) => {
    try {
      return await ask(probeUrl, url.pathname + url.search, limits);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const body = `${JSON.stringify({ health: 'false', reason: `gateway: ${reason}` })}\n`;
      return { status: 503, contentType: 'application/json', body };
    }
  };
}

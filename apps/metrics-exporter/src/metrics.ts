// What the exporter counts about itself.
import { collectProcessMetrics, Counter, Histogram, Registry } from '@cairn/telemetry';
import type { ScrapedTarget } from './scrape.ts';

export class ExporterMetrics {
  readonly registry: Registry = new Registry();
  readonly conflicts: Counter = new Counter({
    name: 'cairn_exporter_type_conflicts_total',
    help: 'Metric families left out because two targets give them different types.',
    registers: [this.registry],
  });
  readonly #failures = new Counter({
    name: 'cairn_exporter_scrape_failures_total',
    help: 'Targets that did not answer, by service and member.',
    labelNames: ['target_service', 'target_member'],
    registers: [this.registry],
  });
  readonly #duration = new Histogram({
    name: 'cairn_exporter_scrape_duration_seconds',
    help: 'Time for one round of questions to all targets.',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [this.registry],
  });

  constructor() {
    collectProcessMetrics(this.registry);
  }

  scraped(scraped: readonly ScrapedTarget[]): void {
    this.#duration.observe(Math.max(0, ...scraped.map(({ durationMs }) => durationMs)) / 1000);
    for (const { target, state } of scraped) {
      if (state.kind === 'up') continue;
      this.#failures.inc({ target_service: target.service, target_member: target.member });
    }
  }
}

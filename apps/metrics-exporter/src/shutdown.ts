import type { MetricsExporter } from './compose.ts';

/** The pages go first; the admin address answers to the end. */
export async function shutdown(exporter: MetricsExporter): Promise<void> {
  await Promise.all(exporter.pages.map((server) => server.close()));
  await exporter.admin.close();
}

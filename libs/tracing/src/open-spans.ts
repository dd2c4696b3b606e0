import type { TracingConfig } from '@cairn/config';
import type { Logger } from '@cairn/telemetry';
import type { SpanMaker } from './span-maker.ts';

export interface OpenSpansOptions {
  readonly config: TracingConfig;
  /** Which process of the member this is, for traces. */
  readonly processName: string;
  readonly logger: Logger;
}

/**
 * The libraries that make and send spans take many megabytes: they are loaded only where they were asked for.
 * @returns undefined when traces are not wanted
 */
export async function openSpans(options: OpenSpansOptions): Promise<SpanMaker | undefined> {
  const { config, processName, logger } = options;
  if (!config.enableDistributedTracing) return undefined;
  const [{ OtelSpans }, { otlpExporter }] = await Promise.all([
    import('./otel-spans.ts'),
    import('./otlp-exporter.ts'),
  ]);
  const address = config.distributedTracingAddress;
  logger.info({ collector: address }, 'traces are sent to a collector');
  return new OtelSpans({ config, processName, exporter: otlpExporter(address, logger) });
}

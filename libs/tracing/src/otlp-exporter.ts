// The way to the collector: OTLP over gRPC, in the clear, as in etcd. A collector that is away costs traces
// and nothing else; the log says so once, and again when it is back.
import type { ExportResult } from '@opentelemetry/core';
import { ExportResultCode } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import type { Logger } from '@cairn/telemetry';
import { exportTimeoutMs } from './limits.ts';

/** @param address `host:port` */
export function otlpExporter(address: string, logger: Pick<Logger, 'info' | 'warn'>): SpanExporter {
  const url = `http://${address}`;
  return new ReportingExporter(
    new OTLPTraceExporter({ url, timeoutMillis: exportTimeoutMs }),
    logger,
  );
}

export class ReportingExporter implements SpanExporter {
  readonly #exporter: SpanExporter;
  readonly #logger: Pick<Logger, 'info' | 'warn'>;
  #isFailing = false;

  constructor(exporter: SpanExporter, logger: Pick<Logger, 'info' | 'warn'>) {
    this.#exporter = exporter;
    this.#logger = logger;
  }

  export(spans: ReadableSpan[], onResult: (result: ExportResult) => void): void {
    this.#exporter.export(spans, (result) => {
      this.#note(result);
      onResult(result);
    });
  }

  async forceFlush(): Promise<void> {
    await this.#exporter.forceFlush?.();
  }

  shutdown(): Promise<void> {
    return this.#exporter.shutdown();
  }

  #note({ code, error }: ExportResult): void {
    const hasFailed = code !== ExportResultCode.SUCCESS;
    if (hasFailed === this.#isFailing) return;
    this.#isFailing = hasFailed;
    if (hasFailed) this.#logger.warn({ reason: error?.message }, 'traces are lost: no collector');
    else this.#logger.info('traces are sent again');
  }
}

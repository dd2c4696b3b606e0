// Spans by OpenTelemetry's SDK. It is asked only for work that is traced, so it samples everything it sees.
import {
  ROOT_CONTEXT,
  SpanKind as OtelKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import type { Context, Span as OtelSpan, Tracer } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { AlwaysOnSampler, TracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import type { TracingConfig } from '@cairn/config';
import {
  exportDelayMs,
  exportTimeoutMs,
  spansPerExportMax,
  spansWaitingMax,
  stopTimeoutMs,
} from './limits.ts';
import { Sampler } from './sampler.ts';
import type { Span, SpanAttributes, SpanKind } from './span.ts';
import type { SpanMaker } from './span-maker.ts';
import { decodeTraceContext, encodeTraceContext } from './trace-context.ts';
import type { TraceContext } from './trace-context.ts';

export interface OtelSpansOptions {
  readonly config: TracingConfig;
  readonly processName: string;
  readonly exporter: SpanExporter;
  /** Default: Math.random */
  readonly random?: () => number;
}

const otelKinds: Readonly<Record<SpanKind, OtelKind>> = {
  server: OtelKind.SERVER,
  client: OtelKind.CLIENT,
  internal: OtelKind.INTERNAL,
};

/** gRPC codes that are the server's failure, by OpenTelemetry's conventions; the others are its answer. */
const failures: ReadonlySet<number> = new Set([2, 4, 12, 13, 14, 15]);

export class OtelSpans implements SpanMaker {
  readonly #provider: TracerProvider;
  readonly #tracer: Tracer;
  readonly #sampler: Sampler;

  constructor({ config, processName, exporter, random = Math.random }: OtelSpansOptions) {
    const instanceId = config.distributedTracingInstanceId;
    this.#provider = new TracerProvider({
      resource: resourceFromAttributes({
        'service.name': config.distributedTracingServiceName,
        ...(instanceId === '' ? {} : { 'service.instance.id': instanceId }),
        'process.executable.name': processName,
      }),
      sampler: new AlwaysOnSampler(),
      spanProcessors: [
        new BatchSpanProcessor({
          exporter,
          maxQueueSize: spansWaitingMax,
          maxExportBatchSize: spansPerExportMax,
          scheduledDelayMillis: exportDelayMs,
          exportTimeoutMillis: exportTimeoutMs,
        }),
      ],
    });
    this.#tracer = this.#provider.getTracer('cairn');
    this.#sampler = new Sampler(config.distributedTracingSamplingRate, random);
  }

  begin(
    name: string,
    traceparent: string | undefined,
    attributes: SpanAttributes,
  ): Span | undefined {
    const decision = this.#sampler.decide(traceparent);
    if (decision === undefined) return undefined;
    const parent = decision === 'root' ? ROOT_CONTEXT : remote(decision);
    return start(this.#tracer, name, 'server', attributes, parent);
  }

  join(name: string, context: Uint8Array, attributes: SpanAttributes): Span | undefined {
    const decoded = decodeTraceContext(context);
    if (decoded === undefined) return undefined;
    return start(this.#tracer, name, 'server', attributes, remote(decoded));
  }

  async stop(): Promise<void> {
    const sent = this.#provider.shutdown().catch(() => undefined);
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, stopTimeoutMs);
    await Promise.race([sent, late]);
    clearTimeout(timer);
  }
}

function remote({ traceId, spanId }: TraceContext): Context {
  const traceFlags = TraceFlags.SAMPLED;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}

function start(
  tracer: Tracer,
  name: string,
  kind: SpanKind,
  attributes: SpanAttributes,
  parent: Context,
): Span {
  return new StartedSpan(
    tracer,
    tracer.startSpan(name, { kind: otelKinds[kind], attributes: { ...attributes } }, parent),
  );
}

class StartedSpan implements Span {
  readonly #tracer: Tracer;
  readonly #span: OtelSpan;

  constructor(tracer: Tracer, span: OtelSpan) {
    this.#tracer = tracer;
    this.#span = span;
  }

  get context(): Uint8Array {
    return encodeTraceContext(this.#span.spanContext());
  }

  child(name: string, kind: SpanKind = 'internal', attributes: SpanAttributes = {}): Span {
    const parent = trace.setSpan(ROOT_CONTEXT, this.#span);
    return start(this.#tracer, name, kind, attributes, parent);
  }

  end(code?: number): void {
    if (!this.#span.isRecording()) return;
    if (code !== undefined) {
      this.#span.setAttribute('rpc.grpc.status_code', code);
      if (failures.has(code)) this.#span.setStatus({ code: SpanStatusCode.ERROR });
    }
    this.#span.end();
  }
}

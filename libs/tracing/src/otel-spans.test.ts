import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SpanStatusCode } from '@opentelemetry/api';
import type { ExportResult } from '@opentelemetry/core';
import { ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import type { TracingConfig } from '@cairn/config';
import { OtelSpans } from './otel-spans.ts';
import { ReportingExporter } from './otlp-exporter.ts';

const config: TracingConfig = {
  enableDistributedTracing: true,
  distributedTracingAddress: 'localhost:4317',
  distributedTracingServiceName: 'etcd',
  distributedTracingInstanceId: 'm1',
  distributedTracingSamplingRate: 0,
};
const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const traceparent = `00-${traceId}-00f067aa0ba902b7-01`;

/** Keeps what it is given and answers with `result`; the SDK's own forgets at the end. */
class KeepingExporter implements SpanExporter {
  readonly spans: ReadableSpan[] = [];
  result: ExportResult = { code: ExportResultCode.SUCCESS };

  export(spans: ReadableSpan[], onResult: (result: ExportResult) => void): void {
    this.spans.push(...spans);
    onResult(this.result);
  }

  shutdown(): Promise<void> {
    return Promise.resolve();
  }

  named(name: string): ReadableSpan {
    return this.spans.find((span) => span.name === name) ?? assert.fail(`no span ${name}`);
  }
}

void test('spans of two processes are one tree under the span of the client', async () => {
  const exporter = new KeepingExporter();
  const gateway = new OtelSpans({ config, processName: 'client-gateway', exporter });
  const node = new OtelSpans({ config, processName: 'raft-node', exporter });
  const call = gateway.begin('etcdserverpb.KV/Put', traceparent, { 'rpc.system': 'grpc' });
  assert.ok(call !== undefined);
  const submit = call.child('submit', 'client');
  const served = node.join('put', submit.context, {});
  assert.ok(served !== undefined);
  served.child('apply').end();
  served.end(0);
  submit.end(0);
  call.end(0);
  await Promise.all([gateway.stop(), node.stop()]);
  const parents = ['apply', 'put', 'submit', 'etcdserverpb.KV/Put'].map(
    (name) => exporter.named(name).parentSpanContext?.spanId,
  );
  const ids = ['put', 'submit', 'etcdserverpb.KV/Put'].map(
    (name) => exporter.named(name).spanContext().spanId,
  );
  assert.deepEqual(parents, [...ids, '00f067aa0ba902b7']);
  for (const span of exporter.spans) assert.equal(span.spanContext().traceId, traceId);
  const { attributes } = exporter.named('put').resource;
  assert.deepEqual(attributes, {
    'service.name': 'etcd',
    'service.instance.id': 'm1',
    'process.executable.name': 'raft-node',
  });
});

void test('nothing is made of a call that is not traced, nor of a context that is none', () => {
  const spans = new OtelSpans({ config, processName: 'p', exporter: new KeepingExporter() });
  assert.equal(spans.begin('call', undefined, {}), undefined);
  assert.equal(spans.begin('call', traceparent.replace(/1$/, '0'), {}), undefined);
  assert.equal(spans.join('call', new Uint8Array(3), {}), undefined);
});

void test('only a failure of the server makes a span one of a failure, and only its first end counts', async () => {
  const exporter = new KeepingExporter();
  const spans = new OtelSpans({ config, processName: 'p', exporter });
  for (const code of [0, 5, 14]) spans.begin(`code ${code}`, traceparent, {})?.end(code);
  const twice = spans.begin('twice', traceparent, {});
  twice?.end(0);
  twice?.end(14);
  await spans.stop();
  const statusOf = (name: string): SpanStatusCode => exporter.named(name).status.code;
  assert.equal(statusOf('code 0'), SpanStatusCode.UNSET);
  assert.equal(statusOf('code 5'), SpanStatusCode.UNSET);
  assert.equal(statusOf('code 14'), SpanStatusCode.ERROR);
  assert.equal(statusOf('twice'), SpanStatusCode.UNSET);
  assert.equal(exporter.named('code 5').attributes['rpc.grpc.status_code'], 5);
});

void test('a collector that is away is said once, and once when it is back', () => {
  const exporter = new KeepingExporter();
  const lines: string[] = [];
  const logger = {
    info: (text: unknown) => void lines.push(String(text)),
    warn: (_fields: unknown, text?: string) => void lines.push(String(text)),
  };
  const reporting = new ReportingExporter(exporter, logger as never);
  const send = (code: ExportResultCode): void => {
    exporter.result = { code };
    reporting.export([], () => undefined);
  };
  for (const code of [ExportResultCode.FAILED, ExportResultCode.FAILED]) send(code);
  for (const code of [ExportResultCode.SUCCESS, ExportResultCode.SUCCESS]) send(code);
  assert.deepEqual(lines, ['traces are lost: no collector', 'traces are sent again']);
});

void test('a stop waits for an exporter that never answers no longer than it says', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const hanging: SpanExporter = {
    export: () => undefined,
    shutdown: () => new Promise(() => undefined),
  };
  const spans = new OtelSpans({ config, processName: 'p', exporter: hanging });
  spans.begin('call', traceparent, {})?.end();
  let isStopped = false;
  const stopped = spans.stop().then(() => (isStopped = true));
  await Promise.resolve();
  assert.equal(isStopped, false);
  t.mock.timers.tick(2_000);
  await stopped;
});

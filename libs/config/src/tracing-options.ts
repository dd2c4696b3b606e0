// Where traces of requests go, by the flags of etcd. The launcher takes them and passes them on, the gateway
// and the raft-node act on them.
import type { KebabCase } from './member-options.ts';
import { option } from './option.ts';
import type { Option } from './option.ts';

export interface TracingConfig {
  readonly enableDistributedTracing: boolean;
  /** `host:port` of a collector that takes OTLP over gRPC. */
  readonly distributedTracingAddress: string;
  readonly distributedTracingServiceName: string;
  /** Empty = none is told. */
  readonly distributedTracingInstanceId: string;
  /** Of a million requests that bring no decision of their client along. */
  readonly distributedTracingSamplingRate: number;
}

const { boolean, integer, string } = option;

export const tracingOptions: {
  readonly [Name in keyof TracingConfig as KebabCase<Name>]: Option<TracingConfig[Name]>;
} = {
  'enable-distributed-tracing': boolean({
    help: 'send traces of requests to an OpenTelemetry collector',
    default: false,
  }),
  'distributed-tracing-address': string({
    help: 'host:port of the collector: OTLP over gRPC, without TLS',
    default: 'localhost:4317',
  }),
  'distributed-tracing-service-name': string({
    help: 'name of the service in traces, the same for all members',
    default: 'etcd',
  }),
  'distributed-tracing-instance-id': string({
    help: 'id of this member in traces, its own',
    default: '',
  }),
  'distributed-tracing-sampling-rate': integer({
    help: 'traces per million requests whose client has not decided whether they are traced',
    default: 0,
    min: 0,
    max: 1_000_000,
  }),
};

/** An address that the exporter could make nothing of would lose all traces, and nobody would know why. */
export function tracingMistakes(config: TracingConfig): readonly string[] {
  const { enableDistributedTracing, distributedTracingAddress: address } = config;
  if (!enableDistributedTracing || /^[^\s/]+:\d{1,5}$/.test(address)) return [];
  return [`--distributed-tracing-address: "${address}" is not host:port`];
}

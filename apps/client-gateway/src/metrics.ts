// Everything the gateway counts. Names that etcd has are etcd's, so that its dashboards work; what
// only Cairn has begins with cairn_gateway_.
import { Counter, Gauge, Registry, collectProcessMetrics } from '@cairn/telemetry';
import type { AuditLog } from './audit/audit-log.ts';
import type { NodeLinkMetrics } from './node/node-link.ts';
import { healthCounts } from './http/health-counts.ts';
import type { HealthCounts } from './http/health-counts.ts';
import { ClientVersions } from './services/client-versions.ts';
import { grpcCodeNames, handlingSecondsBounds } from './services/rpc-counters.ts';
import type { RpcCounters, TrafficCounters } from './services/rpc-counters.ts';
import type { SequencerMetrics } from './watch/event-sequencer.ts';
import type { WatchServiceMetrics } from './watch/service.ts';
import type { WatchSessionMetrics } from './watch/watch-session.ts';

const rpcLabels = ['grpc_service', 'grpc_method', 'grpc_type'] as const;

/** What is read at scrape time instead of being counted. */
export interface GatewayGauges {
  readonly pendingRequests: () => number;
  readonly syncedWatchers: () => number;
  readonly hubRevision: () => number;
  readonly nodeConnected: () => boolean;
}

export class GatewayMetrics {
  readonly registry: Registry = new Registry();
  readonly traffic: TrafficCounters = { receivedBytes: 0, sentBytes: 0 };
  readonly clients: ClientVersions = new ClientVersions();
  readonly health: HealthCounts = healthCounts(this.registry);
  readonly link: NodeLinkMetrics;
  readonly sequencer: SequencerMetrics;
  readonly sessions: WatchSessionMetrics;
  readonly watch: WatchServiceMetrics;
  readonly #methods: RpcCounters[] = [];
  readonly #catchUpReads: Counter;
  #watchers = 0;
  #streams = 0;

  constructor() {
    collectProcessMetrics(this.registry);
    this.#describeRpcs();
    this.#describeTraffic();
    this.#describeClients();
    this.link = this.#linkMetrics();
    this.sequencer = this.#sequencerMetrics();
    this.sessions = this.#sessionMetrics();
    this.watch = {
      sessionOpened: () => (this.#streams += 1),
      sessionClosed: () => (this.#streams -= 1),
    };
    this.#catchUpReads = this.#counter(
      'cairn_gateway_watch_history_reads_total',
      'Histories read from the raft-node for watchers that were behind.',
    );
  }

  register(counters: RpcCounters): void {
    this.#methods.push(counters);
  }

  catchUpRead(): void {
    this.#catchUpReads.inc();
  }

  /** Called once everything that is measured exists. */
  observe(gauges: GatewayGauges): void {
    this.#gauge(
      'etcd_debugging_mvcc_watcher_total',
      'Total number of watchers.',
      () => this.#watchers,
    );
    this.#gauge(
      'etcd_debugging_mvcc_watch_stream_total',
      'Total number of watch streams.',
      () => this.#streams,
    );
    this.#gauge(
      'etcd_debugging_mvcc_slow_watcher_total',
      'Total number of unsynced slow watchers.',
      () => this.#watchers - gauges.syncedWatchers(),
    );
    this.#gauge(
      'cairn_gateway_pending_requests',
      'Requests given to the raft-node and not answered.',
      gauges.pendingRequests,
    );
    this.#gauge(
      'cairn_gateway_watch_revision',
      'Every event up to this revision was handed to the watchers.',
      gauges.hubRevision,
    );
    this.#gauge('cairn_gateway_node_connected', 'Whether the raft-node is reachable.', () =>
      gauges.nodeConnected() ? 1 : 0,
    );
  }

  /** Called once, if there is an audit log. */
  observeAudit(log: Pick<AuditLog, 'counts' | 'isWritable'>): void {
    const { counts } = log;
    const count = (name: string, help: string, value: () => number): void =>
      this.#lazyCounter(name, help, [], (add) => add({}, value()));
    count('cairn_gateway_audit_records_total', 'Audit records written.', () => counts.written);
    count(
      'cairn_gateway_audit_records_dropped_total',
      'Audit records lost because there was no room for them.',
      () => counts.dropped,
    );
    count(
      'cairn_gateway_audit_requests_refused_total',
      'Requests refused because they could not be recorded.',
      () => counts.refused,
    );
    this.#gauge('cairn_gateway_audit_writable', 'Whether the audit log can be written.', () =>
      log.isWritable ? 1 : 0,
    );
  }

  #counter(name: string, help: string): Counter {
    return new Counter({ name, help, registers: [this.registry] });
  }

  #gauge(name: string, help: string, value: () => number): void {
    const gauge: Gauge = new Gauge({
      name,
      help,
      registers: [this.registry],
      collect: () => gauge.set(value()),
    });
  }

  #linkMetrics(): NodeLinkMetrics {
    let items = 0;
    let batches = 0;
    this.#lazyCounter('cairn_gateway_node_requests_total', 'Requests submitted.', [], (add) =>
      add({}, items),
    );
    this.#lazyCounter('cairn_gateway_node_batches_total', 'Messages they came in.', [], (add) =>
      add({}, batches),
    );
    const opened = this.#counter('cairn_gateway_node_streams_total', 'Streams opened.');
    const broken = this.#counter('cairn_gateway_node_streams_broken_total', 'Streams that broke.');
    return {
      batchSent: (count) => {
        items += count;
        batches += 1;
      },
      reopened: () => opened.inc(),
      failed: () => broken.inc(),
    };
  }

  #sequencerMetrics(): SequencerMetrics {
    const gaps = this.#counter(
      'cairn_gateway_watch_gaps_total',
      'Times that events were found missing.',
    );
    const backfills = this.#counter(
      'cairn_gateway_watch_backfills_total',
      'Reads of missing events from the raft-node.',
    );
    const duplicates = this.#counter(
      'cairn_gateway_watch_duplicates_total',
      'Batches of events that had been seen before.',
    );
    return {
      gap: () => gaps.inc(),
      backfill: () => backfills.inc(),
      duplicate: () => duplicates.inc(),
    };
  }

  #sessionMetrics(): WatchSessionMetrics {
    const slow = this.#counter(
      'cairn_gateway_watch_slow_sessions_total',
      'Times that a client did not read its watch stream fast enough.',
    );
    let events = 0;
    this.#lazyCounter(
      'etcd_debugging_mvcc_events_total',
      'Total number of events sent by this member.',
      [],
      (add) => add({}, events),
    );
    const watchers = (): number => this.#watchers;
    return {
      get watcherCount(): number {
        return watchers();
      },
      watcherAdded: () => (this.#watchers += 1),
      watchersRemoved: (count) => (this.#watchers -= count),
      eventsSent: (count) => (events += count),
      becameSlow: () => slow.inc(),
    };
  }

  /** A counter whose values are kept elsewhere as plain numbers. */
  #lazyCounter<Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    collect: (add: (labels: Partial<Record<Label, string>>, value: number) => void) => void,
  ): void {
    const counter: Counter<Label> = new Counter<Label>({
      name,
      help,
      labelNames: [...labelNames],
      registers: [this.registry],
      collect: () => {
        counter.reset();
        collect((labels, value) => counter.inc(labels, value));
      },
    });
  }

  #describeTraffic(): void {
    this.#lazyCounter(
      'etcd_network_client_grpc_received_bytes_total',
      'The total number of bytes received from grpc clients.',
      [],
      (add) => add({}, this.traffic.receivedBytes),
    );
    this.#lazyCounter(
      'etcd_network_client_grpc_sent_bytes_total',
      'The total number of bytes sent to grpc clients.',
      [],
      (add) => add({}, this.traffic.sentBytes),
    );
  }

  #describeClients(): void {
    this.#lazyCounter(
      'etcd_server_client_requests_total',
      'The total number of client requests per client version.',
      ['type', 'client_api_version'],
      (add) => {
        this.clients.each((type, version, requests) =>
          add({ type, client_api_version: version }, requests),
        );
      },
    );
  }

  #describeRpcs(): void {
    const perMethod = (
      name: string,
      help: string,
      value: (counters: RpcCounters) => number,
    ): void =>
      this.#lazyCounter(name, help, rpcLabels, (add) => {
        for (const counters of this.#methods) add(labelsOf(counters), value(counters));
      });
    perMethod(
      'grpc_server_started_total',
      'Total number of RPCs started on the server.',
      ({ started }) => started,
    );
    perMethod(
      'grpc_server_msg_received_total',
      'Total number of RPC stream messages received on the server.',
      ({ messagesReceived }) => messagesReceived,
    );
    perMethod(
      'grpc_server_msg_sent_total',
      'Total number of gRPC stream messages sent by the server.',
      ({ messagesSent }) => messagesSent,
    );
    this.#lazyCounter(
      'grpc_server_handled_total',
      'Total number of RPCs completed on the server, regardless of success or failure.',
      [...rpcLabels, 'grpc_code'],
      (add) => {
        for (const counters of this.#methods) {
          for (const [code, count] of counters.handled.entries()) {
            add({ ...labelsOf(counters), grpc_code: grpcCodeNames[code] ?? 'Unknown' }, count);
          }
        }
      },
    );
    this.#describeHandlingSeconds();
  }

  /** The three series of a histogram, as counters of their own names. */
  #describeHandlingSeconds(): void {
    this.registry.registerMetric(
      handlingSeconds(() => this.#methods) as unknown as Parameters<Registry['registerMetric']>[0],
    );
  }
}

function labelsOf({
  service,
  method,
  kind,
}: RpcCounters): Record<(typeof rpcLabels)[number], string> {
  return { grpc_service: service, grpc_method: method, grpc_type: kind };
}

interface HistogramSample {
  readonly metricName: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

/**
 * A histogram over numbers that are kept elsewhere, in the shape the metrics library collects. Its
 * own histograms hash the labels on every observation, which every request would pay.
 */
function handlingSeconds(methods: () => readonly RpcCounters[]): {
  readonly name: string;
  readonly get: () => Promise<unknown>;
} {
  const name = 'grpc_server_handling_seconds';
  return {
    name,
    get: () =>
      Promise.resolve({
        name,
        help: 'Histogram of response latency (seconds) of gRPC that had been handled by the server.',
        type: 'histogram',
        aggregator: 'sum',
        values: methods().flatMap((counters) => samplesOf(name, counters)),
      }),
  };
}

function samplesOf(name: string, counters: RpcCounters): HistogramSample[] {
  const labels = labelsOf(counters);
  let cumulative = 0;
  const buckets = counters.handlingCounts.map((count, index): HistogramSample => {
    cumulative += count;
    const le = handlingSecondsBounds[index] ?? '+Inf';
    return { metricName: `${name}_bucket`, labels: { le, ...labels }, value: cumulative };
  });
  return [
    ...buckets,
    { metricName: `${name}_sum`, labels, value: counters.handlingSecondsSum },
    { metricName: `${name}_count`, labels, value: cumulative },
  ];
}

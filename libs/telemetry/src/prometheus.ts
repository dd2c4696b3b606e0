// The parts of prom-client that services use, loaded one by one. Its index also loads the HTTPS client of
// a push gateway, compression and OpenTelemetry: 12 MiB in every process, for nothing anybody calls. That
// the parts are where they are asked for is checked by prometheus.test.ts.
import { createRequire } from 'node:module';
import type * as PromClient from 'prom-client';

const load = createRequire(import.meta.url);

export type Counter<Label extends string = string> = PromClient.Counter<Label>;
export const Counter: typeof PromClient.Counter = load('prom-client/lib/counter.js');

export type Gauge<Label extends string = string> = PromClient.Gauge<Label>;
export const Gauge: typeof PromClient.Gauge = load('prom-client/lib/gauge.js');

export type Histogram<Label extends string = string> = PromClient.Histogram<Label>;
export const Histogram: typeof PromClient.Histogram = load('prom-client/lib/histogram.js');

export type Registry = PromClient.Registry;
export const Registry: typeof PromClient.Registry = load('prom-client/lib/registry.js');

export interface CollectorOptions {
  readonly eventLoopMonitoringPrecision: number;
  readonly gcDurationBuckets: readonly number[];
}

/** Registers some metrics of the process. */
export type Collector = (registry: Registry, options: CollectorOptions) => void;

/** prom-client's own, but for that of CPU time: it is where OpenTelemetry comes in. */
export const collectors: readonly Collector[] = [
  'processStartTime',
  'osMemoryHeap',
  'processOpenFileDescriptors',
  'processMaxFileDescriptors',
  'eventLoopLag',
  'processResources',
  'processHandles',
  'processRequests',
  'heapSizeAndUsed',
  'heapSpacesSizeAndUsed',
  'version',
  'gc',
].map((name) => load(`prom-client/lib/metrics/${name}.js`) as Collector);

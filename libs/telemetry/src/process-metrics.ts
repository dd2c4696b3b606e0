import { collectDefaultMetrics } from 'prom-client';
import type { Registry } from 'prom-client';

/** CPU, memory, file descriptors, event-loop lag and garbage collection of this process. */
export function collectProcessMetrics(registry: Registry): void {
  collectDefaultMetrics({
    register: registry,
    eventLoopMonitoringPrecision: 10,
    gcDurationBuckets: [0.001, 0.01, 0.1, 1, 2, 5],
  });
}

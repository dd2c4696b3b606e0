import { Counter, collectors } from './prometheus.ts';
import type { Registry } from './prometheus.ts';

/** CPU, memory, file descriptors, event-loop lag and garbage collection of this process. */
export function collectProcessMetrics(registry: Registry): void {
  collectCpuTime(registry);
  const options = {
    eventLoopMonitoringPrecision: 10,
    gcDurationBuckets: [0.001, 0.01, 0.1, 1, 2, 5],
  };
  for (const collect of collectors) collect(registry, options);
}

function collectCpuTime(registry: Registry): void {
  const registers = [registry];
  let last = process.cpuUsage();
  const user = new Counter({
    name: 'process_cpu_user_seconds_total',
    help: 'Total user CPU time spent in seconds.',
    registers,
    // For all three, so that they say the same.
    collect: () => {
      const now = process.cpuUsage();
      const userSeconds = (now.user - last.user) / 1e6;
      const systemSeconds = (now.system - last.system) / 1e6;
      last = now;
      user.inc(userSeconds);
      system.inc(systemSeconds);
      total.inc(userSeconds + systemSeconds);
    },
  });
  const system = new Counter({
    name: 'process_cpu_system_seconds_total',
    help: 'Total system CPU time spent in seconds.',
    registers,
  });
  const total = new Counter({
    name: 'process_cpu_seconds_total',
    help: 'Total user and system CPU time spent in seconds.',
    registers,
  });
}

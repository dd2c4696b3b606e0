// How the health pages have answered, by etcd's names.
import { Counter, Gauge } from '@cairn/telemetry';
import type { Registry } from '@cairn/telemetry';

export interface HealthCounts {
  /** /health has answered. */
  health(isWell: boolean): void;
  /** One check of /livez or /readyz has ended. */
  check(type: string, name: string, hasPassed: boolean): void;
}

export function healthCounts(registry: Registry): HealthCounts {
  const registers = [registry];
  const successes = new Counter({
    name: 'etcd_server_health_success',
    help: 'Answers of /health that all is well.',
    registers,
  });
  const failures = new Counter({
    name: 'etcd_server_health_failures',
    help: 'Answers of /health that it is not.',
    registers,
  });
  const results = new Gauge({
    name: 'etcd_server_healthcheck',
    help: 'Whether a check of /livez or /readyz has passed the last time.',
    labelNames: ['type', 'name'],
    registers,
  });
  const checks = new Counter({
    name: 'etcd_server_healthchecks_total',
    help: 'Checks of /livez and /readyz, by result.',
    labelNames: ['type', 'name', 'status'],
    registers,
  });
  return {
    health: (isWell) => (isWell ? successes : failures).inc(),
    check: (type, name, hasPassed) => {
      results.set({ type, name }, hasPassed ? 1 : 0);
      checks.inc({ type, name, status: hasPassed ? 'success' : 'error' });
    },
  };
}

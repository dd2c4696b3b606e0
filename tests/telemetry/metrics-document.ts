// docs/metrics.md: what etcd's metrics are here. Made by running this file, checked by metrics.test.ts.
//
//   node tests/telemetry/metrics-document.ts > docs/metrics.md
import { fileURLToPath } from 'node:url';
import { missingMetrics } from './etcd-metrics.ts';

const head = `# Metrics

\`/metrics\` is in the Prometheus text format, with etcd's names, types and labels, so that its dashboards and
alerts (\`contrib/mixin\`) work.

| page                                          | what is on it                                                                     |
| --------------------------------------------- | --------------------------------------------------------------------------------- |
| client port (\`/metrics\`)                      | the gateway and its raft-node: what an etcd member has, but for its leases        |
| \`--listen-metrics-urls\`, the metrics-exporter | all services of the member, labelled \`service\`, \`instance\`, \`member\`; leases, too |
| \`--admin-address\` of a service                | that service alone                                                                |

What only Cairn has begins with \`cairn_\`, or is of Node.js (\`nodejs_\`). Lines of help are our own.

Every family of etcd 3.5 is there but these, and those of the Go runtime (\`go_\`):

`;

export function metricsDocument(): string {
  const rows = [...missingMetrics].map(([name, why]) => [`\`${name}\``, why] as const);
  const widths = [0, 1].map((column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0), 'metric of etcd'.length),
  );
  const line = (first: string, second: string): string =>
    `| ${first.padEnd(widths[0] ?? 0)} | ${second.padEnd(widths[1] ?? 0)} |`;
  const rule = `| ${'-'.repeat(widths[0] ?? 0)} | ${'-'.repeat(widths[1] ?? 0)} |`;
  const table = [line('metric of etcd', 'why it is not here'), rule];
  return `${head}${[...table, ...rows.map(([name, why]) => line(name, why))].join('\n')}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(metricsDocument());

// What `npm run cluster` does: a whole cluster on this machine, to try things on and to break. The members are
// those of the launcher, with ports and directories chosen here, and they share one nats-server.
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { defineConfig, option, readConfig } from '@cairn/config';
import type { ConfigDefinition } from '@cairn/config';
import { exitCodes, nodeVersionMistake } from '@cairn/service';
import { startMember, supervise } from './member.ts';
import type { Member } from './member.ts';
import { launcherDefinition } from './options/definition.ts';
import type { LauncherConfig } from './options/launcher-config.ts';
import { LogOutput } from './output/log-output.ts';
import { planClusterMembers } from './plan/local-cluster.ts';
import type { LocalMember } from './plan/local-cluster.ts';
import { runUntilStopped } from './run-until-stopped.ts';
import type { RunningParts } from './run-until-stopped.ts';
import { findNatsServer, planNats, waitForPort } from './startup/nats.ts';
import { findFreePort } from './startup/ports.ts';
import { makeRuntimeDirectory, removeRuntimeDirectory } from './startup/runtime-directory.ts';

interface ClusterConfig {
  readonly members: number;
  readonly basePort: number;
  readonly dataDir: string;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  readonly noNats: boolean;
  readonly exitWithParent: boolean;
}

const clusterDefinition: ConfigDefinition<ClusterConfig> = defineConfig({
  service: 'cairn-cluster',
  summary: 'a cluster of several members on this machine',
  options: {
    members: option.integer({ help: 'how many members', default: 3, min: 1, max: 5 }),
    'base-port': option.integer({
      help: 'first port; member i takes ten ports from base + 10·i. 0: 2379, 22379, 32379, …',
      default: 0,
      min: 0,
      max: 65_000,
    }),
    'data-dir': option.string({ help: 'one directory per member in it', default: 'cairn.data' }),
    'log-level': option.choice({
      help: 'least severe log lines to write',
      choices: ['debug', 'info', 'warn', 'error'],
      default: 'info',
    }),
    'no-nats': option.boolean({
      help: 'do not start a nats-server; watch events travel over gRPC',
      default: false,
    }),
    'exit-with-parent': option.boolean({ help: 'stop when stdin reaches its end', default: false }),
  },
});

const natsStartTimeoutMs = 5_000;
const longestName = 'm1/metrics-exporter';

/** What a member's own command line would say; everything else is the launcher's default. */
function memberConfig(
  cluster: ClusterConfig,
  member: LocalMember,
  natsUrl: string,
): LauncherConfig {
  const argv = Object.entries({
    name: member.name,
    'data-dir': join(cluster.dataDir, member.name),
    'listen-client-urls': member.clientUrl,
    'listen-peer-urls': member.peerUrl,
    'listen-metrics-urls': member.metricsUrl,
    'initial-cluster': member.initialCluster,
    'initial-cluster-token': 'cairn-local',
    'listen-node-address': member.nodeAddress,
    'listen-keeper-address': member.keeperAddress,
    'node-addresses': member.nodeAddresses,
    'nats-url': natsUrl,
    'log-level': cluster.logLevel,
  }).map(([name, value]) => `--${name}=${value}`);
  const result = readConfig(launcherDefinition, { argv, env: {}, readFile: () => '' });
  if (result.kind !== 'values') {
    throw new Error(`the launcher refuses a member planned here: ${JSON.stringify(result)}`);
  }
  return result.values;
}

/** @returns the URL of the shared nats-server, empty when there is none. */
async function startNats(
  cluster: ClusterConfig,
  output: LogOutput,
  running: RunningParts,
): Promise<string> {
  const program = cluster.noNats ? undefined : findNatsServer(process.env['PATH']);
  if (program === undefined) {
    output.say('no nats-server: watch events travel over gRPC');
    return '';
  }
  const directory = makeRuntimeDirectory();
  process.once('exit', () => removeRuntimeDirectory(directory));
  const port = await findFreePort('127.0.0.1');
  const supervisor = supervise([planNats(program, port, directory)], output, '');
  running.shared.push(supervisor);
  supervisor.start();
  await waitForPort(port, natsStartTimeoutMs);
  return `nats://127.0.0.1:${port}`;
}

function announce(output: LogOutput, members: readonly Member[], durationMs: number): void {
  const endpoints = members.map(({ clientUrl }) => clientUrl).join(',');
  output.say(
    [
      `${members.length} members are ready after ${(durationMs / 1000).toFixed(1)} s`,
      `  try      etcdctl --endpoints=${endpoints} endpoint status -w table`,
      ...members.map(({ name, metricsUrl }) => `  metrics  ${metricsUrl}/metrics (${name})`),
      ...members.map(({ dataDirectory }) => `  data     ${dataDirectory}`),
      '  stop     Ctrl-C',
    ].join('\n'),
  );
}

async function launch(given: ClusterConfig): Promise<void> {
  const cluster = { ...given, dataDir: resolve(given.dataDir) };
  const output = new LogOutput({
    format: 'console',
    stdout: process.stdout,
    nameWidth: longestName.length,
    nowIso: () => new Date().toISOString(),
  });
  await runUntilStopped({
    output,
    exitWithParent: cluster.exitWithParent,
    start: async (running) => {
      mkdirSync(cluster.dataDir, { recursive: true, mode: 0o700 });
      const natsUrl = await startNats(cluster, output, running);
      for (const member of planClusterMembers(cluster.members, cluster.basePort)) {
        running.members.push(
          await startMember({
            config: memberConfig(cluster, member, natsUrl),
            output,
            logPrefix: `${member.name}/`,
            searchPath: process.env['PATH'],
          }),
        );
      }
    },
    onReady: (members, durationMs) => announce(output, members, durationMs),
  });
}

const outdated = nodeVersionMistake(process.version);
const result = readConfig(clusterDefinition, {
  argv: process.argv.slice(2),
  env: process.env,
  readFile: (path) => readFileSync(path, 'utf8'),
});
if (outdated !== undefined) {
  console.error(outdated);
  process.exitCode = exitCodes.misconfigured;
} else if (result.kind === 'values') {
  await launch(result.values);
} else if (result.kind === 'mistakes') {
  console.error(`cannot start:\n${result.messages.map((line) => `  ${line}`).join('\n')}`);
  process.exitCode = exitCodes.misconfigured;
} else {
  process.stdout.write(result.text);
}

// What `cairn` does: reads etcd's command line, starts one member and stops it.
import { readFileSync } from 'node:fs';
import { readConfig, unixPathOf } from '@cairn/config';
import { exitCodes, nodeVersionMistake } from '@cairn/service';
import { startMember } from './member.ts';
import { launcherDefinition } from './options/definition.ts';
import type { LauncherConfig } from './options/launcher-config.ts';
import { LogOutput } from './output/log-output.ts';
import { runUntilStopped } from './run-until-stopped.ts';

const longestServiceName = 'metrics-exporter';

async function launch(config: LauncherConfig, warnings: readonly string[]): Promise<void> {
  const output = new LogOutput({
    format: config.logFormat,
    stdout: process.stdout,
    nameWidth: longestServiceName.length,
    nowIso: () => new Date().toISOString(),
  });
  for (const warning of warnings) output.say(`warning: ${warning}`);
  await runUntilStopped({
    output,
    exitWithParent: config.exitWithParent,
    start: async (running) => {
      running.members.push(
        await startMember({ config, output, logPrefix: '', searchPath: process.env['PATH'] }),
      );
    },
    onReady: (members, durationMs) => {
      for (const { name, clientUrl, metricsUrl, dataDirectory } of members) {
        output.say(
          [
            `member ${name} is ready after ${(durationMs / 1000).toFixed(1)} s`,
            `  try      etcdctl --endpoints=${clientUrl} put hello world`,
            `  health   ${healthCommand(clientUrl)}`,
            `  metrics  ${metricsUrl}/metrics`,
            `  data     ${dataDirectory}`,
            '  stop     Ctrl-C',
          ].join('\n'),
        );
      }
    },
  });
}

function healthCommand(clientUrl: string): string {
  const path = unixPathOf(clientUrl);
  if (path === undefined) return `curl ${clientUrl}/health`;
  return `curl --unix-socket ${path} http://localhost/health`;
}

const outdated = nodeVersionMistake(process.version);
const result = readConfig(launcherDefinition, {
  argv: process.argv.slice(2),
  env: process.env,
  readFile: (path) => readFileSync(path, 'utf8'),
});
if (outdated !== undefined) {
  console.error(outdated);
  process.exitCode = exitCodes.misconfigured;
} else if (result.kind === 'values') {
  await launch(result.values, result.warnings);
} else if (result.kind === 'mistakes') {
  console.error(`cairn cannot start:\n${result.messages.map((line) => `  ${line}`).join('\n')}`);
  console.error('See "npm start -- --help" for every option.');
  process.exitCode = exitCodes.misconfigured;
} else {
  process.stdout.write(result.text);
}

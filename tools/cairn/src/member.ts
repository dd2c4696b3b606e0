// One member: everything that must be right before its processes start, then their supervision, and
// at the end everything given back. Nothing is started unless all of it can be.
import { join } from 'node:path';
import type { LauncherConfig } from './options/launcher-config.ts';
import type { LogOutput } from './output/log-output.ts';
import { chooseMetricsAddresses, localClientUrl, portClaims } from './plan/listen-ports.ts';
import { AddressError, memberAddresses } from './plan/member-addresses.ts';
import { planMember } from './plan/member-plan.ts';
import { probeAddress } from './plan/probe-address.ts';
import type { ProcessSpec } from './plan/process-spec.ts';
import { serviceTlsWarning } from './plan/service-tls.ts';
import { openDataDirectory } from './startup/data-directory.ts';
import type { DataDirectory } from './startup/data-directory.ts';
import { chooseEventPath } from './startup/event-path.ts';
import type { EventPath } from './startup/event-path.ts';
import { planNats, waitForPort } from './startup/nats.ts';
import { findFreePort, findPortConflicts, isPortFree } from './startup/ports.ts';
import { makeRuntimeDirectory, removeRuntimeDirectory } from './startup/runtime-directory.ts';
import { StartupError } from './startup/startup-error.ts';
import { startChild } from './supervise/start-child.ts';
import type { SupervisorClock } from './supervise/running-child.ts';
import type { GivenUp } from './supervise/supervised-process.ts';
import { Supervisor } from './supervise/supervisor.ts';

export interface Member {
  readonly name: string;
  readonly dataDirectory: string;
  /** Where a client on this machine connects. */
  readonly clientUrl: string;
  /** Where it is asked whether it is ready. */
  readonly probeAddress: string;
  readonly metricsUrl: string;
  /** Resolves when a process is given up; the member should be stopped then. */
  readonly givenUp: Promise<GivenUp>;
  stop(): Promise<void>;
  kill(): void;
}

export interface MemberSettings {
  readonly config: LauncherConfig;
  readonly output: LogOutput;
  /** In front of the process names in the log: `m1/`. */
  readonly logPrefix: string;
  readonly searchPath: string | undefined;
}

export const repositoryRoot: string = join(import.meta.dirname, '../../..');

const clock: SupervisorClock = {
  nowMs: () => performance.now(),
  schedule: (delayMs, action) => {
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
};

const natsStartTimeoutMs = 5_000;

/** @throws StartupError when the member cannot be started; nothing runs then. */
export async function startMember(settings: MemberSettings): Promise<Member> {
  const directory = openDataDirectory(settings.config.dataDir);
  if (directory.abandoned !== undefined) removeRuntimeDirectory(directory.abandoned);
  const runtimeDirectory = makeRuntimeDirectory();
  const giveBack = (): void => {
    removeRuntimeDirectory(runtimeDirectory);
    directory.release();
  };
  try {
    return await startIn(settings, directory, runtimeDirectory, giveBack);
  } catch (error) {
    giveBack();
    if (error instanceof AddressError) throw new StartupError(error.message, { cause: error });
    throw error;
  }
}

async function startIn(
  { config: given, output, logPrefix, searchPath }: MemberSettings,
  directory: DataDirectory,
  runtimeDirectory: string,
  giveBack: () => void,
): Promise<Member> {
  const config = { ...given, dataDir: directory.path };
  const addresses = memberAddresses(config, runtimeDirectory);
  const metricsAddresses = await chooseMetricsAddresses(config, { isPortFree, findFreePort });
  const conflicts = await findPortConflicts(portClaims(config, addresses, metricsAddresses));
  if (conflicts.length > 0) throw new StartupError(conflicts.join('\n'));
  directory.announce(runtimeDirectory);
  const listens = [...addresses.node.listen, addresses.keeper.listen];
  const inTheClear = serviceTlsWarning(config, listens);
  for (const warning of [
    ...directory.warnings,
    ...(inTheClear === undefined ? [] : [inTheClear]),
  ]) {
    output.say(`warning: ${warning}`);
  }
  const events = chooseEventPath(config, searchPath);
  output.say(describeEvents(events));
  const nats = await ownNats(events, runtimeDirectory);
  const natsUrl = events.kind === 'given-nats' ? events.url : (nats?.url ?? '');
  const site = { root: repositoryRoot, runtimeDirectory, addresses, natsUrl, metricsAddresses };
  const services = supervise(planMember(config, site), output, logPrefix);
  const natsServer = supervise(nats === undefined ? [] : [nats.spec], output, logPrefix);
  natsServer.start();
  // NATS is there long before a service has loaded its code; and each tries again if it is not.
  services.start();
  if (nats !== undefined) void sayWhenLate(nats.port, output);
  return {
    name: config.name,
    dataDirectory: directory.path,
    clientUrl: localClientUrl(config),
    probeAddress: probeAddress(runtimeDirectory),
    metricsUrl: metricsUrlOf(metricsAddresses[0] ?? ''),
    givenUp: Promise.race([services.givenUp, natsServer.givenUp]),
    stop: async () => {
      await services.stop();
      await natsServer.stop();
      giveBack();
    },
    kill: () => {
      services.kill();
      natsServer.kill();
      giveBack();
    },
  };
}

function metricsUrlOf(address: string): string {
  return address.startsWith('tls:') ? `https://${address.slice(4)}` : `http://${address}`;
}

export function supervise(
  specs: readonly ProcessSpec[],
  output: LogOutput,
  logPrefix: string,
): Supervisor {
  return new Supervisor({
    specs: specs.map((spec) => ({ ...spec, name: logPrefix + spec.name })),
    startChild: (spec) => startChild(spec, output),
    clock,
    say: (text) => output.say(text),
  });
}

async function ownNats(
  events: EventPath,
  runtimeDirectory: string,
): Promise<{ port: number; url: string; spec: ProcessSpec } | undefined> {
  if (events.kind !== 'own-nats') return undefined;
  const port = await findFreePort('127.0.0.1');
  const spec = planNats(events.program, port, runtimeDirectory);
  return { port, url: `nats://127.0.0.1:${port}`, spec };
}

async function sayWhenLate(natsPort: number, output: LogOutput): Promise<void> {
  if (await waitForPort(natsPort, natsStartTimeoutMs)) return;
  output.say('nats-server does not answer yet; watch events travel over gRPC until it does');
}

function describeEvents(events: EventPath): string {
  if (events.kind === 'given-nats') return `watch events travel over NATS at ${events.url}`;
  if (events.kind === 'grpc') return `watch events travel over gRPC: ${events.reason}`;
  return `watch events travel over a NATS of this member (${events.program})`;
}

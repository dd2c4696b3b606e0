// The one way every service starts: read the configuration, make a logger, start, and wait for a
// reason to stop. Five programs that each do this by hand differ exactly where an operator needs
// them to be alike: exit codes, signals, help.
import { defineConfig, joinConfigs, option, readConfig } from '@cairn/config';
import type { ConfigDefinition } from '@cairn/config';
import type { Logger, LogLevel } from '@cairn/telemetry';
import { exitCodes } from './exit-codes.ts';
import { Lifecycle } from './lifecycle.ts';
import type { RunningService } from './lifecycle.ts';
import { nodeVersionMistake } from './node-version.ts';
import { currentProcess } from './process-port.ts';
import type { ProcessPort } from './process-port.ts';

export interface ServiceContext {
  readonly logger: Logger;
  /** Ends the process because of an error found after start; see {@link DoNotRestartError}. */
  readonly fail: (error: unknown) => void;
  /**
   * Aborted when a stop is asked for. A start that takes long may give up with its reason: it gives back
   * what it has taken and rejects, and the process ends as if it had been stopped.
   */
  readonly stopping?: AbortSignal;
}

export interface Service<Config> {
  readonly definition: ConfigDefinition<Config>;
  /** Resolves when the service serves; rejects with what the operator has to know. */
  start(config: Config, context: ServiceContext): Promise<RunningService>;
}

interface SharedConfig {
  readonly logLevel: LogLevel;
  readonly exitWithParent: boolean;
}

const sharedDefinition: ConfigDefinition<SharedConfig> = defineConfig({
  service: 'shared',
  summary: 'options of every service',
  options: {
    'log-level': option.choice({
      help: 'least severe log lines to write',
      choices: ['trace', 'debug', 'info', 'warn', 'error', 'fatal'],
      default: 'info',
    }),
    'exit-with-parent': option.boolean({
      help: 'stop when stdin reaches its end: that is how a child learns that its parent was killed',
      default: false,
    }),
  },
});

/**
 * Runs `service` until it is told to stop, and ends the process. Exit codes are {@link exitCodes}.
 * Resolves once the service has started (or the process is on its way out).
 */
export async function runService<Config>(
  service: Service<Config>,
  processPort: ProcessPort = currentProcess,
): Promise<void> {
  const outdated = nodeVersionMistake(processPort.nodeVersion);
  if (outdated !== undefined) {
    processPort.writeError(`${outdated}\n`);
    processPort.exit(exitCodes.misconfigured);
    return;
  }
  const result = readConfig(joinConfigs(service.definition, sharedDefinition), processPort);
  switch (result.kind) {
    case 'help':
    case 'version':
      processPort.writeOut(result.text);
      processPort.exit(exitCodes.stopped);
      return;
    case 'mistakes':
      processPort.writeError(mistakesText(service.definition.service, result.messages));
      processPort.exit(exitCodes.misconfigured);
      return;
    case 'values':
      await startAndWatch(service, result.values, result.warnings, processPort);
  }
}

async function startAndWatch<Config>(
  service: Service<Config>,
  config: { readonly own: Config; readonly added: SharedConfig },
  warnings: readonly string[],
  processPort: ProcessPort,
): Promise<void> {
  // Who only wants the exit codes of this library, as the launcher does, has no use for a logger.
  const { createLogger } = await import('@cairn/telemetry');
  const logger = createLogger({
    service: service.definition.service,
    level: config.added.logLevel,
  });
  for (const warning of warnings) logger.warn(warning);
  const lifecycle = new Lifecycle(processPort, logger);
  processPort.onCrash((error, origin) => lifecycle.crash(error, origin));
  processPort.onSignal((signal) => lifecycle.signal(signal));
  if (config.added.exitWithParent) {
    processPort.onInputEnd(() => lifecycle.requestStop('the parent process is gone'));
  }
  try {
    const running = await service.start(config.own, {
      logger,
      fail: (error) => lifecycle.fail(error),
      stopping: lifecycle.stopping,
    });
    lifecycle.started(running);
  } catch (error) {
    lifecycle.notStarted(error);
  }
}

function mistakesText(name: string, messages: readonly string[]): string {
  const lines = messages.map((message) => `  ${message}\n`).join('');
  return `${name} cannot start:\n${lines}See ${name} --help for every option.\n`;
}

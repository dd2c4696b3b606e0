// Structured logs: one JSON object per line on stdout, whoever collects them. Writes are
// asynchronous, because a synchronous write to a full pipe would stop the Raft loop for as long as
// the reader sleeps; the buffer is bounded and drops lines rather than growing without end.
import pino from 'pino';
import type { DestinationStream, Logger } from 'pino';

export type { Logger } from 'pino';

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

export const logLevels: readonly LogLevel[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

export interface LoggerSettings {
  readonly service: string;
  readonly level: LogLevel;
  /** Put into every line, after `service`. */
  readonly bindings?: Readonly<Record<string, unknown>>;
  /** Where lines go instead of stdout. */
  readonly destination?: DestinationStream;
}

const bufferedBytesMax = 4 * 1024 * 1024;

export function createLogger(settings: LoggerSettings): Logger {
  return pino(
    {
      level: settings.level,
      base: { service: settings.service, ...settings.bindings },
      timestamp: pino.stdTimeFunctions.isoTime,
      messageKey: 'msg',
      errorKey: 'err',
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: pino.stdSerializers.errWithCause },
    },
    settings.destination ?? stdoutDestination(),
  );
}

function stdoutDestination(): DestinationStream {
  // minLength 1 writes every line at once, like 0, but lets flush() wait for the write in flight.
  return pino.destination({ dest: 1, sync: false, minLength: 1, maxLength: bufferedBytesMax });
}

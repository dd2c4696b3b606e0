// Changing what is logged while the program runs, in the way etcd 3.3 had it: `PUT /config/local/log` with
// `{"Level":"DEBUG"}`. It is on the operators' address and not on the client port: whoever may write keys
// should not be able to make a server silent, or drown it in its own log.
import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import type { LogLevel } from './logger.ts';

export const logLevelPath = '/config/local/log';

const bodyBytesMax = 1_024;

/** etcd's names beside our own. */
const levels: Readonly<Record<string, LogLevel>> = {
  TRACE: 'trace',
  DEBUG: 'debug',
  INFO: 'info',
  NOTICE: 'info',
  WARN: 'warn',
  WARNING: 'warn',
  ERROR: 'error',
  CRITICAL: 'fatal',
  FATAL: 'fatal',
};

export interface LogLevelAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

export async function answerLogLevel(
  request: IncomingMessage,
  logger: Logger,
): Promise<LogLevelAnswer> {
  if (request.method === 'GET' || request.method === 'HEAD') {
    const body = `${JSON.stringify({ Level: logger.level.toUpperCase() })}\n`;
    return { status: 200, contentType: 'application/json', body };
  }
  if (request.method !== 'PUT') return text(405, 'Method Not Allowed\n');
  const given = levelIn(await readBody(request));
  if (given === undefined) return text(400, 'invalid body: it is {"Level":"DEBUG"}\n');
  const level = Object.hasOwn(levels, given.toUpperCase())
    ? levels[given.toUpperCase()]
    : undefined;
  if (level === undefined) return text(400, `invalid log level ${JSON.stringify(given)}\n`);
  const before = logger.level;
  logger.level = level;
  logger.warn({ before, level }, 'the log level was changed');
  return text(204, '');
}

function levelIn(body: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== 'object' || parsed === null || !('Level' in parsed)) return undefined;
    return typeof parsed.Level === 'string' ? parsed.Level : undefined;
  } catch {
    return undefined;
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= bodyBytesMax) chunks.push(chunk);
  }
  // Nothing that long is a level.
  return length <= bodyBytesMax ? Buffer.concat(chunks).toString() : '';
}

function text(status: number, body: string): LogLevelAnswer {
  return { status, contentType: 'text/plain; charset=utf-8', body };
}

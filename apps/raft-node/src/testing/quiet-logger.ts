import type { Logger } from '@cairn/telemetry';

export interface LogLine {
  readonly level: string;
  readonly text: string;
}

/** Keeps what would be logged. */
export function recordingLogger(): { readonly logger: Logger; readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const at =
    (level: string) =>
    (fields: unknown, text?: string): void => {
      lines.push({ level, text: `${text ?? ''} ${JSON.stringify(fields)}` });
    };
  const logger = {
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    debug: at('debug'),
    fatal: at('fatal'),
  };
  return { logger: logger as unknown as Logger, lines };
}

import { createLogger } from '@cairn/telemetry';
import type { Logger } from '@cairn/telemetry';

/** The trace says what happened; what the programs log is tested with them. */
export const silentLogger: Logger = createLogger({
  service: 'simulation',
  level: 'fatal',
  destination: { write: () => undefined },
});

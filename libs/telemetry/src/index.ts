export { Counter, Gauge, Histogram, Registry } from './prometheus.ts';
export { healthAnswer, jsonAnswer, startAdminServer } from './admin-server.ts';
export type {
  AdminAnswer,
  AdminFront,
  AdminPage,
  AdminServer,
  AdminServerSettings,
} from './admin-server.ts';
export type { HealthReport } from './health.ts';
export { listen, removeStaleSocket, socketPath, splitHostPort } from './listen-address.ts';
export { createLogger, logLevels } from './logger.ts';
export type { Logger, LoggerSettings, LogLevel } from './logger.ts';
export { nodeHttp } from './node-http.ts';
export { PacedLog } from './paced-log.ts';
export type { PacedLogOptions } from './paced-log.ts';
export { collectProcessMetrics } from './process-metrics.ts';
export { TallyHistogram } from './tally-histogram.ts';
export type { Tally, TallyHistogramOptions, TallyLabels } from './tally-histogram.ts';

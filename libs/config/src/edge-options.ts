// What the client port of a member is told, by the flags of etcd where etcd has one. The launcher takes them
// and passes them on, the client-gateway acts on them: declared once, as those of the store are
// (`member-options.ts`).
import { flagsOf } from './member-options.ts';
import type { KebabCase } from './member-options.ts';
import { option } from './option.ts';
import type { Option } from './option.ts';

/**
 * What clients may ask of one connection, who may ask over plain HTTP, what is said about slow requests, and
 * what is recorded of all. Times in milliseconds.
 */
export interface EdgeConfig {
  readonly maxConcurrentStreams: number;
  readonly watchProgressNotifyInterval: number;
  readonly grpcKeepaliveMinTime: number;
  readonly grpcKeepaliveInterval: number;
  readonly grpcKeepaliveTimeout: number;
  readonly requestRateLimit: number;
  readonly requestRateLimitPerUser: number;
  readonly warningUnaryRequestDuration: number;
  readonly cors: readonly string[];
  readonly hostWhitelist: readonly string[];
  readonly enableGrpcGateway: boolean;
  readonly enablePprof: boolean;
  readonly enableGrpcReflection: boolean;
  readonly enableAudit: boolean;
  readonly auditLogPath: string;
  readonly auditLogMaxBytes: number;
  readonly auditLogMaxFiles: number;
  readonly auditOnFullDisk: 'refuse' | 'continue';
}

const { boolean, choice, duration, integer, list, string } = option;

export const edgeOptions: {
  readonly [Name in keyof EdgeConfig as KebabCase<Name>]: Option<EdgeConfig[Name]>;
} = {
  'max-concurrent-streams': integer({
    help: 'calls at once on one client connection',
    default: 100_000,
    min: 1,
    max: 2 ** 32 - 1,
  }),
  'watch-progress-notify-interval': duration({
    help: 'how often a quiet watcher that asked for it is told how far it is',
    defaultMs: 600_000,
  }),
  'grpc-keepalive-min-time': duration({
    help: 'a client that pings more often while nothing is sent to it is disconnected; 0 = gRPC: 5m',
    defaultMs: 5_000,
  }),
  'grpc-keepalive-interval': duration({
    help: 'a client that has said nothing for so long is pinged; 0 = gRPC: 2h and a timeout of 20s',
    defaultMs: 2 * 60 * 60 * 1_000,
  }),
  'grpc-keepalive-timeout': duration({
    help: 'one that says nothing for so long after that is disconnected; 0 = gRPC: 20s after 2h',
    defaultMs: 20_000,
  }),
  'request-rate-limit': integer({
    help: 'requests per second that one client connection may make, and as many at once; 0 = no limit',
    default: 0,
    min: 0,
  }),
  'request-rate-limit-per-user': integer({
    help: 'the same for one user over all connections, while auth is on; 0 = no limit',
    default: 0,
    min: 0,
  }),
  'warning-unary-request-duration': duration({
    help: 'a request that takes longer is named in the log; 0 = none',
    defaultMs: 300,
  }),
  cors: list({
    help: 'origins of web pages that may see answers over plain HTTP; * = all',
    default: ['*'],
  }),
  'host-whitelist': list({
    help: 'host names that plain HTTP requests without TLS may be addressed to; * = all',
    default: ['*'],
  }),
  'enable-grpc-gateway': boolean({
    help: 'serve the API as JSON too, under /v3/ of the client port',
    default: true,
  }),
  'enable-pprof': boolean({
    help: 'serve profiles of the client-gateway under /debug/pprof/ of the client port',
    default: false,
  }),
  'enable-grpc-reflection': boolean({
    help: 'tell clients without .proto files what may be called (grpc.reflection)',
    default: false,
  }),
  'enable-audit': boolean({
    help: 'record who did what in --audit-log-path, one JSON object a line',
    default: false,
  }),
  'audit-log-path': string({
    help: 'file of the audit log, for one gateway alone',
    default: '',
  }),
  'audit-log-max-bytes': integer({
    help: 'the file is set aside, and a new one begun, when it has so many',
    default: 100 * 1024 * 1024,
    min: 1_024,
  }),
  'audit-log-max-files': integer({
    help: 'how many files are kept that were set aside',
    default: 10,
    min: 1,
    max: 1_000,
  }),
  'audit-on-full-disk': choice({
    help: 'while the audit log cannot be written: refuse all requests, or continue without it',
    choices: ['refuse', 'continue'],
    default: 'refuse',
  }),
};

/** What does not go together. */
export function edgeMistakes({ enableAudit, auditLogPath }: EdgeConfig): readonly string[] {
  if (enableAudit === (auditLogPath !== '')) return [];
  return [
    enableAudit
      ? '--enable-audit needs --audit-log-path'
      : '--audit-log-path records nothing without --enable-audit',
  ];
}

/** The flags that say the same again: name without dashes → value, durations in milliseconds, lists with commas. */
export function edgeFlags(config: EdgeConfig): Readonly<Record<string, string>> {
  return flagsOf(edgeOptions, config);
}

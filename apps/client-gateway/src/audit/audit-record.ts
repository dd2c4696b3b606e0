// One line of the audit log. docs/audit.md says what each field means.
import { auditKeyBytesMax, auditMessageBytesMax } from '../limits.ts';
import type { CallerName } from '../node/caller-names.ts';
import { grpcCodeNames } from '../services/rpc-counters.ts';
import { printableText } from './printable.ts';
import type { RequestFacts } from './request-facts.ts';

export type AuditEvent =
  /** A unary call was answered. */
  | 'call'
  /** A stream. */
  | 'begin'
  | 'end'
  /** One watcher of a stream was created or refused, or has ended. */
  | 'watch'
  | 'unwatch'
  /** The log itself. */
  | 'start'
  | 'stop'
  | 'outage';

export interface AuditCaller {
  readonly user: CallerName;
  readonly client: string;
  readonly certificate: string | undefined;
  readonly method: string;
}

export interface AuditOutcome {
  /** gRPC status code. */
  readonly code: number;
  readonly message: string;
}

export interface AuditRecord {
  readonly event: AuditEvent;
  readonly unixMs: number;
  /** Undefined = the log itself. */
  readonly caller?: AuditCaller | undefined;
  readonly request?: RequestFacts | undefined;
  /** The number of the stream in this run of the gateway. */
  readonly stream?: number | undefined;
  readonly watchId?: bigint | undefined;
  readonly outcome?: AuditOutcome | undefined;
  readonly revision?: number | undefined;
  readonly durationMs?: number | undefined;
  /** Of the log itself. */
  readonly counts?: Readonly<Record<string, number>> | undefined;
}

/** With the end of the line. What clients chose is printable ASCII (`printable.ts`). */
export function encodeRecord(sequence: number, record: AuditRecord): string {
  const { caller, outcome, watchId } = record;
  const line = JSON.stringify({
    time: new Date(record.unixMs).toISOString(),
    seq: sequence,
    event: record.event,
    ...(caller === undefined ? {} : describeCaller(caller)),
    stream: record.stream,
    watchId: watchId === undefined ? undefined : String(watchId),
    request: record.request,
    ...(outcome === undefined ? {} : describeOutcome(outcome)),
    revision: record.revision,
    durationMs: record.durationMs,
    ...record.counts,
  });
  return `${line}\n`;
}

function describeCaller({ user, client, certificate, method }: AuditCaller): object {
  return {
    user: printableName(user),
    client,
    certificate: printableName(certificate),
    method,
  };
}

function printableName(name: string | undefined): string | undefined {
  return name === undefined ? undefined : printableText(name, auditKeyBytesMax);
}

function describeOutcome({ code, message }: AuditOutcome): object {
  return {
    code: grpcCodeNames[code] ?? 'Unknown',
    message: message === '' ? undefined : printableText(message, auditMessageBytesMax),
  };
}

// Puts the audit log around services: every call of etcd's API leaves its lines, whichever protocol it came
// by, and also when it is refused before its service hears of it. Health checks and reflection say
// nothing of what is stored, and leave none.
import type { EdgeServices, StreamHandler, UnaryHandler } from '@cairn/edge';
import { auditUnavailable } from './audit-unavailable.ts';
import { AuditedCaller } from './audited-caller.ts';
import type { Audit } from './audited-caller.ts';
import { AuditedStreamCall } from './audited-stream-call.ts';
import { AuditedUnaryCall } from './audited-unary-call.ts';
import { AuditedWatchCall } from './audited-watch-call.ts';

const isAudited = /^\/(etcdserverpb|v3lockpb|v3electionpb)\./;
const watchPath = '/etcdserverpb.Watch/Watch';

export function auditServices({ unary, stream }: EdgeServices, audit: Audit): EdgeServices {
  let streams = 0;
  const nextStream = (): number => (streams += 1);
  return {
    unary: new Map(
      [...unary].map(([path, handle]) => [
        path,
        isAudited.test(path) ? auditUnary(handle, audit) : handle,
      ]),
    ),
    stream: new Map(
      [...stream].map(([path, handle]) => [
        path,
        isAudited.test(path) ? auditStream(handle, audit, nextStream) : handle,
      ]),
    ),
  };
}

function auditUnary(handle: UnaryHandler, audit: Audit): UnaryHandler {
  return (request, call) => {
    if (audit.log.isRefusing) {
      audit.log.refused();
      call.fail(auditUnavailable.code, auditUnavailable.message);
      return;
    }
    handle(request, new AuditedUnaryCall(call, new AuditedCaller(audit, call), request));
  };
}

function auditStream(handle: StreamHandler, audit: Audit, nextStream: () => number): StreamHandler {
  const { log } = audit;
  const refuses = (): boolean => {
    if (log.isRefusing) log.refused();
    return log.isRefusing;
  };
  return (call) => {
    if (refuses()) {
      call.end(auditUnavailable.code, auditUnavailable.message);
      return;
    }
    const caller = new AuditedCaller(audit, call);
    const number = nextStream();
    handle(
      call.path === watchPath
        ? new AuditedWatchCall(call, caller, number, refuses)
        : new AuditedStreamCall(call, caller, number),
    );
  };
}

// What all lines about one call have in common. Who calls may have to be asked for: lines wait for that, in
// their order, and the call does not.
import type { CallInfo } from '@cairn/edge';
import type { CallerName, CallerNames } from '../node/caller-names.ts';
import type { AuditLog } from './audit-log.ts';
import type { AuditRecord } from './audit-record.ts';

export interface Audit {
  readonly log: Pick<AuditLog, 'write' | 'isRefusing' | 'refused'>;
  readonly names: Pick<CallerNames, 'nameOf'>;
  readonly unixMs: () => number;
}

type AuditedCall = Pick<CallInfo, 'path' | 'peerAddress' | 'metadata' | 'certificateName'>;

export class AuditedCaller {
  readonly #audit: Audit;
  readonly #call: AuditedCall;
  readonly #startMs = performance.now();
  #name: CallerName | Promise<CallerName>;

  constructor(audit: Audit, call: AuditedCall) {
    this.#audit = audit;
    this.#call = call;
    this.#name = audit.names.nameOf(call);
    if (this.#name instanceof Promise) void this.#name.then((name) => (this.#name = name));
  }

  /** Since the call began. */
  get durationMs(): number {
    return Math.round(performance.now() - this.#startMs);
  }

  write(fields: Omit<AuditRecord, 'unixMs' | 'caller'>): void {
    const unixMs = this.#audit.unixMs();
    const name = this.#name;
    if (name instanceof Promise) void name.then((known) => this.#write(known, unixMs, fields));
    else this.#write(name, unixMs, fields);
  }

  #write(user: CallerName, unixMs: number, fields: Omit<AuditRecord, 'unixMs' | 'caller'>): void {
    const { path: method, peerAddress: client, certificateName: certificate } = this.#call;
    const caller = { user, client, certificate, method };
    this.#audit.log.write({ ...fields, unixMs, caller });
  }
}

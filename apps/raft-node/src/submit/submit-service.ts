// Node.Submit: a gateway's requests, many per message, and their answers, many per message.
import { GrpcCode, etcdErrors } from '@cairn/api';
import { cairn } from '@cairn/proto';
import type { SpanMaker } from '@cairn/tracing';
import { isOutOfService } from '../corruption/out-of-service.ts';
import type { Callers } from '../auth/callers.ts';
import * as alarms from './alarm.ts';
import { authHandlers } from './auth.ts';
import type { AuthOptions } from './auth.ts';
import type { Call } from './call.ts';
import { defragment } from './defragment.ts';
import type { DefragmentOptions } from './defragment.ts';
import { downgrade } from './downgrade.ts';
import * as kv from './kv.ts';
import * as lease from './lease.ts';
import * as maintenance from './maintenance.ts';
import type { Members } from './members.ts';
import { SubmitSession } from './submit-session.ts';
import type { SubmitStream } from './submit-session.ts';

type Handler = (options: SubmitOptions, call: Call) => void;

export interface SubmitOptions
  extends
    kv.KvOptions,
    lease.LeaseOptions,
    maintenance.MaintenanceOptions,
    DefragmentOptions,
    AuthOptions {
  readonly members: Members;
  readonly callers: Pick<Callers, 'admit'>;
  /** Left out = nothing is traced. */
  readonly spans?: SpanMaker | undefined;
}

const { Method } = cairn.v1;

const handlers: Readonly<Record<number, Handler>> = {
  ...authHandlers,
  [Method.RANGE]: kv.range,
  [Method.PUT]: kv.put,
  [Method.DELETE_RANGE]: kv.deleteRange,
  [Method.TXN]: kv.txn,
  [Method.COMPACT]: kv.compact,
  [Method.LEASE_GRANT]: lease.leaseGrant,
  [Method.LEASE_REVOKE]: lease.leaseRevoke,
  [Method.LEASE_TIME_TO_LIVE]: lease.leaseTimeToLive,
  [Method.LEASE_LEASES]: lease.leaseLeases,
  [Method.MAY_RENEW_LEASE]: lease.mayRenewLease,
  [Method.MAY_ADMINISTER]: maintenance.mayAdminister,
  [Method.WHO_AM_I]: maintenance.whoAmI,
  [Method.MEMBER_LIST]: maintenance.memberList,
  [Method.OWN_MEMBERS]: maintenance.memberList,
  [Method.STATUS]: maintenance.status,
  [Method.HASH]: maintenance.hash,
  [Method.HASH_KV]: maintenance.hashKv,
  [Method.ALARM]: alarms.alarm,
  [Method.OWN_ALARMS]: alarms.listAlarms,
  [Method.WATCH_OPEN]: maintenance.watchOpen,
  [Method.DEFRAGMENT]: defragment,
  [Method.DOWNGRADE]: downgrade,
  [Method.MEMBER_ADD]: ({ members }, call) => members.add(call),
  [Method.MEMBER_REMOVE]: ({ members }, call) => members.remove(call),
  [Method.MEMBER_UPDATE]: ({ members }, call) => members.update(call),
  [Method.MEMBER_PROMOTE]: ({ members }, call) => members.promote(call),
  [Method.MOVE_LEADER]: ({ members }, call) => members.moveLeader(call),
};

/** Not answered by a member whose data may be wrong. */
const readsOfData: ReadonlySet<number> = new Set([
  Method.RANGE,
  Method.TXN,
  Method.LEASE_TIME_TO_LIVE,
  Method.LEASE_LEASES,
  Method.WATCH_OPEN,
]);

export class SubmitService {
  readonly #options: SubmitOptions;
  readonly #sessions = new Set<SubmitSession>();
  #epoch: number;
  #isAuthEnabled: boolean;

  constructor(options: SubmitOptions) {
    this.#options = options;
    const { replica } = options;
    this.#epoch = replica.machine.leasePrimary.epoch;
    this.#isAuthEnabled = replica.machine.auth.isEnabled;
    replica.listen({
      onLeadership: () => this.#sayState(),
      onInstalled: () => this.#sayState(),
      // A gateway refuses what its node could not do as a learner, so no answer would bring the news.
      onMembers: () => this.#sayState(),
      onApplied: () => {
        // The rest of the state goes with the next answer; where leases are kept alive is urgent, and
        // whether clients have to say who they are.
        const { auth, leasePrimary } = replica.machine;
        const isNews = leasePrimary.epoch !== this.#epoch || auth.isEnabled !== this.#isAuthEnabled;
        if (isNews) this.#sayState();
      },
    });
  }

  /**
   * Handles one Node.Submit call.
   * @param believesNames whether the caller must be a gateway: names in certificates are its word only.
   */
  serve(stream: SubmitStream, believesNames: boolean): void {
    const session = new SubmitSession(this.#options.replica, stream, {
      handle: (method, call) => this.#handle(method, call),
      believesNames,
      spans: this.#options.spans,
    });
    this.#sessions.add(session);
    const over = (): void => {
      this.#sessions.delete(session);
      session.drop();
    };
    stream.on('end', over);
    stream.on('close', over);
    stream.on('cancelled', over);
    stream.on('error', over);
  }

  /** Says what is answered and ends every stream, for a stop. */
  close(): void {
    for (const session of this.#sessions) session.close();
    this.#sessions.clear();
  }

  #sayState(): void {
    const { auth, leasePrimary } = this.#options.replica.machine;
    this.#epoch = leasePrimary.epoch;
    this.#isAuthEnabled = auth.isEnabled;
    for (const session of this.#sessions) session.sayState();
  }

  #handle(method: number, call: Call): void {
    if (readsOfData.has(method) && isOutOfService(this.#options.replica)) {
      return call.reply({ kind: 'failure', ...etcdErrors.corrupt });
    }
    const handle = handlers[method];
    if (handle !== undefined) {
      const options = this.#options;
      if (!options.replica.machine.auth.isEnabled) return handle(options, call);
      return options.callers.admit(method, call, () => handle(options, call));
    }
    call.reply({
      kind: 'failure',
      code: GrpcCode.unimplemented,
      message: `unknown method ${method} of Node.Submit`,
    });
  }
}

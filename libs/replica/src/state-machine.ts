// What the log means: entries in, state and answers out. Applying entry i to the state after entry
// i-1 gives the same bytes on every member, so nothing here may look at a clock, at a random number
// or at who asked. Whether anybody waits for the answer only decides if there is one.
//
// A request that the state refuses (unknown lease, compacted revision …) is an answer, not a
// failure. Any other exception means that this member can no longer follow the log: it is let
// through and stops the process.
import { AuthError } from '@cairn/auth';
import type { Access, AuthChange, AuthStore, Requester } from '@cairn/auth';
import type { Backend } from '@cairn/backend';
import { assert, emptyBytes } from '@cairn/core';
import type { MemberId } from '@cairn/core';
import { LeaseExistsError, LeaseNotFoundError } from '@cairn/lease';
import { CompactedError, FutureRevisionError, openStore } from '@cairn/mvcc';
import type { Store, StoreEvent } from '@cairn/mvcc';
import { cairn, etcdserverpb, membershippb, toClampedNumber, toSafeNumber } from '@cairn/proto';
import { EntryType } from '@cairn/raft';
import type { ConfChange, Entry } from '@cairn/raft';
import { Alarms } from './alarms.ts';
import { applyAlarm, checkAlarms } from './apply/alarm.ts';
import { applyAuthChange, applyAuthenticate } from './apply/auth.ts';
import { ApplyContext } from './apply/context.ts';
import type { MemberHeader } from './apply/context.ts';
import { applyDeleteRange } from './apply/delete-range.ts';
import {
  applyLeaseCheckpoints,
  applyLeaseExpire,
  applyLeaseGrant,
  applyLeaseRevoke,
} from './apply/lease.ts';
import { applyConfChange, applyMemberAttributes, applyMemberUpdate } from './apply/members.ts';
import type { Configure } from './apply/members.ts';
import {
  checkDeleteAllowed,
  checkLeaseAllowed,
  checkPutAllowed,
  checkTxnAllowed,
} from './apply/permissions.ts';
import { applyPut } from './apply/put.ts';
import { applyTxn } from './apply/txn.ts';
import { ClusterMembers } from './cluster-members.ts';
import { Downgrade } from './downgrade.ts';
import { ReplicaError, StaleLeaseEpochError } from './errors.ts';
import { loadLeasePrimary, storeLeasePrimary } from './lease-primary.ts';
import type { LeasePrimary } from './lease-primary.ts';
import { ReplicatedLeases } from './leases.ts';
import type { LeaseChange } from './leases.ts';
import { decodeMembersChange } from './members-change.ts';
import type { Member } from './membership.ts';
import { recordStoreOf } from './record-store.ts';
import { ReplicatedAuth } from './replicated-auth.ts';
import { RequestKind, bodyOf, decodeRequest } from './request-codec.ts';
import type { DecodedRequest } from './request-codec.ts';
import { decodeTxn } from './txn-codec.ts';

/** How one entry ended. `response` is empty when nobody waits for it. */
export type Applied =
  | { readonly kind: 'done'; readonly response: Uint8Array }
  | { readonly kind: 'compacting'; readonly physical: boolean }
  | { readonly kind: 'refused'; readonly error: Error }
  /** Nothing has changed; it may be asked again. */
  | { readonly kind: 'postponed' }
  | { readonly kind: 'internal' };

/** What the entries applied since the last call have changed, for those who follow. */
export interface Changes {
  readonly events: readonly StoreEvent[];
  readonly leases: readonly LeaseChange[];
  readonly auth: readonly AuthChange[];
}

export class StateMachine {
  readonly store: Store;
  readonly leases: ReplicatedLeases;
  readonly alarms: Alarms;
  readonly downgrade: Downgrade;
  readonly context: ApplyContext;
  readonly #auth: ReplicatedAuth;
  readonly #backend: Backend;
  readonly #members: ClusterMembers;
  #leasePrimary: LeasePrimary;

  /** Loads the whole state from the backend. */
  constructor(backend: Backend, headerFields: () => MemberHeader) {
    this.#backend = backend;
    const leases = new ReplicatedLeases(backend);
    this.leases = leases;
    this.store = openStore(recordStoreOf(backend), {
      onRestore: leases.hasLeases
        ? (record, tombstone) => leases.restore(record, tombstone)
        : undefined,
    });
    leases.restored();
    this.#auth = new ReplicatedAuth(backend);
    this.context = new ApplyContext({ store: this.store, leases, auth: this.#auth }, headerFields);
    this.alarms = new Alarms(backend);
    this.downgrade = new Downgrade(backend);
    this.#members = new ClusterMembers(backend);
    this.#leasePrimary = loadLeasePrimary(backend);
  }

  get auth(): Pick<
    AuthStore,
    'findUser' | 'isEnabled' | 'revision' | 'role' | 'roleNames' | 'user' | 'userNames'
  > {
    return this.#auth.store;
  }

  /** Who may do what, as of the last applied entry. */
  get access(): Access {
    return this.#auth.access;
  }

  get members(): readonly Member[] {
    return this.#members.list;
  }

  isLearner(id: MemberId): boolean {
    return this.#members.list.some((member) => member.id === id && member.isLearner);
  }

  /** Whether this was a member's id and will never be one again. */
  wasRemoved(id: MemberId): boolean {
    return this.#members.wasRemoved(id);
  }

  get leasePrimary(): LeasePrimary {
    return this.#leasePrimary;
  }

  /**
   * The caller commits the backend after a batch of entries.
   * @param isAwaited whether somebody here waits for the answer to this request
   * @param message what the request's body decodes to, if it was decoded before
   */
  apply(entry: Entry, isAwaited: boolean, message?: object): Applied {
    assert(entry.type === EntryType.normal, 'conf changes are applied by applyConfChange');
    if (entry.data.length === 0) return { kind: 'internal' };
    const request = decodeRequest(entry.data);
    try {
      return this.#applyRequest(entry, request, isAwaited, message);
    } catch (error) {
      if (isRefusal(error)) return { kind: 'refused', error };
      throw error;
    }
  }

  /** @param configure is called unless the change is refused */
  applyConfChange(change: ConfChange, configure: Configure): Applied {
    try {
      return done(applyConfChange(this.context, this.#members, change, configure));
    } catch (error) {
      if (isRefusal(error)) return { kind: 'refused', error };
      throw error;
    }
  }

  /** The members, if anything about them has changed since the last call. */
  takeMembers(): readonly Member[] | undefined {
    return this.#members.takeChanged() ? this.members : undefined;
  }

  takeChanges(): Changes {
    return {
      events: this.context.takeEvents(),
      leases: this.leases.takeChanges(),
      auth: this.#auth.takeChanges(),
    };
  }

  #applyRequest(
    entry: Entry,
    request: DecodedRequest,
    isAwaited: boolean,
    message: object | undefined,
  ): Applied {
    const context = this.context;
    const isChecked = this.#auth.store.isEnabled;
    const { requester } = request;
    if (this.alarms.isAnyRaised) {
      checkAlarms(this.alarms, request.kind, () => decodeTxn(bodyOf(request)));
    }
    switch (request.kind) {
      case RequestKind.put: {
        const put = (message ??
          etcdserverpb.PutRequest.decode(bodyOf(request))) as etcdserverpb.PutRequest;
        if (isChecked) checkPutAllowed(context, requester, put);
        return done(applyPut(context, put, isAwaited));
      }
      case RequestKind.deleteRange: {
        const deletion = etcdserverpb.DeleteRangeRequest.decode(bodyOf(request));
        if (isChecked) checkDeleteAllowed(context, requester, deletion);
        return done(applyDeleteRange(context, deletion, isAwaited));
      }
      case RequestKind.txn: {
        const txn = (message ?? decodeTxn(bodyOf(request))) as etcdserverpb.TxnRequest;
        if (isChecked) checkTxnAllowed(context, requester, txn);
        return done(applyTxn(context, txn, isAwaited));
      }
      default:
        return this.#applyRareRequest(entry, { ...request, kind: request.kind });
    }
  }

  #applyRareRequest(entry: Entry, request: DecodedRequest & { readonly kind: RareKind }): Applied {
    const context = this.context;
    const { kind, requester } = request;
    const body = bodyOf(request);
    switch (kind) {
      case RequestKind.compaction:
        this.#checkAdmin(requester);
        return this.#compact(etcdserverpb.CompactionRequest.decode(body));
      case RequestKind.leaseGrant:
        this.access.checkKnown(requester);
        return done(applyLeaseGrant(context, etcdserverpb.LeaseGrantRequest.decode(body)));
      case RequestKind.leaseRevoke: {
        const revoke = etcdserverpb.LeaseRevokeRequest.decode(body);
        if (this.auth.isEnabled) checkLeaseAllowed(context, requester, revoke.ID);
        return done(applyLeaseRevoke(context, revoke));
      }
      case RequestKind.alarm:
        this.#checkAdmin(requester);
        return done(applyAlarm(context, this.alarms, etcdserverpb.AlarmRequest.decode(body)));
      case RequestKind.authenticate:
        return done(applyAuthenticate(context, requester, entry.index, body));
      case RequestKind.memberAttributes:
        applyMemberAttributes(this.#members, membershippb.ClusterMemberAttrSetRequest.decode(body));
        return done(emptyBytes);
      case RequestKind.downgradeInfo: {
        const { enabled, ver } = membershippb.DowngradeInfoSetRequest.decode(body);
        this.downgrade.set({ enabled, targetVersion: ver });
        return done(emptyBytes);
      }
      case RequestKind.memberUpdate: {
        this.#checkAdmin(requester);
        const update = etcdserverpb.MemberUpdateRequest.decode(body);
        return done(applyMemberUpdate(context, this.#members, update));
      }
      case RequestKind.membersChange:
        this.#members.after(decodeMembersChange(body));
        return { kind: 'postponed' };
      case RequestKind.leasePrimarySet:
        this.#nameLeasePrimary(entry, cairn.v1.LeasePrimarySet.decode(body));
        return done(emptyBytes);
      case RequestKind.leaseExpire: {
        const expire = cairn.v1.LeaseExpire.decode(body);
        applyLeaseExpire(context, this.#leasePrimary.epoch, expire);
        return done(emptyBytes);
      }
      case RequestKind.leaseCheckpoints: {
        const checkpoints = cairn.v1.LeaseCheckpoints.decode(body);
        applyLeaseCheckpoints(context, this.#leasePrimary.epoch, checkpoints);
        return done(emptyBytes);
      }
      default:
        return done(applyAuthChange(context, requester, kind, body));
    }
  }

  /** The cluster itself compacts and raises alarms, too, and does not say who it is. @throws AuthError */
  #checkAdmin(requester: Requester | undefined): void {
    if (requester !== undefined) this.access.checkAdmin(requester);
  }

  #compact(request: etcdserverpb.CompactionRequest): Applied {
    this.store.compact(toClampedNumber(request.revision));
    return { kind: 'compacting', physical: request.physical };
  }

  /** @throws StaleLeaseEpochError */
  #nameLeasePrimary(entry: Entry, request: cairn.v1.LeasePrimarySet): void {
    const term = toSafeNumber(request.raft_term);
    if (term !== entry.term) {
      throw new StaleLeaseEpochError(
        `term ${term} is over, and with it the right to name a primary`,
      );
    }
    this.#leasePrimary = {
      epoch: entry.index,
      term: entry.term,
      keeperId: request.keeper_id,
      address: request.address,
    };
    storeLeasePrimary(this.#backend, this.#leasePrimary);
  }
}

type RareKind = Exclude<
  RequestKind,
  typeof RequestKind.put | typeof RequestKind.deleteRange | typeof RequestKind.txn
>;

function done(response: Uint8Array): Applied {
  return { kind: 'done', response };
}

function isRefusal(error: unknown): error is Error {
  return (
    error instanceof ReplicaError ||
    error instanceof AuthError ||
    error instanceof CompactedError ||
    error instanceof FutureRevisionError ||
    error instanceof LeaseExistsError ||
    error instanceof LeaseNotFoundError
  );
}

// Requests of etcd's Lease service that concern the table. How long a lease still lives is known to
// the lease-keeper alone; the gateway puts the two halves of a TimeToLive answer together.
import { randomBytes } from 'node:crypto';
import { checkLeaseGrant, decodeRequest } from '@cairn/api';
import { emptyBytes, fromByteString } from '@cairn/core';
import { etcdserverpb, fromBigInt, toClampedNumber, toSignedBigInt } from '@cairn/proto';
import { RequestKind, checkLeaseAllowed, leaseCostBytes } from '@cairn/replica';
import type { Replica } from '@cairn/replica';
import type { Quota } from '../quota/quota.ts';
import { propose, readWhenCurrent, refuseForSpace } from './kv.ts';
import type { Call } from './call.ts';
import { answer } from './outcome.ts';

export interface LeaseOptions {
  readonly replica: Replica;
  /** Shorter TTLs are raised to this (etcd: one and a half election timeouts, in whole seconds). */
  readonly ttlSecondsMin: number;
  readonly quota: Quota;
}

export function leaseGrant({ replica, quota, ttlSecondsMin }: LeaseOptions, call: Call): void {
  const request = decodeRequest(etcdserverpb.LeaseGrantRequest, call.request);
  if (!quota.admits(leaseCostBytes)) return refuseForSpace(quota, call);
  checkLeaseGrant(request);
  const asked = toSignedBigInt(request.ID);
  const body = etcdserverpb.LeaseGrantRequest.encode({
    ID: fromBigInt(asked === 0n ? freshLeaseId() : asked, 'signed'),
    TTL: Math.max(toClampedNumber(request.TTL), ttlSecondsMin),
  });
  propose(replica, RequestKind.leaseGrant, body.finish(), call);
}

export function leaseRevoke({ replica }: LeaseOptions, call: Call): void {
  decodeRequest(etcdserverpb.LeaseRevokeRequest, call.request);
  propose(replica, RequestKind.leaseRevoke, call.request, call);
}

export function leaseTimeToLive({ replica }: LeaseOptions, call: Call): void {
  const request = decodeRequest(etcdserverpb.LeaseTimeToLiveRequest, call.request);
  readWhenCurrent(replica, false, call, () => {
    const { table } = replica.machine.leases;
    const id = toSignedBigInt(request.ID);
    const lease = table.get(id);
    const keys = lease !== undefined && request.keys ? table.keys(id) : [];
    replica.machine.access.checkReadEach(call.requester, keys);
    const response = etcdserverpb.LeaseTimeToLiveResponse.encode({
      header: currentHeader(replica),
      ID: request.ID,
      TTL: lease === undefined ? -1 : lease.ttlSeconds,
      grantedTTL: lease?.ttlSeconds ?? 0,
      keys: keys.map(fromByteString),
    });
    call.reply(answer(response.finish()));
  });
}

/** Ids only, those that were granted the shortest time first. */
export function leaseLeases({ replica }: LeaseOptions, call: Call): void {
  decodeRequest(etcdserverpb.LeaseLeasesRequest, call.request);
  const { access, auth, leases: known } = replica.machine;
  const { table } = known;
  if (auth.isEnabled) {
    access.checkKnown(call.requester);
    for (const { id } of table.list()) access.checkReadEach(call.requester, table.keys(id));
  }
  const leases = table
    .list()
    .toSorted((a, b) => a.ttlSeconds - b.ttlSeconds)
    .map(({ id }) => ({ ID: fromBigInt(id, 'signed') }));
  const header = currentHeader(replica);
  call.reply(answer(etcdserverpb.LeaseLeasesResponse.encode({ header, leases }).finish()));
}

/** Asked by a gateway before it passes a keep-alive on: who renews a lease keeps all its keys. */
export function mayRenewLease({ replica }: LeaseOptions, call: Call): void {
  const { ID } = decodeRequest(etcdserverpb.LeaseKeepAliveRequest, call.request);
  if (replica.machine.auth.isEnabled) checkLeaseAllowed(replica.context, call.requester, ID);
  call.reply(answer(emptyBytes));
}

function currentHeader(replica: Replica): etcdserverpb.ResponseHeader {
  const revision = replica.machine.store.currentRevision;
  return replica.context.headerMessage(revision);
}

/** A positive random 63-bit id. */
function freshLeaseId(): bigint {
  const id = BigInt.asUintN(63, randomBytes(8).readBigUInt64BE(0));
  return id === 0n ? 1n : id;
}

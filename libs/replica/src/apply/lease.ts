// Leases in the log. Granting and revoking are plain entries; what a lease-keeper asks for (expiry,
// checkpoints) counts only while the epoch it was given is still the current one, so that a keeper
// that lost its place can do no harm however late its words arrive.
import { fromByteString } from '@cairn/core';
import { etcdserverpb, fromBigInt, toSafeNumber, toSignedBigInt } from '@cairn/proto';
import type { cairn } from '@cairn/proto';
import { StaleLeaseEpochError } from '../errors.ts';
import type { ApplyContext } from './context.ts';

/** The proposer has chosen the id and raised the TTL to the minimum. @throws LeaseExistsError */
export function applyLeaseGrant(
  context: ApplyContext,
  request: etcdserverpb.LeaseGrantRequest,
): Uint8Array {
  const lease = context.leases.grant(toSignedBigInt(request.ID), toSafeNumber(request.TTL));
  const response = etcdserverpb.LeaseGrantResponse.encode({
    header: context.headerMessage(context.store.currentRevision),
    ID: fromBigInt(lease.id, 'signed'),
    TTL: lease.ttlSeconds,
  });
  return response.finish();
}

/** @throws LeaseNotFoundError */
export function applyLeaseRevoke(
  context: ApplyContext,
  request: etcdserverpb.LeaseRevokeRequest,
): Uint8Array {
  revokeLease(context, toSignedBigInt(request.ID));
  const response = etcdserverpb.LeaseRevokeResponse.encode({
    header: context.headerMessage(context.store.currentRevision),
  });
  return response.finish();
}

/** One revision per lease, as if each had been revoked by hand. @throws StaleLeaseEpochError */
export function applyLeaseExpire(
  context: ApplyContext,
  currentEpoch: number,
  request: cairn.v1.LeaseExpire,
): void {
  refuseStaleEpoch(currentEpoch, toSafeNumber(request.epoch));
  for (const raw of request.ids) {
    const id = toSignedBigInt(raw);
    if (context.leases.table.get(id) !== undefined) revokeLease(context, id);
  }
}

/** @throws StaleLeaseEpochError */
export function applyLeaseCheckpoints(
  context: ApplyContext,
  currentEpoch: number,
  request: cairn.v1.LeaseCheckpoints,
): void {
  refuseStaleEpoch(currentEpoch, toSafeNumber(request.epoch));
  for (const row of request.leases) {
    context.leases.checkpoint(toSignedBigInt(row.ID ?? 0), toSafeNumber(row.RemainingTTL ?? 0));
  }
}

function refuseStaleEpoch(current: number, given: number): void {
  if (given !== current) {
    throw new StaleLeaseEpochError(`lease epoch ${given} is over, the current one is ${current}`);
  }
}

function revokeLease(context: ApplyContext, id: bigint): void {
  const keys = context.leases.revoke(id);
  const writer = context.beginWrite();
  for (const key of keys) writer.store.deleteRange(fromByteString(key), noRangeEnd);
  writer.end();
}

const noRangeEnd = new Uint8Array(0);

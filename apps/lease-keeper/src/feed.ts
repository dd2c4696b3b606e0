// The LeaseFeed stream in the keeper's own words: what a node says as one union, and what a keeper
// may say to a node as one interface. Only this file and the link know the protobuf messages.
import type { Lease, LeaseCheckpoint } from '@cairn/lease';
import { fromBigInt, toSafeNumber, toSignedBigInt, toUnsignedBigInt } from '@cairn/proto';
import type { Int64, cairn, leasepb } from '@cairn/proto';

export type LeaseChange =
  | { readonly kind: 'granted'; readonly lease: Lease }
  | { readonly kind: 'revoked'; readonly id: bigint }
  | { readonly kind: 'checkpointed'; readonly id: bigint; readonly remainingTtlSeconds: number };

export interface PrimaryEvent {
  readonly kind: 'primary';
  readonly epoch: number;
  readonly leases: readonly Lease[];
  readonly graceMs: number;
}

/** What only an attached node says. */
export type AttachedEvent =
  | { readonly kind: 'standby'; readonly epoch: number; readonly primaryAddress: string }
  | PrimaryEvent
  | { readonly kind: 'changes'; readonly changes: readonly LeaseChange[] }
  | { readonly kind: 'pong'; readonly nonce: number }
  | { readonly kind: 'queryResult'; readonly queryId: number; readonly found: boolean };

export type FeedEvent = AttachedEvent | { readonly kind: 'notLeader'; readonly leaderId: bigint };

/** The way back to the node that a primary keeper is attached to. */
export interface NodeFeed {
  /** The node does not take what was sent: hold back what can wait. */
  readonly congested: boolean;
  ping(nonce: number, epoch: number): void;
  revoke(epoch: number, ids: readonly bigint[]): void;
  checkpoint(epoch: number, checkpoints: readonly LeaseCheckpoint[]): void;
  query(queryId: number, leaseId: bigint): void;
}

/** @returns undefined for a message of a newer protocol. */
export function decodeFeedMessage(message: cairn.v1.LeaseFeedMessage): FeedEvent | undefined {
  const { not_leader, standby, primary, changes, pong, query_result } = message;
  if (changes) {
    return { kind: 'changes', changes: (changes.changes ?? []).flatMap(decodeChange) };
  }
  if (pong) return { kind: 'pong', nonce: pong.nonce ?? 0 };
  if (query_result) {
    const { id, found } = query_result;
    return { kind: 'queryResult', queryId: id ?? 0, found: found ?? false };
  }
  if (standby) {
    const { epoch, primary_address } = standby;
    return { kind: 'standby', epoch: integer(epoch), primaryAddress: primary_address ?? '' };
  }
  if (primary) {
    const { epoch, leases, grace_ms } = primary;
    const decoded = (leases ?? []).map(decodeLease);
    return { kind: 'primary', epoch: integer(epoch), leases: decoded, graceMs: grace_ms ?? 0 };
  }
  if (not_leader) {
    return { kind: 'notLeader', leaderId: toUnsignedBigInt(not_leader.leader_id ?? 0) };
  }
  return undefined;
}

export function encodeRevoke(epoch: number, ids: readonly bigint[]): KeeperMessage {
  return { revoke: { epoch, ids: ids.map((id) => fromBigInt(id, 'signed')) } };
}

export function encodeCheckpoint(
  epoch: number,
  checkpoints: readonly LeaseCheckpoint[],
): KeeperMessage {
  const leases = checkpoints.map(({ id, ttlSeconds, remainingTtlSeconds }) => ({
    ID: fromBigInt(id, 'signed'),
    TTL: ttlSeconds,
    RemainingTTL: remainingTtlSeconds,
  }));
  return { checkpoint: { epoch, leases } };
}

export function encodeQuery(queryId: number, leaseId: bigint): KeeperMessage {
  return { query: { id: queryId, lease_id: fromBigInt(leaseId, 'signed') } };
}

export type KeeperMessage = cairn.v1.KeeperMessage.$Properties;

function decodeChange(change: cairn.v1.LeaseChange.$Properties): LeaseChange[] {
  const { granted, revoked, checkpointed } = change;
  if (granted) return [{ kind: 'granted', lease: decodeLease(granted) }];
  if (revoked !== undefined && revoked !== null)
    return [{ kind: 'revoked', id: toSignedBigInt(revoked) }];
  if (checkpointed) {
    const { id, remainingTtlSeconds } = decodeLease(checkpointed);
    return [{ kind: 'checkpointed', id, remainingTtlSeconds }];
  }
  return [];
}

function decodeLease({ ID, TTL, RemainingTTL }: leasepb.Lease.$Properties): Lease {
  return {
    id: toSignedBigInt(ID ?? 0),
    ttlSeconds: integer(TTL),
    remainingTtlSeconds: integer(RemainingTTL),
  };
}

function integer(value: Int64 | null | undefined): number {
  return toSafeNumber(value ?? 0);
}

import type { MemberId } from '@cairn/core';
import type { HashResult } from '@cairn/mvcc';
import { fromBigInt, toSafeNumber } from '@cairn/proto';
import type { cairn } from '@cairn/proto';

/** What the records of one member hash to. */
export interface MemberHash {
  readonly memberId: MemberId;
  readonly result: HashResult;
}

/** What a member says of itself when it is asked for its hash at a revision. */
export interface HashReport {
  readonly memberId: MemberId;
  /** behind: everything committed is applied, and yet it has no such revision. */
  readonly atRevision: HashResult | 'behind' | 'unknown';
  /** At the revisions of its last compactions, newest first. */
  readonly compactions: readonly HashResult[];
}

export function reportFields(report: HashReport): cairn.v1.HashKvResponse.$Properties {
  const { memberId, atRevision, compactions } = report;
  return {
    member_id: fromBigInt(memberId, 'unsigned'),
    at_revision: typeof atRevision === 'string' ? null : hashFields(atRevision),
    compactions: compactions.map(hashFields),
    behind: atRevision === 'behind',
  };
}

export function reportOf(memberId: MemberId, response: cairn.v1.HashKvResponse): HashReport {
  const { at_revision: hash, behind, compactions } = response;
  return {
    memberId,
    atRevision: hash == null ? (behind ? 'behind' : 'unknown') : hashOf(hash),
    compactions: compactions.map(hashOf),
  };
}

function hashFields(result: HashResult): cairn.v1.KvHash.$Properties {
  return {
    hash: result.hash,
    compact_revision: result.compactRevision,
    revision: result.hashRevision,
  };
}

function hashOf(fields: cairn.v1.KvHash.$Properties): HashResult {
  return {
    hash: fields.hash ?? 0,
    compactRevision: toSafeNumber(fields.compact_revision ?? 0),
    hashRevision: toSafeNumber(fields.revision ?? 0),
  };
}

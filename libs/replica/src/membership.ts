// Who the members are. Ids are etcd's: hashes of the peer URLs and the cluster token, so that every
// member of a new cluster computes the same ones from the same flags, with nobody asked.
import { createHash } from 'node:crypto';
import { Table } from '@cairn/backend';
import type { Backend, BackendReader } from '@cairn/backend';
import { assert, fromByteString, toByteString } from '@cairn/core';
import type { ClusterId, MemberId } from '@cairn/core';

export interface Member {
  readonly id: MemberId;
  /** Empty until the member has started and published its attributes. */
  readonly name: string;
  readonly peerUrls: readonly string[];
  readonly clientUrls: readonly string[];
  readonly isLearner: boolean;
}

/** First 8 bytes (big-endian) of SHA-1 over the sorted peer URLs and the token, as etcd does. */
export function computeMemberId(peerUrls: readonly string[], token: string): MemberId {
  return firstEightBytes(Buffer.from(peerUrls.toSorted().join('') + token, 'utf8'));
}

/** First 8 bytes of SHA-1 over the sorted member ids, 8 bytes big-endian each, as etcd does. */
export function computeClusterId(memberIds: readonly MemberId[]): ClusterId {
  const bytes = Buffer.alloc(memberIds.length * 8);
  const sorted = memberIds.toSorted((a, b) => (a < b ? -1 : 1));
  for (const [i, id] of sorted.entries()) bytes.writeBigUInt64BE(id, i * 8);
  return firstEightBytes(bytes);
}

/**
 * Of a member that joins a running cluster: the time keeps it from being one that was there before,
 * with the same URLs. The token has no part in it, as in etcd.
 */
export function computeAddedMemberId(peerUrls: readonly string[], unixSeconds: number): MemberId {
  return computeMemberId(peerUrls, String(unixSeconds));
}

function firstEightBytes(input: Uint8Array): bigint {
  return createHash('sha1').update(input).digest().readBigUInt64BE(0);
}

/** One row of the `members` table, named and shaped as in etcd's backend. */
interface StoredMember {
  readonly id: string;
  readonly name: string;
  readonly peerURLs: readonly string[];
  readonly clientURLs: readonly string[];
  readonly isLearner: boolean;
}

export function putMember(backend: Backend, member: Member): void {
  const row: StoredMember = {
    id: member.id.toString(16),
    name: member.name,
    peerURLs: member.peerUrls,
    clientURLs: member.clientUrls,
    isLearner: member.isLearner,
  };
  const value = Buffer.from(JSON.stringify(row), 'utf8');
  backend.put(Table.members, fromByteString(row.id), value);
}

/** For ever: the id never becomes a member's again. */
export function removeMember(backend: Backend, id: MemberId): void {
  const key = fromByteString(id.toString(16));
  backend.delete(Table.members, key);
  backend.put(Table.membersRemoved, key, fromByteString('removed'));
}

/** Whether this was a member's id and is none any more. */
export function wasRemoved(backend: BackendReader, id: MemberId): boolean {
  return backend.get(Table.membersRemoved, fromByteString(id.toString(16))) !== undefined;
}

/** Ascending by id, as etcd lists them. */
export function loadMembers(backend: Backend): Member[] {
  const members: Member[] = [];
  for (const { key, value } of backend.scan(Table.members, {})) {
    const row = JSON.parse(Buffer.from(value).toString('utf8')) as StoredMember;
    assert(
      row.id === toByteString(key),
      `member record ${toByteString(key)} names itself ${row.id}`,
    );
    members.push({
      id: BigInt(`0x${row.id}`),
      name: row.name,
      peerUrls: row.peerURLs,
      clientUrls: row.clientURLs,
      isLearner: row.isLearner,
    });
  }
  return members.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

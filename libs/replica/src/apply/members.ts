// Changes of the membership in the log. One arrives as a conf change, which Raft lets through one at a
// time; its context is the request. If Raft's leader could not take it, because another one was under way
// or it fits no configuration, the request comes as an ordinary entry: it changes nothing and tells who
// waits why, or that it may be asked again.
import { AssertionFailure } from '@cairn/core';
import { etcdserverpb, fromBigInt, toUnsignedBigInt } from '@cairn/proto';
import type { membershippb } from '@cairn/proto';
import type { ConfChange, ConfState } from '@cairn/raft';
import type { ClusterMembers } from '../cluster-members.ts';
import { decodeMembersChange } from '../members-change.ts';
import type { Member } from '../membership.ts';
import { RequestKind, bodyOf, decodeRequest } from '../request-codec.ts';
import type { ApplyContext } from './context.ts';

/** Lets Raft count by the change from here on. */
export type Configure = (change: ConfChange) => ConfState;

/**
 * A refused change is not passed on to Raft, on no member: its configuration stays what it was.
 * @throws what {@link ClusterMembers.after} does
 */
export function applyConfChange(
  context: ApplyContext,
  members: ClusterMembers,
  change: ConfChange,
  configure: Configure,
): Uint8Array {
  if (change.kind === 'leaveJoint') {
    members.configure(members.list, configure(change));
  } else {
    const request = decodeRequest(change.context);
    if (request.kind !== RequestKind.membersChange) {
      throw new AssertionFailure(`a conf change made for a request of kind ${request.kind}`);
    }
    if (request.requester !== undefined) context.auth.access.checkAdmin(request.requester);
    const after = members.after(decodeMembersChange(bodyOf(request)));
    members.configure(after, configure(change));
  }
  return membersResponse(context, members.list);
}

/** @throws MemberNotFoundError, PeerUrlExistsError */
export function applyMemberUpdate(
  context: ApplyContext,
  members: ClusterMembers,
  { ID, peerURLs }: etcdserverpb.MemberUpdateRequest,
): Uint8Array {
  members.update(toUnsignedBigInt(ID), peerURLs);
  return membersResponse(context, members.list);
}

export function applyMemberAttributes(
  members: ClusterMembers,
  { member_ID, member_attributes }: membershippb.ClusterMemberAttrSetRequest,
): void {
  const id = toUnsignedBigInt(member_ID);
  members.setAttributes(id, member_attributes?.name ?? '', member_attributes?.client_urls ?? []);
}

/** What MemberList answers, and, with the same fields, MemberRemove, MemberUpdate and MemberPromote. */
export function membersResponse(context: ApplyContext, members: readonly Member[]): Uint8Array {
  return etcdserverpb.MemberListResponse.encode({
    // The Cluster service's headers carry no revision.
    header: context.headerMessage(0),
    members: members.map(memberFields),
  }).finish();
}

export function memberFields(member: Member): etcdserverpb.Member.$Properties {
  return {
    ID: fromBigInt(member.id, 'unsigned'),
    name: member.name,
    peerURLs: [...member.peerUrls],
    clientURLs: [...member.clientUrls],
    isLearner: member.isLearner,
  };
}

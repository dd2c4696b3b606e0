// A change of the membership: as a value, as the body of a request, as the steps that Raft is asked to
// take, and what it makes of a list of members. What etcd refuses is refused here, in etcd's order, from
// nothing but the state and the entry: so all members agree.
import { unreachable } from '@cairn/core';
import type { MemberId } from '@cairn/core';
import { cairn, fromBigInt, toUnsignedBigInt } from '@cairn/proto';
import type { membershippb } from '@cairn/proto';
import type { ConfChange, ConfChangeStep } from '@cairn/raft';
import {
  MemberExistsError,
  MemberNotFoundError,
  MemberNotLearnerError,
  NotEnoughStartedMembersError,
  PeerUrlExistsError,
  TooManyLearnersError,
} from './errors.ts';
import type { Member } from './membership.ts';

export type MemberChange =
  | {
      readonly kind: 'add';
      readonly member: Pick<Member, 'id' | 'peerUrls' | 'isLearner'>;
    }
  | { readonly kind: 'promote'; readonly id: MemberId }
  | { readonly kind: 'remove'; readonly id: MemberId };

export interface MembersChange {
  /** More than one count together or not at all: a joint configuration. */
  readonly changes: readonly MemberChange[];
  /**
   * Learners at a time, as the flags of the member say that takes the request; 0 = any number. It
   * travels with the change, because others may have been told another number.
   */
  readonly learnersMax: number;
}

export function encodeMembersChange({ changes, learnersMax }: MembersChange): Uint8Array {
  return cairn.v1.MembersChange.encode({
    changes: changes.map(changeFields),
    max_learners: learnersMax,
  }).finish();
}

function changeFields(change: MemberChange): cairn.v1.MemberChange.$Properties {
  switch (change.kind) {
    case 'add': {
      const { id, peerUrls, isLearner } = change.member;
      const raftAttributes = { peer_urls: [...peerUrls], is_learner: isLearner };
      return { add: { ID: fromBigInt(id, 'unsigned'), raft_attributes: raftAttributes } };
    }
    case 'promote':
      return { promote: fromBigInt(change.id, 'unsigned') };
    case 'remove':
      return { remove: fromBigInt(change.id, 'unsigned') };
    default:
      return unreachable(change);
  }
}

export function decodeMembersChange(body: Uint8Array): MembersChange {
  const { changes, max_learners: learnersMax } = cairn.v1.MembersChange.decode(body);
  return { changes: changes.map(changeOf), learnersMax };
}

function changeOf({ add, promote, remove }: cairn.v1.MemberChange.$Properties): MemberChange {
  if (add != null) return { kind: 'add', member: addedMember(add) };
  if (promote != null) return { kind: 'promote', id: toUnsignedBigInt(promote) };
  return { kind: 'remove', id: toUnsignedBigInt(remove ?? 0) };
}

function addedMember({
  ID,
  raft_attributes: attributes,
}: membershippb.Member.$Properties): Pick<Member, 'id' | 'peerUrls' | 'isLearner'> {
  return {
    id: toUnsignedBigInt(ID ?? 0),
    peerUrls: attributes?.peer_urls ?? [],
    isLearner: attributes?.is_learner ?? false,
  };
}

/** What Raft is asked to do. @param context the whole request, which is found again when it is applied */
export function toConfChange({ changes }: MembersChange, context: Uint8Array): ConfChange {
  const steps = changes.map(stepOf);
  const [step] = steps;
  if (step !== undefined && steps.length === 1) return { kind: 'simple', step, context };
  return { kind: 'enterJoint', steps, autoLeave: true, context };
}

function stepOf(change: MemberChange): ConfChangeStep {
  switch (change.kind) {
    case 'add': {
      const { id, isLearner } = change.member;
      return { kind: isLearner ? 'addLearner' : 'addVoter', member: id };
    }
    case 'promote':
      return { kind: 'addVoter', member: change.id };
    case 'remove':
      return { kind: 'removeMember', member: change.id };
    default:
      return unreachable(change);
  }
}

/**
 * The members after the change, ascending by id.
 * @throws MemberExistsError, MemberNotFoundError, MemberNotLearnerError, PeerUrlExistsError,
 *   TooManyLearnersError, NotEnoughStartedMembersError
 */
export function membersAfter(
  members: readonly Member[],
  wasRemoved: (id: MemberId) => boolean,
  { changes, learnersMax }: MembersChange,
): readonly Member[] {
  let after = members;
  for (const change of changes) {
    if (wasRemoved(idOf(change))) throw new MemberNotFoundError('this member was removed');
    after = afterOne(after, change, learnersMax);
  }
  if (!after.some((member) => !member.isLearner)) {
    throw new NotEnoughStartedMembersError('no voter would be left');
  }
  return after;
}

/** @throws MemberNotFoundError, PeerUrlExistsError */
export function membersAfterUpdate(
  members: readonly Member[],
  id: MemberId,
  peerUrls: readonly string[],
): readonly Member[] {
  requireMember(members, id);
  requireFreeUrls(
    members.filter((member) => member.id !== id),
    peerUrls,
  );
  return members.map((member) => (member.id === id ? { ...member, peerUrls } : member));
}

function afterOne(
  members: readonly Member[],
  change: MemberChange,
  learnersMax: number,
): readonly Member[] {
  switch (change.kind) {
    case 'add':
      return afterAdding(members, { ...change.member, name: '', clientUrls: [] }, learnersMax);
    case 'promote': {
      if (!requireMember(members, change.id).isLearner) {
        throw new MemberNotLearnerError('this member is a voter');
      }
      return members.map((member) =>
        member.id === change.id ? { ...member, isLearner: false } : member,
      );
    }
    case 'remove':
      requireMember(members, change.id);
      return members.filter(({ id }) => id !== change.id);
    default:
      return unreachable(change);
  }
}

function afterAdding(
  members: readonly Member[],
  added: Member,
  learnersMax: number,
): readonly Member[] {
  if (members.some(({ id }) => id === added.id)) throw new MemberExistsError('this id is taken');
  requireFreeUrls(members, added.peerUrls);
  if (added.isLearner && learnersMax > 0) {
    const learners = members.filter(({ isLearner }) => isLearner).length;
    if (learners >= learnersMax) throw new TooManyLearnersError(`there are ${learners} learners`);
  }
  return [...members, added].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function requireMember(members: readonly Member[], id: MemberId): Member {
  const member = members.find((one) => one.id === id);
  if (member === undefined) throw new MemberNotFoundError('no member has this id');
  return member;
}

function requireFreeUrls(members: readonly Member[], urls: readonly string[]): void {
  if (members.some(({ peerUrls }) => peerUrls.some((url) => urls.includes(url)))) {
    throw new PeerUrlExistsError('another member has this peer URL');
  }
}

function idOf(change: MemberChange): MemberId {
  return change.kind === 'add' ? change.member.id : change.id;
}

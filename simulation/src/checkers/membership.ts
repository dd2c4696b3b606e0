// Who the members are after each entry, worked out from the committed entries alone: what etcd accepts and
// refuses is written down here a second time, because whoever is asked for the answer cannot also be the one
// who checks it. Two uses: what each member stores must be this, at the same index everywhere; and whether an
// entry was committed, or a leader elected, is judged by the configuration as it was then, not by what the
// member in question believes.
import type { Backend } from '@cairn/backend';
import type { LogIndex, MemberId } from '@cairn/core';
import { cairn, etcdserverpb, membershippb, toUnsignedBigInt } from '@cairn/proto';
import { EntryType, decodeConfChange } from '@cairn/raft';
import type { ConfState } from '@cairn/raft';
import { RequestKind, decodeRequest, loadConfState, loadMembers, wasRemoved } from '@cairn/replica';
import type { Member } from '@cairn/replica';
import type { LoggedEntry } from './log-image.ts';
import { holds } from './violation.ts';

export interface MembershipState {
  /** Who counts for something, ascending by id. */
  readonly members: readonly Member[];
  /** Voters of the former configuration, while a joint one is in force. */
  readonly votersOutgoing: readonly MemberId[];
  /** Learn the log, without a vote. */
  readonly learners: readonly MemberId[];
  readonly voters: readonly MemberId[];
  readonly removed: readonly MemberId[];
}

type Change = cairn.v1.MemberChange.$Properties;

interface StateFrom {
  readonly index: LogIndex;
  readonly state: MembershipState;
}

export class Membership {
  /** Ascending; each holds from its index on. */
  readonly #states: StateFrom[];
  /** Up to where a member's tables have been compared. */
  readonly #comparedTo = new Map<MemberId, LogIndex>();
  /** Somebody has come, gone or moved. */
  onChange: (state: MembershipState) => void = () => undefined;
  /** How often the voters or learners have become others. */
  changes = 0;
  /** How many of these were joint. */
  jointChanges = 0;

  constructor(foundingIndex: LogIndex, founders: readonly Member[]) {
    const state: MembershipState = {
      members: founders.toSorted(byId),
      voters: founders.map(({ id }) => id),
      votersOutgoing: [],
      learners: [],
      removed: [],
    };
    this.#states = [{ index: foundingIndex, state }];
  }

  /** After all that is committed. */
  get latest(): MembershipState {
    return (this.#states.at(-1) as StateFrom).state;
  }

  at(index: LogIndex): MembershipState {
    const found = this.#states.findLast((one) => one.index <= index) ?? this.#states[0];
    return (found as StateFrom).state;
  }

  /** Whether this is the configuration of now. */
  isCountedBy(confState: ConfState): boolean {
    return sameConfState(confState, this.latest);
  }

  /** In the order of the log, each once. */
  committed({ index, type, data }: LoggedEntry): void {
    const before = this.latest;
    const state =
      type === EntryType.confChange ? afterChange(before, data) : afterRequest(before, data);
    if (state === before) return;
    this.#states.push({ index, state });
    if (type === EntryType.confChange) this.changes += 1;
    if (state.votersOutgoing.length > before.votersOutgoing.length) this.jointChanges += 1;
    this.onChange(state);
  }

  /** From what it has applied, this one goes on alone; the others are former members. See survivor.ts. */
  survives(id: MemberId, index: LogIndex): void {
    const before = this.at(index);
    while ((this.#states.at(-1)?.index ?? 0) > index) this.#states.pop();
    const others = before.members.filter((member) => member.id !== id);
    const state: MembershipState = {
      members: before.members
        .filter((member) => member.id === id)
        .map((member) => ({ ...member, isLearner: false })),
      voters: [id],
      votersOutgoing: [],
      learners: [],
      removed: [...before.removed, ...others.map((member) => member.id)],
    };
    this.#states.push({ index, state });
    this.#comparedTo.clear();
    this.onChange(state);
  }

  /** The member has applied all up to `index`, and says so in its store. */
  compare(member: MemberId, index: LogIndex, backend: Backend): void {
    const before = this.#comparedTo.get(member) ?? 0;
    this.#comparedTo.set(member, index);
    if (before > 0 && this.at(before) === this.at(index)) return;
    this.compareAgain(member, index, backend);
  }

  /** The same, also if nothing should have changed. */
  compareAgain(member: MemberId, index: LogIndex, backend: Backend): void {
    const expected = this.at(index);
    const stored = loadMembers(backend);
    const where = `after entry ${index}, ${hex(member)}`;
    holds('membership', sameMembers(stored, expected.members), () => {
      return `${where} knows the members ${listOf(stored)}, not ${listOf(expected.members)}`;
    });
    const confState = loadConfState(backend);
    holds('membership', confState !== undefined && sameConfState(confState, expected), () => {
      return `${where} counts by ${confStateText(confState)}, not by ${confStateText(expected)}`;
    });
    for (const id of expected.removed) {
      holds('membership', wasRemoved(backend, id), () => {
        return `${where} does not know that ${hex(id)} was removed`;
      });
    }
  }
}

function afterChange(state: MembershipState, data: Uint8Array): MembershipState {
  const change = decodeConfChange(data);
  if (change.kind === 'leaveJoint') {
    const leaving = state.votersOutgoing.filter((id) => !state.voters.includes(id));
    return {
      ...state,
      members: state.members.filter(({ id }) => !leaving.includes(id)),
      votersOutgoing: [],
      removed: [...state.removed, ...leaving],
    };
  }
  const { bytes, bodyOffset } = decodeRequest(change.context);
  const asked = cairn.v1.MembersChange.decode(bytes.subarray(bodyOffset));
  let after: MembershipState | undefined = state;
  for (const each of asked.changes) {
    after = after === undefined ? undefined : afterStep(after, each, asked.max_learners);
  }
  if (after === undefined || after.voters.length === 0) return state;
  if (change.kind === 'simple') return after;
  // Who was a voter until now still counts, and is no former member yet.
  const staying = state.members.filter(
    ({ id }) => state.voters.includes(id) && !after.members.some((member) => member.id === id),
  );
  return {
    ...after,
    members: [...after.members, ...staying].toSorted(byId),
    votersOutgoing: state.voters,
    removed: after.removed.filter((id) => !staying.some((member) => member.id === id)),
  };
}

/** Undefined: it is refused, and with it the whole change. */
function afterStep(
  state: MembershipState,
  { add, promote, remove }: Change,
  learnersMax: number,
): MembershipState | undefined {
  const { members, voters, learners, removed } = state;
  if (add != null) {
    const id = toUnsignedBigInt(add.ID ?? 0);
    const peerUrls = add.raft_attributes?.peer_urls ?? [];
    const isLearner = add.raft_attributes?.is_learner ?? false;
    const isTaken = members.some((one) => one.id === id || sharesUrl(one, peerUrls));
    const isFull = isLearner && learnersMax > 0 && learners.length >= learnersMax;
    if (isTaken || isFull || removed.includes(id)) return undefined;
    const member = { id, name: '', peerUrls, clientUrls: [], isLearner };
    return {
      ...state,
      members: [...members, member].toSorted(byId),
      ...(isLearner ? { learners: [...learners, id] } : { voters: [...voters, id] }),
    };
  }
  const id = toUnsignedBigInt(promote ?? remove ?? 0);
  if (removed.includes(id) || !members.some((one) => one.id === id)) return undefined;
  if (promote != null) {
    if (!learners.includes(id)) return undefined;
    return {
      ...state,
      members: members.map((one) => (one.id === id ? { ...one, isLearner: false } : one)),
      learners: learners.filter((one) => one !== id),
      voters: [...voters, id],
    };
  }
  return {
    ...state,
    members: members.filter((one) => one.id !== id),
    learners: learners.filter((one) => one !== id),
    voters: voters.filter((one) => one !== id),
    removed: [...removed, id],
  };
}

/** What changes a member's entry, but not whether it counts. */
function afterRequest(state: MembershipState, data: Uint8Array): MembershipState {
  if (data.length === 0) return state;
  const { kind, bytes, bodyOffset } = decodeRequest(data);
  const body = bytes.subarray(bodyOffset);
  switch (kind) {
    case RequestKind.memberUpdate: {
      const update = etcdserverpb.MemberUpdateRequest.decode(body);
      const id = toUnsignedBigInt(update.ID);
      const others = state.members.filter((one) => one.id !== id);
      if (others.some((one) => sharesUrl(one, update.peerURLs))) return state;
      return withMember(state, id, { peerUrls: update.peerURLs });
    }
    case RequestKind.memberAttributes: {
      const { member_ID, member_attributes } =
        membershippb.ClusterMemberAttrSetRequest.decode(body);
      return withMember(state, toUnsignedBigInt(member_ID), {
        name: member_attributes?.name ?? '',
        clientUrls: member_attributes?.client_urls ?? [],
      });
    }
    default:
      return state;
  }
}

function withMember(
  state: MembershipState,
  id: MemberId,
  fields: Partial<Member>,
): MembershipState {
  if (!state.members.some((one) => one.id === id)) return state;
  return {
    ...state,
    members: state.members.map((one) => (one.id === id ? { ...one, ...fields } : one)),
  };
}

function sharesUrl({ peerUrls }: Member, urls: readonly string[]): boolean {
  return peerUrls.some((url) => urls.includes(url));
}

function sameMembers(a: readonly Member[], b: readonly Member[]): boolean {
  return listOf(a) === listOf(b);
}

function sameConfState(found: ConfState, expected: MembershipState): boolean {
  return found.learnersNext.length === 0 && confStateText(found) === confStateText(expected);
}

function listOf(members: readonly Member[]): string {
  return members
    .map(({ id, name, peerUrls, clientUrls, isLearner }) =>
      [hex(id), name, peerUrls.join('+'), clientUrls.join('+'), isLearner ? 'learner' : ''].join(
        ' ',
      ),
    )
    .join('; ');
}

type Counted = Pick<ConfState, 'voters' | 'votersOutgoing' | 'learners'>;

function confStateText(state: Counted | undefined): string {
  if (state === undefined) return 'nothing';
  const { voters, votersOutgoing, learners } = state;
  return [voters, votersOutgoing, learners]
    .map((ids) => ids.map(hex).toSorted().join('+'))
    .join(' | ');
}

function byId(a: Member, b: Member): number {
  return a.id < b.id ? -1 : 1;
}

function hex(id: MemberId): string {
  return id.toString(16);
}

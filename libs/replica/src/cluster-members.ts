// The members as this member knows them: the tables `members` and `members_removed`, and the
// configuration of Raft, which change together, in the batch of the entry that says so.
//
// Invariant: the ids of `members` are those of the configuration, voters on their way out included. So
// whoever still counts for a quorum is known to the transport.
import type { Backend } from '@cairn/backend';
import type { MemberId } from '@cairn/core';
import type { ConfState } from '@cairn/raft';
import { storeConfState } from './conf-state-row.ts';
import { loadMembers, putMember, removeMember, wasRemoved } from './membership.ts';
import type { Member } from './membership.ts';
import { membersAfter, membersAfterUpdate } from './members-change.ts';
import type { MembersChange } from './members-change.ts';

export class ClusterMembers {
  readonly #backend: Backend;
  #list: readonly Member[];
  #changed = false;

  constructor(backend: Backend) {
    this.#backend = backend;
    this.#list = loadMembers(backend);
  }

  /** Ascending by id. */
  get list(): readonly Member[] {
    return this.#list;
  }

  /** Whether this was a member's id and will never be one again. */
  wasRemoved(id: MemberId): boolean {
    return wasRemoved(this.#backend, id);
  }

  /** Whether anything has changed since the last call. */
  takeChanged(): boolean {
    const changed = this.#changed;
    this.#changed = false;
    return changed;
  }

  /** The members as they are to be. @throws what {@link membersAfter} does */
  after(change: MembersChange): readonly Member[] {
    return membersAfter(this.#list, (id) => this.wasRemoved(id), change);
  }

  /**
   * The configuration has changed. Who is not in it any more is removed, for ever.
   * @param members as they are to be; a voter on its way out may be missing and stays until it is out.
   */
  configure(members: readonly Member[], confState: ConfState): void {
    const { voters, votersOutgoing, learners } = confState;
    const ids = new Set([...voters, ...votersOutgoing, ...learners]);
    const named = new Set(members.map(({ id }) => id));
    const outgoing = this.#list.filter(({ id }) => ids.has(id) && !named.has(id));
    for (const { id } of this.#list) if (!ids.has(id)) removeMember(this.#backend, id);
    this.#put([...members, ...outgoing].filter(({ id }) => ids.has(id)));
    storeConfState(this.#backend, confState);
  }

  /** @throws MemberNotFoundError, PeerUrlExistsError */
  update(id: MemberId, peerUrls: readonly string[]): void {
    this.#put(membersAfterUpdate(this.#list, id, peerUrls));
  }

  /** What a member tells of itself; nothing if it was removed meanwhile. */
  setAttributes(id: MemberId, name: string, clientUrls: readonly string[]): void {
    if (!this.#list.some((member) => member.id === id)) return;
    this.#put(
      this.#list.map((member) => (member.id === id ? { ...member, name, clientUrls } : member)),
    );
  }

  #put(members: readonly Member[]): void {
    const former = new Set(this.#list);
    for (const member of members) if (!former.has(member)) putMember(this.#backend, member);
    this.#list = members.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    this.#changed = true;
  }
}

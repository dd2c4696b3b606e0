// Disaster recovery (`--force-new-cluster`): the others are gone for ever, and this member goes on alone
// with what it has.
//
// Its log may end with entries that it does not know to be committed. Some of them were acknowledged:
// they stay, all of them, and are committed now. (etcd drops them, and with them what its last commit
// index on disk did not cover.) What was not acknowledged may take effect, as after any timeout. Of the
// changes of membership among them only the places remain: they speak of members that are gone.
//
// A new term keeps apart what is written from now on: should one of the others come back after all, its
// entries of the old term lose. But it must not come back: there would be two clusters of one id.
//
// First the log, then the store: whenever it is interrupted, the next start with the flag does it again.
import type { Backend } from '@cairn/backend';
import { emptyBytes } from '@cairn/core';
import type { MemberId } from '@cairn/core';
import { EntryType } from '@cairn/raft';
import type { ConfState, Entry, HardState, RaftInitialState } from '@cairn/raft';
import type { Wal } from '@cairn/wal';
import { storeConfState } from './conf-state-row.ts';
import { loadMembers, putMember, removeMember, wasRemoved } from './membership.ts';
import { UnusableDataError } from './unusable-data-error.ts';

export interface Survivor {
  readonly wal: Wal;
  readonly memberId: MemberId;
  readonly raft: RaftInitialState;
}

/** What a member that was made the only one starts with. @throws UnusableDataError */
export async function forceNewCluster(
  backend: Backend,
  { wal, memberId, raft }: Survivor,
): Promise<RaftInitialState> {
  if (wasRemoved(backend, memberId)) {
    throw new UnusableDataError(
      `member ${memberId.toString(16)} has been removed from its cluster, and what it holds may be ` +
        'old: use --force-new-cluster on a member that was not',
    );
  }
  if (raft.confState.voters.length === 0) {
    throw new UnusableDataError(
      'this member has not been sent the state of its cluster yet: there is nothing to go on with',
    );
  }
  const entries = raft.entries.map((entry) =>
    changesMembers(entry, raft) ? placeOf(entry) : entry,
  );
  const changedFrom = entries.findIndex((entry, i) => entry !== raft.entries[i]);
  const hardState: HardState = {
    term: raft.hardState.term + 1,
    vote: 0n,
    commit: entries.at(-1)?.index ?? raft.hardState.commit,
  };
  const rewritten = changedFrom < 0 ? [] : entries.slice(changedFrom);
  await wal.append({ hardState, entries: rewritten, mustSync: true });
  const confState = await becomeOnlyMember(backend, memberId);
  return { ...raft, hardState, confState, entries };
}

function changesMembers(entry: Entry, { appliedIndex }: RaftInitialState): boolean {
  return entry.type === EntryType.confChange && entry.index > appliedIndex;
}

/** The entry that does nothing. */
function placeOf({ index, term }: Entry): Entry {
  return { index, term, type: EntryType.normal, data: emptyBytes };
}

async function becomeOnlyMember(backend: Backend, memberId: MemberId): Promise<ConfState> {
  const confState: ConfState = {
    voters: [memberId],
    learners: [],
    votersOutgoing: [],
    learnersNext: [],
    autoLeave: false,
  };
  for (const member of loadMembers(backend)) {
    if (member.id !== memberId) removeMember(backend, member.id);
    else putMember(backend, { ...member, isLearner: false });
  }
  storeConfState(backend, confState);
  backend.commit(backend.applied);
  await backend.flush();
  return confState;
}

// Where the log of a new cluster begins.
//
// The first configuration is not an entry: every founding member is told it at its first start. If their
// logs began at index 0, a member that joins later with an empty log would get all entries from the
// first one on and never learn who founded the cluster. So the founders begin *after* a position that
// stands for the first configuration: an empty log is then always behind the leader's first entry, and
// a newcomer gets a snapshot, which names the configuration.
import type { RaftInitialState } from './options.ts';
import type { ConfState } from './types.ts';

const genesisIndex = 1;
const genesisTerm = 1;

/** The same on every founding member. */
export function foundingState(confState: ConfState): RaftInitialState {
  return {
    hardState: { term: genesisTerm, vote: 0n, commit: genesisIndex },
    confState,
    snapshotIndex: genesisIndex,
    snapshotTerm: genesisTerm,
    entries: [],
    appliedIndex: genesisIndex,
  };
}

/** A member that knows nothing and waits for a leader to send it the state. */
export function joiningState(): RaftInitialState {
  return {
    hardState: { term: 0, vote: 0n, commit: 0 },
    confState: { voters: [], learners: [], votersOutgoing: [], learnersNext: [], autoLeave: false },
    snapshotIndex: 0,
    snapshotTerm: 0,
    entries: [],
    appliedIndex: 0,
  };
}

// Bugs of counting while the members change: who counts, by which configuration, and from when on.
import type { MemberId } from '@cairn/core';
import { EntryType, MessageType, decodeConfChange } from '@cairn/raft';
import type { ConfChange, ConfState, Message, Ready } from '@cairn/raft';
import { ObservedRaft } from '../cluster/observed-raft.ts';
import type { MemberChangeKind, Settings } from '../cluster/settings.ts';
import type { Bug } from './bug.ts';
import { raftBug } from './raft-bugs.ts';

const acknowledgements: ReadonlySet<MessageType> = new Set([MessageType.appendResponse]);
const votes: ReadonlySet<MessageType> = new Set([
  MessageType.voteResponse,
  MessageType.preVoteResponse,
]);

/** What one member answers counts for others, too. */
abstract class Miscounting extends ObservedRaft {
  protected abstract readonly counted: ReadonlySet<MessageType>;
  readonly #misjudged = new Set<MemberId>();

  protected abstract alsoFor(from: MemberId, state: ConfState): readonly MemberId[];

  override step(message: Message): void {
    super.step(message);
    if (!this.counted.has(message.type) || message.reject) return;
    const { id, confState } = this.status();
    for (const other of this.alsoFor(message.from, confState)) {
      if (other === id) continue;
      this.#misjudged.add(other);
      super.step({ ...message, from: other });
    }
  }

  /** They are not told: a follower that is said to have more than it has would stop by itself. */
  override ready(): Ready {
    const ready = super.ready();
    const messages = ready.messages.map((message) =>
      message.type === MessageType.heartbeat && this.#misjudged.has(message.to)
        ? { ...message, commit: 0 }
        : message,
    );
    // The same object must come back by `advance`.
    return Object.assign(ready, { messages });
  }
}

/** Whoever is to go by a joint configuration is not asked any more. */
abstract class OneHalf extends Miscounting {
  protected override alsoFor(from: MemberId, state: ConfState): readonly MemberId[] {
    const { voters, votersOutgoing } = state;
    if (!voters.includes(from)) return [];
    return votersOutgoing.filter((id) => !voters.includes(id));
  }
}

class CommitByOneHalf extends OneHalf {
  protected override readonly counted = acknowledgements;
}

class ElectionByOneHalf extends OneHalf {
  protected override readonly counted = votes;
}

class LearnerCounts extends Miscounting {
  protected override readonly counted = acknowledgements;

  protected override alsoFor(from: MemberId, state: ConfState): readonly MemberId[] {
    const other = state.voters.find((id) => id !== this.status().id);
    return state.learners.includes(from) && other !== undefined ? [other] : [];
  }
}

class RemovedVoterCounts extends Miscounting {
  protected override readonly counted: ReadonlySet<MessageType> = new Set([
    ...acknowledgements,
    ...votes,
  ]);
  #hasRemoved = false;

  override applyConfChange(change: ConfChange): ConfState {
    const before = this.status().confState.voters.length;
    const state = super.applyConfChange(change);
    if (change.kind === 'simple' && state.voters.length < before) this.#hasRemoved = true;
    return state;
  }

  protected override alsoFor(from: MemberId, state: ConfState): readonly MemberId[] {
    if (!this.#hasRemoved || !state.voters.includes(from)) return [];
    // In the place of somebody who has not answered.
    const { id } = this.status();
    return state.voters.filter((other) => other !== id && other !== from).slice(0, 1);
  }
}

/** A change counts from when it is in the log, committed or not. */
class CountsWhenAppended extends ObservedRaft {
  readonly #early = new Set<string>();

  override ready(): Ready {
    const ready = super.ready();
    for (const { type, data } of ready.entries) {
      if (type !== EntryType.confChange) continue;
      super.applyConfChange(decodeConfChange(data));
      this.#early.add(JSON.stringify(decodeConfChange(data), plain));
    }
    return ready;
  }

  override applyConfChange(change: ConfChange): ConfState {
    const isCounted = this.#early.delete(JSON.stringify(change, plain));
    return isCounted ? this.status().confState : super.applyConfChange(change);
  }
}

function plain(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}

/** Members that change, and little else to wait for. */
function changing(members: number, ...kinds: readonly MemberChangeKind[]): Partial<Settings> {
  return {
    members,
    gateways: Math.min(3, members),
    thinkMsMax: 10,
    membership: { changes: kinds.map((kind) => [kind, 1]), strict: false, learnersMax: 0 },
    faults: [
      ['memberChange', 4],
      ['isolateLeader', 1],
      ['partition', 2],
      ['slowDisk', 1],
      ['kill', 1],
    ],
    msBetweenFaults: 300,
    safetyMs: 5_000,
    quotaBytes: -1,
    raisesAlarms: false,
  };
}

const removedIsHeard: Bug = {
  name: 'removed-member-is-heard',
  what: 'nobody tells a former member that it was removed, and it is listened to',
  tweaks: () => ({ isRemoved: () => false }),
  settings: changing(3, 'addVoter', 'replace', 'remove'),
};

/** A majority is lost soon, and members are added again. */
const losing: Partial<Settings> = {
  ...changing(3, 'addVoter', 'remove', 'replace'),
  faults: [
    ['loseMajority', 1],
    ['memberChange', 2],
    ['slowBackend', 1],
  ],
};

const aloneWithoutTail: Bug = {
  name: 'alone-without-tail',
  what: 'a member that goes on alone drops the entries of which it does not know that they are committed',
  settings: losing,
  tweaks: () => ({
    survivor: (found) => {
      const { appliedIndex, snapshotIndex, hardState } = found;
      const entries = found.entries.slice(0, appliedIndex - snapshotIndex);
      return { ...found, entries, hardState: { ...hardState, commit: appliedIndex } };
    },
  }),
};

const anyFlagsJoin: Bug = {
  name: 'any-flags-join',
  what: 'a newcomer believes its own flags when the others say that the members are others',
  settings: changing(3, 'addVoter', 'addLearner', 'replace'),
  tweaks: () => ({
    told: ({ clusterId, members }, urls) => ({
      clusterId,
      members: urls.map((url) => {
        const known = members.find(({ peerUrls }) => peerUrls.includes(url));
        return known ?? { id: 1n, name: '', peerUrls: [url], clientUrls: [], isLearner: false };
      }),
    }),
  }),
};

const foreignerIsHeard: Bug = {
  name: 'foreign-cluster-is-heard',
  what: 'a member listens to one that belongs to another cluster',
  settings: changing(3, 'foundAnother', 'addVoter'),
  tweaks: () => ({
    mistake: (was) => (was?.startsWith('cluster ID mismatch') === true ? undefined : was),
  }),
};

export const membershipBugs: readonly Bug[] = [
  raftBug(
    'joint-commit-by-one-half',
    'in a joint configuration, entries are committed by the majority of the new voters alone',
    CommitByOneHalf,
    changing(3, 'swap'),
  ),
  raftBug(
    'joint-election-by-one-half',
    'in a joint configuration, a leader is elected by the majority of the new voters alone',
    ElectionByOneHalf,
    changing(3, 'swap'),
  ),
  raftBug(
    'learner-counts',
    'what a learner acknowledges counts for the quorum',
    LearnerCounts,
    changing(3, 'addLearner'),
  ),
  raftBug(
    'removed-voter-counts',
    'a voter that was removed still counts, as one that agrees with everything',
    RemovedVoterCounts,
    changing(5, 'remove'),
  ),
  raftBug(
    'change-counts-when-appended',
    'a change of the membership counts from when it is in the log, before it is committed',
    CountsWhenAppended,
    changing(2, 'remove', 'addVoter'),
  ),
  removedIsHeard,
  aloneWithoutTail,
  anyFlagsJoin,
  foreignerIsHeard,
];

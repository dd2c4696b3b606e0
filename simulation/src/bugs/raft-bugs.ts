// Bugs of the algorithm itself: the real Raft, with what it says or believes falsified on the way.
import { MessageType } from '@cairn/raft';
import type { Message, Raft, RaftInitialState, RaftOptions, Ready, ReadState } from '@cairn/raft';
import { ObservedRaft } from '../cluster/observed-raft.ts';
import type { Bug } from './bug.ts';

type OnReady = (ready: Ready, raft: Raft) => void;
type Falsified = new (options: RaftOptions, initial: RaftInitialState, onReady: OnReady) => Raft;

/** A bug that is another Raft. */
export function raftBug(
  name: string,
  what: string,
  falsified: Falsified,
  settings: Bug['settings'] = {},
): Bug {
  return {
    name,
    what,
    settings: { members: 3, ...settings },
    tweaks: () => ({
      raft: (options, initial, onReady) => new falsified(options, initial, onReady),
    }),
  };
}

const commitCarriers: ReadonlySet<MessageType> = new Set([
  MessageType.appendRequest,
  MessageType.heartbeat,
]);

/** Tells followers of another commit index than its own. */
abstract class FalseCommit extends ObservedRaft {
  protected abstract commitOf(matches: readonly number[], quorum: number): number;

  override ready(): Ready {
    const ready = super.ready();
    if (this.role !== 'leader') return ready;
    const { peers, lastIndex } = this.status();
    const matches = [...peers.map(({ match }) => match), lastIndex].toSorted((a, b) => b - a);
    const commit = this.commitOf(matches, Math.floor(matches.length / 2) + 1);
    const falsify = (message: Message): Message =>
      commitCarriers.has(message.type) && message.commit < commit
        ? { ...message, commit: Math.min(commit, this.#knownTo(message, peers)) }
        : message;
    // The same object must come back by `advance`.
    return Object.assign(ready, { messages: ready.messages.map(falsify) });
  }

  #knownTo(message: Message, peers: ReturnType<Raft['status']>['peers']): number {
    const match = peers.find(({ id }) => id === message.to)?.match ?? 0;
    return message.type === MessageType.heartbeat ? match : message.index + message.entries.length;
  }
}

class OldTermCommit extends FalseCommit {
  protected override commitOf(matches: readonly number[], quorum: number): number {
    return matches[quorum - 1] ?? 0;
  }
}

class CommitWithoutQuorum extends FalseCommit {
  protected override commitOf(matches: readonly number[]): number {
    return matches[0] ?? 0;
  }
}

/** A leader serves reads at once, without asking whether it still is one. */
class ReadWithoutRound extends ObservedRaft {
  #served: ReadState[] = [];

  override readIndex(context: number): boolean {
    if (this.role !== 'leader') return super.readIndex(context);
    this.#served.push({ context, index: this.status().committed });
    return true;
  }

  override hasReady(): boolean {
    return super.hasReady() || (this.#served.length > 0 && this.#isFree);
  }

  #isFree = true;

  override ready(): Ready {
    this.#isFree = false;
    const ready = super.ready();
    const served = this.#served;
    this.#served = [];
    return Object.assign(ready, { readStates: [...ready.readStates, ...served] });
  }

  override advance(ready: Ready): void {
    this.#isFree = true;
    super.advance(ready);
  }
}

/** Grants every vote it is asked for in its term, however long the candidate's log is. */
class VoteForShortLogs extends ObservedRaft {
  override step(message: Message): void {
    const isVote =
      message.type === MessageType.voteRequest || message.type === MessageType.preVoteRequest;
    super.step(isVote ? { ...message, index: 2 ** 40, logTerm: 2 ** 40 } : message);
  }
}

export const raftBugs: readonly Bug[] = [
  raftBug(
    'old-term-commit',
    'an entry of an earlier term counts as committed once a majority has it (Figure 8)',
    OldTermCommit,
    {
      members: 5,
      // Entry by entry, and slowly: a leader that goes while the old ones are on their way.
      entriesBytesPerMessageMax: 100,
      inflightMessagesMax: 1,
      quality: {
        delayMsMin: 2,
        delayMsMax: 25,
        lossPercent: 5,
        repeatPercent: 0,
        detourPercent: 5,
      },
      tickMs: 20,
      electionTicks: 6,
      heartbeatTicks: 1,
      thinkMsMax: 10,
      watchersPerGateway: 0,
      gateways: 5,
      msBetweenFaults: 1_800,
      safetyMs: 20_000,
      faults: [['isolateElected', 1]],
    },
  ),
  raftBug(
    'commit-without-quorum',
    'followers are told that what one member has is committed',
    CommitWithoutQuorum,
  ),
  raftBug(
    'read-index-without-quorum',
    'a leader serves linearizable reads without a round of its quorum (etcd #20418)',
    ReadWithoutRound,
    { faults: [['sleepingLeader', 1]], msBetweenFaults: 700 },
  ),
  raftBug(
    'vote-for-short-logs',
    'a vote is given to a candidate whose log lacks committed entries',
    VoteForShortLogs,
  ),
];

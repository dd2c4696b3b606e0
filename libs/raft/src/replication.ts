// The leader's side of the log: what every follower gets, and when an entry is committed.
//
// Sending is decided once per Ready, from the followers' progress (see progress.ts), so whatever came
// in between (proposals, answers, a new commit index) travels in as few messages as possible.
//
// Invariant (Raft paper 5.4.2): an entry is committed by counting only if it is of the leader's own
// term; what came before it is committed with it. This member counts itself only as far as its own disk
// has got, so it may send entries to followers while it still writes them.
import { AssertionFailure, assert } from '@cairn/core';
import type { LogIndex, MemberId } from '@cairn/core';
import type { MemberState } from './member-state.ts';
import { commitNotice } from './follower.ts';
import { Progress } from './progress.ts';
import { quorumValue, voteOutcome } from './quorum.ts';
import { MessageType } from './types.ts';
import type { Message } from './types.ts';

export class Replication {
  readonly #state: MemberState;
  readonly #peers = new Map<MemberId, Progress>();
  readonly #durableOf = (id: MemberId): LogIndex =>
    id === this.#state.id ? this.#state.log.stableIndex : (this.#peers.get(id)?.match ?? 0);

  constructor(state: MemberState) {
    this.#state = state;
    this.updateMembers();
    for (const peer of this.#peers.values()) peer.recentActive = false;
  }

  get peers(): ReadonlyMap<MemberId, Progress> {
    return this.#peers;
  }

  /** Followers come and go with the configuration. */
  updateMembers(): void {
    const { configuration, id, log, options } = this.#state;
    for (const peer of this.#peers.keys()) {
      if (!configuration.members.includes(peer)) this.#peers.delete(peer);
    }
    for (const member of configuration.members) {
      if (member === id || this.#peers.has(member)) continue;
      const peer = new Progress(log.lastIndex + 1, options.inflightMessagesMax);
      // A newcomer cannot have been heard yet; it must not cost the leader its quorum.
      peer.recentActive = true;
      this.#peers.set(member, peer);
    }
  }

  get wantsToSend(): boolean {
    for (const peer of this.#peers.values()) {
      if (peer.wantsAppend(this.#state.log)) return true;
    }
    return false;
  }

  flush(): void {
    const { log } = this.#state;
    for (const [id, peer] of this.#peers) {
      while (peer.wantsAppend(log)) {
        if (peer.next < log.firstIndex) this.#sendSnapshot(id, peer);
        else this.#sendAppend(id, peer);
      }
    }
  }

  /** The commit index in it is one the follower is known to have the entries for. */
  broadcastHeartbeat(round: number): void {
    for (const [id, peer] of this.#peers) {
      this.#state.send(MessageType.heartbeat, id, {
        commit: Math.min(peer.match, this.#state.log.committed),
        context: round,
      });
    }
  }

  onAppendResponse(message: Message): void {
    const peer = this.#peers.get(message.from);
    if (peer === undefined) return;
    const { log } = this.#state;
    peer.recentActive = true;
    if (message.reject) {
      const hint = log.lastIndexWithTermAtMost(message.rejectHint, message.logTerm);
      peer.rejected(message.index, hint);
      return;
    }
    if (message.index > log.lastIndex) {
      throw new AssertionFailure(
        `member ${message.from} acknowledged ${message.index}, the log ends at ${log.lastIndex}`,
      );
    }
    peer.acked(message.index);
    const meets = peer.match + 1 >= log.firstIndex;
    if (peer.state === 'probe' || (peer.state === 'snapshot' && meets)) {
      if (message.index === peer.match && peer.match > 0) peer.becomeReplicate();
    }
  }

  onHeartbeatResponse(message: Message): void {
    const peer = this.#peers.get(message.from);
    if (peer === undefined) return;
    peer.heard(this.#state.log.lastIndex);
    peer.ackedRound = Math.max(peer.ackedRound, message.context);
  }

  reportUnreachable(id: MemberId): void {
    const peer = this.#peers.get(id);
    if (peer?.state === 'replicate') peer.becomeProbe();
  }

  /** Either way the next message waits for a sign of life: the follower has work, or trouble. */
  reportSnapshot(id: MemberId, outcome: 'installed' | 'failed'): void {
    const peer = this.#peers.get(id);
    if (peer?.state !== 'snapshot') return;
    if (outcome === 'installed') peer.becomeProbe();
    else peer.snapshotFailed();
    peer.pause();
  }

  /** True when the commit index moved. */
  advanceCommit(): boolean {
    const { configuration, log, term } = this.#state;
    const index = quorumValue(configuration.state, this.#durableOf);
    if (index <= log.committed || !log.holds(index, term)) return false;
    return log.commitTo(index);
  }

  /** The latest round that a quorum has confirmed; this member confirms its own at once. */
  confirmedRound(latest: number): number {
    return quorumValue(this.#state.configuration.state, (id) =>
      id === this.#state.id ? latest : (this.#peers.get(id)?.ackedRound ?? 0),
    );
  }

  /** Has a quorum been heard since the last call? */
  checkQuorum(): boolean {
    const outcome = voteOutcome(
      this.#state.configuration.state,
      (id) => id === this.#state.id || (this.#peers.get(id)?.recentActive ?? false),
    );
    for (const peer of this.#peers.values()) peer.recentActive = false;
    return outcome === 'won';
  }

  assertInvariants(): void {
    for (const [id, peer] of this.#peers) {
      const { lastIndex } = this.#state.log;
      if (peer.match < peer.next && peer.match <= lastIndex) continue;
      throw new AssertionFailure(
        `member ${id}: match ${peer.match}, next ${peer.next}, last ${lastIndex}`,
      );
    }
  }

  #sendAppend(id: MemberId, peer: Progress): void {
    const { log, options } = this.#state;
    const previous = peer.next - 1;
    const logTerm = log.termOf(previous);
    if (logTerm === undefined) {
      throw new AssertionFailure(`the entry before ${peer.next} is gone`);
    }
    // In a full window only the positions travel: they tell the commit index, and whether a gap exists.
    const full = peer.state === 'replicate' && peer.paused;
    const bytesMax = options.entriesBytesPerMessageMax;
    const entries = full ? [] : log.slice(peer.next, bytesMax);
    this.#state.send(MessageType.appendRequest, id, {
      index: previous,
      logTerm,
      entries,
      commit: log.committed,
      context: entries.length === 0 && !peer.needsAnswer ? commitNotice : 0,
    });
    peer.sent(entries.length, log.committed);
  }

  #sendSnapshot(id: MemberId, peer: Progress): void {
    const { log } = this.#state;
    // To a silent member a whole state would be sent for nothing.
    const snapshot = peer.recentActive ? this.#state.snapshotSource() : undefined;
    if (snapshot === undefined) {
      peer.becomeProbe();
      peer.pause();
      return;
    }
    assert(
      log.baseIndex <= snapshot.index && snapshot.index <= log.committed,
      `snapshot ${snapshot.index} does not meet the log ${log.firstIndex}..${log.lastIndex}`,
    );
    this.#state.send(MessageType.snapshot, id, { snapshot });
    peer.becomeSnapshot(snapshot.index);
  }
}

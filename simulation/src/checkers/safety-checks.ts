// All that is asked of the members themselves, fed by what can be seen at the ports of each of them.
// (What clients were told is asked of their recorded history, when the run is over.)
import type { LogIndex, MemberId, Term } from '@cairn/core';
import type { Backend } from '@cairn/backend';
import type { AppliedBatch, Member } from '@cairn/replica';
import { MessageType } from '@cairn/raft';
import type { Message, Raft, Ready } from '@cairn/raft';
import { CommittedLog } from './committed-log.ts';
import { DurableLog } from './durable-log.ts';
import type { Recovered } from './durable-log.ts';
import { ElectionSafety } from './election-safety.ts';
import { withEntries } from './log-image.ts';
import type { LogImage } from './log-image.ts';
import { LogMatching } from './log-matching.ts';
import { Membership } from './membership.ts';
import { RevisionHistory } from './revision-history.ts';
import { checkSurvivor } from './survivor.ts';
import type { Survivor } from './survivor.ts';

/** Where the founders' log begins: what their first configuration stands for. */
const foundingIndex = 1;

/** What a life of a member begins with. */
export interface BootState {
  readonly applied: LogIndex;
  readonly backend: Backend;
  readonly revision: number;
}

export class SafetyChecks {
  readonly elections: ElectionSafety = new ElectionSafety();
  readonly committed: CommittedLog = new CommittedLog(foundingIndex + 1);
  readonly revisions: RevisionHistory = new RevisionHistory();
  readonly membership: Membership;
  readonly #matching = new LogMatching();
  readonly #logs = new Map<MemberId, DurableLog>();
  readonly #ledTerm = new Map<MemberId, Term>();

  constructor(founders: readonly Member[]) {
    this.membership = new Membership(foundingIndex, founders);
    this.committed.onCommitted = (entry) => this.membership.committed(entry);
  }

  logOf(member: MemberId): DurableLog {
    let log = this.#logs.get(member);
    if (log === undefined) {
      log = new DurableLog(member);
      this.#logs.set(member, log);
    }
    return log;
  }

  /** @param applied up to where it says that it has applied the log */
  booted(member: MemberId, found: Recovered, { applied, backend, revision }: BootState): void {
    this.logOf(member).reopen(found);
    this.#ledTerm.delete(member);
    this.#begins(member, applied, revision);
    // A newcomer has nothing to compare.
    const { index } = backend.applied;
    if (index > 0) this.membership.compareAgain(member, index, backend);
  }

  /**
   * It goes on alone, with what it has found; see survivor.ts.
   * @returns the last revision of which nothing is lost
   */
  survives(member: MemberId, survivor: Survivor): number {
    const { applied } = survivor;
    const kept = checkSurvivor(survivor, this.committed);
    this.elections.forget();
    this.#matching.forget();
    this.#ledTerm.clear();
    for (const id of this.#logs.keys()) if (id !== member) this.#logs.delete(id);
    this.committed.forgetAfter(applied);
    this.membership.survives(member, applied);
    return this.revisions.forgetAfter(kept);
  }

  ready(member: MemberId, ready: Ready, raft: Raft): void {
    const { role, term } = raft;
    const log = this.logOf(member);
    const entries = ready.committedEntries;
    if (role === 'leader') this.#leads(member, ready, raft, log);
    if (entries.length === 0) return;
    this.committed.applies(member, entries, term, this.membership.latest, this.#durableImages());
  }

  #leads(member: MemberId, ready: Ready, raft: Raft, log: DurableLog): void {
    const { term, applied, committed } = raft.status();
    const image = withEntries(log.written, ready.entries);
    // What has been counted since the last time was counted by the configuration of what is applied.
    const quorums = this.membership.at(applied);
    if (this.#ledTerm.get(member) !== term) {
      this.#ledTerm.set(member, term);
      this.elections.observeLeader(member, term, quorums);
      this.committed.leads(member, term, image);
    }
    this.committed.counts(committed, image, quorums, this.#durableImages());
  }

  /** The log of the member is given a batch. Answers what is durable once that is reported. */
  appends(
    member: MemberId,
    vote: { readonly term: Term; readonly vote: bigint } | undefined,
    entries: Ready['entries'],
  ): LogImage {
    const log = this.logOf(member);
    this.#matching.observeAppended(log.written, entries);
    log.write(vote, entries);
    return log.written;
  }

  /** What `image` was made for is reported as durable. */
  synced(member: MemberId, image: LogImage): void {
    this.logOf(member).sync(image);
    const { term, vote } = image.vote;
    if (vote !== 0n) this.elections.observeVote(member, term, vote);
  }

  sends(member: MemberId, messages: readonly Message[]): void {
    const log = this.logOf(member);
    for (const { type, to, index, term, reject } of messages) {
      if (reject) continue;
      if (type === MessageType.voteResponse) log.votes(term, to);
      if (type === MessageType.appendResponse) log.acknowledges(index, term);
    }
  }

  applied(
    member: MemberId,
    { appliedIndex, revision, events }: AppliedBatch,
    backend: Backend,
  ): void {
    this.revisions.applied(member, appliedIndex, revision, events);
    this.membership.compare(member, appliedIndex, backend);
  }

  installed(member: MemberId, backend: Backend, revision: number): void {
    const { index } = backend.applied;
    this.#begins(member, index, revision);
    this.membership.compareAgain(member, index, backend);
  }

  #begins(member: MemberId, index: LogIndex, revision: number): void {
    this.committed.beginsAt(member, index);
    this.revisions.beginsAt(member, index, revision);
  }

  #durableImages(): ReadonlyMap<MemberId, LogImage> {
    return new Map([...this.#logs].map(([id, log]) => [id, log.synced]));
  }
}

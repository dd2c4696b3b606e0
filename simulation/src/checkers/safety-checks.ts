// All that is asked of the members themselves, fed by what can be seen at the ports of each of them.
// (What clients were told is asked of their recorded history, when the run is over.)
import type { LogIndex, MemberId, Term } from '@cairn/core';
import type { AppliedBatch } from '@cairn/replica';
import { MessageType } from '@cairn/raft';
import type { ConfState, Message, Ready } from '@cairn/raft';
import { CommittedLog } from './committed-log.ts';
import { DurableLog } from './durable-log.ts';
import type { Recovered } from './durable-log.ts';
import { ElectionSafety } from './election-safety.ts';
import { withEntries } from './log-image.ts';
import type { LogImage } from './log-image.ts';
import { LogMatching } from './log-matching.ts';
import { RevisionHistory } from './revision-history.ts';

/** Where the founders' log begins: what their first configuration stands for. */
const foundingIndex = 1;

export class SafetyChecks {
  readonly elections: ElectionSafety = new ElectionSafety();
  readonly committed: CommittedLog = new CommittedLog(foundingIndex + 1);
  readonly revisions: RevisionHistory = new RevisionHistory();
  readonly #matching = new LogMatching();
  readonly #logs = new Map<MemberId, DurableLog>();
  readonly #ledTerm = new Map<MemberId, Term>();

  logOf(member: MemberId): DurableLog {
    let log = this.#logs.get(member);
    if (log === undefined) {
      log = new DurableLog(member);
      this.#logs.set(member, log);
    }
    return log;
  }

  /** The disk of a member was replaced by an empty one. */
  wiped(member: MemberId): void {
    this.#logs.delete(member);
    this.#ledTerm.delete(member);
  }

  booted(member: MemberId, found: Recovered, applied: LogIndex, revision: number): void {
    this.logOf(member).reopen(found);
    this.#ledTerm.delete(member);
    this.committed.beginsAt(member, applied);
    this.revisions.beginsAt(member, applied, revision);
  }

  ready(member: MemberId, ready: Ready, isLeader: boolean, term: Term, confState: ConfState): void {
    const log = this.logOf(member);
    if (isLeader && this.#ledTerm.get(member) !== term) {
      this.#ledTerm.set(member, term);
      this.elections.observeLeader(member, term);
      this.committed.leads(member, term, withEntries(log.written, ready.entries));
    }
    const entries = ready.committedEntries;
    if (entries.length > 0) {
      this.committed.applies(member, entries, term, confState, this.#durableImages());
    }
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

  sends(member: MemberId, messages: readonly Message[]): void {
    const log = this.logOf(member);
    for (const { type, to, index, term, reject } of messages) {
      if (reject) continue;
      if (type === MessageType.voteResponse) log.votes(term, to);
      if (type === MessageType.appendResponse) log.acknowledges(index, term);
    }
  }

  applied(member: MemberId, { appliedIndex, revision, events }: AppliedBatch): void {
    this.revisions.applied(member, appliedIndex, revision, events);
  }

  installed(member: MemberId, index: LogIndex, revision: number): void {
    this.committed.beginsAt(member, index);
    this.revisions.beginsAt(member, index, revision);
  }

  #durableImages(): ReadonlyMap<MemberId, LogImage> {
    return new Map([...this.#logs].map(([id, log]) => [id, log.synced]));
  }
}

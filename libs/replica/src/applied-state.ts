// What the log has made so far: the backend, the state machine over it and its compaction. They belong
// to each other and are replaced together when the leader's snapshot comes; nothing else survives one.
//
// Invariant: a caller is answered, and a listener told, only after the batch of its entry is committed
// to the backend; so whoever asks then sees it.
import type { Backend } from '@cairn/backend';
import { assert } from '@cairn/core';
import type { MemberId, MonotonicClock } from '@cairn/core';
import { EntryType, decodeConfChange } from '@cairn/raft';
import type { Entry, Raft } from '@cairn/raft';
import type { MemberHeader } from './apply/context.ts';
import { CompactionRunner } from './compaction-runner.ts';
import type { ConfStateHistory } from './conf-state-history.ts';
import type { ReplicaListeners, ReplicaPorts } from './ports.ts';
import type { Proposals } from './proposals.ts';
import { StateMachine } from './state-machine.ts';
import type { Applied } from './state-machine.ts';
import type { Proposal } from './waiters.ts';

export interface AppliedStateOptions {
  readonly memberId: MemberId;
  readonly raft: Raft;
  readonly proposals: Proposals;
  readonly confStates: ConfStateHistory;
  readonly listeners: readonly ReplicaListeners[];
  /** Of answers. */
  readonly header: () => MemberHeader;
  readonly schedule: (run: () => void) => void;
  readonly onFatal: (error: Error) => void;
  readonly clock: MonotonicClock;
  readonly onRequestApplied: ReplicaPorts['onRequestApplied'];
}

type Settle = Proposal['settle'];

/** An applied entry somebody here waits for. */
interface Answered {
  readonly proposal: Proposal;
  readonly applied: Exclude<Applied, { readonly kind: 'internal' | 'postponed' }>;
}

export class AppliedState {
  readonly backend: Backend;
  readonly machine: StateMachine;
  readonly compaction: CompactionRunner;
  readonly #options: AppliedStateOptions;

  /** Loads the whole state from the backend. */
  constructor(options: AppliedStateOptions, backend: Backend) {
    const { header, schedule, onFatal } = options;
    this.#options = options;
    this.backend = backend;
    this.machine = new StateMachine(backend, header);
    this.compaction = new CompactionRunner({
      store: this.machine.store,
      backend,
      schedule,
      onFatal,
      nowMs: () => options.clock.nowMs(),
      onFinished: (durationMs) => {
        for (const { onCompacted } of options.listeners) onCompacted?.(durationMs);
      },
    });
  }

  /** One batch: applied, committed, published and answered. Answers how many of them were requests. */
  apply(entries: readonly Entry[]): number {
    const { proposals, listeners } = this.#options;
    const answered: Answered[] = [];
    const requests = this.#applyAll(entries, answered);
    const last = entries.at(-1);
    assert(last !== undefined, 'a batch of committed entries is not empty');
    this.backend.commit({ index: last.index, term: last.term });
    const revision = this.machine.store.currentRevision;
    const batch = { ...this.machine.takeChanges(), appliedIndex: last.index, revision };
    for (const { onApplied } of listeners) onApplied?.(batch);
    const members = this.machine.takeMembers();
    if (members !== undefined) for (const { onMembers } of listeners) onMembers?.(members);
    for (const { proposal, applied } of answered) {
      proposal.progress?.applied();
      this.#settle(proposal.settle, applied);
    }
    proposals.applied(last.term);
    if (members !== undefined) this.#noticeRemoval();
    this.compaction.continue();
    return requests;
  }

  /** Answers how many of them were requests. */
  #applyAll(entries: readonly Entry[], answered: Answered[]): number {
    const { clock, onRequestApplied } = this.#options;
    let requests = 0;
    let startMs = onRequestApplied === undefined ? 0 : clock.nowMs();
    for (const entry of entries) {
      const kind = this.#applyOne(entry, answered);
      const isRequest = kind !== 'internal';
      if (isRequest) requests += 1;
      if (onRequestApplied === undefined) continue;
      const endMs = clock.nowMs();
      const durationMs = endMs - startMs;
      startMs = endMs;
      if (!isRequest || entry.type === EntryType.confChange) continue;
      onRequestApplied({ entry, durationMs, isRefused: kind === 'refused' });
    }
    return requests;
  }

  #applyOne(entry: Entry, answered: Answered[]): Applied['kind'] {
    const { proposals } = this.#options;
    if (entry.type === EntryType.confChange) return this.#applyConfChange(entry, answered);
    const proposal = proposals.find(entry.data);
    proposal?.progress?.committed();
    const applied = this.machine.apply(entry, proposal !== undefined, proposal?.message);
    return this.#noteApplied(applied, proposal, answered);
  }

  #applyConfChange({ data, index }: Entry, answered: Answered[]): Applied['kind'] {
    const { raft, proposals, confStates } = this.#options;
    const change = decodeConfChange(data);
    const proposal = proposals.find(change.context);
    proposal?.progress?.committed();
    const applied = this.machine.applyConfChange(change, (accepted) => {
      const confState = raft.applyConfChange(accepted);
      confStates.changed(index, confState);
      return confState;
    });
    return this.#noteApplied(applied, proposal, answered);
  }

  /** Answers what became of it. */
  #noteApplied(
    applied: Applied,
    proposal: Proposal | undefined,
    answered: Answered[],
  ): Applied['kind'] {
    if (applied.kind === 'internal' || proposal === undefined) return applied.kind;
    const { proposals } = this.#options;
    if (applied.kind === 'postponed') {
      proposals.postponed(proposal);
    } else {
      proposals.remove(proposal);
      answered.push({ proposal, applied });
    }
    return applied.kind;
  }

  #noticeRemoval(): void {
    const { memberId, listeners } = this.#options;
    if (!this.machine.wasRemoved(memberId)) return;
    for (const { onRemoved } of listeners) onRemoved?.();
  }

  #settle(settle: Settle, applied: Answered['applied']): void {
    switch (applied.kind) {
      case 'done':
        return settle(applied);
      case 'refused':
        return settle({ kind: 'failed', error: applied.error });
      case 'compacting':
        return this.#afterCompaction(applied.physical, settle);
    }
  }

  #afterCompaction(physical: boolean, settle: Settle): void {
    const { context } = this.machine;
    const done = (): void => settle({ kind: 'done', response: context.compactionResponse() });
    if (!physical) return done();
    this.compaction.whenFinished((error) => {
      if (error === undefined) done();
      else settle({ kind: 'failed', error });
    });
  }
}

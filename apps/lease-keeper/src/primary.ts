// One epoch of being the primary lease-keeper: begins with a lease table, ends when the node or the
// stream says so, and is never resumed. Two things are asked of the authority and nothing else
// decides them: whether a keep-alive may be answered ALIVE, and whether a revoke may be proposed.
// What cannot be answered now waits: for authority, for the log, or for a query; see WaitReason.
import type { MonotonicClock } from '@cairn/core';
import { LeaseDeadlines, leaseLimits } from '@cairn/lease';
import { Authority } from './authority.ts';
import type { LeaseChange, NodeFeed, PrimaryEvent } from './feed.ts';
import { LeaseQueries } from './lease-queries.ts';
import { limits } from './limits.ts';
import type { KeeperMetrics } from './metrics.ts';
import { Pace } from './pace.ts';
import type { Answer, Question } from './question.ts';
import { WaitingRoom } from './waiting-room.ts';
import type { WaitReason } from './waiting-room.ts';

export interface PrimaryOptions {
  readonly clock: MonotonicClock;
  readonly feed: NodeFeed;
  readonly metrics: KeeperMetrics;
  readonly event: PrimaryEvent;
  /** The window of the authority; the node's grace bounds it. */
  readonly authorityMs: number;
  readonly keepAliveWaitMs: number;
  readonly checkpointIntervalMs: number;
  readonly resendIntervalMs: number;
  /** Never the same twice on a stream, so that an answer to an earlier epoch proves nothing here. */
  readonly nextNonce: () => number;
}

export class Primary {
  readonly epoch: number;
  readonly authority: Authority;
  readonly #clock: MonotonicClock;
  readonly #feed: NodeFeed;
  readonly #metrics: KeeperMetrics;
  readonly #keepAliveWaitMs: number;
  readonly #nextNonce: () => number;
  readonly #deadlines: LeaseDeadlines;
  readonly #room = new WaitingRoom();
  readonly #queries: LeaseQueries;
  readonly #revokePace: Pace;
  readonly #checkpointPace: Pace;
  #alive: Extract<Answer, { kind: 'alive' }> | undefined;

  constructor(options: PrimaryOptions) {
    const { clock, event, feed, metrics } = options;
    this.epoch = event.epoch;
    this.#clock = clock;
    this.#feed = feed;
    this.#metrics = metrics;
    this.#keepAliveWaitMs = options.keepAliveWaitMs;
    this.#nextNonce = options.nextNonce;
    this.#deadlines = new LeaseDeadlines({
      clock,
      resendMs: options.resendIntervalMs,
      checkpointIntervalMs: options.checkpointIntervalMs,
    });
    this.#deadlines.start(event.leases, event.graceMs);
    this.authority = new Authority({
      clock,
      windowMs: Math.min(options.authorityMs, event.graceMs),
      pingsPerWindow: limits.pingsPerWindow,
    });
    this.#queries = new LeaseQueries({
      clock,
      inFlightMax: limits.queriesInFlightMax,
      timeoutMs: options.keepAliveWaitMs,
      send: (queryId, leaseId) => {
        metrics.queriesSent.inc();
        feed.query(queryId, leaseId);
      },
    });
    const { revokesPerSecondMax } = leaseLimits;
    this.#revokePace = new Pace(clock, revokesPerSecondMax, limits.revokesPerMessageMax);
    const { checkpointsPerSecondMax, checkpointsPerMessageMax } = limits;
    this.#checkpointPace = new Pace(clock, checkpointsPerSecondMax, checkpointsPerMessageMax);
  }

  get leaseCount(): number {
    return this.#deadlines.size;
  }

  get expiringCount(): number {
    return this.#deadlines.expiringCount;
  }

  get waitingCount(): number {
    return this.#room.size;
  }

  ask(questions: readonly Question[]): void {
    const untilMs = this.#clock.nowMs() + this.#keepAliveWaitMs;
    for (const question of questions) this.#consider(question, untilMs);
    this.#sendCheckpoints();
  }

  changed(changes: readonly LeaseChange[]): void {
    const touched = new Set<bigint>();
    for (const change of changes) {
      touched.add(change.kind === 'granted' ? change.lease.id : change.id);
      this.#change(change);
    }
    for (const leaseId of touched) this.#reconsider(`log ${leaseId}`);
  }

  ponged(nonce: number): void {
    this.authority.ponged(nonce);
    if (this.authority.holds()) this.#reconsider('authority');
  }

  queried(queryId: number, found: boolean): void {
    const leaseId = this.#queries.answered(queryId);
    if (leaseId === undefined) return;
    for (const waiting of this.#room.release(`query ${leaseId}`)) {
      const { question, untilMs } = waiting;
      if (this.#deadlines.remainingSeconds(leaseId) !== 'unknown')
        this.#consider(question, untilMs);
      else if (found) this.#wait(question, untilMs, `log ${leaseId}`);
      else question.answer({ kind: 'notFound' });
    }
    this.#sendQueuedQueries();
  }

  /** To be called often; everything that depends on time alone happens here. */
  tick(): void {
    if (this.authority.pingDue() && !this.#feed.congested) this.#ping();
    for (const { question } of this.#room.takeOverdue(this.#clock.nowMs())) {
      question.answer({ kind: 'notPrimary' });
    }
    this.#queries.dropOverdue();
    this.#sendQueuedQueries();
    this.#sendRevokes();
    this.#sendCheckpoints();
  }

  /** Sends everyone who waits away. Nothing else may be called after this. */
  end(): void {
    for (const { question } of this.#room.releaseAll()) question.answer({ kind: 'notPrimary' });
  }

  #consider(question: Question, untilMs: number): void {
    const verdict = this.#judge(question);
    if (typeof verdict === 'string') this.#wait(question, untilMs, verdict);
    else question.answer(verdict);
  }

  #reconsider(reason: WaitReason): void {
    for (const { question, untilMs } of this.#room.release(reason)) {
      this.#consider(question, untilMs);
    }
  }

  #wait(question: Question, untilMs: number, reason: WaitReason): void {
    if (this.#room.size < limits.waitingMax) this.#room.enter({ question, untilMs }, reason);
    else question.answer({ kind: 'notPrimary' });
  }

  #judge({ leaseId, peek }: Question): Answer | WaitReason {
    if (!this.authority.holds()) return 'authority';
    const outcome = peek
      ? this.#deadlines.remainingSeconds(leaseId)
      : this.#deadlines.renew(leaseId);
    switch (outcome) {
      case 'unknown':
        return this.#queries.ask(leaseId) === 'sent' ? `query ${leaseId}` : `next query ${leaseId}`;
      case 'expiring':
      case 'checkpointed':
        return `log ${leaseId}`;
      default:
        if (!peek) this.#metrics.renewed++;
        return this.#aliveFor(outcome);
    }
  }

  /** Leases renewed together mostly have the same TTL. */
  #aliveFor(ttlSeconds: number): Answer {
    if (this.#alive?.ttlSeconds !== ttlSeconds) {
      this.#alive = { kind: 'alive', ttlSeconds, provedBy: this.authority };
    }
    return this.#alive;
  }

  #change(change: LeaseChange): void {
    switch (change.kind) {
      case 'granted':
        this.#deadlines.granted(change.lease);
        this.#metrics.granted.inc();
        this.#metrics.ttlSeconds.observe(change.lease.ttlSeconds);
        break;
      case 'revoked':
        this.#metrics.revoked.inc();
        if (this.#deadlines.revoked(change.id) === 'expired') this.#metrics.expired.inc();
        break;
      case 'checkpointed':
        this.#deadlines.checkpointed(change.id, change.remainingTtlSeconds);
    }
  }

  #ping(): void {
    const nonce = this.#nextNonce();
    this.authority.pinging(nonce);
    this.#feed.ping(nonce, this.epoch);
  }

  #sendQueuedQueries(): void {
    this.#queries.sendQueued((leaseId) =>
      this.#room.move(`next query ${leaseId}`, `query ${leaseId}`),
    );
  }

  #sendRevokes(): void {
    if (!this.#mayPropose()) return;
    const ids = this.#deadlines.takeExpired(this.#revokePace.available());
    if (ids.length === 0) return;
    this.#revokePace.spend(ids.length);
    this.#metrics.revokesSent.inc(ids.length);
    this.#feed.revoke(this.epoch, ids);
  }

  #sendCheckpoints(): void {
    if (!this.#mayPropose()) return;
    const checkpoints = this.#deadlines.takeCheckpoints(this.#checkpointPace.available());
    if (checkpoints.length === 0) return;
    this.#checkpointPace.spend(checkpoints.length);
    this.#metrics.checkpointsSent.inc(checkpoints.length);
    this.#feed.checkpoint(this.epoch, checkpoints);
  }

  #mayPropose(): boolean {
    return !this.#feed.congested && this.authority.holds();
  }
}

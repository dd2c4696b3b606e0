// The time side of leases: when each one runs out on the clock of the primary lease-keeper. The
// replicated table knows no time, so this is where "a lease lives longer than asked after a
// failover, never shorter" is kept. Three rules do it:
//
// 1. deadline ≥ max(time of the grant or renewal, end of the grace) + TTL. During the grace after
//    a start an earlier primary may still have renewed the lease, unknown to us.
// 2. A lease that may have a checkpoint in the log is not renewed before the log has cleared it: a
//    successor would count from the checkpoint, which is shorter than the TTL just promised.
// 3. A lease whose revoke may have been sent is never alive again: the revoke cannot be taken back.
//
// Proposals reach the log in the order they are sent, but each may get lost on the way. So a
// checkpoint is sent only when nothing of ours is under way for its lease; then every clear that is
// confirmed was sent after it, and what the log shows last is what it holds.
import { assert } from '@cairn/core';
import type { MonotonicClock } from '@cairn/core';
import { DueQueue } from './due-queue.ts';
import type { Due } from './due-queue.ts';
import { leaseLimits } from './limits.ts';
import { createTimeSpreader } from './spread.ts';
import type { Lease, LeaseCheckpoint, LeaseDeadlinesOptions, Removal, Renewal } from './types.ts';
import { UntilConfirmed } from './until-confirmed.ts';

interface Held {
  readonly id: bigint;
  readonly ttlSeconds: number;
  expiry: Due<bigint>;
  /** From here on a revoke may be under way. */
  expiring: boolean;
  /** Absent when the lease ends sooner than it could be checkpointed. */
  checkpoint: Due<bigint> | undefined;
  /** The log holds, or may yet hold, a remaining TTL for this lease. */
  mayBeCheckpointed: boolean;
  /** Checkpoints and clears sent and not seen in the log yet. */
  checkpointsUnderWay: number;
}

export class LeaseDeadlines {
  readonly #clock: MonotonicClock;
  readonly #checkpointIntervalMs: number;
  readonly #leases = new Map<bigint, Held>();
  #expiries = new DueQueue<bigint>();
  #checkpoints = new DueQueue<bigint>();
  readonly #revokes: UntilConfirmed<Held>;
  readonly #clears: UntilConfirmed<Held>;
  /** Checkpoints under way for leases that are gone: they would hit a new lease of the same id. */
  readonly #strayCheckpoints = new Map<bigint, number>();
  /** Until then an earlier primary may have made promises. */
  #graceEndsAtMs = -Infinity;

  constructor(options: LeaseDeadlinesOptions) {
    this.#clock = options.clock;
    this.#checkpointIntervalMs = options.checkpointIntervalMs;
    this.#revokes = new UntilConfirmed(options.resendMs);
    this.#clears = new UntilConfirmed(options.resendMs);
  }

  get size(): number {
    return this.#leases.size;
  }

  /** Leases that have run out and wait for the log to confirm it. */
  get expiringCount(): number {
    return this.#revokes.size;
  }

  /**
   * Forgets everything and starts every lease anew: at its checkpoint or its full TTL, plus the
   * grace; spread over time when very many would expire at once.
   */
  start(leases: Iterable<Lease>, graceMs: number): void {
    this.#leases.clear();
    this.#expiries = new DueQueue();
    this.#checkpoints = new DueQueue();
    this.#revokes.clear();
    this.#clears.clear();
    this.#strayCheckpoints.clear();
    this.#graceEndsAtMs = this.#clock.nowMs() + graceMs;
    const bySeconds = groupBySeconds(leases);
    const ascending = [...bySeconds.keys()].sort((a, b) => a - b);
    const spread = createTimeSpreader(leaseLimits.startedExpiriesPerSecondMax);
    for (const seconds of ascending) {
      const expiresAtMs = this.#graceEndsAtMs + seconds * 1_000;
      for (const lease of bySeconds.get(seconds) ?? []) this.#hold(lease, spread(expiresAtMs));
    }
  }

  /** The log has granted a lease: it counts from now. */
  granted(lease: Lease): void {
    this.revoked(lease.id);
    const baseMs = this.#promiseBaseMs(this.#clock.nowMs());
    this.#hold(lease, baseMs + startingSeconds(lease) * 1_000);
  }

  /** The log has removed a lease. */
  revoked(id: bigint): Removal {
    const held = this.#leases.get(id);
    if (held === undefined) return 'unknown';
    this.#leases.delete(id);
    this.#expiries.cancel(held.expiry);
    if (held.checkpoint !== undefined) this.#checkpoints.cancel(held.checkpoint);
    this.#revokes.confirm(held);
    this.#clears.confirm(held);
    if (held.checkpointsUnderWay > 0) this.#strayCheckpoints.set(id, held.checkpointsUnderWay);
    return held.expiring ? 'expired' : 'revoked';
  }

  /** The log has stored a remaining TTL, or cleared it (0). The deadline stays where it is. */
  checkpointed(id: bigint, remainingTtlSeconds: number): void {
    const held = this.#leases.get(id);
    if (held === undefined) return;
    held.checkpointsUnderWay = Math.max(held.checkpointsUnderWay - 1, 0);
    held.mayBeCheckpointed = remainingTtlSeconds > 0;
    if (!held.mayBeCheckpointed) this.#clears.confirm(held);
  }

  /** Moves the deadline a full TTL away; see {@link Renewal} for when that is not enough. */
  renew(id: bigint): Renewal {
    const held = this.#leases.get(id);
    if (held === undefined) return 'unknown';
    const nowMs = this.#clock.nowMs();
    if (held.expiring) return 'expiring';
    const deadlineMs = this.#promiseBaseMs(nowMs) + held.ttlSeconds * 1_000;
    held.expiry = this.#expiries.reschedule(held.expiry, deadlineMs);
    if (held.mayBeCheckpointed) {
      this.#clears.add(held);
      return 'checkpointed';
    }
    this.#scheduleCheckpoint(held, nowMs);
    return held.ttlSeconds;
  }

  /**
   * Whole seconds left: 0 in the last second and after it, until the log has removed the lease.
   * Never more than the TTL: that a failover has added something is nobody's business.
   */
  remainingSeconds(id: bigint): number | 'unknown' {
    const held = this.#leases.get(id);
    if (held === undefined) return 'unknown';
    if (held.expiring) return 0;
    const seconds = Math.floor((held.expiry.dueAtMs - this.#clock.nowMs()) / 1_000);
    return Math.min(Math.max(seconds, 0), held.ttlSeconds);
  }

  /** At most `limit` ids to be revoked now: run out, or sent a while ago and not confirmed. */
  takeExpired(limit: number): bigint[] {
    const nowMs = this.#clock.nowMs();
    const room = Math.max(limit - this.#revokes.unsent, 0);
    for (const id of this.#expiries.takeDue(nowMs, room, leaseLimits.dueStepsMax)) {
      const held = this.#known(id);
      held.expiring = true;
      this.#revokes.add(held);
    }
    return this.#revokes.take(nowMs, limit).map((held) => held.id);
  }

  /**
   * At most `limit` checkpoints to be sent now. First the clears (remaining TTL 0) that renewals
   * wait for, then leases that have not been renewed for a whole checkpoint interval.
   */
  takeCheckpoints(limit: number): LeaseCheckpoint[] {
    const nowMs = this.#clock.nowMs();
    const taken = this.#clears.take(nowMs, limit).map((held) => checkpointTo(held, 0));
    const due = this.#checkpoints.takeDue(nowMs, limit - taken.length, leaseLimits.dueStepsMax);
    for (const id of due) {
      const held = this.#known(id);
      held.checkpoint = undefined;
      const remainingSeconds = Math.ceil((held.expiry.dueAtMs - nowMs) / 1_000);
      if (held.expiring || remainingSeconds <= 0) continue;
      this.#scheduleCheckpoint(held, nowMs);
      // During the grace, and with nothing to gain for a successor, there is nothing to remember.
      if (remainingSeconds >= held.ttlSeconds || held.checkpointsUnderWay > 0) continue;
      held.mayBeCheckpointed = true;
      taken.push(checkpointTo(held, remainingSeconds));
    }
    return taken;
  }

  /** What leaves a queue is held: a lease that is revoked leaves both queues with it. */
  #known(id: bigint): Held {
    const held = this.#leases.get(id);
    assert(held !== undefined, `lease ${id} was queued and is not held`);
    return held;
  }

  #hold(lease: Lease, expiresAtMs: number): void {
    const strays = this.#strayCheckpoints.get(lease.id) ?? 0;
    this.#strayCheckpoints.delete(lease.id);
    const held: Held = {
      id: lease.id,
      ttlSeconds: lease.ttlSeconds,
      expiry: this.#expiries.schedule(lease.id, expiresAtMs),
      expiring: false,
      checkpoint: undefined,
      mayBeCheckpointed: lease.remainingTtlSeconds > 0 || strays > 0,
      checkpointsUnderWay: strays,
    };
    this.#leases.set(lease.id, held);
    this.#scheduleCheckpoint(held, this.#clock.nowMs());
  }

  /** An interval from now, so that a lease renewed more often than that never costs a proposal. */
  #scheduleCheckpoint(held: Held, nowMs: number): void {
    const dueAtMs = nowMs + this.#checkpointIntervalMs;
    if (held.checkpoint !== undefined) {
      held.checkpoint = this.#checkpoints.reschedule(held.checkpoint, dueAtMs);
    } else if (held.expiry.dueAtMs > dueAtMs) {
      held.checkpoint = this.#checkpoints.schedule(held.id, dueAtMs);
    }
  }

  #promiseBaseMs(nowMs: number): number {
    return Math.max(nowMs, this.#graceEndsAtMs);
  }
}

/** Tables are large and different TTLs are few: grouping leaves little to sort. */
function groupBySeconds(leases: Iterable<Lease>): Map<number, Lease[]> {
  const groups = new Map<number, Lease[]>();
  for (const lease of leases) {
    const seconds = startingSeconds(lease);
    const group = groups.get(seconds);
    if (group === undefined) groups.set(seconds, [lease]);
    else group.push(lease);
  }
  return groups;
}

function startingSeconds(lease: Lease): number {
  return lease.remainingTtlSeconds > 0 ? lease.remainingTtlSeconds : lease.ttlSeconds;
}

function checkpointTo(held: Held, remainingTtlSeconds: number): LeaseCheckpoint {
  held.checkpointsUnderWay++;
  return { id: held.id, ttlSeconds: held.ttlSeconds, remainingTtlSeconds };
}

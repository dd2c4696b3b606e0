// A whole life of leases in one thread, from a seed: a log with a fence, keepers that become
// primary one after the other, answers that an old one still gives in its grace, proposals that
// wait and get lost. Whatever happens, no lease is removed before the last promise made for it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { LeaseDeadlines } from './lease-deadlines.ts';
import { createLeaseTable } from './lease-table.ts';
import type { Lease, LeaseCheckpoint } from './types.ts';

const graceMs = 1_000;
const stepMs = 100;

type Change =
  | { readonly kind: 'granted'; readonly lease: Lease }
  | { readonly kind: 'revoked'; readonly id: bigint }
  | { readonly kind: 'checkpointed'; readonly id: bigint; readonly remaining: number };

type Proposal =
  | { readonly kind: 'grant'; readonly id: bigint; readonly ttlSeconds: number }
  | { readonly kind: 'revoke'; readonly id: bigint }
  | { readonly kind: 'expire'; readonly epoch: number; readonly id: bigint }
  | { readonly kind: 'checkpoint'; readonly epoch: number; readonly checkpoint: LeaseCheckpoint };

interface Keeper {
  readonly epoch: number;
  readonly deadlines: LeaseDeadlines;
  /** Changes of the log that have not arrived yet. */
  readonly feed: Change[];
  /** Past this it cannot prove that it is primary. */
  authorityEndsAtMs: number;
  /** Leases with a client that waits until its checkpoint is cleared. */
  readonly waiting: Set<bigint>;
}

class World {
  nowMs = 0;
  readonly #random: SeededRandom;
  readonly #table = createLeaseTable();
  #epoch = 0;
  #keepers: Keeper[] = [];
  /** Sent and not applied yet, in the order of their sending. */
  readonly #underWay: Proposal[] = [];
  /** The ids clients use now. A removed lease's id is never used again: see DESIGN.md for why. */
  readonly #ids = Array.from({ length: 8 }, (_, index) => BigInt(index + 1));
  #lastId = 8n;
  readonly #silent = new Set<bigint>();
  /** Until then the log makes no progress: what is under way stays there. */
  #stalledUntilMs = 0;
  readonly #promisedUntilMs = new Map<bigint, number>();
  readonly seen = { promises: 0, expired: 0, checkpoints: 0, clears: 0, fenced: 0, lost: 0 };

  constructor(seed: number) {
    this.#random = new SeededRandom(seed);
    this.#appointPrimary();
  }

  step(): void {
    this.nowMs += stepMs;
    if (this.#chance(80)) this.#appointPrimary();
    if (this.#chance(4)) this.#clientGrantsOrRevokes();
    if (this.#chance(8)) this.#clientFallsSilentOrSpeaks(this.#anyId());
    for (const keeper of this.#keepers) this.#runKeeper(keeper);
    if (this.#chance(50)) this.#stalledUntilMs = this.nowMs + this.#random.nextBelow(6_000);
    if (this.nowMs < this.#stalledUntilMs) return;
    while (this.#underWay.length > 0 && !this.#chance(3)) this.#applyOne();
  }

  #runKeeper(keeper: Keeper): void {
    while (keeper.feed.length > 0 && !this.#chance(4)) this.#deliver(keeper);
    const current = keeper.epoch === this.#epoch;
    // A ping proves it until a grace after its sending; it proves nothing for one that was replaced.
    if (current && !this.#chance(5)) keeper.authorityEndsAtMs = this.nowMs + graceMs;
    if (this.nowMs >= keeper.authorityEndsAtMs) return;
    for (let client = 0; client < 3; client++) this.#keepAlive(keeper, this.#anyId());
    for (const id of keeper.deadlines.takeExpired(3)) {
      this.#underWay.push({ kind: 'expire', epoch: keeper.epoch, id });
    }
    for (const checkpoint of keeper.deadlines.takeCheckpoints(3)) {
      this.#underWay.push({ kind: 'checkpoint', epoch: keeper.epoch, checkpoint });
    }
  }

  #keepAlive(keeper: Keeper, id: bigint): void {
    if (this.#silent.has(id)) return;
    const renewal = keeper.deadlines.renew(id);
    if (renewal === 'checkpointed') keeper.waiting.add(id);
    if (typeof renewal === 'number') this.#promise(id, renewal);
  }

  #promise(id: bigint, ttlSeconds: number): void {
    const untilMs = this.nowMs + ttlSeconds * 1_000;
    this.#promisedUntilMs.set(id, Math.max(this.#promisedUntilMs.get(id) ?? 0, untilMs));
    this.seen.promises++;
  }

  #deliver(keeper: Keeper): void {
    const change = keeper.feed.shift()!;
    switch (change.kind) {
      case 'granted':
        keeper.deadlines.granted(change.lease);
        break;
      case 'revoked':
        keeper.waiting.delete(change.id);
        keeper.deadlines.revoked(change.id);
        break;
      case 'checkpointed':
        keeper.deadlines.checkpointed(change.id, change.remaining);
        if (this.nowMs < keeper.authorityEndsAtMs && keeper.waiting.delete(change.id)) {
          this.#keepAlive(keeper, change.id);
        }
    }
  }

  #appointPrimary(): void {
    this.#epoch++;
    const deadlines = new LeaseDeadlines({
      clock: { nowMs: () => this.nowMs },
      resendMs: 700,
      checkpointIntervalMs: 4_000,
    });
    deadlines.start(this.#table.list(), graceMs);
    this.#keepers = [
      ...this.#keepers.slice(-1),
      { epoch: this.#epoch, deadlines, feed: [], authorityEndsAtMs: 0, waiting: new Set() },
    ];
  }

  #clientGrantsOrRevokes(): void {
    const id = this.#anyId();
    if (this.#chance(4)) this.#underWay.push({ kind: 'revoke', id });
    else this.#underWay.push({ kind: 'grant', id, ttlSeconds: 2 + this.#random.nextBelow(30) });
  }

  /** Long silences, so that leases are checkpointed and expire; short talks with few renewals. */
  #clientFallsSilentOrSpeaks(id: bigint): void {
    if (!this.#silent.has(id)) this.#silent.add(id);
    else if (this.#chance(3)) this.#silent.delete(id);
  }

  #applyOne(): void {
    const proposal = this.#underWay.shift()!;
    if (this.#chance(15)) {
      this.seen.lost++;
      return;
    }
    if ('epoch' in proposal && proposal.epoch !== this.#epoch) {
      this.seen.fenced++;
      return;
    }
    switch (proposal.kind) {
      case 'grant': {
        if (!this.#ids.includes(proposal.id) || this.#table.get(proposal.id) !== undefined) return;
        const lease = this.#table.grant(proposal.id, proposal.ttlSeconds);
        this.#promise(proposal.id, proposal.ttlSeconds);
        return this.#publish({ kind: 'granted', lease });
      }
      case 'revoke':
        return this.#remove(proposal.id);
      case 'expire': {
        if (this.#table.get(proposal.id) === undefined) return;
        const promisedUntilMs = this.#promisedUntilMs.get(proposal.id) ?? 0;
        assert.ok(
          this.nowMs >= promisedUntilMs,
          `lease ${proposal.id} removed ${promisedUntilMs - this.nowMs} ms too early`,
        );
        this.seen.expired++;
        return this.#remove(proposal.id);
      }
      case 'checkpoint': {
        const { id, remainingTtlSeconds: remaining } = proposal.checkpoint;
        if (this.#table.get(id) === undefined) return;
        this.#table.checkpoint(id, remaining);
        if (remaining === 0) this.seen.clears++;
        else this.seen.checkpoints++;
        this.#publish({ kind: 'checkpointed', id, remaining });
      }
    }
  }

  #remove(id: bigint): void {
    if (this.#table.get(id) === undefined) return;
    this.#table.revoke(id);
    this.#promisedUntilMs.delete(id);
    this.#ids[this.#ids.indexOf(id)] = ++this.#lastId;
    this.#publish({ kind: 'revoked', id });
  }

  #publish(change: Change): void {
    for (const keeper of this.#keepers) keeper.feed.push(change);
  }

  #anyId(): bigint {
    return this.#ids.at(this.#random.nextBelow(this.#ids.length)) ?? 0n;
  }

  #chance(oneIn: number): boolean {
    return this.#random.nextBelow(oneIn) === 0;
  }
}

describe('leases through failovers', () => {
  it('are never removed before the last promise made for them', () => {
    const seen = { promises: 0, expired: 0, checkpoints: 0, clears: 0, fenced: 0, lost: 0 };
    for (let seed = 1; seed <= 40; seed++) {
      const world = new World(seed);
      for (let step = 0; step < 6_000; step++) world.step();
      for (const key of Object.keys(seen) as (keyof typeof seen)[]) seen[key] += world.seen[key];
    }
    // The runs are worth something only if everything has happened in them.
    for (const [what, count] of Object.entries(seen)) assert.ok(count > 100, `${what}: ${count}`);
  });
});

// What a hunt has seen: without it, a simulator in which nothing happens looks as good as one that hunts.
import type { RunResult } from './run-seed.ts';

export class Coverage {
  readonly #startedAt: bigint = process.hrtime.bigint();
  readonly #faults = new Map<string, number>();
  readonly #network = new Map<string, number>();
  readonly #memberChanges = new Map<string, number>();
  readonly #sizes = new Map<number, number>();
  #seeds = 0;
  #events = 0;
  #virtualMs = 0;
  #operations = 0;
  #answered = 0;
  #entries = 0;
  #terms = 0;
  #watchEvents = 0;
  #expired = 0;
  #alarms = 0;
  readonly #transfers = { begun: 0, resumed: 0, installed: 0 };

  add(result: RunResult): void {
    this.#seeds += 1;
    this.#events += result.events;
    this.#virtualMs += result.virtualMs;
    this.#operations += result.operations;
    this.#answered += result.answered;
    this.#entries += result.entries;
    this.#terms += result.termsLed;
    this.#watchEvents += result.watchEvents;
    this.#expired += result.leasesExpired;
    this.#alarms += result.alarms;
    this.#transfers.begun += result.transfers.begun;
    this.#transfers.resumed += result.transfers.resumed;
    this.#transfers.installed += result.transfers.installed;
    count(this.#sizes, result.settings.members, 1);
    for (const [kind, times] of result.faults) count(this.#faults, kind, times);
    for (const [kind, times] of result.memberChanges) count(this.#memberChanges, kind, times);
    for (const [kind, times] of Object.entries(result.network)) count(this.#network, kind, times);
  }

  get seeds(): number {
    return this.#seeds;
  }

  get elapsedMs(): number {
    return Number(process.hrtime.bigint() - this.#startedAt) / 1e6;
  }

  text(): string {
    const perSecond = this.#seeds / (this.elapsedMs / 1000);
    return [
      `${this.#seeds} seeds, ${perSecond.toFixed(1)} per second; ${Math.round(this.#virtualMs / 1000)} s of virtual time`,
      `members: ${list(new Map([...this.#sizes].toSorted(([a], [b]) => a - b)))}`,
      `${this.#events} events, ${this.#operations} operations (${this.#answered} answered), ${this.#entries} entries, ${this.#terms} terms led`,
      `${this.#watchEvents} events watched, ${this.#expired} leases run out, ${this.#alarms} alarms`,
      `transfers of the state: ${list(new Map(Object.entries(this.#transfers)))}`,
      `faults: ${list(this.#faults)}`,
      `membership: ${list(this.#memberChanges)}`,
      `network: ${list(this.#network)}`,
    ].join('\n');
  }
}

function count<Key>(counts: Map<Key, number>, key: Key, times: number): void {
  counts.set(key, (counts.get(key) ?? 0) + times);
}

function list(counts: ReadonlyMap<string | number, number>): string {
  return [...counts].map(([name, times]) => `${name} ${times}`).join(', ');
}

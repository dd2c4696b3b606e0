// The real log, with every promise of it noted: what it was given, and what it said is durable.
import type { MemberId } from '@cairn/core';
import type { EntryType } from '@cairn/raft';
import type { Wal, WalBatch, WalSnapshotMarker } from '@cairn/wal';
import type { SafetyChecks } from '../checkers/safety-checks.ts';

export class ObservedWal implements Wal {
  readonly #wal: Wal;
  readonly #member: MemberId;
  readonly #checks: SafetyChecks;
  readonly #onVoted: () => void;

  /** @param onVoted a hard state without entries is reported as durable */
  constructor(wal: Wal, member: MemberId, checks: SafetyChecks, onVoted: () => void) {
    this.#wal = wal;
    this.#member = member;
    this.#checks = checks;
    this.#onVoted = onVoted;
  }

  get writtenBytes(): number {
    return this.#wal.writtenBytes;
  }

  async append(batch: WalBatch): Promise<void> {
    const entries = batch.entries.map((entry) => ({ ...entry, type: entry.type as EntryType }));
    const image = this.#checks.appends(this.#member, batch.hardState, entries);
    await this.#wal.append(batch);
    if (batch.mustSync) this.#checks.synced(this.#member, image);
    if (batch.entries.length === 0 && (batch.hardState?.vote ?? 0n) !== 0n) this.#onVoted();
  }

  async saveMarker(marker: WalSnapshotMarker): Promise<void> {
    await this.#wal.saveMarker(marker);
    this.#checks.logOf(this.#member).mark(marker.index, marker.term);
  }

  releaseBefore(index: number): Promise<void> {
    return this.#wal.releaseBefore(index);
  }

  onSync(listener: (seconds: number) => void): void {
    this.#wal.onSync(listener);
  }

  close(): Promise<void> {
    return this.#wal.close();
  }
}

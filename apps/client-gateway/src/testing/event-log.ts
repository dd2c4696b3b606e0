// The history of a store in memory: what a raft-node knows about events, for tests.
import { cairn } from '@cairn/proto';
import { contains, toKeyRange } from '../watch/key-range.ts';
import { record, tombstone } from './records.ts';

export interface Change {
  readonly key: string;
  readonly isDelete?: boolean;
  readonly value?: string;
}

export interface LoggedEvent {
  readonly revision: number;
  readonly key: string;
  readonly isDelete: boolean;
  readonly kv: Uint8Array;
  readonly prevKv: Uint8Array;
}

export class EventLog {
  readonly events: LoggedEvent[] = [];
  readonly #current = new Map<string, Uint8Array>();
  revision = 1;
  compactRevision = -1;

  /** One transaction; answers its revision. */
  write(...changes: readonly Change[]): number {
    this.revision += 1;
    for (const { key, isDelete = false, value } of changes) {
      const kv = isDelete
        ? tombstone(key, this.revision)
        : record({ key, modRevision: this.revision, ...(value === undefined ? {} : { value }) });
      const prevKv = this.#current.get(key) ?? new Uint8Array(0);
      this.events.push({ revision: this.revision, key, isDelete, kv, prevKv });
      if (isDelete) this.#current.delete(key);
      else this.#current.set(key, kv);
    }
    return this.revision;
  }

  wipe(): void {
    this.events.length = 0;
    this.#current.clear();
    this.revision = 1;
    this.compactRevision = -1;
  }

  compact(revision: number): void {
    this.compactRevision = revision;
  }

  /** All events of a closed range of revisions, optionally of some keys only. */
  between(
    first: number,
    last: number,
    key: Uint8Array = new Uint8Array(0),
    rangeEnd: Uint8Array = new Uint8Array(0),
  ): LoggedEvent[] {
    const range = toKeyRange(key, rangeEnd);
    return this.events.filter(
      (event) =>
        event.revision >= first &&
        event.revision <= last &&
        (key.length === 0 || contains(range, event.key)),
    );
  }

  /** A batch as it travels. */
  batch(
    first: number,
    last: number,
    options: { readonly key?: Uint8Array; readonly rangeEnd?: Uint8Array } = {},
  ): cairn.v1.EventBatch {
    return cairn.v1.EventBatch.create({
      raft_term: 1,
      first_revision: first,
      last_revision: last,
      compact_revision: this.compactRevision,
      events: this.between(first, last, options.key, options.rangeEnd).map((event) => ({
        type: event.isDelete ? 1 : 0,
        kv: event.kv,
        prev_kv: event.prevKv,
      })),
    });
  }

  heartbeat(): cairn.v1.EventBatch {
    return this.batch(this.revision + 1, this.revision);
  }

  omitted(first: number, last: number): cairn.v1.EventBatch {
    return cairn.v1.EventBatch.create({
      first_revision: first,
      last_revision: last,
      compact_revision: this.compactRevision,
      omitted: true,
    });
  }

  compacted(): cairn.v1.EventBatch {
    return cairn.v1.EventBatch.create({
      compact_revision: this.compactRevision,
      compacted: true,
    });
  }
}

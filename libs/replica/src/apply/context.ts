// What applying an entry may touch. One value is made per replica and lives as long as it.
import type { Store, StoreEvent, StoreWriter } from '@cairn/mvcc';
import { recordKey } from '@cairn/mvcc';
import { encodeHeader, etcdserverpb } from '@cairn/proto';
import type { HeaderFields } from '@cairn/proto';
import type { ReplicatedLeases } from '../leases.ts';

/** What the headers of this member's answers say besides the revision. */
export type MemberHeader = Omit<HeaderFields, 'revision'>;

export class ApplyContext {
  readonly store: Store;
  readonly leases: ReplicatedLeases;
  readonly #headerFields: () => MemberHeader;
  #events: StoreEvent[] = [];

  constructor(store: Store, leases: ReplicatedLeases, headerFields: () => MemberHeader) {
    this.store = store;
    this.leases = leases;
    this.#headerFields = headerFields;
  }

  /** The encoded response header of this member at `revision`. */
  header(revision: number): Uint8Array {
    const { clusterId, memberId, raftTerm } = this.#headerFields();
    return encodeHeader({ clusterId, memberId, revision, raftTerm });
  }

  compactionResponse(): Uint8Array {
    const header = etcdserverpb.ResponseHeader.decode(this.header(this.store.currentRevision));
    return etcdserverpb.CompactionResponse.encode({ header }).finish();
  }

  beginWrite(): KeyWriter {
    return new KeyWriter(this.store.beginWrite(), this.leases, (events) => {
      for (const event of events) this.#events.push(event);
    });
  }

  /** The events since the last call, in revision order. */
  takeEvents(): readonly StoreEvent[] {
    const events = this.#events;
    if (events.length > 0) this.#events = [];
    return events;
  }
}

/** A store transaction that keeps the lease table in step with the records. */
export class KeyWriter {
  readonly store: StoreWriter;
  readonly #leases: ReplicatedLeases;
  readonly #publish: (events: readonly StoreEvent[]) => void;

  constructor(
    store: StoreWriter,
    leases: ReplicatedLeases,
    publish: (events: readonly StoreEvent[]) => void,
  ) {
    this.store = store;
    this.#leases = leases;
    this.#publish = publish;
  }

  put(key: Uint8Array, value: Uint8Array, lease: bigint): Uint8Array | undefined {
    const previous = this.store.put(key, value, lease);
    this.#leases.moveKey(previous, key, lease);
    return previous;
  }

  deleteRange(key: Uint8Array, rangeEnd: Uint8Array): readonly Uint8Array[] {
    const previous = this.store.deleteRange(key, rangeEnd);
    for (const record of previous) this.#leases.moveKey(record, recordKey(record), 0n);
    return previous;
  }

  /** The revision of the store after this transaction. */
  end(): number {
    const { revision, events } = this.store.end();
    if (events.length > 0) this.#publish(events);
    return revision;
  }
}

// What applying an entry may touch. One value is made per replica and lives as long as it.
import type { DeletedKeys, Store, StoreEvent, StoreWriter } from '@cairn/mvcc';
import { encodeHeader, etcdserverpb } from '@cairn/proto';
import type { HeaderFields } from '@cairn/proto';
import type { ReplicatedLeases } from '../leases.ts';
import type { ReplicatedAuth } from '../replicated-auth.ts';

/** What the headers of this member's answers say besides the revision. */
export type MemberHeader = Omit<HeaderFields, 'revision'>;

export class ApplyContext {
  readonly store: Store;
  readonly leases: ReplicatedLeases;
  readonly auth: ReplicatedAuth;
  readonly #headerFields: () => MemberHeader;
  #events: StoreEvent[] = [];

  constructor(
    parts: Pick<ApplyContext, 'store' | 'leases' | 'auth'>,
    headerFields: () => MemberHeader,
  ) {
    this.store = parts.store;
    this.leases = parts.leases;
    this.auth = parts.auth;
    this.#headerFields = headerFields;
  }

  /** The response header of this member at `revision`. */
  header(revision: number): HeaderFields {
    const { clusterId, memberId, raftTerm } = this.#headerFields();
    return { clusterId, memberId, revision, raftTerm };
  }

  /** The same for answers that are encoded by the generated code. */
  headerMessage(revision: number): etcdserverpb.ResponseHeader {
    return etcdserverpb.ResponseHeader.decode(encodeHeader(this.header(revision)));
  }

  compactionResponse(): Uint8Array {
    const header = this.headerMessage(this.store.currentRevision);
    return etcdserverpb.CompactionResponse.encode({ header }).finish();
  }

  beginWrite(): KeyWriter {
    return new KeyWriter(this.store.beginWrite(), this.leases, this.#events);
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
  readonly #published: StoreEvent[];

  /** @param published gets the events when the transaction ends. */
  constructor(store: StoreWriter, leases: ReplicatedLeases, published: StoreEvent[]) {
    this.store = store;
    this.#leases = leases;
    this.#published = published;
  }

  put(key: Uint8Array, value: Uint8Array, lease: bigint): Uint8Array | undefined {
    const previous = this.store.put(key, value, lease);
    this.#leases.moveKey(previous, key, lease);
    return previous;
  }

  deleteRange(key: Uint8Array, rangeEnd: Uint8Array): DeletedKeys {
    const deleted = this.store.deleteRange(key, rangeEnd);
    for (const name of deleted.keys) this.#leases.dropKey(name);
    return deleted;
  }

  /** The revision of the store after this transaction. */
  end(): number {
    const { revision, events } = this.store.end();
    for (const event of events) this.#published.push(event);
    return revision;
  }
}

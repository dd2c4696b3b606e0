// A state machine over a memory backend, spoken to in messages and not in log entries.
import type { Requester } from '@cairn/auth';
import { MemoryBackend } from '@cairn/backend';
import { fromByteString, toByteString } from '@cairn/core';
import { decodeRecord } from '@cairn/mvcc';
import type { StoreEvent } from '@cairn/mvcc';
import { cairn, etcdserverpb } from '@cairn/proto';
import type { mvccpb } from '@cairn/proto';
import type { Entry } from '@cairn/raft';
import { readTxn } from '../apply/txn.ts';
import type { MemberHeader } from '../apply/context.ts';
import { keyRangeQuery } from '../range-query.ts';
import { RequestKind, encodeRequest } from '../request-codec.ts';
import { StateMachine } from '../state-machine.ts';
import type { Applied } from '../state-machine.ts';

export const bytes = (text: string): Uint8Array => fromByteString(text);
export const text = (value: Uint8Array | null | undefined): string =>
  toByteString(value ?? new Uint8Array(0));

export const header: MemberHeader = { clusterId: 1n, memberId: 2n, raftTerm: 3 };

type Codec<Fields> = { encode(message: Fields): { finish(): Uint8Array } };

export class TestMachine {
  machine: StateMachine;
  readonly backend: MemoryBackend;
  readonly #isAwaited: boolean;
  #index = 1;
  #user: string | undefined;
  #term = 1;

  constructor(settings: { readonly isAwaited?: boolean; readonly backend?: MemoryBackend } = {}) {
    this.backend = settings.backend ?? new MemoryBackend();
    this.#isAwaited = settings.isAwaited ?? true;
    this.machine = new StateMachine(this.backend, () => header);
  }

  /** As after a restart: everything is loaded again. */
  reopen(): void {
    this.machine = new StateMachine(this.backend, () => header);
  }

  get revision(): number {
    return this.machine.store.currentRevision;
  }

  get index(): number {
    return this.#index;
  }

  /** Whose requests follow; undefined = nobody's. The rights are those of now. */
  asUser(user: string | undefined): this {
    this.#user = user;
    return this;
  }

  enterTerm(term: number): void {
    this.#term = term;
  }

  apply<Fields>(kind: RequestKind, codec: Codec<Fields>, message: Fields): Applied {
    return this.applyBytes(kind, codec.encode(message).finish());
  }

  applyBytes(kind: RequestKind, body: Uint8Array): Applied {
    const index = ++this.#index;
    const data = encodeRequest({ member: 9, sequence: index }, kind, body, this.#requester());
    const entry: Entry = { index, term: this.#term, type: 0, data };
    const applied = this.machine.apply(entry, this.#isAwaited);
    this.backend.commit({ index, term: this.#term });
    return applied;
  }

  #requester(): Requester | undefined {
    if (this.#user === undefined) return undefined;
    return { user: this.#user, authRevision: this.machine.auth.revision };
  }

  put(request: etcdserverpb.PutRequest.$Properties): etcdserverpb.PutResponse {
    const applied = this.apply(RequestKind.put, etcdserverpb.PutRequest, request);
    return etcdserverpb.PutResponse.decode(responseOf(applied));
  }

  /** `name value`, with a lease if one is given. */
  set(name: string, value: string, lease = 0): number {
    return Number(this.put({ key: bytes(name), value: bytes(value), lease }).header?.revision);
  }

  delete(request: etcdserverpb.DeleteRangeRequest.$Properties): etcdserverpb.DeleteRangeResponse {
    const applied = this.apply(RequestKind.deleteRange, etcdserverpb.DeleteRangeRequest, request);
    return etcdserverpb.DeleteRangeResponse.decode(responseOf(applied));
  }

  txn(request: etcdserverpb.TxnRequest.$Properties): etcdserverpb.TxnResponse {
    const applied = this.apply(RequestKind.txn, etcdserverpb.TxnRequest, request);
    return etcdserverpb.TxnResponse.decode(responseOf(applied));
  }

  readTxn(request: etcdserverpb.TxnRequest.$Properties): etcdserverpb.TxnResponse {
    const decoded = etcdserverpb.TxnRequest.decode(
      etcdserverpb.TxnRequest.encode(request).finish(),
    );
    return etcdserverpb.TxnResponse.decode(readTxn(this.machine.context, decoded));
  }

  grant(id: number | bigint, ttl = 60): Applied {
    const fields = { ID: Number(id), TTL: ttl };
    return this.apply(RequestKind.leaseGrant, etcdserverpb.LeaseGrantRequest, fields);
  }

  revoke(id: number): Applied {
    return this.apply(RequestKind.leaseRevoke, etcdserverpb.LeaseRevokeRequest, { ID: id });
  }

  /** Answers the epoch. */
  namePrimary(keeper: string): number {
    const fields = { keeper_id: keeper, address: `${keeper}:1`, raft_term: this.#term };
    this.apply(RequestKind.leasePrimarySet, cairn.v1.LeasePrimarySet, fields);
    return this.machine.leasePrimary.epoch;
  }

  compact(revision: number): Applied {
    return this.apply(RequestKind.compaction, etcdserverpb.CompactionRequest, { revision });
  }

  /** `name=value` of every key. */
  contents(): string[] {
    const everything = keyRangeQuery(bytes('\0'), bytes('\0'));
    return this.machine.store.range(everything).records.map((record) => {
      const kv = decodeRecord(record);
      return `${text(kv.key)}=${text(kv.value)}`;
    });
  }

  events(): string[] {
    return this.machine.takeChanges().events.map(eventText);
  }
}

function eventText({ kind, mainRevision, subRevision, record }: StoreEvent): string {
  return `${kind} ${text(decodeRecord(record).key)} ${mainRevision}.${subRevision}`;
}

export function responseOf(applied: Applied): Uint8Array {
  if (applied.kind === 'refused') throw applied.error;
  if (applied.kind !== 'done') throw new Error(`it ended as ${applied.kind}`);
  return applied.response;
}

/** The name of the error that refused it, or how else it ended. */
export function outcomeOf(run: () => unknown): string {
  try {
    run();
    return 'done';
  } catch (error) {
    return (error as Error).name;
  }
}

export function kvText(kv: mvccpb.KeyValue.$Properties | null | undefined): string {
  return kv == null ? 'none' : `${text(kv.key)}=${text(kv.value)}`;
}

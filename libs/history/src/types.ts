/**
 * What clients saw of a store, as values: the only thing recorders (the simulator, the robustness run)
 * and checkers share.
 *
 * Times are numbers of one clock whose unit does not matter; only their order does. Two operations
 * whose intervals [calledAt, returnedAt] overlap are concurrent. Keys and values are strings: byte
 * strings or short texts, compared character by character. Revisions are etcd's.
 */

/** A key's record as a client sees it. */
export interface KeyValue {
  readonly key: string;
  readonly value: string;
  readonly createRevision: number;
  readonly modRevision: number;
  readonly version: number;
  /** 0n: not attached to a lease. */
  readonly leaseId: bigint;
}

/** Which keys: [key] when `rangeEnd` is '', keys ≥ `key` when it is '\0', else [key, rangeEnd). */
export interface KeyRange {
  readonly key: string;
  readonly rangeEnd: string;
}

export interface PutRequest {
  readonly type: 'put';
  readonly key: string;
  readonly value: string;
  readonly leaseId: bigint;
}

export interface DeleteRequest extends KeyRange {
  readonly type: 'delete';
}

export interface RangeRequest extends KeyRange {
  readonly type: 'range';
  /** 0: the newest. */
  readonly revision: number;
  /** 0: all. */
  readonly limit: number;
  readonly keysOnly: boolean;
  readonly countOnly: boolean;
  readonly serializable: boolean;
}

export type CompareTarget = 'version' | 'create' | 'mod' | 'value' | 'lease';
export type CompareOperator = 'equal' | 'notEqual' | 'less' | 'greater';

/** Compares one key; a key that is not there has version, create, mod and lease 0, and no value. */
export interface Compare {
  readonly key: string;
  readonly target: CompareTarget;
  readonly operator: CompareOperator;
  readonly operand: number | bigint | string;
}

export type TxnOperation = PutRequest | DeleteRequest | RangeRequest;

export interface TxnRequest {
  readonly type: 'txn';
  readonly compares: readonly Compare[];
  readonly success: readonly TxnOperation[];
  readonly failure: readonly TxnOperation[];
}

export interface CompactRequest {
  readonly type: 'compact';
  readonly revision: number;
}

export interface LeaseGrantRequest {
  readonly type: 'leaseGrant';
  /** The id the lease has when it is granted. Recorders do not use an id twice. */
  readonly leaseId: bigint;
  /** In units of the history's clock, so that it can be compared with times. */
  readonly ttl: number;
}

export interface LeaseRevokeRequest {
  readonly type: 'leaseRevoke';
  readonly leaseId: bigint;
}

export interface LeaseKeepAliveRequest {
  readonly type: 'leaseKeepAlive';
  readonly leaseId: bigint;
}

export type OperationRequest =
  | PutRequest
  | DeleteRequest
  | RangeRequest
  | TxnRequest
  | CompactRequest
  | LeaseGrantRequest
  | LeaseRevokeRequest
  | LeaseKeepAliveRequest;

/** Every answer carries the revision of its header. */
export interface PutAnswer {
  readonly type: 'put';
  readonly revision: number;
}

export interface DeleteAnswer {
  readonly type: 'delete';
  readonly revision: number;
  readonly deleted: number;
}

export interface RangeAnswer {
  readonly type: 'range';
  readonly revision: number;
  readonly kvs: readonly KeyValue[];
  /** How many keys the range holds, whatever the limit was. */
  readonly count: number;
  readonly more: boolean;
}

export interface TxnAnswer {
  readonly type: 'txn';
  readonly revision: number;
  readonly succeeded: boolean;
  /** One for each operation of the branch that ran. */
  readonly answers: readonly (PutAnswer | DeleteAnswer | RangeAnswer)[];
}

export interface CompactAnswer {
  readonly type: 'compact';
  readonly revision: number;
}

export interface LeaseGrantAnswer {
  readonly type: 'leaseGrant';
  readonly revision: number;
  /** The TTL the server chose, in units of the history's clock. */
  readonly ttl: number;
}

export interface LeaseRevokeAnswer {
  readonly type: 'leaseRevoke';
  readonly revision: number;
}

export interface LeaseKeepAliveAnswer {
  readonly type: 'leaseKeepAlive';
  readonly revision: number;
  /** In units of the history's clock; 0: the server says that there is no such lease. */
  readonly ttl: number;
}

export type OperationAnswer =
  | PutAnswer
  | DeleteAnswer
  | RangeAnswer
  | TxnAnswer
  | CompactAnswer
  | LeaseGrantAnswer
  | LeaseRevokeAnswer
  | LeaseKeepAliveAnswer;

/**
 * `ok`: answered. `failed`: the server said so and it had no effect, now or later.
 * `unknown`: it may take effect at any time after its call, or never (a timeout, a broken stream).
 */
export type Outcome =
  | { readonly kind: 'ok'; readonly answer: OperationAnswer }
  | { readonly kind: 'failed'; readonly error: string }
  | { readonly kind: 'unknown'; readonly error: string };

export interface Operation {
  /** Unique in its history. */
  readonly id: number;
  readonly client: string;
  /** Where it was sent; '' when nobody knows. */
  readonly member: string;
  readonly calledAt: number;
  /** When the client heard of the outcome; for `unknown` when it stopped waiting. */
  readonly returnedAt: number;
  readonly request: OperationRequest;
  readonly outcome: Outcome;
}

export interface WatchRequest extends KeyRange {
  /** 0: from what comes after the watch was created. */
  readonly startRevision: number;
  readonly prevKv: boolean;
  readonly noPut: boolean;
  readonly noDelete: boolean;
  readonly progressNotify: boolean;
  readonly fragment: boolean;
}

export interface WatchEvent {
  readonly type: 'put' | 'delete';
  /** For `delete`: key and modRevision, all else '' or 0. */
  readonly kv: KeyValue;
  readonly prevKv: KeyValue | undefined;
}

/** One response of a watch, in the order in which they came. */
export type WatchResponse =
  | { readonly kind: 'created'; readonly time: number; readonly revision: number }
  | {
      readonly kind: 'events';
      readonly time: number;
      readonly revision: number;
      readonly events: readonly WatchEvent[];
      /** More of the same revision follows in the next response (`fragment` was asked for). */
      readonly fragment: boolean;
    }
  | { readonly kind: 'progress'; readonly time: number; readonly revision: number }
  | {
      readonly kind: 'canceled';
      readonly time: number;
      readonly revision: number;
      /** Not 0: what the watch wanted next had been compacted. */
      readonly compactRevision: number;
      readonly reason: string;
    };

/** A watch from its request to its end. A client that reconnects opens another one. */
export interface WatchSession {
  /** Unique in its history. */
  readonly id: number;
  readonly client: string;
  readonly member: string;
  readonly openedAt: number;
  readonly closedAt: number;
  readonly request: WatchRequest;
  readonly responses: readonly WatchResponse[];
}

export interface History {
  readonly operations: readonly Operation[];
  readonly watches: readonly WatchSession[];
}

/** Everything one revision changed, in the order of its sub-revisions; prevKv is not needed. */
export interface Change {
  readonly revision: number;
  readonly events: readonly WatchEvent[];
}

/**
 * What a history broke. One name for each guarantee, so that a report, a trace and a test say the same.
 * `durable`: an acknowledged write is missing from the log that was replayed.
 */
export type Rule =
  | 'recorded'
  | 'linearizable'
  | 'serializable'
  | 'durable'
  | 'filtered'
  | 'ordered'
  | 'unique'
  | 'atomic'
  | 'bookmarkable'
  | 'resumable'
  | 'reliable'
  | 'prevKv'
  | 'isCreate'
  | 'leaseNeverEarly'
  | 'leaseGone';

export interface Violation {
  readonly rule: Rule;
  /** A sentence for a person: what was seen, and what would have been right. */
  readonly message: string;
  /** The smallest part that was found: ids of operations, … */
  readonly operations: readonly number[];
  /** … and of watches. */
  readonly watches: readonly number[];
  /** 0: no single revision is meant. */
  readonly revision: number;
}

/** Undecided is never to be reported as ok. */
export type Verdict =
  | { readonly kind: 'ok' }
  | { readonly kind: 'violated'; readonly violations: readonly Violation[] }
  | { readonly kind: 'undecided'; readonly reason: string };

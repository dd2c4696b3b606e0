// What the raft-node last said about itself and its cluster, and when nobody leads.
import { fromBigInt, toSafeNumber, toUnsignedBigInt } from '@cairn/proto';
import type { cairn, etcdserverpb } from '@cairn/proto';

export interface NodeState {
  readonly clusterId: bigint;
  readonly memberId: bigint;
  /** 0n = no leader known. */
  readonly leaderId: bigint;
  readonly raftTerm: number;
  readonly appliedIndex: number;
  readonly revision: number;
  readonly compactRevision: number;
  readonly leaseEpoch: number;
  /** Empty = no primary lease-keeper yet. */
  readonly keeperAddress: string;
  readonly isLearner: boolean;
  /** Requests need the token of a user. */
  readonly isAuthEnabled: boolean;
}

export function decodeNodeState(state: cairn.v1.NodeState.$Properties): NodeState {
  return {
    clusterId: toUnsignedBigInt(state.cluster_id ?? 0),
    memberId: toUnsignedBigInt(state.member_id ?? 0),
    leaderId: toUnsignedBigInt(state.leader_id ?? 0),
    raftTerm: toSafeNumber(state.raft_term ?? 0),
    appliedIndex: toSafeNumber(state.applied_index ?? 0),
    revision: toSafeNumber(state.revision ?? 0),
    compactRevision: toSafeNumber(state.compact_revision ?? 0),
    leaseEpoch: toSafeNumber(state.lease_epoch ?? 0),
    keeperAddress: state.keeper_address ?? '',
    isLearner: state.is_learner ?? false,
    isAuthEnabled: state.auth_enabled ?? false,
  };
}

/** The header of an answer that the gateway itself gives; revision 0 leaves the field out. */
export function responseHeader(
  state: NodeState | undefined,
  revision: number,
): etcdserverpb.ResponseHeader.$Properties {
  if (state === undefined) return {};
  return {
    cluster_id: fromBigInt(state.clusterId, 'unsigned'),
    member_id: fromBigInt(state.memberId, 'unsigned'),
    ...(revision === 0 ? {} : { revision }),
    raft_term: state.raftTerm,
  };
}

/** The current state, and whoever wants to know when it changes. */
export class NodeStateView {
  readonly #listeners = new Set<() => void>();
  #current: NodeState | undefined;
  #connected = false;

  /** The last state heard, also while the node is away; undefined until the first. */
  get current(): NodeState | undefined {
    return this.#current;
  }

  /** Whether the node is reachable now. */
  get isConnected(): boolean {
    return this.#connected;
  }

  /** False also while the node is away: a member that cannot be asked has no leader to offer. */
  get hasLeader(): boolean {
    return this.#connected && this.#current !== undefined && this.#current.leaderId !== 0n;
  }

  /** It takes no part in decisions, and etcd's learners serve little. */
  get isLearner(): boolean {
    return this.#current?.isLearner ?? false;
  }

  /** Requests need the token of a user. */
  get isAuthEnabled(): boolean {
    return this.#current?.isAuthEnabled ?? false;
  }

  /** Called after every change; returns how to stop that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  update(state: NodeState): void {
    this.#current = state;
    this.#connected = true;
    for (const listener of this.#listeners) listener();
  }

  disconnected(): void {
    if (!this.#connected) return;
    this.#connected = false;
    for (const listener of this.#listeners) listener();
  }
}

import { fromBigInt } from '@cairn/proto';
import type { Int64, cairn } from '@cairn/proto';
import type { Replica } from '@cairn/replica';

type Fields = cairn.v1.NodeState.$Properties;

/** What one gateway knows of the node: it is told only what is new to it. */
export class NodeState {
  readonly #replica: Replica;
  readonly #clusterId: Int64;
  readonly #memberId: Int64;
  #said: Fields | undefined;
  #saidLeader = 0n;

  constructor(replica: Replica) {
    this.#replica = replica;
    this.#clusterId = fromBigInt(replica.clusterId, 'unsigned');
    this.#memberId = fromBigInt(replica.memberId, 'unsigned');
  }

  /** Undefined = nothing has changed since the last call. */
  news(): Fields | undefined {
    const { machine, leader, term, appliedIndex } = this.#replica;
    const { currentRevision, compactRevision } = machine.store;
    const { epoch, address } = machine.leasePrimary;
    const isLearner = machine.isLearner(this.#replica.memberId);
    const isAuthEnabled = machine.auth.isEnabled;
    const said = this.#said;
    if (
      said !== undefined &&
      this.#saidLeader === leader &&
      said.raft_term === term &&
      said.applied_index === appliedIndex &&
      said.revision === currentRevision &&
      said.compact_revision === compactRevision &&
      said.lease_epoch === epoch &&
      said.is_learner === isLearner &&
      said.auth_enabled === isAuthEnabled
    ) {
      return undefined;
    }
    this.#saidLeader = leader;
    this.#said = {
      cluster_id: this.#clusterId,
      member_id: this.#memberId,
      leader_id: fromBigInt(leader, 'unsigned'),
      raft_term: term,
      applied_index: appliedIndex,
      revision: currentRevision,
      compact_revision: compactRevision,
      lease_epoch: epoch,
      keeper_address: address,
      is_learner: isLearner,
      auth_enabled: isAuthEnabled,
    };
    return this.#said;
  }
}

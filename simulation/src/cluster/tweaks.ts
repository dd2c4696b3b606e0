// Where a deliberate bug may put its hands: each function stands between the product and one of its
// ports, and normally does nothing. A bug replaces one of them.
import type { Backend, TableRecord } from '@cairn/backend';
import type { ConnectSubscriber } from '@cairn/bus';
import type { NodeHistory } from '@cairn/client-gateway';
import type { Raft, RaftInitialState, RaftOptions, Ready, SnapshotMeta } from '@cairn/raft';
import type { KnownCluster } from '@cairn/raft-node';
import type { RpcClient } from '@cairn/rpc';
import type { FileSystem, Wal } from '@cairn/wal';

export interface MemberTweaks {
  readonly fileSystem: (files: FileSystem) => FileSystem;
  readonly wal: (wal: Wal) => Wal;
  readonly backend: (backend: Backend) => Backend;
  readonly initialState: (found: RaftInitialState, backend: Backend) => RaftInitialState;
  /** Another Raft than the real one; undefined = the real one. */
  readonly raft: (
    options: RaftOptions,
    initial: RaftInitialState,
    onReady: (ready: Ready, raft: Raft) => void,
  ) => Raft | undefined;
  readonly snapshotMeta: (meta: SnapshotMeta) => SnapshotMeta;
  /** Of a state that comes from another member. */
  readonly arriving: (
    records: AsyncIterable<TableRecord>,
    /** Whether it has broken off and gone on since. */
    isResumed: () => boolean,
  ) => AsyncIterable<TableRecord>;
  /** What a member begins with that goes on alone. */
  readonly survivor: (found: RaftInitialState) => RaftInitialState;
  /** What a newcomer hears when it asks who the members are. @param urls those in its flags */
  readonly told: (known: KnownCluster, urls: readonly string[]) => KnownCluster;
  /** Whether a member takes another one for a former member. */
  readonly isRemoved: (was: boolean) => boolean;
  /** Why a member does not listen to another one. */
  readonly mistake: (was: string | undefined) => string | undefined;
  readonly graceMs: (ms: number) => number;
  readonly gatewayClient: (client: RpcClient) => RpcClient;
  readonly keeperClient: (client: RpcClient) => RpcClient;
  readonly history: (history: NodeHistory) => Pick<NodeHistory, 'backfill' | 'follow'>;
  readonly subscriber: (connect: ConnectSubscriber) => ConnectSubscriber;
}

export const noTweaks: MemberTweaks = {
  fileSystem: (files) => files,
  wal: (wal) => wal,
  backend: (backend) => backend,
  initialState: (found) => found,
  raft: () => undefined,
  snapshotMeta: (meta) => meta,
  arriving: (records) => records,
  survivor: (found) => found,
  told: (known) => known,
  isRemoved: (was) => was,
  mistake: (was) => was,
  graceMs: (ms) => ms,
  gatewayClient: (client) => client,
  keeperClient: (client) => client,
  history: (history) => history,
  subscriber: (connect) => connect,
};

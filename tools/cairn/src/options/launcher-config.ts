import type { FeatureGates } from './feature-gates.ts';

/** What a member was told, with etcd's names where etcd has one. Empty lists and texts: not given. */
export interface LauncherConfig {
  readonly name: string;
  readonly dataDir: string;
  readonly listenClientUrls: readonly string[];
  readonly advertiseClientUrls: readonly string[];
  readonly listenPeerUrls: readonly string[];
  readonly initialAdvertisePeerUrls: readonly string[];
  /** `name=url`; a member with several URLs appears several times. */
  readonly initialCluster: readonly string[];
  readonly initialClusterToken: string;
  readonly initialClusterState: 'new' | 'existing';
  readonly forceNewCluster: boolean;
  readonly strictReconfigCheck: boolean;
  readonly maxLearners: number;
  readonly listenMetricsUrls: readonly string[];
  readonly snapshotCount: number;
  readonly snapshotCatchupEntries: number;
  readonly snapshotSendRate: number;
  readonly heartbeatInterval: number;
  readonly electionTimeout: number;
  readonly maxTxnOps: number;
  readonly maxRequestBytes: number;
  readonly maxConcurrentStreams: number;
  readonly quotaBackendBytes: number;
  readonly quotaAutoDisarm: boolean;
  readonly autoCompactionMode: 'periodic' | 'revision';
  readonly autoCompactionRetention: string;
  readonly initialCorruptCheck: boolean;
  readonly corruptCheckTime: number;
  readonly compactHashCheckEnabled: boolean;
  readonly compactHashCheckTime: number;
  readonly featureGates: FeatureGates;
  readonly watchProgressNotifyInterval: number;
  readonly unsafeNoFsync: boolean;
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'dpanic' | 'panic' | 'fatal';
  readonly logFormat: 'console' | 'json';
  readonly natsUrl: string;
  readonly noNats: boolean;
  readonly listenNodeAddress: readonly string[];
  readonly listenKeeperAddress: string;
  readonly nodeAddresses: readonly string[];
  readonly exitWithParent: boolean;
}

import type { EdgeConfig, MemberConfig, NatsSecurityConfig, TracingConfig } from '@cairn/config';
import type { ClientPortTlsConfig, PeerTlsConfig, ServiceTlsConfig } from '@cairn/tls';
import type { FeatureGates } from './feature-gates.ts';

/** What a member was told, with etcd's names where etcd has one. Empty lists and texts: not given. */
export interface LauncherConfig
  extends
    MemberConfig,
    EdgeConfig,
    ClientPortTlsConfig,
    PeerTlsConfig,
    ServiceTlsConfig,
    NatsSecurityConfig,
    TracingConfig {
  readonly name: string;
  readonly dataDir: string;
  readonly listenClientUrls: readonly string[];
  readonly advertiseClientUrls: readonly string[];
  readonly listenPeerUrls: readonly string[];
  readonly initialAdvertisePeerUrls: readonly string[];
  /** `name=url`; a member with several URLs appears several times. */
  readonly initialCluster: readonly string[];
  readonly initialClusterToken: string;
  readonly forceNewCluster: boolean;
  readonly listenMetricsUrls: readonly string[];
  readonly heartbeatInterval: number;
  readonly electionTimeout: number;
  readonly featureGates: FeatureGates;
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'dpanic' | 'panic' | 'fatal';
  readonly logFormat: 'console' | 'json';
  readonly natsUrl: string;
  readonly noNats: boolean;
  readonly listenNodeAddress: readonly string[];
  readonly listenKeeperAddress: string;
  readonly nodeAddresses: readonly string[];
  readonly exitWithParent: boolean;
}

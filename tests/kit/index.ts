export { EtcdClient, MessageStream, RpcError } from './client.ts';
export type { CallOptions, Received, Sent } from './client.ts';
export { startCluster } from './cluster.ts';
export type {
  Cluster,
  ClusterMember,
  ClusterOptions,
  JoinOptions,
  Peer,
  PreparedMember,
} from './cluster.ts';
export { startEtcdCluster } from './etcd-cluster.ts';
export { etcdVersion, newerEtcd, newerEtcdctl, startEtcd } from './etcd.ts';
export type { EtcdOptions } from './etcd.ts';
export { etcdctl } from './etcdctl.ts';
export type { CommandResult, EtcdctlOptions } from './etcdctl.ts';
export { askHttp, isHealthy } from './http.ts';
export type { HttpAnswer, HttpAsk } from './http.ts';
export { repositoryRoot, startCairn } from './launcher.ts';
export type { LauncherOptions } from './launcher.ts';
export { announce, promote, remove, whenReady } from './membership.ts';
export { startNats } from './nats.ts';
export type { NatsServer } from './nats.ts';
export { toMessage, toPlain } from './plain.ts';
export type { PlainValue } from './plain.ts';
export { freePort } from './ports.ts';
export { Program } from './program.ts';
export type { ProgramExit, ProgramOptions } from './program.ts';
export { findTool, requireTools, toolPath } from './require-tools.ts';
export type { ToolRequirement } from './require-tools.ts';
export { streamRpcs, unaryRpcs } from './rpc-table.ts';
export type { Answer, Ask, Codec, StreamRpcs, UnaryRpcs } from './rpc-table.ts';
export { removeScratch, scratchDirectory, scratchLog } from './scratch.ts';
export type { SingleServer } from './server.ts';
export {
  followedVersion,
  startSubject,
  startSubjectCluster,
  subjectIsEtcd,
  subjectVersion,
} from './subject.ts';
export { GiveUp, until } from './until.ts';
export type { UntilOptions } from './until.ts';

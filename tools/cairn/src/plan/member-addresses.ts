// Where the services of a member listen and find each other.
//
// The services of one member reach their raft-node over a Unix socket in the member's runtime
// directory: no port, no name, half the cost per message. In a cluster, the lease-keeper of one member
// must also reach the raft-node that leads and gateways the keeper that is primary, so both get TCP
// addresses in addition. etcd's command line has no place for them; to let a cluster's start scripts
// work unchanged they are derived from what every member knows, the peer URLs: port + 1000 for
// raft-nodes, port + 2000 for keepers.
//
// A member that is alone may get company while it runs. On other machines that can only be if its peer
// URL is reachable from there, and then its services listen as those of a cluster do, from the beginning.
//
// A raft-node must not be named twice in a keeper's list, so its own TCP address is left out there.
import type { LauncherConfig } from '../options/launcher-config.ts';
import { hostAndPort, joinHostPort, readClusterMembers } from './cluster-members.ts';
import type { ClusterMember } from './cluster-members.ts';

export interface MemberAddresses {
  readonly advertiseClientUrls: readonly string[];
  readonly advertisePeerUrls: readonly string[];
  readonly cluster: readonly ClusterMember[];
  readonly node: NodeAddresses;
  readonly keeper: ServiceAddress;
  /** The raft-nodes of all members, this one first. */
  readonly nodes: readonly string[];
}

/** Each `host:port` or `unix:/path`. */
export interface NodeAddresses {
  readonly listen: readonly string[];
  /** How the services of this member connect to it. */
  readonly local: string;
}

/** Each `host:port` or `unix:/path`. */
export interface ServiceAddress {
  readonly listen: string;
  /** How others connect to it. */
  readonly connect: string;
}

const nodePortOffset = 1_000;
const keeperPortOffset = 2_000;
const portMax = 65_535;

export class AddressError extends Error {
  override readonly name = 'AddressError';
}

/** @throws AddressError when a port cannot be derived and was not given. */
export function memberAddresses(config: LauncherConfig, runtimeDirectory: string): MemberAddresses {
  const advertisePeerUrls = orElse(config.initialAdvertisePeerUrls, config.listenPeerUrls);
  const cluster =
    config.initialCluster.length > 0
      ? readClusterMembers(config.initialCluster)
      : [{ name: config.name, peerUrls: advertisePeerUrls }];
  const isAlone = isSingleMember(config) && advertisePeerUrls.every(isOnThisMachine);
  const reachable = isAlone
    ? config.listenNodeAddress.map((address) => ({ listen: address, connect: address }))
    : nodeAddressesOf(config);
  const local = reachable.find(({ listen }) => listen.startsWith('unix:'))?.listen;
  const node = {
    local: local ?? socketAddress(runtimeDirectory, 'node'),
    listen: reachable.map(({ listen }) => listen),
  };
  if (local === undefined) node.listen.unshift(node.local);
  const keeper = isAlone
    ? socket(config.listenKeeperAddress, runtimeDirectory)
    : derived(config, config.listenKeeperAddress, keeperPortOffset);
  return {
    advertiseClientUrls: orElse(config.advertiseClientUrls, config.listenClientUrls),
    advertisePeerUrls,
    cluster,
    node,
    keeper,
    nodes: [node.local, ...otherNodes(config, cluster, reachable)],
  };
}

export function isSingleMember(config: LauncherConfig): boolean {
  const names = new Set(readClusterMembers(config.initialCluster).map(({ name }) => name));
  return (
    names.size <= 1 && config.initialClusterState === 'new' && config.nodeAddresses.length === 0
  );
}

function isOnThisMachine(url: string): boolean {
  const { host } = hostAndPort(url);
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

function socketAddress(runtimeDirectory: string, name: string): string {
  return `unix:${runtimeDirectory}/${name}.sock`;
}

function socket(given: string, runtimeDirectory: string): ServiceAddress {
  const address = given === '' ? socketAddress(runtimeDirectory, 'keeper') : given;
  return { listen: address, connect: address };
}

function nodeAddressesOf(config: LauncherConfig): readonly ServiceAddress[] {
  const given = config.listenNodeAddress.length > 0 ? config.listenNodeAddress : [''];
  return given.map((address) => derived(config, address, nodePortOffset));
}

function derived(config: LauncherConfig, given: string, offset: number): ServiceAddress {
  const [listenUrl = ''] = config.listenPeerUrls;
  const [advertiseUrl = ''] = orElse(config.initialAdvertisePeerUrls, config.listenPeerUrls);
  const reachedAt = hostAndPort(advertiseUrl).host;
  if (given !== '') {
    const port = Number(/:(\d+)$/.exec(given)?.[1]);
    const isTcp = Number.isSafeInteger(port) && !given.startsWith('unix:');
    return { listen: given, connect: isTcp ? joinHostPort(reachedAt, port) : given };
  }
  const listenAt = hostAndPort(listenUrl);
  return {
    listen: joinHostPort(listenAt.host, offsetPort(listenAt.port, offset)),
    connect: joinHostPort(reachedAt, offsetPort(hostAndPort(advertiseUrl).port, offset)),
  };
}

function otherNodes(
  config: LauncherConfig,
  cluster: readonly ClusterMember[],
  own: readonly ServiceAddress[],
): readonly string[] {
  const all =
    config.nodeAddresses.length > 0
      ? config.nodeAddresses
      : cluster
          .filter(({ name }) => name !== config.name)
          .flatMap(({ peerUrls }) => peerUrls.slice(0, 1))
          .map(hostAndPort)
          .map(({ host, port }) => joinHostPort(host, offsetPort(port, nodePortOffset)));
  const isOwn = new Set(own.map(({ connect }) => connect));
  return all.filter((address) => !isOwn.has(address));
}

function offsetPort(port: number, offset: number): number {
  if (port + offset > portMax) {
    throw new AddressError(
      `no port can be derived from peer port ${port}: give --listen-node-address, ` +
        '--listen-keeper-address and --node-addresses',
    );
  }
  return port + offset;
}

function orElse(given: readonly string[], otherwise: readonly string[]): readonly string[] {
  return given.length > 0 ? given : otherwise;
}

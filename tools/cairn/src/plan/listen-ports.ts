// Which TCP ports a member takes, and by which flag each can be moved.
import { unixPathOf } from '@cairn/config';
import type { LauncherConfig } from '../options/launcher-config.ts';
import type { PortClaim } from '../startup/ports.ts';
import { hostAndPort, isWildcard, joinHostPort } from './cluster-members.ts';
import type { MemberAddresses } from './member-addresses.ts';

export interface PortFinder {
  isPortFree(host: string, port: number): Promise<boolean>;
  findFreePort(host: string): Promise<number>;
}

const metricsHost = '127.0.0.1';
const portMax = 65_535;

/** As told; else two above the client port (etcd's custom: 2381) when that is free, else any. */
export async function chooseMetricsAddresses(
  config: LauncherConfig,
  finder: PortFinder,
): Promise<readonly string[]> {
  if (config.listenMetricsUrls.length > 0) {
    return config.listenMetricsUrls.map((url) => {
      const { host, port } = hostAndPort(url);
      const address = joinHostPort(listenHost(host), port);
      return url.startsWith('https:') ? `tls:${address}` : address;
    });
  }
  const [first] = config.listenClientUrls.filter((url) => unixPathOf(url) === undefined);
  const customary = first === undefined ? 0 : hostAndPort(first).port + 2;
  const isUsable =
    first !== undefined &&
    customary <= portMax &&
    (await finder.isPortFree(metricsHost, customary));
  const port = isUsable ? customary : await finder.findFreePort(metricsHost);
  return [joinHostPort(metricsHost, port)];
}

export function portClaims(
  config: LauncherConfig,
  addresses: MemberAddresses,
  metricsAddresses: readonly string[],
): readonly PortClaim[] {
  return [
    ...urlClaims(
      '--listen-client-urls',
      config.listenClientUrls.filter((url) => unixPathOf(url) === undefined),
    ),
    ...urlClaims('--listen-peer-urls', config.listenPeerUrls),
    ...addressClaims('--listen-metrics-urls', metricsAddresses),
    ...addressClaims('--listen-node-address', addresses.node.listen),
    ...addressClaims('--listen-keeper-address', [addresses.keeper.listen]),
  ];
}

/** The first client URL, with an address one can connect to from this machine. */
export function localClientUrl(config: LauncherConfig): string {
  const [url = ''] = config.listenClientUrls;
  if (unixPathOf(url) !== undefined) return url;
  const { host, port } = hostAndPort(url);
  const scheme = url.startsWith('https:') ? 'https' : 'http';
  return `${scheme}://${joinHostPort(isWildcard(host) ? '127.0.0.1' : host, port)}`;
}

function urlClaims(flag: string, urls: readonly string[]): readonly PortClaim[] {
  return urls.map(hostAndPort).map(({ host, port }) => ({ flag, host: listenHost(host), port }));
}

function addressClaims(flag: string, addresses: readonly string[]): readonly PortClaim[] {
  const overTcp = addresses.filter((address) => !address.startsWith('unix:'));
  return urlClaims(
    flag,
    overTcp.map((address) => `http://${address.replace(/^tls:/, '')}`),
  );
}

function listenHost(host: string): string {
  return host === 'localhost' ? '127.0.0.1' : host;
}

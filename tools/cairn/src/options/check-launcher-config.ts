// The rules between flags, with etcd's reasons. All that is broken is said at once.
import { isIP } from 'node:net';
import {
  edgeMistakes,
  flagsOf,
  natsSecurityMistakes,
  natsSecurityOptions,
  parseDurationMs,
  tracingMistakes,
  unixPathOf,
} from '@cairn/config';
import { clientPortTlsMistakes, peerTlsMistakes, serviceTlsMistakes } from '@cairn/tls';
import { hostAndPort, isWildcard, readClusterMembers } from '../plan/cluster-members.ts';
import type { LauncherConfig } from './launcher-config.ts';

export function checkLauncherConfig(config: LauncherConfig): readonly string[] {
  return [
    ...checkUrls(config),
    ...checkListeners(config),
    ...checkAdvertised(config),
    ...checkCluster(config),
    ...checkTimes(config),
    ...checkRetention(config),
    ...edgeMistakes(config),
    ...clientPortTlsMistakes(config, config.listenClientUrls),
    ...peerTlsMistakes(config, config.listenPeerUrls),
    ...serviceTlsMistakes(config),
    ...checkNats(config),
    ...tracingMistakes(config),
  ];
}

type UrlFlag =
  | 'listen-client-urls'
  | 'advertise-client-urls'
  | 'listen-peer-urls'
  | 'initial-advertise-peer-urls'
  | 'listen-metrics-urls';

function urlsByFlag(config: LauncherConfig): readonly (readonly [UrlFlag, readonly string[]])[] {
  return [
    ['listen-client-urls', config.listenClientUrls],
    ['advertise-client-urls', config.advertiseClientUrls],
    ['listen-peer-urls', config.listenPeerUrls],
    ['initial-advertise-peer-urls', config.initialAdvertisePeerUrls],
    ['listen-metrics-urls', config.listenMetricsUrls],
  ];
}

function checkUrls(config: LauncherConfig): readonly string[] {
  return urlsByFlag(config).flatMap(([flag, urls]) =>
    urls.flatMap((url) => {
      const { protocol, pathname } = new URL(url);
      const hasCertificate = config.certFile !== '' || config.autoTls;
      if (protocol === 'https:' && flag === 'listen-metrics-urls' && !hasCertificate) {
        return [
          `--${flag}: ${url}: it needs the certificate of the client port, and there is none`,
        ];
      }
      if (protocol !== 'http:' && protocol !== 'https:') {
        const isOfClients = flag === 'listen-client-urls' || flag === 'advertise-client-urls';
        if (isOfClients && unixPathOf(url) !== undefined) return [];
        const allowed = isOfClients ? 'http://, https:// and unix:///path' : 'http:// and https://';
        return [`--${flag}: ${url}: only ${allowed} can be used here`];
      }
      return pathname === '/' ? [] : [`--${flag}: ${url}: a URL here has no path`];
    }),
  );
}

/** It has neither host nor port. */
function isUnix(url: string): boolean {
  return url.startsWith('unix:') || url.startsWith('unixs:');
}

function checkListeners(config: LauncherConfig): readonly string[] {
  return urlsByFlag(config)
    .filter(([flag]) => flag.startsWith('listen-'))
    .flatMap(([flag, urls]) => {
      if (urls.length === 0 && flag !== 'listen-metrics-urls') return [`--${flag} is empty`];
      return urls
        .filter((url) => !isUnix(url))
        .map((url) => ({ url, host: hostAndPort(url).host }))
        .filter(({ host }) => host !== 'localhost' && isIP(host) === 0)
        .map(
          ({ url }) => `--${flag}: ${url}: listening needs an IP address or localhost, not a name`,
        );
    });
}

function checkAdvertised(config: LauncherConfig): readonly string[] {
  const pairs = [
    ['advertise-client-urls', config.advertiseClientUrls, config.listenClientUrls],
    ['initial-advertise-peer-urls', config.initialAdvertisePeerUrls, config.listenPeerUrls],
  ] as const;
  return pairs.flatMap(([flag, advertised, listened]) => {
    const told = advertised.length > 0 ? advertised : listened;
    const wild = told.filter((url) => !isUnix(url) && isWildcard(hostAndPort(url).host));
    if (wild.length === 0) return [];
    return [`--${flag} is needed: others cannot connect to ${wild.join(', ')}`];
  });
}

function checkCluster(config: LauncherConfig): readonly string[] {
  if (config.initialCluster.length === 0) {
    return config.initialClusterState === 'existing'
      ? ['--initial-cluster is needed with --initial-cluster-state existing']
      : [];
  }
  const malformed = config.initialCluster.filter((entry) => {
    const at = entry.indexOf('=');
    return at < 1 || !URL.canParse(entry.slice(at + 1));
  });
  if (malformed.length > 0) {
    return malformed.map((entry) => `--initial-cluster: "${entry}" is not name=peer-url`);
  }
  const members = readClusterMembers(config.initialCluster);
  const own = members.find(({ name }) => name === config.name);
  if (own === undefined) {
    const names = members.map(({ name }) => name).join(', ');
    return [`--initial-cluster has ${names}, but not this member's --name ${config.name}`];
  }
  const told =
    config.initialAdvertisePeerUrls.length > 0
      ? config.initialAdvertisePeerUrls
      : config.listenPeerUrls;
  if (told.toSorted().join() === own.peerUrls.toSorted().join()) return [];
  return [
    `--initial-cluster says ${config.name} is at ${own.peerUrls.join(', ')}, ` +
      `--initial-advertise-peer-urls says ${told.join(', ')}`,
  ];
}

function checkTimes(config: LauncherConfig): readonly string[] {
  const shortest = 5 * config.heartbeatInterval;
  if (config.electionTimeout >= shortest) return [];
  return [
    `--election-timeout ${config.electionTimeout} must be at least five times ` +
      `--heartbeat-interval ${config.heartbeatInterval}`,
  ];
}

/** A NATS of the member's own needs no secrets: nobody else reaches it. */
function checkNats(config: LauncherConfig): readonly string[] {
  const given = Object.entries(flagsOf(natsSecurityOptions, config)).filter(
    ([, text]) => text !== '',
  );
  const idle = config.natsUrl === '' ? given.map(([flag]) => `--${flag} needs --nats-url`) : [];
  return [...idle, ...natsSecurityMistakes(config)];
}

/** The member reads it; here a mistake is said before anything is started. */
function checkRetention(config: LauncherConfig): readonly string[] {
  const { autoCompactionMode: mode, autoCompactionRetention: retention } = config;
  const isCount = /^\d+$/.test(retention);
  if (isCount || (mode === 'periodic' && parseDurationMs(retention) !== undefined)) return [];
  const wanted = mode === 'periodic' ? 'hours or a duration like 30m' : 'a number of revisions';
  return [`--auto-compaction-retention: "${retention}" is not ${wanted}`];
}

// Who the members are, from the flags. Members of one name with several URLs are one member. The flags
// count at a member's first start; later its data say who it is, see open-data.ts.
import { computeMemberId } from '@cairn/replica';
import type { Member } from '@cairn/replica';
import { DoNotRestartError } from '@cairn/service';
import type { RaftNodeConfig } from './config.ts';

export interface InitialCluster {
  readonly self: Member;
  readonly members: readonly Member[];
}

/** The ids are those of a new cluster. @throws DoNotRestartError naming every mistake in the flags. */
export function initialCluster(config: RaftNodeConfig): InitialCluster {
  const { urlsByName, mistakes } = parseItems(initialClusterItems(config));
  mistakes.push(...ownMistakes(config, urlsByName.get(config.name)), ...listenMistakes(config));
  if (mistakes.length > 0) throw new DoNotRestartError(mistakes.join('\n'));
  const members = [...urlsByName.values()].map((peerUrls) => newMember(peerUrls, config));
  const self = newMember(urlsByName.get(config.name) ?? [], config);
  return { self, members };
}

/**
 * The same for a member that has data: what the flags say of the first start is not checked any more,
 * because members have come, gone and moved since. @throws DoNotRestartError
 */
export function describedCluster(config: RaftNodeConfig): InitialCluster {
  const mistakes = listenMistakes(config);
  if (mistakes.length > 0) throw new DoNotRestartError(mistakes.join('\n'));
  const { urlsByName } = parseItems(initialClusterItems(config));
  const members = [...urlsByName.values()].map((peerUrls) => newMember(peerUrls, config));
  const self = newMember(config.initialAdvertisePeerUrls, config);
  return { self, members: members.length === 0 ? [self] : members };
}

interface ParsedItems {
  readonly urlsByName: ReadonlyMap<string, string[]>;
  readonly mistakes: string[];
}

function parseItems(items: readonly string[]): ParsedItems {
  const urlsByName = new Map<string, string[]>();
  const seen = new Set<string>();
  const mistakes: string[] = [];
  for (const item of items) {
    const [name, url] = splitOnce(item);
    const mistake = name === '' ? 'is not name=url' : urlMistake(url, seen);
    if (mistake !== undefined) mistakes.push(`--initial-cluster: "${item}" ${mistake}`);
    else urlsByName.set(name, [...(urlsByName.get(name) ?? []), url]);
    seen.add(url);
  }
  return { urlsByName, mistakes };
}

function urlMistake(url: string, seen: ReadonlySet<string>): string | undefined {
  if (!URL.canParse(url)) return 'is not name=url';
  const { protocol } = new URL(url);
  if (!isPeerProtocol(protocol)) return 'has a URL that is not http:// or https://';
  return seen.has(url) ? 'has a URL that was given before: members would be one' : undefined;
}

function isPeerProtocol(protocol: string): boolean {
  return protocol === 'http:' || protocol === 'https:';
}

function ownMistakes(config: RaftNodeConfig, own: readonly string[] | undefined): string[] {
  const mistakes: string[] = [];
  if (own === undefined) {
    mistakes.push(
      `couldn't find local name "${config.name}" in the initial cluster configuration: ` +
        '--initial-cluster must mention this member by its --name',
    );
  } else if (!sameUrls(own, config.initialAdvertisePeerUrls)) {
    mistakes.push(
      `--initial-cluster has ${own.join(',')} for ${config.name}, but --initial-advertise-peer-urls ` +
        `is ${config.initialAdvertisePeerUrls.join(',')}: they must be equal`,
    );
  }
  return mistakes;
}

function listenMistakes(config: RaftNodeConfig): string[] {
  const mistakes: string[] = [];
  for (const url of config.listenPeerUrls) {
    if (!isPeerProtocol(new URL(url).protocol)) {
      mistakes.push(`--listen-peer-urls: "${url}" is not http:// or https://`);
    }
  }
  return mistakes;
}

function initialClusterItems(config: RaftNodeConfig): readonly string[] {
  if (config.initialCluster.length > 0) return config.initialCluster;
  return config.initialAdvertisePeerUrls.map((url) => `${config.name}=${url}`);
}

function newMember(peerUrls: readonly string[], config: RaftNodeConfig): Member {
  const id = computeMemberId(peerUrls, config.initialClusterToken);
  return { id, name: '', peerUrls, clientUrls: [], isLearner: false };
}

function splitOnce(item: string): [string, string] {
  const at = item.indexOf('=');
  return at < 0 ? ['', ''] : [item.slice(0, at), item.slice(at + 1)];
}

function sameUrls(a: readonly string[], b: readonly string[]): boolean {
  return a.toSorted().join() === b.toSorted().join();
}

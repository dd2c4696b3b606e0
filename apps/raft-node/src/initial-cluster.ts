// Who the members are, from the flags. Members of one name with several URLs are one member.
import { computeMemberId } from '@cairn/replica';
import type { Member } from '@cairn/replica';
import { DoNotRestartError } from '@cairn/service';
import type { RaftNodeConfig } from './config.ts';

export interface InitialCluster {
  readonly self: Member;
  readonly members: readonly Member[];
}

/** @throws DoNotRestartError naming every mistake in the flags. */
export function initialCluster(config: RaftNodeConfig): InitialCluster {
  const urlsByName = new Map<string, string[]>();
  const mistakes: string[] = [];
  for (const item of initialClusterItems(config)) {
    const [name, url] = splitOnce(item);
    if (name === '' || !URL.canParse(url)) {
      mistakes.push(`--initial-cluster: "${item}" is not name=url`);
      continue;
    }
    urlsByName.set(name, [...(urlsByName.get(name) ?? []), url]);
  }
  const own = urlsByName.get(config.name);
  if (own === undefined) {
    mistakes.push(`--initial-cluster does not mention this member, --name=${config.name}`);
  } else if (!sameUrls(own, config.initialAdvertisePeerUrls)) {
    mistakes.push(
      `--initial-cluster has ${own.join(',')} for ${config.name}, but --initial-advertise-peer-urls ` +
        `is ${config.initialAdvertisePeerUrls.join(',')}: they must be equal`,
    );
  }
  if (config.initialClusterState === 'existing') {
    mistakes.push(
      '--initial-cluster-state=existing: joining a running cluster is not supported yet',
    );
  }
  if (mistakes.length > 0) throw new DoNotRestartError(mistakes.join('\n'));
  const members = [...urlsByName].map(([, peerUrls]) => newMember(peerUrls, config));
  const self = newMember(own ?? [], config);
  return { self, members };
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

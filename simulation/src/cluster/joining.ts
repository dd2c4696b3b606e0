// How a machine with an empty disk becomes a member of a running cluster: the product's own way, with the
// questions to the others going over the simulated network. And how it does not: by flags with a mistake in
// them, of the kind that people make.
import { joinCluster, refuseSecondBeginning } from '@cairn/raft-node';
import type { JoinOptions, KnownCluster } from '@cairn/raft-node';
import type { Member } from '@cairn/replica';
import type { Host } from '../world/host.ts';
import type { MemberSurroundings } from './member.ts';

/** How long the one that is asked waits for its leader, and the newcomer for it: a third of the real times. */
const leaderMs = 300;
const answerMs = 1_000;
const nowhere = 'http://nowhere:2380';

/** None of them can be right by chance, whoever comes and goes meanwhile: they name who was never there. */
export const flagMistakes = [
  'one too many',
  'another moved',
  'not itself',
  'other address',
] as const;
export type FlagMistake = (typeof flagMistakes)[number];

export interface Joining {
  readonly around: MemberSurroundings;
  readonly host: Host;
  readonly url: string;
  /** Nothing has ever been written: then it must not have run before. */
  readonly isFirstStart: boolean;
  readonly mistake?: FlagMistake;
}

type Joined = Awaited<ReturnType<typeof joinCluster>>;

/** @throws when the others do not answer, or do not know this machine, or know it too well */
export async function joinOthers(joining: Joining): Promise<Joined> {
  const { around, host, url, isFirstStart, mistake } = joining;
  const flags = flagsOf(host.name, url, around.members());
  const given = mistake === undefined ? flags : withMistake(flags, mistake);
  const joined = await joinCluster({
    config: given as unknown as JoinOptions['config'],
    ask: async (peerUrl) => {
      const known = await askMembers(around, host, peerUrl);
      return around.tweaks.told(known, given.initialCluster.map(urlOf));
    },
    signal: new AbortController().signal,
    rounds: 1,
  });
  if (isFirstStart) refuseSecondBeginning(joined.self);
  return joined;
}

interface Flags {
  readonly name: string;
  readonly initialAdvertisePeerUrls: readonly string[];
  /** `name=url` */
  readonly initialCluster: readonly string[];
  readonly initialClusterToken: string;
  readonly listenPeerUrls: readonly string[];
}

/** What whoever sets the machine up has written into its start script. */
function flagsOf(name: string, url: string, members: readonly Member[]): Flags {
  const own = `${name}=${url}`;
  const all = members.flatMap(({ id, peerUrls }) =>
    peerUrls.map((each) => (each === url ? own : `${id.toString(16)}=${each}`)),
  );
  return {
    name,
    initialAdvertisePeerUrls: [url],
    initialCluster: all.includes(own) ? all : [...all, own],
    initialClusterToken: 'simulation',
    listenPeerUrls: [url],
  };
}

function withMistake(flags: Flags, mistake: FlagMistake): Flags {
  const { name, initialCluster } = flags;
  const isOwn = (item: string): boolean => item.startsWith(`${name}=`);
  switch (mistake) {
    case 'one too many':
      return { ...flags, initialCluster: [...initialCluster, `nobody=${nowhere}`] };
    case 'another moved': {
      const moved = initialCluster.findIndex((item) => !isOwn(item));
      return { ...flags, initialCluster: initialCluster.with(moved, `nobody=${nowhere}`) };
    }
    case 'not itself':
      return { ...flags, initialCluster: initialCluster.filter((item) => !isOwn(item)) };
    case 'other address':
      return { ...flags, initialAdvertisePeerUrls: [nowhere] };
  }
}

function urlOf(item: string): string {
  return item.slice(item.indexOf('=') + 1);
}

function askMembers(around: MemberSurroundings, from: Host, url: string): Promise<KnownCluster> {
  const { promise, resolve, reject } = Promise.withResolvers<KnownCluster>();
  setTimeout(() => reject(new Error(`nobody answers at ${url}`)), answerMs);
  const target = around.machineAt(url);
  if (target?.replica === undefined) {
    setTimeout(
      () => reject(new Error(`nobody listens at ${url}`)),
      around.network.delayUs() / 1_000,
    );
    return promise;
  }
  around.network.send(from, target.host, 'members?', () => {
    const { replica } = target;
    replica?.readLinearizable(() => {
      const known = { clusterId: replica.clusterId, members: replica.machine.members };
      around.network.send(target.host, from, 'members', () => resolve(known));
    }, leaderMs);
  });
  return promise;
}

// How a machine with an empty disk becomes a member of a running cluster: the product's own way, with the
// questions to the others going over the simulated network.
import { joinCluster, refuseSecondBeginning } from '@cairn/raft-node';
import type { JoinOptions, KnownCluster } from '@cairn/raft-node';
import type { Member } from '@cairn/replica';
import type { Host } from '../world/host.ts';
import type { MemberSurroundings } from './member.ts';

/** How long the one that is asked waits for its leader, and the newcomer for it: a third of the real times. */
const leaderMs = 300;
const answerMs = 1_000;

export interface Joining {
  readonly around: MemberSurroundings;
  readonly host: Host;
  readonly url: string;
  /** Nothing has ever been written: then it must not have run before. */
  readonly isFirstStart: boolean;
}

type Joined = Awaited<ReturnType<typeof joinCluster>>;

/** @throws when the others do not answer, or do not know this machine, or know it too well */
export async function joinOthers({ around, host, url, isFirstStart }: Joining): Promise<Joined> {
  const joined = await joinCluster({
    config: flagsOf(host.name, url, around.members()),
    ask: (peerUrl) => askMembers(around, host, peerUrl),
    signal: new AbortController().signal,
    rounds: 1,
  });
  if (isFirstStart) refuseSecondBeginning(joined.self);
  return joined;
}

/** What whoever sets the machine up has written into its start script. */
function flagsOf(name: string, url: string, members: readonly Member[]): JoinOptions['config'] {
  const flags = {
    name,
    initialAdvertisePeerUrls: [url],
    initialCluster: members.flatMap(({ id, peerUrls }) =>
      peerUrls.map((each) => `${each === url ? name : id.toString(16)}=${each}`),
    ),
    initialClusterToken: 'simulation',
    listenPeerUrls: [url],
  };
  return flags as unknown as JoinOptions['config'];
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

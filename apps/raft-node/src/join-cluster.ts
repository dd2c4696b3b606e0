// A member with an empty data directory and the cluster that it belongs to.
//
// One that joins (`--initial-cluster-state=existing`) knows neither the cluster's id nor its own, which
// was made when it was added: the others tell it. A member asked may be late and not know the newcomer
// yet, so the others are asked again for a while before the answer is believed.
//
// And no member may begin twice. What it has promised, its vote and the entries it acknowledged, is on its
// disk; were it to begin again with an empty one, an acknowledged write could be lost. A member that has
// ever run has published its name, so the others know. It has to be removed and added anew.
import { setTimeout as delay } from 'node:timers/promises';
import type { Member } from '@cairn/replica';
import { DoNotRestartError } from '@cairn/service';
import type { RaftNodeConfig } from './config.ts';
import { initialCluster } from './initial-cluster.ts';
import type { InitialCluster } from './initial-cluster.ts';
import type { AskMembers, KnownCluster } from './peers/ask-members.ts';
import { untilAborted } from './until-aborted.ts';

export interface JoinOptions {
  readonly config: RaftNodeConfig;
  readonly ask: AskMembers;
  /** Ends the waiting; the join is rejected with its reason. */
  readonly signal: AbortSignal;
  /** Between two rounds of asking. */
  readonly pauseMs?: number;
  /** Rounds in which everybody is asked before the join is given up. */
  readonly rounds?: number;
}

export interface JoinedCluster extends KnownCluster {
  readonly self: Member;
}

/** How the members told fit the flags. */
type Fit =
  | { readonly kind: 'fits'; readonly self: Member }
  | { readonly kind: 'differs'; readonly reason: string };

/**
 * @throws DoNotRestartError with etcd's text when the cluster is not the one that the flags describe;
 *   another error when nobody answers, which may change.
 */
export async function joinCluster(options: JoinOptions): Promise<JoinedCluster> {
  const { config, signal, pauseMs = 500, rounds = 10 } = options;
  const flags = initialCluster(config);
  let differs: string | undefined;
  for (let round = 0; round < rounds; round++) {
    if (round > 0) await delay(pauseMs, undefined, { signal });
    const answers = await askOthers(flags, options);
    for (const answer of answers) {
      const fit = fitOf(flags, answer);
      if (fit.kind === 'fits') return { ...answer, self: fit.self };
      differs = fit.reason;
    }
  }
  const urls = otherUrls(flags).join(',');
  if (differs !== undefined) {
    throw new DoNotRestartError(`error validating peerURLs ${urls}: ${differs}`);
  }
  throw new Error(
    'cannot fetch cluster info from peer urls: could not retrieve cluster information from the ' +
      `given URLs (${urls})`,
  );
}

/** @throws DoNotRestartError when the cluster knows this member as one that has run before. */
export function refuseSecondBeginning(self: Member): void {
  if (self.name === '') return;
  throw new DoNotRestartError(
    `member ${self.id.toString(16)} has already been bootstrapped, but its data directory is empty: ` +
      'what it has promised the others is lost. Bring the directory back, or remove the member from ' +
      'the cluster, add it again and start it with --initial-cluster-state=existing',
  );
}

/** A founder asks, too: its cluster may be running for long. Those who do not answer count as founders. */
export async function checkFounding(flags: InitialCluster, options: JoinOptions): Promise<void> {
  for (const { members } of await askOthers(flags, options)) {
    const self = members.find(({ id }) => id === flags.self.id);
    if (self !== undefined) refuseSecondBeginning(self);
  }
}

async function askOthers(
  flags: InitialCluster,
  { ask, signal }: JoinOptions,
): Promise<KnownCluster[]> {
  const asked = Promise.allSettled(otherUrls(flags).map((url) => ask(url)));
  const answers = await untilAborted(asked, signal);
  return (
    answers
      .filter((answer) => answer.status === 'fulfilled')
      .map(({ value }) => value)
      // One that has not been told who the members are itself cannot tell.
      .filter(({ members }) => members.length > 0)
  );
}

function otherUrls({ self, members }: InitialCluster): readonly string[] {
  return members.filter(({ id }) => id !== self.id).flatMap(({ peerUrls }) => peerUrls);
}

function fitOf(flags: InitialCluster, { members }: KnownCluster): Fit {
  if (members.length !== flags.members.length) {
    return {
      kind: 'differs',
      reason:
        `member count is unequal: the cluster has ${members.length} members (${listOf(members)}), ` +
        `--initial-cluster names ${flags.members.length}`,
    };
  }
  const described = new Set(flags.members.map(({ peerUrls }) => urlsKey(peerUrls)));
  const stranger = members.find(({ peerUrls }) => !described.has(urlsKey(peerUrls)));
  if (stranger !== undefined) {
    const { id, peerUrls } = stranger;
    return {
      kind: 'differs',
      reason:
        `PeerURLs: no match found for existing member (${id.toString(16)}, [${peerUrls.join(' ')}]): ` +
        'check --initial-cluster',
    };
  }
  const own = urlsKey(flags.self.peerUrls);
  const self = members.find(({ peerUrls }) => urlsKey(peerUrls) === own);
  if (self !== undefined) return { kind: 'fits', self };
  return { kind: 'differs', reason: `unmatched member while checking PeerURLs (${own})` };
}

function urlsKey(peerUrls: readonly string[]): string {
  return peerUrls
    .map((url) => (URL.canParse(url) ? new URL(url).href : url))
    .toSorted()
    .join();
}

function listOf(members: readonly Member[]): string {
  return members.map(({ id, peerUrls }) => `${id.toString(16)} ${peerUrls.join(',')}`).join('; ');
}

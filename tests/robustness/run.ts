// One run: a cluster, clients and watchers on it, one fault after the other, then a whole cluster again,
// and every guarantee checked on everything that was seen.
import { setTimeout as delay } from 'node:timers/promises';
import { SeededRandom } from '@cairn/core';
import { checkHistory } from '@cairn/history';
import type { Change, History, Verdict, WatchResponse, WatchSession } from '@cairn/history';
import { until } from '../kit/index.ts';
import type { ClusterMember } from '../kit/index.ts';
import { startFaultyCluster } from './cluster.ts';
import type { ClusterSettings, FaultyCluster } from './cluster.ts';
import { faults } from './faults.ts';
import type { Fault } from './faults.ts';
import { Load } from './load.ts';
import { LogWatcher } from './log-watcher.ts';
import type { PeerNetwork } from './network.ts';
import { Recording, RecordingClient } from './recorder.ts';
import { recordWatch } from './watch-session.ts';
import { range } from './traffic/traffic.ts';
import type { Traffic } from './traffic/traffic.ts';

export interface RunSettings extends ClusterSettings {
  readonly seed: number;
  readonly traffic: Traffic;
  readonly durationMs: number;
  /** Between two turns of one client. */
  readonly pauseMs: number;
  /** Only faults whose name contains this. */
  readonly fault: string | undefined;
}

export interface InjectedFault {
  readonly name: string;
  readonly victim: string;
  readonly from: number;
  /** When all was repaired and served again. */
  readonly to: number;
}

export interface RunResult {
  readonly settings: RunSettings;
  readonly network: PeerNetwork['kind'];
  readonly history: History;
  readonly changes: readonly Change[];
  readonly faults: readonly InjectedFault[];
  readonly errors: ReadonlyMap<string, number>;
  readonly verdict: Verdict;
  /** What is wrong beside the history: hashes that differ, a member that did not come back. */
  readonly failures: readonly string[];
}

const calmMs = 1_500;
const finalTimeoutMs = 60_000;

export async function run(
  network: PeerNetwork,
  settings: RunSettings,
  say: (line: string) => void,
): Promise<RunResult> {
  await using cluster = await startFaultyCluster(network, settings);
  const recording = new Recording();
  const { members } = cluster;
  const log = new LogWatcher(members);
  const load = new Load({ ...settings, members, recording, log });
  const injected: InjectedFault[] = [];
  const failures: string[] = [];
  try {
    failures.push(...(await injectFaults(cluster, settings, recording, injected, say)));
  } catch (error) {
    failures.push(messageOf(error));
  }
  await load.stop();
  try {
    failures.push(...(await cluster.repair()));
    failures.push(...(await compareMembers(cluster, settings, recording, log)));
  } catch (error) {
    failures.push(messageOf(error));
  }
  await log.stop();
  failures.push(...log.mistakes);
  say('checking the history');
  const history = recording.history();
  const changes = log.changes();
  return {
    settings,
    network: network.kind,
    history,
    changes,
    faults: injected,
    errors: recording.errors,
    verdict: checkHistory(history, changes),
    failures,
  };
}

async function injectFaults(
  cluster: FaultyCluster,
  { seed, durationMs, fault: wanted = '' }: RunSettings,
  recording: Recording,
  injected: InjectedFault[],
  say: (line: string) => void,
): Promise<readonly string[]> {
  const failures: string[] = [];
  const random = new SeededRandom(seed);
  const order = shuffled(
    faults.filter(({ name, possible }) => name.includes(wanted) && possible(cluster)),
    random,
  );
  await delay(calmMs);
  for (let count = 0; recording.now() < durationMs; count++) {
    const fault = order[count % order.length];
    if (fault === undefined) break;
    const from = recording.now();
    const victim = await fault.inject({ cluster, random });
    failures.push(...(await cluster.repair()));
    const to = recording.now();
    injected.push({ name: fault.name, victim, from, to });
    const acknowledged = recording.operations.filter(({ outcome }) => outcome.kind === 'ok').length;
    say(
      `${(to / 1_000).toFixed(0)} s: ${fault.name} (${victim}), ${((to - from) / 1_000).toFixed(1)} s; ` +
        `${acknowledged} of ${recording.operations.length} operations answered`,
    );
    await delay(calmMs);
  }
  return failures;
}

/**
 * A last write through every member, then what each of them holds: all of it at the last revision, the
 * history that is left, and its hash. The reads and watches go into the history and are checked there.
 */
async function compareMembers(
  { members }: FaultyCluster,
  { traffic }: RunSettings,
  recording: Recording,
  log: LogWatcher,
): Promise<readonly string[]> {
  let revision = 0;
  for (const member of members) {
    using client = new RecordingClient(`last-${member.name}`, recording, [member]);
    const key = `${traffic.prefix}last`;
    revision = await until(
      `${member.name} takes writes again`,
      async () => {
        const value = `${member.name}/${recording.nextId()}`;
        const answer = await client.do({ type: 'put', key, value, leaseId: 0n }, 5_000);
        return answer?.revision;
      },
      { timeoutMs: finalTimeoutMs },
    );
  }
  await log.untilAllTold(revision);
  const failures: string[] = [];
  for (const member of members) {
    using client = new RecordingClient(`reader-${member.name}`, recording, [member]);
    const everything = { rangeEnd: '\0', serializable: true, revision };
    const answer = await client.do(range('\0', everything), 30_000);
    if (answer === undefined) failures.push(`${member.name} does not tell its state`);
  }
  await watchWhatIsLeft(members, recording, revision);
  return [...failures, ...(await compareHashes(members, revision))];
}

/** One session at each member, from as far back as it goes up to the last revision. */
async function watchWhatIsLeft(
  members: readonly ClusterMember[],
  recording: Recording,
  revision: number,
): Promise<void> {
  const request = {
    key: '\0',
    rangeEnd: '\0',
    prevKv: true,
    noPut: false,
    noDelete: false,
    progressNotify: false,
    fragment: true,
  };
  const watchFrom = (member: ClusterMember, startRevision: number): Promise<WatchSession> => {
    return recordWatch({
      recording,
      name: `history-${member.name}`,
      member,
      request: { ...request, startRevision },
      isOver: (last) => last !== undefined && last.kind !== 'created' && reached(last, revision),
      timeoutMs: finalTimeoutMs,
    });
  };
  await Promise.all(
    members.map(async (member) => {
      const last = (await watchFrom(member, 1)).responses.at(-1);
      if (last?.kind === 'canceled') await watchFrom(member, last.compactRevision);
    }),
  );
}

function reached(response: WatchResponse, revision: number): boolean {
  if (response.kind !== 'events') return response.revision >= revision;
  return !response.fragment && (response.events.at(-1)?.kv.modRevision ?? 0) >= revision;
}

async function compareHashes(
  members: readonly ClusterMember[],
  revision: number,
): Promise<readonly string[]> {
  const hashes = await Promise.all(
    members.map(async (member) => {
      using client = member.connect();
      const { hash, compact_revision } = await until(`${member.name} tells its hash`, () =>
        client.call('HashKV', { revision }),
      );
      return { member: member.name, hash, compactRevision: String(compact_revision) };
    }),
  );
  // Only hashes over the same history can be compared.
  const groups = Map.groupBy(hashes, ({ compactRevision }) => compactRevision);
  const failures: string[] = [];
  for (const [compactRevision, group] of groups) {
    if (new Set(group.map(({ hash }) => hash)).size === 1) continue;
    const each = group.map(({ member, hash }) => `${member} ${hash}`).join(', ');
    failures.push(
      `HashKV differs at revision ${revision}, compacted at ${compactRevision}: ${each}`,
    );
  }
  return failures;
}

function shuffled(items: readonly Fault[], random: SeededRandom): readonly Fault[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last--) {
    const other = random.nextBelow(last + 1);
    const [a, b] = [result[last], result[other]];
    if (a !== undefined && b !== undefined) [result[last], result[other]] = [b, a];
  }
  return result;
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error ? `${error.message}: ${cause.message}` : error.message;
}

// The frame of every fault test: load and watchers on a healthy cluster, the fault while they run,
// load on the cluster after it, and then every guarantee checked on everything that was seen.
import assert from 'node:assert/strict';
import { until } from '../kit/index.ts';
import type { Cluster, ClusterMember } from '../kit/index.ts';
import * as guarantees from './guarantees.ts';
import { Load } from './load.ts';
import { RecordingWatcher, readHistory } from './watcher.ts';

const writers = 12;
const writesBefore = 300;
const writesAfter = 300;

let runs = 0;

/**
 * Runs `fault` under load. All members must run again when it returns.
 * @returns the load, for what else the test wants to know
 */
export async function survive(
  cluster: Pick<Cluster, 'members'>,
  fault: (load: Load) => Promise<void>,
): Promise<Load> {
  const { members } = cluster;
  // Its own keys for every run: a cluster is used for many.
  const prefix = `load-${++runs}/`;
  const watchers = members.map((_, first) => new RecordingWatcher(members, prefix, first));
  const load = new Load(members, { prefix, writers });
  try {
    await load.untilAcknowledged(writesBefore);
    await fault(load);
    await load.untilAcknowledged(writesAfter);
  } catch (error) {
    // Nothing of a test that has failed may go on.
    await Promise.all(watchers.map((watcher) => watcher.stop()));
    throw error;
  } finally {
    await load.stop();
  }
  const lastRevision = await writeLast(members, prefix);
  await Promise.all(watchers.map((watcher) => watcher.untilSeen(lastRevision)));
  await Promise.all(watchers.map((watcher) => watcher.stop()));
  await checkEverything(members, { load, watchers, prefix, lastRevision });
  return load;
}

interface Observed {
  readonly load: Load;
  readonly watchers: readonly RecordingWatcher[];
  readonly prefix: string;
  readonly lastRevision: number;
}

async function checkEverything(
  members: readonly ClusterMember[],
  { load, watchers, prefix, lastRevision }: Observed,
): Promise<void> {
  const histories = await Promise.all(
    members.map((member) => readHistory(member, prefix, lastRevision)),
  );
  const [history = []] = histories;
  const { writes, reads } = load;
  for (const other of histories) none(guarantees.sameHistory(history, other));
  none(guarantees.nothingAcknowledgedIsLost(writes, history));
  none(guarantees.noRevisionIsUsedTwice(writes));
  none(guarantees.writesFollowRealTime(writes));
  none(guarantees.readsAreFresh(reads, writes));
  for (const { record } of watchers) {
    none(guarantees.ordered(record));
    none(guarantees.unique(record));
    none(guarantees.atomic(record));
    none(guarantees.reliable(record, history));
    none(guarantees.resumable(record));
    none(guarantees.bookmarkable(record));
  }
  await assertSameHash(members, lastRevision);
}

/** Every member holds the same records up to `revision`. */
export async function assertSameHash(
  members: readonly ClusterMember[],
  revision: number,
): Promise<number> {
  const hashes = await Promise.all(members.map((member) => hashOf(member, revision)));
  assert.equal(new Set(hashes).size, 1, `hashes differ at revision ${revision}: ${hashes.join()}`);
  return hashes[0] ?? assert.fail('no members');
}

/** The hash of all records up to `revision`, as soon as the member has applied that much. */
export async function hashOf(member: ClusterMember, revision: number): Promise<number> {
  using client = member.connect();
  return until(
    `${member.name} has applied revision ${revision}`,
    async () => {
      const { hash } = await client.call('HashKV', { revision });
      return { hash };
    },
    { timeoutMs: 60_000 },
  ).then(({ hash }) => hash);
}

/** A last write on the healthy cluster, through every member; answers the last revision. */
async function writeLast(members: readonly ClusterMember[], prefix: string): Promise<number> {
  let revision = 0;
  for (const member of members) {
    using client = member.connect();
    revision = await until(`${member.name} takes writes again`, async () => {
      const { header } = await client.call('Put', { key: `${prefix}last`, value: member.name });
      return Number(header?.revision);
    });
  }
  return revision;
}

function none(violations: readonly string[]): void {
  assert.deepEqual(violations.slice(0, 10), [], `${violations.length} violations`);
}

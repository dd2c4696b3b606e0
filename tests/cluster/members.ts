// Changes of the membership as an operator makes them: asked for again while the cluster says that it is
// not ready for one, and given up at every other error.
import assert from 'node:assert/strict';
import { GiveUp, RpcError, until } from '../kit/index.ts';
import type { ClusterMember, EtcdClient, PreparedMember } from '../kit/index.ts';
import type { AcknowledgedWrite } from './observations.ts';

/** What passes by itself: the quorum was not connected for long enough, or a newcomer is on its way up. */
const passing =
  /unhealthy cluster|not enough started members|can only promote a learner|not supported for learner|leader changed|no leader/;
const timeoutMs = 60_000;

/** Asks until it is done. */
export async function whenReady<T>(what: string, ask: () => Promise<T>): Promise<T> {
  const answer = await until(
    what,
    async () => {
      try {
        return { value: await ask() };
      } catch (error) {
        if (error instanceof RpcError && passing.test(error.details)) throw error;
        throw new GiveUp(`${what}: ${String(error)}`, { cause: error });
      }
    },
    { timeoutMs, pollMs: 200 },
  );
  return answer.value;
}

/** Tells the cluster of a member that will come. @returns its id */
export async function announce(
  client: EtcdClient,
  { name, peerUrl }: PreparedMember,
  isLearner = false,
): Promise<string> {
  const request = { peerURLs: [peerUrl], isLearner };
  const { member } = await whenReady(`${name} is added`, () => client.call('MemberAdd', request));
  return String(member?.ID ?? 0);
}

export async function promote(client: EtcdClient, id: string): Promise<void> {
  await whenReady(`${id} is promoted`, () => client.call('MemberPromote', { ID: BigInt(id) }));
}

export async function remove(client: EtcdClient, id: string): Promise<void> {
  await whenReady(`${id} is removed`, () => client.call('MemberRemove', { ID: BigInt(id) }));
}

/** Starts both programs of a member and waits until it serves. */
export async function startMember(member: ClusterMember): Promise<void> {
  member.node.spawn();
  await member.gateway.start();
}

export async function idOf(member: ClusterMember): Promise<string> {
  using client = member.connect();
  const { header } = await client.call('Status', {});
  return String(header?.member_id ?? 0);
}

/** Every acknowledged write is there, with its value and at its revision. */
export async function assertAllReadable(
  member: ClusterMember,
  writes: readonly AcknowledgedWrite[],
  prefix: string,
): Promise<void> {
  using client = member.connect();
  const range = { key: prefix, range_end: `${prefix.slice(0, -1)}0` };
  const { kvs } = await whenReady(`${member.name} serves`, () =>
    client.call('Range', range, { timeoutMs: 60_000 }),
  );
  const found = new Map(
    kvs.map(({ key, value, mod_revision: revision }) => [
      Buffer.from(key ?? []).toString(),
      `${Buffer.from(value ?? []).toString()} at ${String(revision)}`,
    ]),
  );
  const lost = writes.filter(
    ({ key, value, revision }) => found.get(key) !== `${value} at ${revision}`,
  );
  assert.deepEqual(lost.slice(0, 5), [], `${lost.length} of ${writes.length} writes are lost`);
}

// Members that come and go, and what they must hold.
import assert from 'node:assert/strict';
import { whenReady } from '../kit/index.ts';
import type { ClusterMember } from '../kit/index.ts';
import type { AcknowledgedWrite } from './observations.ts';

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

import type { ClusterMember } from './cluster.ts';
import { until } from './until.ts';

/** Asks every member that runs; all must name the same leader, and it must be running itself. */
export async function findLeader(members: readonly ClusterMember[]): Promise<ClusterMember> {
  return until('the running members agree on a leader', async () => {
    const views = await Promise.all(
      members
        .filter(({ node, gateway }) => node.running && gateway.running)
        .map(async (member) => ({ member, view: await viewOf(member) })),
    );
    const leaderId = views[0]?.view.leader;
    if (leaderId === undefined || leaderId === '0') return undefined;
    if (views.some(({ view }) => view.leader !== leaderId)) return undefined;
    return views.find(({ view }) => view.self === leaderId)?.member;
  });
}

async function viewOf(member: ClusterMember): Promise<{ self: string; leader: string }> {
  using client = member.connect();
  const status = await client.call('Status', {}, { timeoutMs: 1_000 });
  return { self: String(status.header?.member_id ?? 0), leader: String(status.leader) };
}

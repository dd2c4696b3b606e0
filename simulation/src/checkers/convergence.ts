// Liveness: once nothing breaks any more, one member leads, all have applied the same log and hold the
// same bytes, the configuration is a plain one that all of them count by, who was removed has stopped, and
// nobody waits for an answer.
import type { MemberId } from '@cairn/core';
import type { SimulatedCluster } from '../cluster/cluster.ts';
import type { SimulatedMember } from '../cluster/member.ts';

/** What is still missing; undefined = the cluster is one. */
export function checkConvergence(cluster: SimulatedCluster): string | undefined {
  const { members, recorder, checks, leases, world } = cluster;
  const leaders = members.filter((member) => member.isLeader);
  if (leaders.length !== 1) return `${leaders.length} members lead`;
  const waiting = recorder.openOperations;
  if (waiting.length > 0) return `${waiting.length} requests wait, first #${waiting[0]?.id}`;
  const { latest } = checks.membership;
  if (latest.votersOutgoing.length > 0) return 'the joint configuration is not left';
  const hashes = new Set<string>();
  for (const { id } of latest.members) {
    const member = cluster.memberOf(id);
    if (member === undefined) return `no machine is member ${id.toString(16)}`;
    const missing = missingOf(member, leaders[0]?.id ?? 0n, cluster);
    if (missing !== undefined) return missing;
    const hashed = member.replica?.machine.store.hashKv(0);
    const { hash = 0, hashRevision, compactRevision } = hashed ?? {};
    hashes.add(`${hash.toString(16)} at ${hashRevision}, compacted at ${compactRevision}`);
  }
  if (hashes.size > 1) return `the members differ: ${[...hashes].join(' and ')}`;
  const former = members.find((member) => isLeftOver(member, cluster));
  if (former !== undefined) return `${former.host.name} was removed and still runs`;
  const late = lateWatch(cluster);
  if (late !== undefined) return late;
  const overdue = leases.overdue(world.nowUs);
  if (overdue.length > 0) return `lease ${overdue[0]} is overdue`;
  return undefined;
}

function missingOf(
  { host, id, replica, raft }: SimulatedMember,
  leader: MemberId,
  { checks }: SimulatedCluster,
): string | undefined {
  const { committed, membership } = checks;
  if (replica === undefined || !replica.readable) return `${host.name} does not serve`;
  if (replica.leader !== leader) return `${host.name} knows no leader`;
  if (replica.appliedIndex !== committed.lastIndex) {
    return `${host.name} has applied ${replica.appliedIndex} of ${committed.lastIndex}`;
  }
  if (replica.pendingProposals > 0) return `${host.name} has proposals waiting`;
  if (replica.machine.alarms.isAnyRaised) return `an alarm is raised at ${host.name}`;
  const confState = raft?.status().confState;
  if (confState === undefined || !membership.isCountedBy(confState)) {
    return `${host.name} counts by another configuration than it has stored`;
  }
  membership.compareAgain(id, replica.appliedIndex, replica.backend);
  return undefined;
}

/** A former member that still runs, although somebody is there who would tell it. */
function isLeftOver({ host, id, traffic }: SimulatedMember, cluster: SimulatedCluster): boolean {
  if (!host.isUp || id === 0n || traffic === undefined) return false;
  const { members } = cluster.checks.membership.latest;
  if (members.some((member) => member.id === id)) return false;
  const isMember = (machine: SimulatedMember | undefined): boolean =>
    members.some((member) => member.id === machine?.id);
  return traffic.links.peers.some((peer) =>
    isMember(cluster.machineAt(traffic.links.urlOf(peer) ?? '')),
  );
}

function lateWatch({ gateways, checks }: SimulatedCluster): string | undefined {
  const { lastRevision } = checks.revisions;
  const { members } = checks.membership.latest;
  for (const { host, watchers, member } of gateways) {
    // A gateway goes with its member.
    if (!members.some(({ id }) => id === member.id)) continue;
    for (const { request, seenRevision } of watchers) {
      const isDue = request !== undefined && request.startRevision <= lastRevision;
      if (isDue && seenRevision < lastRevision) {
        return `a watch at ${host.name} has come to ${seenRevision} of ${lastRevision}`;
      }
    }
  }
  return undefined;
}

// Liveness: once nothing breaks any more, one member leads, all have applied the same log and hold the
// same bytes, and nobody waits for an answer.
import type { SimulatedCluster } from '../cluster/cluster.ts';

/** What is still missing; undefined = the cluster is one. */
export function checkConvergence(cluster: SimulatedCluster): string | undefined {
  const { members, recorder, checks, gateways, leases, world } = cluster;
  const leaders = members.filter((member) => member.isLeader);
  if (leaders.length !== 1) return `${leaders.length} members lead`;
  const waiting = recorder.openOperations;
  if (waiting.length > 0) return `${waiting.length} requests wait, first #${waiting[0]?.id}`;
  const hashes = new Set<string>();
  for (const { host, replica } of members) {
    if (replica === undefined || !replica.readable) return `${host.name} does not serve`;
    if (replica.leader !== leaders[0]?.id) return `${host.name} knows no leader`;
    if (replica.appliedIndex !== checks.committed.lastIndex) {
      return `${host.name} has applied ${replica.appliedIndex} of ${checks.committed.lastIndex}`;
    }
    if (replica.pendingProposals > 0) return `${host.name} has proposals waiting`;
    if (replica.machine.alarms.isAnyRaised) return `an alarm is raised at ${host.name}`;
    const { hash, hashRevision, compactRevision } = replica.machine.store.hashKv(0);
    hashes.add(`${hash.toString(16)} at ${hashRevision}, compacted at ${compactRevision}`);
  }
  if (hashes.size > 1) return `the members differ: ${[...hashes].join(' and ')}`;
  const { lastRevision } = checks.revisions;
  for (const { host, watchers } of gateways) {
    for (const { request, seenRevision } of watchers) {
      const isDue = request !== undefined && request.startRevision <= lastRevision;
      if (isDue && seenRevision < lastRevision) {
        return `a watch at ${host.name} has come to ${seenRevision} of ${lastRevision}`;
      }
    }
  }
  const overdue = leases.overdue(world.nowUs);
  if (overdue.length > 0) return `lease ${overdue[0]} is overdue`;
  return undefined;
}

// What scripts have in common: whom something happens to, and how.
import type { SimulatedCluster } from '../cluster/cluster.ts';
import type { SimulatedMember } from '../cluster/member.ts';

/** Whoever leads, or somebody while nobody does. */
export function leaderOf(cluster: SimulatedCluster): SimulatedMember {
  return cluster.leader ?? followerOf(cluster);
}

export function followerOf(cluster: SimulatedCluster): SimulatedMember {
  const follower = cluster.members.find((member) => member !== cluster.leader);
  if (follower === undefined) throw new Error('nobody follows');
  return follower;
}

export function cutOff(cluster: SimulatedCluster, member: SimulatedMember): void {
  for (const other of cluster.members) {
    if (other === member) continue;
    cluster.network.block(member.host, other.host);
    cluster.network.block(other.host, member.host);
  }
}

export async function crashes(
  cluster: SimulatedCluster,
  times: number,
  choose: (cluster: SimulatedCluster) => readonly SimulatedMember[],
): Promise<void> {
  for (let i = 0; i < times && cluster.world.violation === undefined; i++) {
    await cluster.world.runFor(120 + 37 * i);
    const gone = choose(cluster).filter(({ host }) => host.isUp);
    for (const member of gone) member.losePower();
    await cluster.world.runFor(40);
    for (const member of gone) if (!member.host.isUp) member.start();
  }
  await cluster.world.runFor(400);
}

/** Something in fine weather that must be answered, and well. */
export async function succeeds(
  { world }: SimulatedCluster,
  what: string,
  ask: (done: (isOk: boolean) => void) => void,
): Promise<void> {
  const answers: boolean[] = [];
  ask((isOk) => answers.push(isOk));
  for (let ms = 0; ms < 3_000 && answers.length === 0 && world.violation === undefined; ms += 50) {
    await world.runFor(50);
  }
  if (answers[0] !== true) {
    world.violate(new Error(`${what}: ${answers.length === 0 ? 'no answer' : 'refused'}`));
  }
}

// The worst day: a majority of the disks is lost for good, and whoever looks after the cluster starts a member that is
// left with `--force-new-cluster`. Once in a run, and all the others are lost with it: were one of them started
// again on its old data there would be two clusters of one id, which no checker could tell from a bug. Then there
// are machines with empty disks, and members are added again.
import type { Random } from '@cairn/core';
import { loadMembers, wasRemoved } from '@cairn/replica';
import type { SimulatedCluster } from './cluster.ts';
import type { SimulatedMember } from './member.ts';

export class Disaster {
  readonly #cluster: SimulatedCluster;
  readonly #random: Random;
  #hasHappened = false;

  constructor(cluster: SimulatedCluster, random: Random) {
    this.#cluster = cluster;
    this.#random = random;
  }

  strike(): void {
    const { members, gateways, leases, world } = this.#cluster;
    if (this.#hasHappened) return;
    const survivor = this.#survivor();
    if (survivor === undefined) return;
    this.#hasHappened = true;
    world.line(() => `only ${survivor.host.name} is left`);
    // Clients learn from nobody what has become of what they asked for.
    const open = gateways.filter(({ host }) => host.isUp);
    for (const gateway of open) gateway.kill();
    for (const member of members) if (member !== survivor) member.lose();
    this.#cluster.lostAtUs = world.nowUs;
    leases.forget();
    survivor.goOnAlone();
    for (const gateway of open) gateway.start();
    const { reconfiguration } = this.#cluster;
    if (reconfiguration === undefined) return;
    const waitMs = 100 + this.#random.nextBelow(400);
    world.schedule(waitMs * 1000, undefined, 'grow', () => reconfiguration.strike('grow'));
  }

  /** Its power is gone, too. One that nobody has told yet that it is a member has nothing to go on with. */
  #survivor(): SimulatedMember | undefined {
    const { members } = this.#cluster.checks.membership.latest;
    const known = this.#cluster.members.filter(
      ({ id, isInService }) => isInService && members.some((member) => member.id === id),
    );
    const member = known[this.#random.nextBelow(Math.max(1, known.length))];
    if (member === undefined) return undefined;
    if (member.host.isUp) member.losePower();
    const { backend } = member.disk;
    const knowsItself = loadMembers(backend).some(({ id }) => id === member.id);
    if (knowsItself && !wasRemoved(backend, member.id)) return member;
    member.start();
    return undefined;
  }
}

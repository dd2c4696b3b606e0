// Members that come and go at bad moments: what has left clusters of etcd with members that disagree on who
// they are, with members that should be gone, or without a quorum.
import type { SimulatedCluster } from '../cluster/cluster.ts';
import type { SimulatedMember } from '../cluster/member.ts';
import { flagMistakes } from '../cluster/joining.ts';
import type { Reconfiguration } from '../cluster/reconfiguration.ts';
import type { Settings } from '../cluster/settings.ts';
import { scenario } from './scenario.ts';
import type { Scenario } from './scenario.ts';
import { cutOff, followerOf, leaderOf } from './staging.ts';

const changing: Partial<Settings> = {
  membership: { changes: [], strict: false, learnersMax: 2 },
  quotaBytes: -1,
  raisesAlarms: false,
};

function reconfigurationOf({ reconfiguration }: SimulatedCluster): Reconfiguration {
  if (reconfiguration === undefined) throw new Error('nobody changes the members here');
  return reconfiguration;
}

/** Once there are so many that count. @param again what somebody does who does not wait in vain */
async function untilVoters(
  cluster: SimulatedCluster,
  count: number,
  again: () => void = () => undefined,
): Promise<void> {
  const { world, checks } = cluster;
  for (let ms = 0; ms < 6_000 && world.violation === undefined; ms += 25) {
    const { voters, votersOutgoing } = checks.membership.latest;
    if (voters.length === count && votersOutgoing.length === 0) return;
    if (ms % 1_000 === 975) again();
    await world.runFor(25);
  }
  world.violate(new Error(`there are not ${count} voters`));
}

/** Told when somebody is about to count by another configuration. */
function onceChanged({ checks }: SimulatedCluster, run: () => void): void {
  const { membership } = checks;
  const follow = membership.onChange;
  membership.onChange = (state) => {
    membership.onChange = follow;
    follow(state);
    run();
  };
}

function powerCut({ members }: SimulatedCluster): void {
  for (const member of members) if (member.host.isUp) member.losePower();
  for (const member of members) if (member.canStart) member.start();
}

const changesAndPowerCuts = scenario({
  name: 'the power fails whenever a change of the members begins to count',
  after:
    'changes that were applied again after a restart, or were lost with the data that was not flushed',
  settings: { ...changing, flushAfterCommits: 64 },
  play: async (cluster) => {
    const reconfiguration = reconfigurationOf(cluster);
    for (const kind of ['addVoter', 'learnAndPromote', 'remove', 'removeLeader', 'swap'] as const) {
      onceChanged(cluster, () => {
        cluster.world.schedule(200, undefined, 'power cut', () => powerCut(cluster));
      });
      reconfiguration.strike(kind);
      await cluster.world.runFor(1_500);
    }
  },
});

const promotedLearner = scenario({
  name: 'a learner is promoted, everybody starts anew, and the next one gets it by a snapshot',
  after: '#19557: the promotion was in one of two lists of the members, and the other one counted',
  settings: { ...changing, snapshotEntries: 8, catchUpEntries: 1 },
  play: async (cluster) => {
    const reconfiguration = reconfigurationOf(cluster);
    for (const voters of [4, 5]) {
      reconfiguration.strike('learnAndPromote');
      await untilVoters(cluster, voters, () => reconfiguration.strike('promote'));
      powerCut(cluster);
      await cluster.world.runFor(700);
    }
    void reconfiguration.add(true);
    await cluster.world.runFor(700);
  },
});

const addedWhileLate = scenario({
  name: 'a member is added while another one is cut off, and the leader goes',
  after: 'a quorum that has grown, with a member in it that knows nothing yet',
  settings: { ...changing, snapshotEntries: 8, catchUpEntries: 1 },
  play: async (cluster) => {
    const { world, network } = cluster;
    cutOff(cluster, followerOf(cluster));
    await world.runFor(300);
    void reconfigurationOf(cluster).add(false);
    await untilVoters(cluster, 4);
    await world.runFor(60);
    const leader = leaderOf(cluster);
    leader.losePower();
    network.unblockAll();
    await world.runFor(1_000);
    leader.start();
  },
});

const zombie = scenario({
  name: 'a member that was removed while it was down is started again on its old data',
  after: '#19557: members that were removed came back, and were counted',
  settings: changing,
  play: async (cluster) => {
    const { world } = cluster;
    const former = followerOf(cluster);
    former.losePower();
    void reconfigurationOf(cluster).remove(former);
    await untilVoters(cluster, 2);
    for (let i = 0; i < 3 && world.violation === undefined; i++) {
      former.startAgain();
      await world.runFor(3_000);
      if (!former.isDeparted) world.violate(new Error('the former member does not stop'));
    }
  },
});

const leaderOfTwoGoes = scenario({
  name: 'the leader of two removes itself, and the other one does not hear of it for a while',
  after: 'a known trap of Raft: the one that is left waits for the vote of the one that is gone',
  settings: { ...changing, thinkMsMax: 80 },
  play: async (cluster) => {
    const { world, network } = cluster;
    const reconfiguration = reconfigurationOf(cluster);
    void reconfiguration.remove(followerOf(cluster));
    await untilVoters(cluster, 2);
    await world.runFor(500);
    const leader = leaderOf(cluster);
    onceChanged(cluster, () => cutOff(cluster, leader));
    void reconfiguration.remove(leader);
    await untilVoters(cluster, 1);
    await world.runFor(2_500);
    network.unblockAll();
    await world.runFor(1_500);
  },
});

/** It is to be as if it had never been: not a vote, not an acknowledgement of what it has forgotten. */
const emptyDisk = scenario({
  name: 'a member loses its disk, and is started without having been removed first',
  after: 'a member that forgot its vote and what it had acknowledged, and took part',
  settings: changing,
  play: async (cluster) => {
    const { world, checks } = cluster;
    const reconfiguration = reconfigurationOf(cluster);
    const lost = followerOf(cluster);
    // One that joined: a founder would be refused in the same way by its own flags.
    void reconfiguration.remove(lost);
    await untilVoters(cluster, 2);
    await world.runFor(1_500);
    void reconfiguration.add(false, lost);
    await untilVoters(cluster, 3);
    await untilServes(cluster, lost);
    await world.runFor(300);
    lost.losePower();
    const again = checks.membership.latest.members.find(({ id }) => id === lost.id);
    if (again === undefined) throw new Error('it is no member');
    lost.become(again);
    await world.runFor(2_000);
    if (lost.replica !== undefined) world.violate(new Error('it began a second time'));
    void reconfiguration.remove(lost);
    await untilVoters(cluster, 2);
    void reconfiguration.add(false, lost);
    await untilVoters(cluster, 3);
    await untilServes(cluster, lost);
  },
});

async function untilServes({ world }: SimulatedCluster, member: SimulatedMember): Promise<void> {
  const isNamed = (): boolean => {
    const members = member.replica?.machine.members ?? [];
    return members.some(({ id, name }) => id === member.id && name !== '');
  };
  for (let ms = 0; ms < 4_000 && !isNamed() && world.violation === undefined; ms += 50) {
    await world.runFor(50);
  }
  if (!isNamed()) world.violate(new Error(`${member.host.name} does not serve`));
}

const leaderDiesInJoint = scenario({
  name: 'leaders die in joint configurations, one after the other',
  after: 'a joint configuration that nobody leaves',
  settings: { ...changing, members: 5 },
  play: async (cluster) => {
    const { world } = cluster;
    for (let i = 0; i < 4; i++) {
      onceChanged(cluster, () => {
        const { leader } = cluster;
        world.schedule(100, undefined, 'power cut', () => {
          if (leader?.host.isUp !== true) return;
          leader.losePower();
          world.schedule(700_000, undefined, 'back', () => {
            if (leader.canStart) leader.start();
          });
        });
      });
      reconfigurationOf(cluster).strike('swap');
      await world.runFor(1_500);
    }
  },
});

/** The leader, which has acknowledged most, or one that was cut off and knows of little. */
const lastOfThree = scenario({
  name: 'two of three disks are lost, and the third member goes on alone',
  after:
    '#14370 and the manual: what --force-new-cluster keeps, and that members can be added to it',
  settings: { ...changing, flushAfterCommits: 64 },
  play: async (cluster, faults) => {
    const { world } = cluster;
    const late = followerOf(cluster);
    cutOff(cluster, late);
    await world.runFor(200 + world.seed * 10);
    faults.strike('loseMajority');
    cluster.network.unblockAll();
    for (let ms = 0; ms < 1_000 && cluster.loss === undefined; ms += 25) await world.runFor(25);
    if (cluster.loss === undefined) world.violate(new Error('nobody goes on alone'));
    await untilVoters(cluster, 3, () => reconfigurationOf(cluster).strike('addVoter'));
    powerCut(cluster);
    await world.runFor(1_000);
  },
});

const wrongFlags = scenario({
  name: 'newcomers are started with mistakes in their flags',
  after: 'members that joined the wrong cluster, or under a wrong name',
  settings: changing,
  play: async (cluster) => {
    const { world } = cluster;
    for (const mistake of flagMistakes) {
      const url = `http://${mistake.replaceAll(' ', '-')}:2380`;
      let outcome = 'waits';
      cluster.tryToJoin(url, mistake).then(
        () => (outcome = 'joins'),
        () => (outcome = 'is refused'),
      );
      await world.runFor(1_200);
      if (outcome === 'is refused') continue;
      world.violate(new Error(`a newcomer with wrong flags (${mistake}) ${outcome}`));
    }
  },
});

const foundAnother = scenario({
  name: 'a newcomer is told to found a cluster',
  after:
    '--initial-cluster-state=new where it should be existing: two clusters that share addresses',
  settings: { ...changing, preVote: false },
  play: async (cluster) => {
    const { world, checks } = cluster;
    reconfigurationOf(cluster).strike('foundAnother');
    await world.runFor(1_000);
    const led = checks.elections.termsLed;
    await world.runFor(1_500);
    if (checks.elections.termsLed !== led) world.violate(new Error('it has made others vote'));
  },
});

export const membershipScenarios: readonly Scenario[] = [
  changesAndPowerCuts,
  promotedLearner,
  addedWhileLate,
  zombie,
  leaderOfTwoGoes,
  emptyDisk,
  leaderDiesInJoint,
  lastOfThree,
  wrongFlags,
  foundAnother,
];

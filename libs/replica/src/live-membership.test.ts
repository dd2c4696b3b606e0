// Members come and go while the cluster serves: through the log, one change at a time, on every member
// the same, and whatever crashes in between.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Table } from '@cairn/backend';
import type { MemoryBackend } from '@cairn/backend';
import { SeededRandom } from '@cairn/core';
import { etcdserverpb, fromBigInt } from '@cairn/proto';
import { MessageType } from '@cairn/raft';
import { loadConfState } from './conf-state-row.ts';
import { encodeMembersChange } from './members-change.ts';
import type { MemberChange } from './members-change.ts';
import { computeAddedMemberId, loadMembers } from './membership.ts';
import type { Member } from './membership.ts';
import { RequestKind } from './request-codec.ts';
import { TestCluster, put, turn, valueOf } from './testing/test-cluster.ts';
import type { Node } from './testing/test-cluster.ts';
import type { ProposalOutcome } from './waiters.ts';

function newcomer(number: number, isLearner = false): Member {
  const peerUrls = [`http://new${number}:2380`];
  const id = computeAddedMemberId(peerUrls, number);
  return { id, name: '', peerUrls, clientUrls: [], isLearner };
}

const adding = (member: Member): MemberChange => ({ kind: 'add', member });
const removing = ({ member }: Node): MemberChange => ({ kind: 'remove', id: member.id });

function change(
  cluster: TestCluster,
  node: Node,
  ...changes: readonly MemberChange[]
): Promise<ProposalOutcome> {
  const body = encodeMembersChange({ changes, learnersMax: 1 });
  return cluster.propose(node, RequestKind.membersChange, body);
}

async function changed(
  cluster: TestCluster,
  node: Node,
  ...changes: readonly MemberChange[]
): Promise<readonly bigint[]> {
  const outcome = await change(cluster, node, ...changes);
  assert.equal(outcome.kind, 'done', outcome.kind === 'failed' ? outcome.error.message : '');
  const response = outcome.kind === 'done' ? outcome.response : new Uint8Array(0);
  const { header, members } = etcdserverpb.MemberListResponse.decode(response);
  assert.equal(Number(header?.revision), 0, 'headers of the Cluster service carry no revision');
  return members.map(({ ID }) => BigInt(String(ID)));
}

const nameOf = (outcome: ProposalOutcome): string =>
  outcome.kind === 'failed' ? outcome.error.name : outcome.kind;

/** All have applied the same, hold the same, and agree on who they are. */
async function agreed(cluster: TestCluster, expected: readonly Member[]): Promise<void> {
  const leader = await cluster.leaderKnownToAll();
  await cluster.put(leader, 'last', `${leader.replica.appliedIndex}`);
  await cluster.until('all have applied all', () => {
    const { appliedIndex } = leader.replica;
    return cluster.nodes.every(({ replica }) => replica.appliedIndex === appliedIndex);
  });
  const ids = expected.map(({ id }) => id).toSorted((a, b) => (a < b ? -1 : 1));
  for (const { replica, told } of cluster.nodes) {
    const { confState } = replica.status;
    assert.deepEqual(
      replica.machine.members.map(({ id }) => id),
      ids,
    );
    assert.deepEqual([...confState.voters, ...confState.learners].toSorted(ascending), ids);
    assert.deepEqual(confState.votersOutgoing, []);
    const stored = loadConfState(replica.backend);
    assert.deepEqual(stored?.voters.toSorted(ascending), confState.voters, 'stored as in force');
    assert.deepEqual(stored.learners, confState.learners);
    assert.deepEqual(loadMembers(replica.backend), replica.machine.members);
    if (told.members.length > 0) assert.deepEqual(told.members, replica.machine.members);
  }
  const hashes = cluster.nodes.map(({ replica }) => replica.machine.store.hashKv(0).hash);
  assert.equal(new Set(hashes).size, 1);
}

async function losePower(cluster: TestCluster, index: number, random: SeededRandom): Promise<void> {
  await cluster.restart(index, async ({ files, replica }) => {
    files.crash({ random });
    // A snapshot may have replaced the one it started with.
    return await Promise.resolve((replica.backend as MemoryBackend).crash(random));
  });
}

const ascending = (a: bigint, b: bigint): number => (a < b ? -1 : 1);

test('a cluster grows from one to three members, and each holds all that was written before it came', async () => {
  const cluster = await TestCluster.start(1);
  await cluster.until('a leader', () => cluster.leader());
  for (let i = 0; i < 100; i++) await cluster.put(cluster.node(0), `k${i}`, `${i}`);
  for (const member of [newcomer(1), newcomer(2)]) {
    const ids = await changed(cluster, cluster.node(0), adding(member));
    assert.ok(ids.includes(member.id));
    await cluster.join(member);
    await cluster.leaderKnownToAll();
    await cluster.put(cluster.node(0), 'with', member.id.toString());
  }
  await agreed(cluster, [cluster.node(0).member, newcomer(1), newcomer(2)]);
  assert.equal(valueOf(cluster.node(2), 'k99'), '99');
});

test('who the members are survives the restart of each of them', async () => {
  const cluster = await TestCluster.start(1);
  await cluster.until('a leader', () => cluster.leader());
  await changed(cluster, cluster.node(0), adding(newcomer(1)));
  await cluster.join(newcomer(1));
  await cluster.leaderKnownToAll();
  const random = new SeededRandom(3);
  for (const index of [0, 1, 0]) {
    await losePower(cluster, index, random);
    await agreed(cluster, [cluster.node(0).member, newcomer(1)]);
  }
});

test('a learner does not count until it is promoted', async () => {
  const cluster = await TestCluster.start(1);
  const node = cluster.node(0);
  await cluster.until('a leader', () => cluster.leader());
  const learner = newcomer(1, true);
  await changed(cluster, node, adding(learner));
  await cluster.put(node, 'alone', 'enough');
  assert.deepEqual(node.replica.status.confState.learners, [learner.id]);
  const joined = await cluster.join(learner);
  await agreed(cluster, [node.member, learner]);
  await changed(cluster, joined, { kind: 'promote', id: learner.id });
  assert.equal(
    joined.replica.machine.members.find(({ id }) => id === learner.id)?.isLearner,
    false,
  );
  await agreed(cluster, [node.member, learner]);
  assert.equal(joined.replica.status.confState.voters.length, 2);
});

test('a removed member is told, is told once, and is refused for ever', async () => {
  const cluster = await TestCluster.start(3);
  const leader = await cluster.leaderKnownToAll();
  const removed = cluster.other(leader);
  await changed(cluster, removed, removing(removed));
  assert.equal(removed.told.removals, 1, 'also the one who asked for it has been answered');
  assert.ok(removed.replica.machine.wasRemoved(removed.member.id));
  await cluster.retire(removed);
  await agreed(
    cluster,
    cluster.nodes.map(({ member }) => member),
  );
  assert.equal(
    nameOf(await change(cluster, leader, adding(removed.member))),
    'MemberNotFoundError',
  );
  assert.equal(nameOf(await change(cluster, leader, removing(removed))), 'MemberNotFoundError');
  for (const { backend, told } of cluster.nodes) {
    assert.equal([...backend.scan(Table.membersRemoved, {})].length, 1);
    assert.equal(told.removals, 0);
  }
});

test('a leader that is removed hands over, and what is asked meanwhile is done', async () => {
  const cluster = await TestCluster.start(3);
  const leader = await cluster.leaderKnownToAll();
  const other = cluster.other(leader);
  await changed(cluster, other, removing(leader));
  const next = await cluster.until('another leader', () =>
    cluster.nodes.find((node) => node !== leader && node.replica.role === 'leader'),
  );
  await cluster.retire(leader);
  await cluster.put(next, 'after', 'all');
  await agreed(
    cluster,
    cluster.nodes.map(({ member }) => member),
  );
});

test('changes that are asked for at the same time, anywhere, are made one after the other', async () => {
  const cluster = await TestCluster.start(3);
  await cluster.leaderKnownToAll();
  const learner = newcomer(1, true);
  const [a, b, c] = cluster.nodes as [Node, Node, Node];
  const sameUrl = { ...newcomer(2), peerUrls: learner.peerUrls };
  const outcomes = await Promise.all([
    change(cluster, a, adding(learner)),
    change(cluster, b, adding(sameUrl)),
    change(cluster, c, adding(newcomer(3, true))),
    change(cluster, b, { kind: 'promote', id: a.member.id }),
    change(cluster, c, { kind: 'remove', id: 404n }),
  ]);
  const names = outcomes.map(nameOf);
  assert.deepEqual(names.slice(3), ['MemberNotLearnerError', 'MemberNotFoundError']);
  const done = names.slice(0, 3).filter((name) => name === 'done').length;
  assert.ok(done === 1 || done === 2, names.join());
  const members = cluster.nodes.map(({ replica }) => replica.machine.members.length);
  await cluster.until('all know', () =>
    cluster.nodes.every(({ replica }) => replica.machine.members.length === 3 + done),
  );
  assert.ok(members.every((count) => count <= 3 + done));
  for (const { replica } of cluster.nodes) {
    const { voters, learners } = replica.status.confState;
    assert.equal(voters.length + learners.length, 3 + done, 'a refused change is none for Raft');
  }
});

test('a change waits for the one before it, also on the leader, and then is made', async () => {
  const cluster = await TestCluster.start(3);
  const leader = await cluster.leaderKnownToAll();
  cluster.deliver = ({ from }) => from === leader.member.id;
  const first = change(cluster, leader, adding(newcomer(1, true)));
  const second = change(cluster, leader, removing(cluster.other(leader)));
  for (let i = 0; i < 20; i++) await turn();
  assert.equal(leader.replica.machine.members.length, 3);
  cluster.deliver = () => true;
  assert.deepEqual([nameOf(await first), nameOf(await second)], ['done', 'done']);
  assert.equal(leader.replica.machine.members.length, 3);
});

test('the last voter stays', async () => {
  const cluster = await TestCluster.start(1);
  const node = cluster.node(0);
  await cluster.until('a leader', () => cluster.leader());
  const outcome = await change(cluster, node, removing(node));
  assert.equal(nameOf(outcome), 'NotEnoughStartedMembersError');
  await cluster.put(node, 'still', 'here');
});

test('an update changes the peer URLs of a member, on all, and not what it is', async () => {
  const cluster = await TestCluster.start(3);
  const leader = await cluster.leaderKnownToAll();
  const { member } = cluster.other(leader);
  const update = (id: bigint, url: string): Promise<ProposalOutcome> => {
    const body = { ID: fromBigInt(id, 'unsigned'), peerURLs: [url] };
    const bytes = etcdserverpb.MemberUpdateRequest.encode(body).finish();
    return cluster.propose(leader, RequestKind.memberUpdate, bytes);
  };
  assert.equal(nameOf(await update(member.id, 'http://moved:1')), 'done');
  const taken = leader.member.peerUrls[0] ?? '';
  assert.equal(nameOf(await update(member.id, taken)), 'PeerUrlExistsError');
  assert.equal(nameOf(await update(404n, 'http://x:1')), 'MemberNotFoundError');
  await cluster.until('all were told', () =>
    cluster.nodes.every(({ told }) =>
      told.members.some(({ peerUrls }) => peerUrls[0] === 'http://moved:1'),
    ),
  );
  await agreed(cluster, cluster.members);
});

test('a member is replaced in one step, whichever member loses its power at whatever moment', async () => {
  let joint = 0;
  for (let seed = 1; seed <= 25; seed++) {
    const random = new SeededRandom(seed);
    const cluster = await TestCluster.start(3);
    const leader = await cluster.leaderKnownToAll();
    const replaced = cluster.other(leader);
    const added = newcomer(1);
    await cluster.join(added);
    const body = encodeMembersChange({
      changes: [removing(replaced), adding(added)],
      learnersMax: 1,
    });
    let settled = 0;
    leader.replica.propose(RequestKind.membersChange, body, () => (settled += 1));
    const wait = random.nextBelow(40);
    for (let i = 0; i < wait; i++) await turn();
    const isJoint = ({ replica }: Node): boolean =>
      replica.status.confState.votersOutgoing.length > 0;
    if (cluster.nodes.some(isJoint)) joint += 1;
    const victim = random.nextBelow(cluster.nodes.length);
    await losePower(cluster, victim, random);
    await cluster.until('the caller is answered', () => settled === 1);
    const again = await cluster.until('a leader', () => cluster.leader());
    // The change may have been lost with its leader before anybody else had it.
    if (again.replica.machine.members.some(({ id }) => id === replaced.member.id)) {
      if (again.replica.status.confState.votersOutgoing.length === 0) {
        const outcome = nameOf(await change(cluster, again, removing(replaced), adding(added)));
        assert.ok(['done', 'MemberNotFoundError', 'MemberExistsError'].includes(outcome), outcome);
      }
    }
    await cluster.until('the joint part is left', () => {
      const leading = cluster.leader()?.replica;
      const isOut = leading?.machine.wasRemoved(replaced.member.id) === true;
      return isOut && leading?.status.confState.votersOutgoing.length === 0;
    });
    const index = cluster.nodes.findIndex(({ member }) => member.id === replaced.member.id);
    await cluster.retire(cluster.node(index));
    const rest = cluster.members.filter(({ id }) => id !== replaced.member.id);
    await agreed(cluster, [...rest, added]);
    for (const { replica } of cluster.nodes) await replica.stop();
  }
  assert.ok(joint >= 2, `${joint} times inside the joint configuration`);
});

test('the next leader leaves the joint configuration in which the last one died', async () => {
  const cluster = await TestCluster.start(3);
  const leader = await cluster.leaderKnownToAll();
  const replaced = cluster.other(leader);
  const added = newcomer(1);
  await cluster.join(added);
  cluster.turnsPerTick = 0;
  const asked = change(cluster, leader, removing(replaced), adding(added));
  const isJoint = ({ replica }: Node): boolean =>
    replica.status.confState.votersOutgoing.length > 0;
  await cluster.until('the leader is in it', () => isJoint(leader));
  const { members } = leader.replica.machine;
  assert.ok(
    members.some(({ id }) => id === replaced.member.id),
    'who still counts is still known',
  );
  assert.equal(members.length, 4);
  cluster.deliver = ({ from, to }) => from !== leader.member.id && to !== leader.member.id;
  assert.equal(nameOf(await asked), 'done', 'the caller is answered when the joint part begins');
  cluster.turnsPerTick = 5;
  await losePower(cluster, cluster.nodes.indexOf(leader), new SeededRandom(5));
  cluster.deliver = () => true;
  await cluster.until('it is left', () => {
    const leading = cluster.leader();
    return leading?.replica.machine.wasRemoved(replaced.member.id) === true && !isJoint(leading);
  });
  await cluster.retire(replaced);
  const rest = cluster.members.filter(({ id }) => id !== replaced.member.id);
  await agreed(cluster, [...rest, added]);
});

test('messages that the network delivers twice are done once: puts and changes of the membership', async () => {
  const cluster = await TestCluster.start(3);
  const leader = await cluster.leaderKnownToAll();
  const follower = cluster.other(leader);
  let repeated = 0;
  const late: (() => void)[] = [];
  cluster.deliver = (message) => {
    if (message.type === MessageType.propose) repeated += 1;
    const target = cluster.nodes.find(({ member }) => member.id === message.to);
    late.push(() => target?.replica.receive([message]));
    if (late.length > 20) late.shift()?.();
    return true;
  };
  const { currentRevision } = leader.replica.machine.store;
  for (let i = 0; i < 50; i++) await cluster.put(follower, 'twice', `${i}`);
  await changed(cluster, follower, adding(newcomer(1, true)));
  for (const run of late) run();
  await cluster.put(follower, 'twice', 'end');
  assert.equal(leader.replica.machine.store.currentRevision, currentRevision + 51);
  assert.ok(repeated >= 51, `${repeated} repeated`);
});

test('proposals of the same moment overtake a change that waits', async () => {
  const cluster = await TestCluster.start(1);
  const node = cluster.node(0);
  await cluster.until('a leader', () => cluster.leader());
  const order: string[] = [];
  for (const number of [1, 2]) {
    const member = newcomer(number, true);
    const body = encodeMembersChange({ changes: [adding(member)], learnersMax: 2 });
    node.replica.propose(RequestKind.membersChange, body, () => order.push(`change ${number}`));
  }
  node.replica.propose(RequestKind.put, put('a', '1'), () => order.push('put'));
  await cluster.until('all are answered', () => order.length === 3);
  assert.deepEqual(order, ['put', 'change 1', 'change 2']);
});

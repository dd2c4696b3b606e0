// Members that come, go, move and are replaced, while clients write.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { startCluster, subjectIsEtcd, until, announce, promote, remove } from '../kit/index.ts';
import type { ClusterMember, Peer } from '../kit/index.ts';
import { Load } from './load.ts';
import { assertAllReadable, idOf, startMember } from './members.ts';
import { assertSameHash } from './scenario.ts';

const cairnOnly = subjectIsEtcd() ? { skip: 'the members of the kit are those of Cairn' } : {};
const removedExitCode = 3;

suite('the membership', cairnOnly, () => {
  test('grows from one to five and shrinks back under load, and nothing acknowledged is lost', async (t) => {
    await using cluster = await startCluster({
      members: 1,
      nats: false,
      keepers: 0,
      // A newcomer is to need a snapshot and not the log.
      snapshotCount: 100,
      snapshotCatchupEntries: 50,
    });
    const [first] = cluster.members as [ClusterMember];
    using client = first.connect();
    const firstId = await idOf(first);
    await using load = new Load(cluster.members, { prefix: 'first/', writers: 4 });
    const joined: { readonly member: ClusterMember; readonly id: string }[] = [];
    const peers: Peer[] = [cluster.peerOf(first)];
    for (const number of [2, 3, 4, 5]) {
      await load.untilAcknowledged(150);
      const newcomer = await cluster.prepare(`m${number}`);
      // The first ones come as learners, as one should; a quorum of three bears a voter that is on its way.
      const isLearner = number <= 3;
      const id = await announce(client, newcomer, isLearner);
      const member = newcomer.join(peers);
      await startMember(member);
      if (isLearner) await promote(client, id);
      peers.push(newcomer);
      joined.push({ member, id });
    }
    await using others = new Load(
      joined.map(({ member }) => member),
      { prefix: 'other/', writers: 4 },
    );
    await others.untilAcknowledged(300);
    await assertSameHash([first, ...joined.map(({ member }) => member)], 2);
    const votersOfFive = await client.call('MemberList', {});
    assert.equal(votersOfFive.members.filter(({ isLearner }) => isLearner !== true).length, 5);

    const [leaving] = joined as [{ member: ClusterMember; id: string }];
    await client.call('MoveLeader', { targetID: BigInt(leaving.id) });
    for (const { member, id } of joined) {
      await load.untilAcknowledged(100);
      await remove(client, id);
      const { code } = await member.node.exited;
      assert.equal(code, removedExitCode, member.node.logTail());
      assert.match(member.node.logTail(), /permanently removed from the cluster/);
      await member.gateway.kill();
    }
    await load.untilAcknowledged(100);
    await load.stop();
    await others.stop();
    const { members } = await client.call('MemberList', {});
    assert.deepEqual(
      members.map(({ ID }) => String(ID)),
      [firstId],
    );
    await assertAllReadable(first, load.writes, 'first/');
    await assertAllReadable(first, others.writes, 'other/');
    t.diagnostic(
      `${load.writes.length + others.writes.length} writes acknowledged; told of errors: ` +
        JSON.stringify([...load.errors]),
    );
    await startedAgainItIsRefused(joined.map(({ member }) => member));
  });

  test('a member is replaced on an empty disk: removed, added again and sent everything', async () => {
    await using cluster = await startCluster({ members: 3, nats: false, keepers: 0 });
    const [broken] = (await cluster.followers()) as [ClusterMember];
    const rest = cluster.members.filter((member) => member !== broken);
    const peers = rest.map((member) => cluster.peerOf(member));
    using client = rest[0]!.connect();
    const id = await idOf(broken);
    await using load = new Load(rest, { prefix: 'load/', writers: 4 });
    await load.untilAcknowledged(200);
    await broken.node.kill();
    await broken.gateway.kill();

    const tooEarly = cluster.prepareReplacement(broken).join(peers);
    tooEarly.node.spawn();
    assert.equal((await tooEarly.node.exited).code, removedExitCode);
    assert.match(tooEarly.node.logTail(), /has already been bootstrapped, but its data directory/);

    await remove(client, id);
    const replacement = cluster.prepareReplacement(broken);
    const newId = await announce(client, replacement);
    assert.notEqual(newId, id);
    const member = replacement.join(peers);
    await startMember(member);
    await load.untilAcknowledged(200);
    await load.stop();
    await assertAllReadable(member, load.writes, 'load/');
    await assertSameHash([...rest, member], Math.max(...load.writes.map((one) => one.revision)));
    await member.node.kill();
    await startedAgainItIsRefused([broken]);
  });

  test('a member that has moved is found where it is, once the others are told', async () => {
    await using cluster = await startCluster({ members: 3, nats: false, keepers: 0 });
    const [moving] = (await cluster.followers()) as [ClusterMember];
    const rest = cluster.members.filter((member) => member !== moving);
    const peers = rest.map((member) => cluster.peerOf(member));
    using client = rest[0]!.connect();
    const ID = BigInt(await idOf(moving));
    await moving.gateway.stop();
    await moving.node.stop();
    const place = await cluster.prepare(moving.name);
    await client.call('MemberUpdate', { ID, peerURLs: [place.peerUrl] });
    const moved = place.join(peers, { dataDirectory: moving.dataDirectory });
    await startMember(moved);
    const { header } = await client.call('Put', { key: 'moved', value: 'yes' });
    await assertSameHash([...rest, moved], Number(header?.revision));
    assert.equal(BigInt(await idOf(moved)), ID, 'it is the same member');
  });

  test('a newcomer whose flags describe another cluster is refused with the text of etcd', async () => {
    await using cluster = await startCluster({ members: 1, nats: false, keepers: 0 });
    const [first] = cluster.members as [ClusterMember];
    const stranger = (await cluster.prepare('m2')).join([cluster.peerOf(first)]);
    stranger.node.spawn();
    assert.equal((await stranger.node.exited).code, removedExitCode);
    assert.match(stranger.node.logTail(), /error validating peerURLs .*member count is unequal/);
  });

  test('a member of another cluster at the address of a member is refused, and disturbs nobody', async () => {
    await using cluster = await startCluster({ members: 3, nats: false, keepers: 0 });
    const [absent] = (await cluster.followers()) as [ClusterMember];
    const rest = cluster.members.filter((member) => member !== absent);
    await absent.node.kill();
    const peers = rest.map((member) => cluster.peerOf(member));
    const foreign = cluster.prepareReplacement(absent).join(peers, {
      nodeFlags: ['--initial-cluster-state=new', '--initial-cluster-token=another'],
    });
    foreign.node.spawn();
    await until('they refuse it', () =>
      rest.every(({ node }) => /cluster ID mismatch/.test(node.logTail(100_000))),
    );
    using client = rest[0]!.connect();
    await client.call('Put', { key: 'still', value: 'here' });
    await foreign.node.kill();
    await absent.node.start();
    await assertSameHash(cluster.members, 2);
  });
});

async function startedAgainItIsRefused(members: readonly ClusterMember[]): Promise<void> {
  for (const { node } of members) {
    node.spawn();
    assert.equal((await node.exited).code, removedExitCode, node.logTail());
  }
}

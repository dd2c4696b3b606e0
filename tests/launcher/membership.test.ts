// etcd's flags on membership, as a user gives them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EtcdClient, isHealthy, until } from '../kit/index.ts';
import { launchMember } from './launched-member.ts';

void test('a member joins by the flags of etcd, and when it is removed its launcher ends and says why', async () => {
  await using first = await launchMember({ flags: ['--name=m1', '--no-nats'] });
  await first.put('hello', 'world');
  using client = new EtcdClient(first.endpoint);
  await using second = await launchMember({
    flags: ['--name=m2', '--no-nats', '--initial-cluster-state=existing'],
    flagsWith: (peerUrl) => [`--initial-cluster=m1=${first.peerUrl},m2=${peerUrl}`],
    before: async (peerUrl) => {
      await client.call('MemberAdd', { peerURLs: [peerUrl], isLearner: true });
    },
  });
  const own = { key: 'hello', serializable: true };
  using newcomer = new EtcdClient(second.endpoint);
  await until('the newcomer was sent the state', async () => {
    const { kvs } = await newcomer.call('Range', own);
    return kvs.length === 1;
  });
  const { header } = await newcomer.call('Status', {});
  await client.call('MemberRemove', { ID: BigInt(String(header?.member_id ?? 0)) });
  assert.equal((await second.program.exited).code, 3);
  assert.match(second.program.logTail(), /permanently removed from the cluster/);
  await first.put('alone', 'again');
});

void test('a new cluster is forced once: the raft-node that follows a killed one goes on as it is', async () => {
  const flags = ['--no-nats'];
  const member = await launchMember({ flags });
  await member.put('kept', 'yes');
  await member.program.stop();
  const { dataDirectory } = member;
  await using forced = await launchMember({
    dataDirectory,
    flags: [...flags, '--force-new-cluster'],
  });
  assert.equal(await forced.get('kept'), 'yes');
  const victim = forced.process('raft-node');
  assert.match(victim.command, /--force-new-cluster=true/);
  process.kill(victim.pid, 'SIGKILL');
  await until('the raft-node runs again', () => forced.process('raft-node').pid !== victim.pid);
  await until('the member answers', () => isHealthy(forced.endpoint));
  assert.doesNotMatch(forced.process('raft-node').command, /force-new-cluster/);
  assert.equal(await forced.get('kept'), 'yes');
});

// What the one member says that is left of three: what needs no leader is answered, everything else is refused
// in words by which clients know that they may try again.
import { mask } from './masks.ts';
import { askHttp, etcdctl, until } from '../../kit/index.ts';
import type { Cluster, ClusterMember } from '../../kit/index.ts';

const leaseId = 7n;

const commands: readonly string[] = [
  'get a --consistency=s',
  'get a',
  'put a two',
  'endpoint status',
  'endpoint health',
  'member list',
  'watch a',
  `lease keep-alive --once ${leaseId}`,
];

/** Ends two members; answers what the third says, by what it was asked. */
export async function saidWithoutQuorum(
  cluster: Cluster,
  binary: string,
): Promise<ReadonlyMap<string, unknown>> {
  const leader = await cluster.leader();
  const [left, other] = await cluster.followers();
  if (left === undefined || other === undefined)
    throw new Error('a cluster of three was asked for');
  using client = leader.connect();
  await client.call('Put', { key: 'a', value: 'one' });
  await client.call('LeaseGrant', { ID: leaseId, TTL: 300 });
  await until('all have it', async () => (await serializable(left)) === 1);
  for (const { node, gateway } of [leader, other]) {
    await node.kill();
    await gateway.kill();
  }
  await until('the leader is missed', async () => {
    using own = left.connect();
    return String((await own.call('Status', {})).leader) === '0';
  });
  const said = commands.map(async (command): Promise<[string, unknown]> => {
    const args = command.split(' ');
    const { endpoint } = left;
    const { code, stdout, stderr } = await etcdctl({ endpoint, binary, args, timeoutMs: 30_000 });
    return [command, { code, stdout: shown(stdout, left), stderr: shown(stderr, left) }];
  });
  const json = keptAlive(left).then((answer): [string, unknown] => ['keep alive as JSON', answer]);
  return new Map(await Promise.all([...said, json]));
}

async function serializable(member: ClusterMember): Promise<number> {
  using client = member.connect();
  return Number((await client.call('Range', { key: 'a', serializable: true })).count);
}

/** Status and code: the text stands where the release of the gateway puts it. */
async function keptAlive({ endpoint }: ClusterMember): Promise<unknown> {
  const { status, body } = await askHttp({
    endpoint,
    method: 'POST',
    path: '/v3/lease/keepalive',
    body: JSON.stringify({ ID: String(leaseId) }),
    timeoutMs: 30_000,
  });
  const { error } = JSON.parse(body) as { error: { code?: number; grpc_code?: number } };
  return [status, error.grpc_code ?? error.code];
}

/** Without what is the member's own. */
function shown(text: string, { endpoint }: ClusterMember): string {
  const told = text.split('\n').filter((row) => !row.startsWith('{"level"'));
  return mask(told.join('\n').replaceAll(endpoint, 'ENDPOINT')).replaceAll(
    /, [0-9a-f]{8,16}, /g,
    ', ID, ',
  );
}

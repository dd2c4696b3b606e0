// A cluster of real etcd members in the shape of a Cairn cluster: it shows that a fault test asks
// for what etcd does too. One process per member is node and gateway at once.
import { join } from 'node:path';
import { EtcdClient } from './client.ts';
import type { Cluster, ClusterMember, ClusterOptions } from './cluster.ts';
import { flags } from './flags.ts';
import { isHealthy } from './http.ts';
import { findLeader } from './leader.ts';
import { freePort } from './ports.ts';
import { Program } from './program.ts';
import { scratchDirectory } from './scratch.ts';

export async function startEtcdCluster(binary: string, options: ClusterOptions): Promise<Cluster> {
  const plan = await Promise.all(
    Array.from({ length: options.members }, async (_, index) => ({
      name: `m${index + 1}`,
      client: `127.0.0.1:${await freePort()}`,
      peer: `http://127.0.0.1:${await freePort()}`,
    })),
  );
  const initialCluster = plan.map(({ name, peer }) => `${name}=${peer}`).join(',');
  const members = plan.map(({ name, client, peer }): ClusterMember => {
    const dataDirectory = join(scratchDirectory(name), 'data');
    const program = new Program({
      name: `${name}-etcd`,
      command: binary,
      args: flags({
        name,
        'data-dir': dataDirectory,
        logger: 'zap',
        'listen-client-urls': `http://${client}`,
        'advertise-client-urls': `http://${client}`,
        'listen-peer-urls': peer,
        'initial-advertise-peer-urls': peer,
        'initial-cluster': initialCluster,
        'snapshot-count': options.snapshotCount,
      }),
      ready: () => isHealthy(client),
    });
    return {
      name,
      endpoint: client,
      nodeAddress: '',
      dataDirectory,
      node: program,
      gateway: program,
      connect: () => new EtcdClient(client),
    };
  });
  const programs = members.map(({ node }) => node);
  for (const program of programs) program.spawn();
  await Promise.all(programs.map((program) => program.untilReady()));
  return {
    members,
    keepers: [],
    nats: undefined,
    leader: () => findLeader(members),
    followers: async () => {
      const leader = await findLeader(members);
      return members.filter((member) => member !== leader);
    },
    programs: () => programs,
    peerOf: (member) => ({ name: member.name, peerUrl: plan[members.indexOf(member)]?.peer ?? '' }),
    prepare: () => Promise.reject(new Error('members are added to a Cairn cluster only')),
    prepareReplacement: () => {
      throw new Error('members are replaced in a Cairn cluster only');
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(programs.map((program) => program.kill()));
    },
  };
}

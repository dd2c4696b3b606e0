// Kills, pauses and cuts off members of the Compose cluster while a client writes through the gateways
// of the others, and checks that every acknowledged write is there at the end, on every member alike.
//
//   docker compose -f deploy/compose.yaml up -d --build
//   node tests/compose/faults.ts
//
// Needs a Docker engine, so it is not part of `npm test`; tests/cluster does the same with processes.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EtcdClient, repositoryRoot, until } from '../kit/index.ts';

const members = [
  { name: 'm1', endpoint: '127.0.0.1:2379' },
  { name: 'm2', endpoint: '127.0.0.1:22379' },
  { name: 'm3', endpoint: '127.0.0.1:32379' },
] as const;
type Member = (typeof members)[number];

const composeFile = join(repositoryRoot, 'deploy/compose.yaml');

function docker(...args: string[]): string {
  return execFileSync('docker', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function containerOf(member: Member): string {
  return docker('compose', '-f', composeFile, 'ps', '-aq', member.name).trim();
}

async function leaderOf(candidates: readonly Member[]): Promise<Member> {
  return await until('a leader is known', async () => {
    for (const member of candidates) {
      using client = new EtcdClient(member.endpoint);
      const status = await client.call('Status', {}, { timeoutMs: 1_000 }).catch(() => undefined);
      if (status === undefined || String(status.leader) === '0') continue;
      if (String(status.leader) === String(status.header?.member_id)) return member;
    }
    return undefined;
  });
}

interface Fault {
  readonly name: string;
  begin(container: string): void;
  end(container: string): void;
}

const network = 'cairn_cairn';
const faults: readonly Fault[] = [
  {
    name: 'kill -9',
    begin: (container) => void docker('kill', container),
    end: (container) => void docker('start', container),
  },
  {
    name: 'pause',
    begin: (container) => void docker('pause', container),
    end: (container) => void docker('unpause', container),
  },
  {
    name: 'network cut',
    begin: (container) => void docker('network', 'disconnect', network, container),
    end: (container) => {
      const name = docker(
        'inspect',
        '-f',
        '{{index .Config.Labels "com.docker.compose.service"}}',
        container,
      );
      docker('network', 'connect', '--alias', name.trim(), network, container);
    },
  },
];

const acknowledged = new Map<string, string>();
let written = 0;

/** Writes until `count` writes are acknowledged; a failed one is not counted and may or may not exist. */
async function write(member: Member, count: number): Promise<void> {
  using client = new EtcdClient(member.endpoint);
  for (let done = 0; done < count;) {
    const key = `compose/${written++}`;
    const put = { key: Buffer.from(key), value: Buffer.from(key) };
    const answer = await client.call('Put', put, { timeoutMs: 8_000 }).catch(() => undefined);
    if (answer === undefined) continue;
    acknowledged.set(key, String(answer.header?.revision));
    done += 1;
  }
}

async function faultRound(fault: Fault): Promise<void> {
  const victim = await leaderOf(members);
  const others = members.filter((member) => member !== victim);
  const [first, second] = others as [Member, Member];
  const container = containerOf(victim);
  await write(first, 100);
  const startMs = performance.now();
  fault.begin(container);
  await write(second, 1);
  const outageMs = Math.round(performance.now() - startMs);
  await write(first, 200);
  await delay(2_000);
  await write(second, 200);
  fault.end(container);
  await until(`${victim.name} serves again`, async () => {
    using client = new EtcdClient(victim.endpoint);
    const range = { key: Buffer.from('compose/0') };
    const answer = await client.call('Range', range, { timeoutMs: 2_000 }).catch(() => undefined);
    return answer !== undefined || undefined;
  });
  console.log(`${fault.name} of the leader ${victim.name}: next write after ${outageMs} ms`);
}

async function check(): Promise<void> {
  const hashes = new Set<string>();
  for (const { endpoint, name } of members) {
    using client = new EtcdClient(endpoint);
    const range = { key: Buffer.from('compose/'), range_end: Buffer.from('compose0') };
    const answer = await client.call('Range', range);
    const found = new Map(
      answer.kvs.map((kv) => [Buffer.from(kv.key ?? []).toString(), String(kv.mod_revision)]),
    );
    for (const [key, revision] of acknowledged) {
      assert.equal(found.get(key), revision, `${key} on ${name}`);
    }
    const revision = Number(answer.header?.revision);
    const hash = await client.call('HashKV', { revision });
    hashes.add(String(hash.hash));
  }
  assert.equal(hashes.size, 1, 'all members hold the same');
}

for (const fault of faults) await faultRound(fault);
await check();
console.log(
  `${acknowledged.size} acknowledged writes are on every member, and all hashes are equal`,
);

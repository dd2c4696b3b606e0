// Fifty and more malformed requests for every method, over gRPC, and JSON that is none for every path. They come
// from a seed. A cluster answers each with an error, or as a valid request of another kind, with the code that
// etcd gives to the same bytes; no process of it ends, hangs or keeps anything, and its members are the same
// to the last byte.
import assert from 'node:assert/strict';
import { createConnection } from 'node:net';
import { after, before, suite, test } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { methodJson } from '@cairn/proto';
import { askHttp, newerEtcd, startCluster, startEtcd, until } from '../kit/index.ts';
import type { Cluster, ClusterMember, SingleServer } from '../kit/index.ts';
import { GrpcCaller, postJson } from './caller.ts';
import { allCalls } from './calls.ts';
import type { Call } from './calls.ts';
import { jsonMutantsOf } from './json-mutations.ts';
import type { JsonMutant } from './json-mutations.ts';
import { mutantsMin, mutantsOf } from './mutations.ts';
import type { Mutant } from './mutations.ts';
import { fillStore } from './secured-store.ts';

const seed = Number(process.env['CAIRN_SEED'] ?? 2_379);
/** What `fillStore` leaves behind. */
const world = { revision: 4, leaderRevision: 4 };

/** At an order that it does not know, and at a name that its store cannot keep, this etcd ends with a panic. */
const endsEtcd = /sort_order|sort_target|is long$/;
/** This etcd keeps a permission of no known type, which permits nothing. */
const etcdKeeps = /permType/;
const internal = 13;
const deadlineExceeded = 4;

let cluster: Cluster;
let member: ClusterMember;
let etcd: SingleServer | undefined;

/** How much of etcd's answer must be ours. */
type Comparison =
  | 'codes'
  /** Only whether the bytes can be read: what then becomes of it depends on what happened before. */
  | 'readable'
  /** It is another cluster, or another release, answers something else, or ends with a panic. */
  | 'nothing';

function comparisonOf({ method: { path } }: Call): Comparison {
  if (/^\/v3|Health|\/Watch$|Compact|HashKV/.test(path)) return 'readable';
  return /MemberAdd|MoveLeader|Alarm|Downgrade|RangeStream|Snapshot/.test(path)
    ? 'nothing'
    : 'codes';
}

/** May wait for others, or for events, for ever. */
function mayWait({ method: { path } }: Call): boolean {
  return /^\/v3|\/Watch$/.test(path);
}

async function codeOf(caller: GrpcCaller, call: Call, { message }: Mutant): Promise<number> {
  const timeoutMs = mayWait(call) ? 1_000 : undefined;
  const { code } = await caller.call(call.method, message, {
    isLast: true,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
  return code;
}

function isSame(
  comparison: Comparison,
  { isDisputed }: Mutant,
  mine: number,
  theirs: number,
): boolean {
  const isReadAlike = (mine === internal) === (theirs === internal);
  if (comparison === 'readable' || !isReadAlike) return isDisputed || isReadAlike;
  return mine === theirs;
}

function isLeftOut({ name }: { readonly name: string }): boolean {
  return endsEtcd.test(name) || etcdKeeps.test(name);
}

/** What is not as it should be; undefined = nothing. */
async function tryMutant(
  call: Call,
  mutant: Mutant,
  mine: GrpcCaller,
  theirs: GrpcCaller | undefined,
): Promise<string | undefined> {
  const comparison = comparisonOf(call);
  const asksOther = theirs !== undefined && comparison !== 'nothing' && !isLeftOut(mutant);
  const [code, expected] = await Promise.all([
    codeOf(mine, call, mutant),
    asksOther ? codeOf(theirs, call, mutant) : undefined,
  ]);
  if (code === deadlineExceeded && !mayWait(call)) return `${mutant.name}: no answer`;
  // Who waits says nothing of the bytes.
  if (code === deadlineExceeded || expected === deadlineExceeded) return undefined;
  if (expected === undefined || isSame(comparison, mutant, code, expected)) return undefined;
  return `${mutant.name}: ${code}, and ${expected} of etcd`;
}

suite('requests that no client sends', () => {
  before(async () => {
    const binary = newerEtcd();
    [cluster, etcd] = await Promise.all([
      startCluster({ members: 3, nats: false, nodeFlags: ['--bcrypt-cost', '4'] }),
      binary === undefined ? undefined : startEtcd({ binary, flags: ['--bcrypt-cost', '4'] }),
    ]);
    member = await cluster.leader();
    for (const server of [member, etcd]) {
      if (server === undefined) continue;
      using client = server.connect();
      assert.equal(await fillStore(client), world.leaderRevision);
    }
  });

  after(async () => {
    await Promise.all([cluster?.[Symbol.asyncDispose](), etcd?.[Symbol.asyncDispose]()]);
  });

  for (const call of allCalls(world)) {
    const { path, request } = call.method;
    test(`${path} is none the worse for them`, async () => {
      using mine = new GrpcCaller(member.endpoint);
      using theirs = etcd === undefined ? undefined : new GrpcCaller(etcd.endpoint);
      const mutants = mutantsOf(request, call.message, new SeededRandom(seed));
      assert.ok(mutants.length >= mutantsMin);
      const found: (string | undefined)[] = [];
      const attempt = async (mutant: Mutant): Promise<void> => {
        found.push(await tryMutant(call, mutant, mine, theirs));
      };
      if (mayWait(call)) await Promise.all(mutants.map(attempt));
      else for (const mutant of mutants) await attempt(mutant);
      assert.deepEqual(
        found.filter((each) => each !== undefined),
        [],
      );
    });
  }

  test('no path of JSON is the worse for what is no JSON', async () => {
    await lift();
    const random = new SeededRandom(seed);
    const found: string[] = [];
    for (const call of allCalls(world)) {
      const { method, message, jsonPath } = call;
      if (jsonPath === undefined || mayWait(call)) continue;
      const body = methodJson(method.path)?.request.toJson(message) ?? '';
      for (const mutant of jsonMutantsOf(method.request, body, random)) {
        const mine = await postJson(member.endpoint, jsonPath, mutant.body);
        const expected = await statusOfEtcd(call, jsonPath, mutant);
        const isSaid = isJson(mine.body) && (expected ?? mine.status) === mine.status;
        if (!isSaid) found.push(`${jsonPath}: ${mutant.name}: ${mine.status}, not ${expected}`);
      }
    }
    assert.deepEqual(found, []);
  });

  // PR 22132: etcd read the whole of a body sent to /leases at this port before it looked at it.
  test('the port of the members takes no body of HTTP', async () => {
    for (const path of ['/leases', '/leases/internal', '/members/hashkv', '/raft']) {
      assert.ok((await takenBytes(path)) < endlessBytes, path);
    }
  });

  test('afterwards the same processes serve, keep nothing and hold the same', async () => {
    for (const program of cluster.programs()) assert.ok(program.running, program.name);
    for (const each of cluster.members) await untilIdle(each);
    await lift();
    using client = member.connect();
    const { header } = await client.call('Put', { key: 'last' });
    const revision = BigInt(Number(header?.revision));
    const sums = await Promise.all(cluster.members.map((each) => sumOf(each, revision)));
    assert.equal(new Set(sums).size, 1, sums.join(' and '));
  });
});

/** undefined = it is not asked. */
async function statusOfEtcd(
  call: Call,
  jsonPath: string,
  mutant: JsonMutant,
): Promise<number | undefined> {
  // It answers a stream before it has read what is wrong.
  const isComparable = comparisonOf(call) === 'codes' && !call.method.isRequestStream;
  if (etcd === undefined || !isComparable || isLeftOut(mutant)) return undefined;
  const { status } = await postJson(etcd.endpoint, jsonPath, mutant.body);
  return status;
}

/** Of a stream, the first line. */
function isJson(body: string): boolean {
  try {
    JSON.parse(body.split('\n', 1)[0] ?? '');
    return true;
  } catch {
    return body === '';
  }
}

/** More than all buffers on the way hold. */
const endlessBytes = 256 * 1024 * 1024;

/** What was taken of a body without an end before the connection was ended. */
async function takenBytes(path: string): Promise<number> {
  const { hostname, port } = new URL(cluster.peerOf(member).peerUrl);
  const socket = createConnection({ host: hostname, port: Number(port) });
  socket.on('error', () => undefined);
  socket.resume();
  let goOn = (): void => undefined;
  socket.on('drain', () => goOn());
  socket.on('close', () => goOn());
  socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: ${2 ** 40}\r\n\r\n`);
  const chunk = Buffer.alloc(1024 * 1024, 'x');
  while (!socket.closed && socket.bytesWritten < endlessBytes) {
    if (socket.write(chunk)) continue;
    await new Promise<void>((resolve) => (goOn = resolve));
  }
  socket.destroy();
  return socket.bytesWritten;
}

/** Nothing of what was asked is still kept. */
async function untilIdle({ endpoint, name }: ClusterMember): Promise<void> {
  const gauges = ['cairn_gateway_pending_requests', 'etcd_debugging_mvcc_watch_stream_total'];
  await until(`${name} keeps nothing`, async () => {
    const { body } = await askHttp({ endpoint, path: '/metrics' });
    return gauges.every((gauge) => new RegExp(`^${gauge} 0$`, 'm').test(body));
  });
}

/** What the requests that were not malformed enough have left behind, as an operator would. */
async function lift(): Promise<void> {
  using client = member.connect();
  const { alarms } = await client.call('Alarm', {});
  for (const { memberID, alarm = 0 } of alarms) {
    await client.call('Alarm', { action: 2, memberID: BigInt(String(memberID)), alarm });
  }
}

/** Of what a member holds. */
async function sumOf(each: ClusterMember, revision: bigint): Promise<string> {
  using client = each.connect();
  // Until then it may not have everything.
  await client.call('Range', { key: 'last' });
  const { hash, compact_revision: compacted } = await client.call('HashKV', { revision });
  return `${hash} behind ${String(compacted)}`;
}

// The ports that services have for each other, where nobody but services should come: what a stranger says there,
// who knows every message and means none, ends no process and leaves the members the same.
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { SeededRandom } from '@cairn/core';
import type protobuf from 'protobufjs';
import { startCluster, until } from '../kit/index.ts';
import type { Cluster, ClusterMember } from '../kit/index.ts';
import { GrpcCaller } from './caller.ts';
import { serviceMethods } from './methods.ts';
import type { ClientMethod } from './methods.ts';
import { mutantsOf } from './mutations.ts';

const seed = Number(process.env['CAIRN_SEED'] ?? 2_379);
/** Some streams are never answered. */
const timeoutMs = 1_000;
const depthMax = 4;

let cluster: Cluster;
let member: ClusterMember;

/** A message with every field, of which none says anything sensible. */
function sample(type: protobuf.Type, depth = 0): Uint8Array {
  const fields = type.fieldsArray
    .filter(({ resolvedType }) => resolvedType === null || depth < depthMax)
    .map((field) => {
      const value = sampleOf(field, depth);
      return [field.name, field.repeated ? [value] : value];
    });
  return type.encode(type.fromObject(Object.fromEntries(fields))).finish();
}

function sampleOf({ type, resolvedType }: protobuf.Field, depth: number): unknown {
  if (resolvedType !== null && 'fieldsArray' in resolvedType) {
    return resolvedType.toObject(resolvedType.decode(sample(resolvedType, depth + 1)));
  }
  if (type === 'bytes') return Buffer.from('x');
  if (type === 'string') return 'x';
  return type === 'bool' ? true : 1;
}

function addressOf({ path }: ClientMethod): string {
  return path.includes('.Node/')
    ? member.nodeAddress
    : new URL(cluster.peerOf(member).peerUrl).host;
}

suite('the ports of the services', () => {
  before(async () => {
    cluster = await startCluster({ members: 3, nats: false });
    member = await cluster.leader();
    using client = member.connect();
    await client.call('Put', { key: 'a', value: '1' });
  });

  after(async () => {
    await cluster?.[Symbol.asyncDispose]();
  });

  for (const method of serviceMethods()) {
    // A keeper's port is not known here.
    if (method.path.includes('.Keeper/')) continue;
    test(`${method.path} is none the worse for what no service says`, async () => {
      using caller = new GrpcCaller(addressOf(method));
      const mutants = mutantsOf(method.request, sample(method.request), new SeededRandom(seed));
      const calls = mutants.map(({ message }) => caller.call(method, message, { timeoutMs }));
      await Promise.all(calls);
      for (const program of cluster.programs()) assert.ok(program.running, program.name);
    });
  }

  test('afterwards the members serve, and hold the same', async () => {
    using client = member.connect();
    const { header } = await client.call('Put', { key: 'last' });
    const revision = BigInt(Number(header?.revision));
    const sums = await Promise.all(
      cluster.members.map(async (each) => {
        using other = each.connect();
        const answered = await until(`${each.name} answers`, () =>
          other.call('Range', { key: 'last' }),
        );
        assert.equal(Number(answered.count), 1);
        const { hash } = await other.call('HashKV', { revision });
        return hash;
      }),
    );
    assert.equal(new Set(sums).size, 1);
  });
});

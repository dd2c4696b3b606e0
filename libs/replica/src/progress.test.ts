import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AppliedRequest } from './ports.ts';
import { RequestKind, kindOf } from './request-codec.ts';
import { TestCluster, put } from './testing/test-cluster.ts';
import type { Node } from './testing/test-cluster.ts';

/** A put through this member, and what was told of it, in order. */
async function followedPut(cluster: TestCluster, node: Node): Promise<readonly string[]> {
  const told: string[] = [];
  node.replica.propose(
    RequestKind.put,
    put('a', '1'),
    (outcome) => told.push(outcome.kind),
    undefined,
    undefined,
    undefined,
    {
      appended: () => told.push('appended'),
      committed: () => told.push('committed'),
      applied: () => told.push('applied'),
    },
  );
  await cluster.until('the put is settled', () => told.includes('done'));
  return told;
}

test('whoever follows a proposal is told of each step once, and of its end last', async () => {
  const cluster = await TestCluster.start(3);
  const leader = await cluster.leaderKnownToAll();
  for (const node of [leader, cluster.other(leader)]) {
    assert.deepEqual(await followedPut(cluster, node), [
      'appended',
      'committed',
      'applied',
      'done',
    ]);
  }
});

test('a proposal that fails is told of no step after that', async () => {
  const cluster = await TestCluster.start(3);
  const old = await cluster.leaderKnownToAll();
  cluster.deliver = ({ from, to }) => from !== old.member.id && to !== old.member.id;
  const told: string[] = [];
  const tell = (step: string) => () => void told.push(step);
  old.replica.propose(
    RequestKind.put,
    put('a', '1'),
    ({ kind }) => void told.push(kind),
    100,
    undefined,
    undefined,
    { appended: tell('appended'), committed: tell('committed'), applied: tell('applied') },
  );
  await cluster.until('it has failed', () => told.includes('failed'));
  assert.deepEqual(told, ['appended', 'failed']);
});

test('every member is told how long each request took to apply, and whether it was refused', async () => {
  const applied: AppliedRequest[] = [];
  const cluster = await TestCluster.start(1, {
    ports: () => ({ onRequestApplied: (request) => void applied.push(request) }),
  });
  const node = cluster.node(0);
  await cluster.propose(node, RequestKind.put, put('a', '1'));
  await cluster.propose(node, RequestKind.put, put('a', '2', 77));
  const puts = applied.filter(({ entry }) => kindOf(entry.data) === RequestKind.put);
  assert.deepEqual(
    puts.map(({ isRefused }) => isRefused),
    [false, true],
  );
  for (const { durationMs } of applied) assert.ok(durationMs >= 0);
});

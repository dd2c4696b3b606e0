// The keeper over real gRPC between a fake raft-node and a fake gateway, on a clock that the test
// moves. Only the small retry pauses and the tick run on real time, and nothing depends on how long
// they take.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { serve } from '@cairn/rpc';
import { createLogger } from '@cairn/telemetry';
import { KeepAliveService } from './keep-alive-service.ts';
import { Keeper } from './keeper.ts';
import { KeeperMetrics } from './metrics.ts';
import { FakeNode, until } from './testing/fake-node.ts';
import { Gateway } from './testing/gateway.ts';
import { ManualClock } from './testing/manual-clock.ts';

const timeout = { timeout: 20_000 };

async function startKeeper(nodes: readonly FakeNode[]) {
  const clock = new ManualClock();
  const metrics = new KeeperMetrics();
  const keeper = new Keeper({
    clock,
    logger: createLogger({ service: 'lease-keeper', level: 'fatal' }),
    metrics,
    keeperId: 'keeper-1',
    nodeAddresses: nodes.map(({ address }) => address),
    authorityMs: 1_000,
    keepAliveWaitMs: 3_000,
    checkpointIntervalMs: 300_000,
    resendIntervalMs: 5_000,
    tickMs: 2,
  });
  metrics.observe(() => keeper.status);
  const service = new KeepAliveService(keeper, metrics);
  const server = await serve('127.0.0.1:0', [service.definition()]);
  keeper.start(server.address);
  const gateway = new Gateway(server.address);
  return {
    clock,
    keeper,
    metrics,
    gateway,
    address: server.address,
    async [Symbol.asyncDispose](): Promise<void> {
      gateway[Symbol.dispose]();
      keeper.stop();
      service.close();
      await server.close(0);
    },
  };
}

type Started = Awaited<ReturnType<typeof startKeeper>>;

const isPrimary = ({ keeper }: Started, epoch: number): boolean =>
  keeper.status.epoch === epoch && keeper.status.authority;

describe('attaching', () => {
  it('introduces the keeper to the leader and stays with it as standby', timeout, async () => {
    await using node = await FakeNode.start();
    await using started = await startKeeper([node]);
    const line = await node.keeper();
    const hello = await until(() => line.heardOf('hello')[0]);
    assert.equal(hello.keeper_id, 'keeper-1');
    assert.equal(hello.address, started.address);
    line.say({ standby: { epoch: 7, primary_address: '10.0.0.1:1' } });
    await until(() => started.keeper.status.role === 'standby');
    assert.deepEqual(started.keeper.status, {
      role: 'standby',
      node: node.address,
      epoch: 7,
      primaryAddress: '10.0.0.1:1',
      authority: false,
      leases: 0,
      expiring: 0,
      waiting: 0,
    });
    assert.equal(await started.gateway.ask(1), 'notPrimary');
  });

  it('makes a standby primary when the node says so', timeout, async () => {
    await using node = await FakeNode.start();
    await using started = await startKeeper([node]);
    const line = await node.keeper();
    line.say({ standby: { epoch: 7, primary_address: '10.0.0.1:1' } });
    await until(() => started.keeper.status.role === 'standby');
    line.makePrimary(9, [[5, 60]]);
    await until(() => isPrimary(started, 9));
    assert.equal(await started.gateway.ask(5), 'alive 60');
    assert.ok(line.heardOf('ping').every(({ epoch }) => Number(epoch) === 9));
  });

  it('finds the leader among nodes that do not lead and nodes that are down', timeout, async () => {
    await using follower = await FakeNode.start();
    follower.refusesNaming = 3;
    const dead = await FakeNode.start();
    await using leader = await FakeNode.start();
    await using started = await startKeeper([follower, dead, leader]);
    await dead[Symbol.asyncDispose]();
    const line = await leader.keeper();
    await until(() => follower.refusals > 0);
    line.makePrimary(2);
    await until(() => started.keeper.status.node === leader.address);
  });

  it('goes on asking while nobody leads, until somebody does', timeout, async () => {
    await using node = await FakeNode.start();
    node.refusesNaming = 0;
    await using started = await startKeeper([node]);
    await until(() => node.refusals >= 3);
    assert.equal(started.keeper.status.role, 'detached');
    node.refusesNaming = undefined;
    (await node.keeper()).makePrimary(4);
    await until(() => isPrimary(started, 4));
  });
});

describe('being primary', () => {
  it('answers whole batches, each lease for itself', timeout, async () => {
    await using node = await FakeNode.start();
    await using started = await startKeeper([node]);
    const line = await node.keeper();
    line.makePrimary(1, [
      [1, 10],
      [2, 20],
    ]);
    await until(() => isPrimary(started, 1));
    const { gateway } = started;
    const [one = 0, unknown = 0, two = 0] = gateway.send([1, 404, 2]);
    const query = await until(() => line.heardOf('query')[0]);
    line.say({ query_result: { id: query.id ?? 0, found: false } });
    assert.equal(await until(() => gateway.answerTo(unknown)), 'notFound');
    assert.equal(gateway.answerTo(one), 'alive 10');
    assert.equal(gateway.answerTo(two), 'alive 20');
    assert.equal(await gateway.ask(2, true), 'alive 20');
  });

  it('carries every lease id there is', timeout, async () => {
    await using node = await FakeNode.start();
    await using started = await startKeeper([node]);
    const line = await node.keeper();
    line.makePrimary(1, [[-9, 2]]);
    await until(() => isPrimary(started, 1));
    assert.equal(await started.gateway.ask(-9), 'alive 2');
    started.clock.advance(3_500);
    await until(() => line.heardOf('revoke')[0]);
    assert.equal(Number(line.heardOf('revoke')[0]?.ids?.[0]), -9);
  });

  it('proposes the revoke of an expired lease with its epoch', timeout, async () => {
    await using node = await FakeNode.start();
    await using started = await startKeeper([node]);
    const line = await node.keeper();
    line.makePrimary(31);
    await until(() => isPrimary(started, 31));
    line.say({ changes: { changes: [{ granted: { ID: 6, TTL: 2 } }] } });
    await until(() => started.keeper.status.leases === 1);
    started.clock.advance(3_100);
    const revoke = await until(() => line.heardOf('revoke')[0]);
    assert.equal(Number(revoke.epoch), 31);
    assert.deepEqual((revoke.ids ?? []).map(Number), [6]);
    assert.equal(started.keeper.status.expiring, 1);
    line.say({ changes: { changes: [{ revoked: 6 }] } });
    await until(() => started.keeper.status.leases === 0);
  });

  it('waits for a lease that the node knows and the feed does not, yet', timeout, async () => {
    await using node = await FakeNode.start();
    await using started = await startKeeper([node]);
    const line = await node.keeper();
    line.makePrimary(1);
    await until(() => isPrimary(started, 1));
    const [id = 0] = started.gateway.send([12]);
    const query = await until(() => line.heardOf('query')[0]);
    assert.equal(Number(query.lease_id), 12);
    line.say({ query_result: { id: query.id ?? 0, found: true } });
    line.say({ changes: { changes: [{ granted: { ID: 12, TTL: 45 } }] } });
    assert.equal(await until(() => started.gateway.answerTo(id)), 'alive 45');
  });

  it('clears a checkpoint in the log before it promises the TTL', timeout, async () => {
    await using node = await FakeNode.start();
    await using started = await startKeeper([node]);
    const line = await node.keeper();
    line.makePrimary(8, [[3, 900, 500]]);
    await until(() => isPrimary(started, 8));
    assert.equal(await started.gateway.ask(3, true), 'alive 501');
    const [id = 0] = started.gateway.send([3]);
    const checkpoint = await until(() => line.heardOf('checkpoint')[0]);
    assert.equal(Number(checkpoint.epoch), 8);
    const [lease] = checkpoint.leases ?? [];
    assert.deepEqual([lease?.ID, lease?.TTL, lease?.RemainingTTL ?? 0].map(Number), [3, 900, 0]);
    assert.equal(started.gateway.answerTo(id), undefined);
    line.say({ changes: { changes: [{ checkpointed: { ID: 3, TTL: 900 } }] } });
    assert.equal(await until(() => started.gateway.answerTo(id)), 'alive 900');
  });
});

describe('losing authority', () => {
  it('makes keep-alives wait while pongs are withheld, and expires nothing', timeout, async () => {
    await using node = await FakeNode.start();
    await using started = await startKeeper([node]);
    const line = await node.keeper();
    line.makePrimary(1, [
      [1, 60],
      [2, 2],
    ]);
    await until(() => isPrimary(started, 1));
    line.answersPings = false;
    started.clock.advance(10_000);
    assert.equal(started.keeper.status.authority, false);
    const [id = 0] = started.gateway.send([1]);
    await until(() => started.keeper.status.waiting === 1);
    assert.deepEqual(line.heardOf('revoke'), []);
    line.answersPings = true;
    started.clock.advance(400);
    assert.equal(await until(() => started.gateway.answerTo(id)), 'alive 60');
    const revoke = await until(() => line.heardOf('revoke')[0]);
    assert.deepEqual((revoke.ids ?? []).map(Number), [2]);
  });

  it('sends keep-alives away when it lasts', timeout, async () => {
    await using node = await FakeNode.start();
    await using started = await startKeeper([node]);
    const line = await node.keeper();
    line.makePrimary(1, [[1, 60]]);
    await until(() => isPrimary(started, 1));
    line.answersPings = false;
    started.clock.advance(1_000);
    const [id = 0] = started.gateway.send([1]);
    await until(() => started.keeper.status.waiting === 1);
    started.clock.advance(3_000);
    assert.equal(await until(() => started.gateway.answerTo(id)), 'notPrimary');
  });

  it('makes the keeper ask the other nodes, without letting go of this one', timeout, async () => {
    await using stale = await FakeNode.start();
    await using next = await FakeNode.start();
    next.refusesNaming = 1;
    await using started = await startKeeper([stale, next]);
    const old = await stale.keeper();
    old.makePrimary(1, [[1, 60]]);
    await until(() => isPrimary(started, 1));
    const refusals = next.refusals;
    old.answersPings = false;
    started.clock.advance(3_000);
    await until(() => next.refusals > refusals);
    assert.equal(started.keeper.status.node, stale.address);
    next.refusesNaming = undefined;
    (await next.keeper()).makePrimary(2, [[1, 60]]);
    await until(() => isPrimary(started, 2));
    assert.equal(started.keeper.status.node, next.address);
    await until(() => old.isOver);
    const metrics = await started.metrics.registry.metrics();
    assert.match(metrics, /^cairn_lease_keeper_attachments_total 2$/m);
    assert.equal(await started.gateway.ask(1), 'alive 60');
  });
});

describe('a broken feed', () => {
  it('sends away who waits, and the keeper comes back by itself', timeout, async () => {
    await using node = await FakeNode.start();
    await using started = await startKeeper([node]);
    const first = await node.keeper();
    first.makePrimary(1, [[1, 60]]);
    await until(() => isPrimary(started, 1));
    first.answersPings = false;
    started.clock.advance(1_000);
    const [id = 0] = started.gateway.send([1]);
    await until(() => started.keeper.status.waiting === 1);
    first.end();
    assert.equal(await until(() => started.gateway.answerTo(id)), 'notPrimary');
    const second = await until(() => node.attachments[1]);
    assert.equal(started.keeper.status.role, 'detached');
    second.makePrimary(2, [[1, 60]]);
    await until(() => isPrimary(started, 2));
    assert.equal(await started.gateway.ask(1), 'alive 60');
  });

  it('is survived when the node dies and comes back at the same address', timeout, async () => {
    const node = await FakeNode.start();
    const { address } = node;
    await using started = await startKeeper([node]);
    (await node.keeper()).makePrimary(1);
    await until(() => isPrimary(started, 1));
    await node[Symbol.asyncDispose]();
    await until(() => started.keeper.status.role === 'detached');
    await using restarted = await FakeNode.start(address);
    (await restarted.keeper()).makePrimary(2);
    await until(() => isPrimary(started, 2));
  });

  it('follows when the node stops leading', timeout, async () => {
    await using first = await FakeNode.start();
    await using second = await FakeNode.start();
    second.refusesNaming = 1;
    await using started = await startKeeper([first, second]);
    const line = await first.keeper();
    line.makePrimary(1);
    await until(() => isPrimary(started, 1));
    first.refusesNaming = 2;
    second.refusesNaming = undefined;
    line.say({ not_leader: { leader_id: 2 } });
    line.end();
    (await second.keeper()).makePrimary(2);
    await until(() => isPrimary(started, 2));
  });
});

describe('a new epoch', () => {
  it('starts every lease anew and forgets what the old one waited for', timeout, async () => {
    await using node = await FakeNode.start();
    await using started = await startKeeper([node]);
    const line = await node.keeper();
    line.makePrimary(1, [
      [1, 2],
      [2, 60],
    ]);
    await until(() => isPrimary(started, 1));
    started.clock.advance(3_500);
    await until(() => line.heardOf('revoke')[0]);
    const [id = 0] = started.gateway.send([1]);
    await until(() => started.keeper.status.waiting === 1);
    line.makePrimary(5, [[1, 2]]);
    assert.equal(await until(() => started.gateway.answerTo(id)), 'notPrimary');
    await until(() => isPrimary(started, 5));
    assert.equal(started.keeper.status.leases, 1);
    assert.equal(await started.gateway.ask(1), 'alive 2');
    assert.equal(line.heardOf('revoke').length, 1);
  });

  it('gives nothing on a pong that belongs to the old one', timeout, async () => {
    await using node = await FakeNode.start();
    await using started = await startKeeper([node]);
    const line = await node.keeper();
    line.answersPings = false;
    line.makePrimary(1);
    const old = await until(() => line.heardOf('ping')[0]);
    line.makePrimary(2);
    const current = await until(() =>
      line.heardOf('ping').find(({ epoch }) => Number(epoch) === 2),
    );
    line.say({ pong: { nonce: old.nonce ?? 0 } });
    // Everything before the answer to this query has been heard.
    line.say({ changes: { changes: [{ granted: { ID: 1, TTL: 9 } }] } });
    await until(() => started.keeper.status.leases === 1);
    assert.equal(started.keeper.status.authority, false);
    line.say({ pong: { nonce: current.nonce ?? 0 } });
    await until(() => isPrimary(started, 2));
  });
});

describe('a gateway that leaves', () => {
  it('still gets what it has asked for before its stream ends', timeout, async () => {
    await using node = await FakeNode.start();
    await using started = await startKeeper([node]);
    const line = await node.keeper();
    line.answersPings = false;
    line.makePrimary(1, [[1, 60]]);
    await until(() => started.keeper.status.role === 'primary');
    const { gateway } = started;
    const [id = 0] = gateway.send([1]);
    await until(() => started.keeper.status.waiting === 1);
    gateway.end();
    const ping = line.heardOf('ping').at(-1);
    line.say({ pong: { nonce: ping?.nonce ?? 0 } });
    await until(() => gateway.isOver);
    assert.equal(gateway.answerTo(id), 'alive 60');
  });
});

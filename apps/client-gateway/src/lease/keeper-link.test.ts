import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { cairn } from '@cairn/proto';
import { asBytes, bidiHandler, implement, keeperService, serve, wordsOfLeaseId } from '@cairn/rpc';
import { keepAliveBatchItemsMax } from '../limits.ts';
import { FakeKeeper } from '../testing/fake-keeper.ts';
import { silentLogger, someState, stateView, systemClock, until } from '../testing/support.ts';
import type { NodeStateView } from '../node/node-state.ts';
import { KeeperLink } from './keeper-link.ts';
import { KeeperQuestion } from './keeper-question.ts';
import type { KeeperAnswer } from './keeper-question.ts';

function linkTo(
  t: TestContext,
  keeperAddress: string,
  requestTimeoutMs = 10_000,
): { readonly link: KeeperLink; readonly state: NodeStateView } {
  const state = stateView({ keeperAddress, leaseEpoch: 1 });
  const link = new KeeperLink({
    state,
    clock: systemClock,
    requestTimeoutMs,
    logger: silentLogger,
  });
  t.after(() => link.close());
  return { link, state };
}

class TestQuestion extends KeeperQuestion {
  readonly #onAnswer: (answer: KeeperAnswer) => void;

  constructor(
    leaseId: bigint,
    peek: boolean,
    deadlineMs: number | undefined,
    onAnswer: (answer: KeeperAnswer) => void,
  ) {
    super(wordsOfLeaseId(leaseId), peek, deadlineMs);
    this.#onAnswer = onAnswer;
  }

  answered(answer: KeeperAnswer): void {
    this.#onAnswer(answer);
  }
}

function ask(link: KeeperLink, leaseId: bigint, peek = false, deadlineMs?: number): KeeperAnswer[] {
  const answers: KeeperAnswer[] = [];
  link.ask(new TestQuestion(leaseId, peek, deadlineMs, (answer) => answers.push(answer)));
  return answers;
}

test('questions of one turn travel together and are answered each', async (t) => {
  await using keeper = await FakeKeeper.start(({ leaseId }) =>
    leaseId === 404n ? { kind: 'notFound' } : { kind: 'alive', ttl: Number(leaseId) },
  );
  const { link } = linkTo(t, keeper.address);
  const answers = [1n, 404n, 3n].map((id) => ask(link, id, id === 3n));
  await until(() => answers.every(({ length }) => length === 1));
  assert.deepEqual(answers.flat(), [
    { kind: 'alive', ttlSeconds: 1 },
    { kind: 'notFound' },
    { kind: 'alive', ttlSeconds: 3 },
  ]);
  assert.equal(keeper.messages, 1);
  assert.deepEqual(
    keeper.asked.map(({ peek }) => peek),
    [false, false, true],
  );
});

test('ids with the highest bit are told as they are', async (t) => {
  await using keeper = await FakeKeeper.start(() => ({ kind: 'alive', ttl: 1 }));
  const { link } = linkTo(t, keeper.address);
  const answers = ask(link, -(2n ** 63n));
  await until(() => answers.length === 1);
  assert.equal(keeper.asked[0]?.leaseId, -(2n ** 63n));
});

test('a keeper that is not primary is asked again until it is', async (t) => {
  let refusals = 2;
  await using keeper = await FakeKeeper.start(() =>
    refusals-- > 0 ? { kind: 'notPrimary' } : { kind: 'alive', ttl: 9 },
  );
  const { link } = linkTo(t, keeper.address);
  const answers = ask(link, 1n);
  await until(() => answers.length === 1);
  assert.deepEqual(answers, [{ kind: 'alive', ttlSeconds: 9 }]);
  assert.equal(keeper.asked.length, 3);
});

test('the question goes to the new primary as soon as the node names it', async (t) => {
  await using old = await FakeKeeper.start(() => ({ kind: 'silence' }));
  await using next = await FakeKeeper.start(() => ({ kind: 'alive', ttl: 5 }));
  const { link, state } = linkTo(t, old.address);
  const answers = ask(link, 1n);
  await until(() => old.asked.length === 1);
  state.update({ ...someState, keeperAddress: next.address, leaseEpoch: 2 });
  await until(() => answers.length === 1);
  assert.deepEqual(answers, [{ kind: 'alive', ttlSeconds: 5 }]);
});

test('a broken stream is opened again and asked again', async (t) => {
  await using keeper = await FakeKeeper.start(() => ({ kind: 'silence' }));
  const { link } = linkTo(t, keeper.address);
  const answers = ask(link, 1n);
  await until(() => keeper.asked.length === 1);
  keeper.reply = () => ({ kind: 'alive', ttl: 4 });
  keeper.breakStreams();
  await until(() => answers.length === 1);
  assert.deepEqual(answers, [{ kind: 'alive', ttlSeconds: 4 }]);
});

test('without a primary a question waits, and its time ends it', async (t) => {
  const { link, state } = linkTo(t, '', 60);
  const withLeader = ask(link, 1n);
  await until(() => withLeader.length === 1);
  assert.deepEqual(withLeader, [
    { kind: 'failed', status: { code: 14, message: 'etcdserver: request timed out' } },
  ]);
  state.update({ ...someState, leaderId: 0n });
  const withoutLeader = ask(link, 1n);
  await until(() => withoutLeader.length === 1);
  assert.deepEqual(withoutLeader, [
    { kind: 'failed', status: { code: 14, message: 'etcdserver: no leader' } },
  ]);
});

test("a client's own deadline is told in its own words", async (t) => {
  const { link } = linkTo(t, '');
  const answers = ask(link, 1n, true, systemClock.nowMs() + 5);
  await until(() => answers.length === 1);
  assert.deepEqual(answers, [
    { kind: 'failed', status: { code: 4, message: 'context deadline exceeded' } },
  ]);
});

test('a lease whose revoke was told is not alive, although the keeper has not heard of it yet', async (t) => {
  let stale = 3;
  await using keeper = await FakeKeeper.start(({ leaseId }) => {
    if (leaseId !== 7n) return { kind: 'alive', ttl: 9 };
    return stale-- > 0 ? { kind: 'alive', ttl: 1 } : { kind: 'notFound' };
  });
  const { link } = linkTo(t, keeper.address);
  const early = ask(link, 7n);
  await until(() => early.length === 1);
  assert.deepEqual(early, [{ kind: 'alive', ttlSeconds: 1 }], 'before the revoke');
  link.revoked(7n);
  const [late, other] = [ask(link, 7n), ask(link, 8n)];
  await until(() => late.length === 1 && other.length === 1);
  assert.deepEqual([late, other], [[{ kind: 'notFound' }], [{ kind: 'alive', ttlSeconds: 9 }]]);
});

test('a lease that was granted again is alive again', async (t) => {
  await using keeper = await FakeKeeper.start(() => ({ kind: 'alive', ttl: 5 }));
  const { link } = linkTo(t, keeper.address);
  link.revoked(7n);
  link.granted(7n);
  const answers = ask(link, 7n);
  await until(() => answers.length === 1);
  assert.equal(keeper.asked.length, 1, 'it was believed at once');
});

test('a keeper that goes on saying that a revoked lease is alive is believed in the end', async (t) => {
  await using keeper = await FakeKeeper.start(() => ({ kind: 'alive', ttl: 5 }));
  const { link } = linkTo(t, keeper.address);
  link.revoked(7n);
  const answers = ask(link, 7n);
  await until(() => answers.length === 1);
  assert.deepEqual(answers, [{ kind: 'alive', ttlSeconds: 5 }]);
  assert.ok(keeper.asked.length > 1);
});

test('a full batch leaves before the turn is over, with what was read together with it', async (t) => {
  await using keeper = await FakeKeeper.start(({ leaseId }) => ({
    kind: 'alive',
    ttl: Number(leaseId),
  }));
  const { link } = linkTo(t, keeper.address);
  const first = ask(link, 1n);
  await until(() => first.length === 1);
  const reads = [keepAliveBatchItemsMax + 7, 3];
  const answers: KeeperAnswer[][] = [];
  // All callbacks of `setImmediate` are of one turn; between two of them microtasks run.
  for (const count of reads) {
    setImmediate(() => {
      for (let i = 0; i < count; i++) answers.push(ask(link, BigInt(answers.length + 1)));
    });
  }
  const asked = keepAliveBatchItemsMax + 10;
  await until(() => answers.length === asked && answers.every(({ length }) => length > 0));
  assert.deepEqual(
    answers,
    Array.from({ length: asked }, (_, i) => [{ kind: 'alive', ttlSeconds: i + 1 }]),
  );
  assert.equal(keeper.messages, 1 + reads.length);
});

test('a keeper that sends what is no answer is asked again on another stream', async (t) => {
  let streams = 0;
  const method = asBytes(keeperService.keepAlive);
  const server = await serve('127.0.0.1:0', [
    implement(
      { keepAlive: method },
      {
        keepAlive: bidiHandler(method, (stream) => {
          streams += 1;
          const isFirst = streams === 1;
          stream.on('data', (batch: Uint8Array) => {
            const id = cairn.v1.KeepAliveBatch.decode(batch).items[0]?.id ?? 0;
            const results = cairn.v1.KeepAliveResults.encode({
              results: [{ id, ttl: 9 }],
            }).finish();
            stream.write(isFirst ? results.subarray(0, -1) : results);
          });
          stream.on('error', () => {});
        }),
      },
    ),
  ]);
  t.after(() => server.close(0));
  const { link } = linkTo(t, server.address);
  const answers = ask(link, 7n);
  await until(() => answers.length === 1);
  assert.deepEqual(answers, [{ kind: 'alive', ttlSeconds: 9 }]);
  assert.equal(streams, 2);
});

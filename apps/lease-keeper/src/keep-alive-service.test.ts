import assert from 'node:assert/strict';
import { it } from 'node:test';
import { RpcClient, asBytes, keeperService, serve } from '@cairn/rpc';
import { Authority } from './authority.ts';
import { KeepAliveService } from './keep-alive-service.ts';
import { KeeperMetrics } from './metrics.ts';
import type { Answering } from './question.ts';
import { until } from './testing/fake-node.ts';
import { Gateway } from './testing/gateway.ts';
import { ManualClock } from './testing/manual-clock.ts';

const timeout = { timeout: 20_000 };

async function served(answering: Answering) {
  const service = new KeepAliveService(answering, new KeeperMetrics());
  const server = await serve('127.0.0.1:0', [service.definition()]);
  const gateway = new Gateway(server.address);
  return {
    service,
    gateway,
    address: server.address,
    async [Symbol.asyncDispose](): Promise<void> {
      gateway[Symbol.dispose]();
      await server.close(0);
    },
  };
}

it('ALIVE never leaves a process that was stopped after the renewal', timeout, async () => {
  const clock = new ManualClock();
  const authority = new Authority({ clock, windowMs: 1_000, pingsPerWindow: 3 });
  authority.pinging(1);
  authority.ponged(1);
  let stoppedForMs = 999;
  await using keeper = await served({
    ask(questions): void {
      for (const question of questions) {
        question.answer({ kind: 'alive', ttlSeconds: 9, provedBy: authority });
      }
      clock.advance(stoppedForMs);
    },
  });
  assert.equal(await keeper.gateway.ask(1), 'alive 9');
  stoppedForMs = 1;
  assert.equal(await keeper.gateway.ask(1), 'notPrimary');
});

it('a stream that is closed by the keeper carries what was answered before', timeout, async () => {
  await using keeper = await served({
    ask(questions): void {
      for (const question of questions) question.answer({ kind: 'notFound' });
      keeper.service.close();
    },
  });
  assert.equal(await keeper.gateway.ask(1), 'notFound');
  await until(() => keeper.gateway.isOver);
});

it('answers that come after the gateway has left go nowhere', timeout, async () => {
  const late: (() => void)[] = [];
  await using keeper = await served({
    ask(questions): void {
      for (const question of questions) {
        late.push(() => question.answer({ kind: 'notFound' }));
      }
    },
  });
  keeper.gateway.send([1]);
  await until(() => late.length === 1);
  keeper.gateway[Symbol.dispose]();
  await until(() => keeper.gateway.isOver);
  for (const answer of late) answer();
  using other = new Gateway(keeper.address);
  other.send([2]);
  await until(() => late.length === 2);
  late[1]?.();
  assert.equal(await until(() => other.answerTo(1)), 'notFound');
});

it('a message that is no batch ends its stream, and no other', timeout, async () => {
  await using keeper = await served({
    ask(questions): void {
      for (const question of questions) question.answer({ kind: 'notFound' });
    },
  });
  const client = new RpcClient(keeper.address);
  const stream = client.openBidi(asBytes(keeperService.keepAlive));
  const failed = new Promise<{ code?: number }>((resolve) => stream.on('error', resolve));
  stream.on('data', () => {});
  stream.write(Uint8Array.of(0x0a, 0x7f));
  assert.equal((await failed).code, 13);
  client.close();
  assert.equal(await keeper.gateway.ask(1), 'notFound');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StreamCall } from '@cairn/edge';
import type { CallerName } from '../node/caller-names.ts';
import { FakeStreamCall } from '../testing/fake-stream-call.ts';
import { FakeUnaryCall } from '../testing/fake-unary-call.ts';
import { settle } from '../testing/support.ts';
import { limitUsers } from './limit-users.ts';
import { RequestRate } from './request-rate.ts';

class World {
  name: CallerName | Promise<CallerName> = 'ann';
  nowMs = 0;
  readonly streams: StreamCall[] = [];
  readonly service = limitUsers(
    {
      name: 'test.Service',
      unary: { Echo: (request, call) => call.respond(request) },
      stream: { Talk: { kind: 'bidi_stream', handle: (call) => void this.streams.push(call) } },
    },
    {
      names: { nameOf: () => this.name },
      rate: new RequestRate(2, { nowMs: () => this.nowMs }),
    },
  );

  call(): FakeUnaryCall {
    const call = new FakeUnaryCall();
    this.service.unary['Echo']?.(new Uint8Array(1), call);
    return call;
  }

  open(): FakeStreamCall {
    const call = new FakeStreamCall();
    this.service.stream['Talk']?.handle(call);
    return call;
  }
}

const tooMany = { code: 2, message: 'etcdserver: too many requests' };

test('a user has as many requests as the limit says over all connections, others have theirs', () => {
  const world = new World();
  assert.equal(world.call().failure, undefined);
  assert.equal(world.open().ended, undefined);
  assert.deepEqual(world.call().failure, tooMany);
  assert.deepEqual(world.open().ended, tooMany);
  assert.equal(world.streams.length, 1, 'its service did not hear of the second');
  world.name = 'bob';
  assert.equal(world.call().failure, undefined);
  world.name = 'ann';
  world.nowMs = 500;
  assert.equal(world.call().failure, undefined);
  assert.deepEqual(world.call().failure, tooMany);
});

test('whoever is nobody, or not known, uses up nothing', () => {
  const world = new World();
  for (const name of ['', undefined]) {
    world.name = name;
    for (let i = 0; i < 5; i++) assert.equal(world.call().failure, undefined);
  }
});

test('a user who has to be asked for first counts as soon as it is known', async () => {
  const world = new World();
  world.name = Promise.resolve('ann');
  const calls = [world.call(), world.call(), world.call()];
  assert.equal(calls[0]?.isDone, false);
  await settle();
  assert.deepEqual(
    calls.map(({ failure }) => failure),
    [undefined, undefined, tooMany],
  );
  const stream = world.open();
  assert.equal(world.streams.length, 1, 'its listeners are set at once');
  await settle();
  assert.deepEqual(stream.ended, tooMany);
});

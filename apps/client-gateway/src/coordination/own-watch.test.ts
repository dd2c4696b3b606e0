import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StreamCall } from '@cairn/edge';
import { etcdserverpb } from '@cairn/proto';
import { FakeUnaryCall } from '../testing/fake-unary-call.ts';
import { settle } from '../testing/support.ts';
import { OwnWatch } from './own-watch.ts';

const { WatchRequest, WatchResponse } = etcdserverpb;
type Response = etcdserverpb.WatchResponse.$Properties;

/** A watch stream whose server is the test. */
class World {
  readonly call = new FakeUnaryCall();
  readonly requests: etcdserverpb.WatchRequest[] = [];
  closed = 0;
  drained = 0;
  stream: StreamCall | undefined;
  readonly watch: OwnWatch;

  constructor() {
    const open = (stream: StreamCall): void => {
      this.stream = stream;
      stream.onMessage((message) => this.requests.push(WatchRequest.decode(message)));
      stream.onDrain(() => (this.drained += 1));
      stream.onClose(() => (this.closed += 1));
    };
    this.watch = new OwnWatch(open, this.call, { key: Buffer.from('k'), start_revision: 7 });
  }

  send(response: Response): void {
    this.stream?.send(WatchResponse.encode(response).finish());
  }
}

const put: Response = { events: [{ kv: { key: Buffer.from('k') } }] };

test('one watcher is asked for, and only responses with events are told', async () => {
  const world = new World();
  assert.equal(world.requests.length, 1);
  assert.equal(Number(world.requests[0]?.create_request?.start_revision), 7);
  const next = world.watch.events();
  world.send({ created: true });
  world.send({});
  world.send(put);
  assert.equal((await next)?.events.length, 1);
});

test('what waits is counted until it is read, and then the session is told', async () => {
  const world = new World();
  world.send(put);
  world.send(put);
  assert.ok((world.stream?.bufferedBytes ?? 0) > 0);
  await world.watch.events();
  assert.equal(world.drained, 0);
  await world.watch.events();
  assert.deepEqual([world.drained, world.stream?.bufferedBytes], [1, 0]);
});

test('a compacted history is no error but a reason to look again', async () => {
  const world = new World();
  world.send({ canceled: true, compact_revision: 9 });
  assert.equal(await world.watch.events(), undefined);
});

test('a refusal is an error with its reason', async () => {
  const world = new World();
  const cancel_reason = 'etcdserver: too many requests';
  world.send({ created: true, canceled: true, cancel_reason });
  await assert.rejects(world.watch.events(), { code: 2, message: cancel_reason });
});

test('a stream that the server ends ends the wait with its status', async () => {
  const world = new World();
  const next = world.watch.events();
  world.stream?.end(14, 'etcdserver: server stopped');
  await assert.rejects(next, { code: 14, message: 'etcdserver: server stopped' });
  await settle();
  assert.equal(world.closed, 1);
});

test('the end of the call ends the wait, and the stream is closed once', async () => {
  const world = new World();
  const next = world.watch.events();
  world.call.disconnect();
  await assert.rejects(next, { code: 1, message: 'context canceled' });
  world.watch[Symbol.dispose]();
  await settle();
  assert.equal(world.closed, 1);
});

test('a call that is over already is not waited for', async () => {
  const call = new FakeUnaryCall();
  call.disconnect();
  const watch = new OwnWatch(() => {}, call, { key: Buffer.from('k') });
  await assert.rejects(watch.events(), { code: 1 });
});

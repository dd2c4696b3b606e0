// What happens to places in the line when calls end at the wrong moment. Waiting itself is tested with
// real members in tests/clients.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyBytes } from '@cairn/core';
import { etcdserverpb } from '@cairn/proto';
import { nodeMethod } from '../node/methods.ts';
import type { NodeLink, ReplySink } from '../node/node-link.ts';
import { FakeUnaryCall } from '../testing/fake-unary-call.ts';
import { settle } from '../testing/support.ts';
import { WaitingLine } from './waiting-line.ts';

const { TxnRequest, TxnResponse } = etcdserverpb;
type TxnAnswer = etcdserverpb.TxnResponse.$Properties;

interface Asked {
  readonly txn: etcdserverpb.TxnRequest;
  readonly deadlineMs: number | undefined;
  readonly sink: ReplySink;
}

/** A raft-node that answers transactions when the test says so. */
class World {
  readonly asked: Asked[] = [];
  readonly call = new FakeUnaryCall({ deadlineMs: 5 });
  readonly line: WaitingLine;

  constructor() {
    const submit: NodeLink['submit'] = (method, request, deadlineMs, sink) => {
      assert.equal(method, nodeMethod.txn);
      this.asked.push({ txn: TxnRequest.decode(request), deadlineMs, sink });
    };
    const openWatch = (): void => assert.fail('nobody watches here');
    this.line = new WaitingLine({ link: { submit }, openWatch }, this.call, Buffer.from('l'));
  }

  answer(index: number, fields: TxnAnswer): void {
    this.asked[index]?.sink.respond(TxnResponse.encode(fields).finish());
  }
}

const firstOf = (create_revision: number): etcdserverpb.ResponseOp.$Properties => ({
  response_range: { kvs: [{ key: Buffer.from('l/1'), create_revision }] },
});
const made: TxnAnswer = {
  header: { revision: 9 },
  succeeded: true,
  responses: [{ response_put: {} }, firstOf(3)],
};

test('a key is made with the lease in its name, and its answer waited for without a deadline', async () => {
  const world = new World();
  const joining = world.line.join(0x5an, Buffer.from('v'));
  const [asked] = world.asked;
  const key = asked?.txn.success[0]?.request_put?.key ?? emptyBytes;
  assert.equal(Buffer.from(key).toString(), 'l/5a');
  assert.equal(asked?.deadlineMs, undefined);
  world.answer(0, made);
  const { revision, isFirst } = await joining;
  assert.deepEqual([revision, isFirst], [9, false]);
});

test('who has left while the key was made takes it back', async () => {
  const world = new World();
  const joining = world.line.join(1n, emptyBytes);
  world.call.disconnect();
  world.answer(0, made);
  await settle();
  assert.equal(world.asked.length, 2);
  const { compare, success } = world.asked[1]!.txn;
  assert.equal(Number(compare[0]?.create_revision), 9);
  assert.ok(success[0]?.request_delete_range);
  world.answer(1, { header: { revision: 10 }, succeeded: true });
  await assert.rejects(joining, { code: 4, message: 'context deadline exceeded' });
});

test('who holds the lock already and leaves while asking again keeps it', async () => {
  const world = new World();
  const joining = world.line.join(1n, emptyBytes);
  world.call.disconnect();
  world.answer(0, {
    header: { revision: 9 },
    responses: [firstOf(4), firstOf(4)],
  });
  await assert.rejects(joining, { code: 4 });
  assert.equal(world.asked.length, 1);
});

test('leaving that fails is left to the lease', async () => {
  const world = new World();
  const leaving = world.line.leave({ key: Buffer.from('l/1'), revision: 9 });
  world.asked[0]?.sink.fail(14, 'etcdserver: no leader');
  await leaving;
});

test('what the store refuses has the code Unknown, as behind the library of etcd', async () => {
  const world = new World();
  const joining = world.line.join(1n, emptyBytes);
  world.asked[0]?.sink.fail(5, 'etcdserver: requested lease not found');
  await assert.rejects(joining, { code: 2, message: 'etcdserver: requested lease not found' });
});

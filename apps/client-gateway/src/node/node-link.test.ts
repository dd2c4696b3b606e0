import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { RpcClient } from '@cairn/rpc';
import { requestsInFlightMax } from '../limits.ts';
import { FakeNode } from '../testing/fake-node.ts';
import type { FakeNodeOptions } from '../testing/fake-node.ts';
import { FakeUnaryCall } from '../testing/fake-unary-call.ts';
import { settle, silentLogger, systemClock, until } from '../testing/support.ts';
import { nodeMethod } from './methods.ts';
import type { NodeMethod } from './methods.ts';
import { NodeLink } from './node-link.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);
const echo: FakeNodeOptions = {
  onBatch: (items, node) => {
    node.answer(items.map(({ id, request }) => ({ id, response: request })));
  },
};
const connectionLost = {
  code: 14,
  message: 'etcdserver: request timed out, possibly due to connection lost',
};

async function linked(
  t: TestContext,
  options: FakeNodeOptions,
  requestTimeoutMs = 10_000,
  certificatesNameUsers = false,
): Promise<{ readonly node: FakeNode; readonly link: NodeLink }> {
  const node = await FakeNode.start(options);
  const client = new RpcClient(node.address);
  const link = new NodeLink({
    client,
    clock: systemClock,
    requestTimeoutMs,
    logger: silentLogger,
    metrics: { batchSent: () => {}, reopened: () => {}, failed: () => {} },
    certificatesNameUsers,
  });
  t.after(async () => {
    link.close();
    client.close();
    await node.stop();
  });
  await until(() => link.state.isConnected);
  return { node, link };
}

function submit(link: NodeLink, method: NodeMethod, text: string): FakeUnaryCall {
  const call = new FakeUnaryCall();
  link.submit(method, bytes(text), undefined, call);
  return call;
}

test('requests of one turn travel together and are answered each', async (t) => {
  const { node, link } = await linked(t, echo);
  const calls = Array.from({ length: 50 }, (_, i) => submit(link, nodeMethod.put, `request ${i}`));
  await until(() => calls.every(({ isDone }) => isDone));
  assert.deepEqual(
    calls.map(({ response }) => Buffer.from(response!).toString()),
    Array.from({ length: 50 }, (_, i) => `request ${i}`),
  );
  assert.equal(node.batches.length, 1);
  assert.equal(link.pendingCount, 0);
});

test('answers may come in any order', async (t) => {
  const { link } = await linked(t, {
    onBatch: (items, node) => {
      node.answer(items.toReversed().map(({ id, request }) => ({ id, response: request })));
    },
  });
  const calls = ['a', 'b', 'c'].map((text) => submit(link, nodeMethod.range, text));
  await until(() => calls.every(({ isDone }) => isDone));
  assert.deepEqual(
    calls.map(({ response }) => Buffer.from(response!).toString()),
    ['a', 'b', 'c'],
  );
});

test('while auth is on a request travels with its token, or else the name in the certificate', async (t) => {
  const { node, link } = await linked(t, echo, 10_000, true);
  const shown = async (
    metadata: Readonly<Record<string, string>>,
    certificateName?: string,
  ): Promise<string> => {
    const call = new FakeUnaryCall();
    const caller = { metadata: new Map(Object.entries(metadata)), certificateName };
    link.submit(nodeMethod.put, bytes('x'), undefined, call, caller);
    await until(() => call.isDone);
    const { token, certificate_name: name } = node.batches.at(-1)!.at(-1)!;
    return `${token == null ? 'no token' : `"${Buffer.from(token).toString()}"`}, "${name}"`;
  };
  assert.equal(await shown({ token: 't' }, 'ann'), 'no token, ""', 'auth is off');
  node.setState({ isAuthEnabled: true });
  await until(() => link.state.isAuthEnabled);
  assert.equal(await shown({ token: 't' }, 'ann'), '"t", ""');
  assert.equal(await shown({ authorization: 'Bearer t' }), '"t", ""');
  assert.equal(await shown({ token: '' }, 'ann'), '"", ""', 'an empty token is one, and wrong');
  assert.equal(await shown({}, 'ann'), 'no token, "ann"');
  assert.equal(await shown({}), 'no token, ""');
  assert.equal(await shown({ 'grpcgateway-accept': '*/*' }, 'ann'), 'no token, ""');
});

test('certificates name nobody where that was not asked for', async (t) => {
  const { node, link } = await linked(t, echo);
  node.setState({ isAuthEnabled: true });
  await until(() => link.state.isAuthEnabled);
  const call = new FakeUnaryCall();
  const caller = { metadata: new Map<string, string>(), certificateName: 'root' };
  link.submit(nodeMethod.put, bytes('x'), undefined, call, caller);
  await until(() => call.isDone);
  assert.equal(node.batches.at(-1)?.at(-1)?.certificate_name, '');
});

test('slices of an answer are joined, with other answers in between', async (t) => {
  const { link } = await linked(t, {
    onBatch: ([large, small], node) => {
      node.answer([{ id: large!.id, response: bytes('one '), more: true }]);
      node.answer([
        { id: small!.id, response: bytes('small') },
        { id: large!.id, response: bytes('two '), more: true },
      ]);
      node.answer([{ id: large!.id, response: bytes('three') }]);
    },
  });
  const large = submit(link, nodeMethod.range, 'large');
  const small = submit(link, nodeMethod.range, 'small');
  await until(() => large.isDone && small.isDone);
  assert.equal(Buffer.from(large.response!).toString(), 'one two three');
  assert.equal(Buffer.from(small.response!).toString(), 'small');
});

test('slices are handed to the edge as they came, joined only for those who cannot take them', async (t) => {
  const { link } = await linked(t, {
    onBatch: (items, node) => {
      for (const { id } of items) {
        node.answer([{ id, response: bytes('one '), more: true }]);
        node.answer([{ id, response: bytes('two') }]);
      }
    },
  });
  const parts: string[] = [];
  const joined: string[] = [];
  const text = (message: Uint8Array): string => Buffer.from(message).toString();
  link.submit(nodeMethod.range, bytes('x'), undefined, {
    respond: () => assert.fail('not joined'),
    respondParts: (slices) => parts.push(...slices.map(text)),
    fail: (_code, message) => assert.fail(message),
  });
  link.submit(nodeMethod.range, bytes('y'), undefined, {
    respond: (message) => joined.push(text(message)),
    fail: (_code, message) => assert.fail(message),
  });
  await until(() => joined.length > 0);
  assert.deepEqual([parts, joined], [['one ', 'two'], ['one two']]);
});

test('slices of an answer whose length is said are passed on while they come', async (t) => {
  let id = 0;
  const { node, link } = await linked(t, { onBatch: ([item]) => (id = item!.id) });
  const call = submit(link, nodeMethod.range, 'x');
  await until(() => id > 0);
  node.answer([{ id, response: bytes('one '), more: true, total_bytes: 13 }]);
  await until(() => call.parts.length === 1);
  node.answer([{ id, response: bytes('two '), more: true }]);
  await until(() => call.parts.length === 2);
  assert.equal(call.isDone, false);
  node.answer([{ id, response: bytes('three') }]);
  await until(() => call.isDone);
  assert.equal(Buffer.from(call.response!).toString(), 'one two three');
  assert.equal(call.answers, 1);
  assert.equal(link.pendingCount, 0);
});

test('a read whose answer is half passed on is not asked again', async (t) => {
  const { node, link } = await linked(t, {
    onBatch: ([item], self) => {
      self.answer([{ id: item!.id, response: bytes('half'), more: true, total_bytes: 8 }]);
    },
  });
  const read = submit(link, nodeMethod.range, 'x');
  await until(() => read.parts.length === 1);
  node.breakStreams();
  await until(() => read.isDone);
  assert.deepEqual(read.failure, connectionLost);
  await until(() => link.state.isConnected);
  await settle();
  assert.equal(node.batches.length, 1);
  assert.equal(read.answers, 1);
});

test('an answer that is not as long as was said breaks the stream, not the gateway', async (t) => {
  for (const rest of ['too long a rest', 'x']) {
    let id = 0;
    const { node, link } = await linked(t, { onBatch: ([item]) => (id = item!.id) });
    const call = submit(link, nodeMethod.range, 'x');
    await until(() => id > 0);
    node.answer([{ id, response: bytes('one '), more: true, total_bytes: 8 }]);
    node.answer([{ id, response: bytes(rest), ...(rest === 'x' ? {} : { more: true }) }]);
    await until(() => call.isDone);
    assert.deepEqual(call.failure, connectionLost);
    await until(() => link.state.isConnected);
  }
});

test("an error of the node is passed on as it is, slices before it don't matter", async (t) => {
  const { link } = await linked(t, {
    onBatch: ([item], node) => {
      node.answer([{ id: item!.id, response: bytes('begin'), more: true }]);
      node.answer([{ id: item!.id, code: 11, message: 'etcdserver: mvcc: gone' }]);
    },
  });
  const call = submit(link, nodeMethod.range, 'x');
  await until(() => call.isDone);
  assert.deepEqual(call.failure, { code: 11, message: 'etcdserver: mvcc: gone' });
  assert.equal(link.pendingCount, 0);
});

test("the client's deadline and the request timeout end a request, each in its own words", async (t) => {
  const { node, link } = await linked(t, {}, 150);
  const timedOut = submit(link, nodeMethod.put, 'x');
  const expired = new FakeUnaryCall({ deadlineMs: systemClock.nowMs() + 20 });
  link.submit(nodeMethod.put, bytes('x'), expired.deadlineMs, expired);
  await until(() => timedOut.isDone && expired.isDone);
  assert.deepEqual(timedOut.failure, { code: 14, message: 'etcdserver: request timed out' });
  assert.deepEqual(expired.failure, { code: 4, message: 'context deadline exceeded' });
  const [first, second] = node.batches[0]!;
  assert.ok(first!.timeout_ms > 20 && first!.timeout_ms <= 150);
  assert.ok(second!.timeout_ms >= 1 && second!.timeout_ms <= 20);
  // What comes after the deadline is nobody's any more.
  node.answer([{ id: first!.id, response: bytes('late') }]);
  await settle();
  assert.equal(timedOut.answers, 1);
});

test('when the stream breaks a write fails, and is not sent again', async (t) => {
  const { node, link } = await linked(t, {});
  const write = submit(link, nodeMethod.put, 'x');
  await until(() => node.batches.length === 1);
  node.breakStreams();
  await until(() => write.isDone);
  assert.deepEqual(write.failure, connectionLost);
  await until(() => link.state.isConnected);
  const next = submit(link, nodeMethod.put, 'next');
  await until(() => node.batches.length === 2);
  assert.deepEqual(
    node.batches.flat().map(({ request }) => Buffer.from(request).toString()),
    ['x', 'next'],
  );
  assert.equal(next.isDone, false);
});

test('when the stream breaks a read is asked again and answered once', async (t) => {
  const { node, link } = await linked(t, {
    onBatch: (items, self) => {
      const [item] = items;
      if (self.batches.length === 1) {
        self.answer([{ id: item!.id, response: bytes('half'), more: true }]);
        self.breakStreams();
      } else {
        self.answer([{ id: item!.id, response: bytes('whole') }]);
      }
    },
  });
  const read = submit(link, nodeMethod.range, 'x');
  await until(() => read.isDone);
  assert.equal(Buffer.from(read.response!).toString(), 'whole');
  assert.equal(node.batches.length, 2);
  assert.equal(read.answers, 1);
});

test('a message that is none breaks the stream, and the next one is used', async (t) => {
  const { node, link } = await linked(t, {});
  const write = submit(link, nodeMethod.put, 'x');
  await until(() => node.batches.length === 1);
  node.sendBytes(Buffer.from([0x0a, 0x7f, 0x08]));
  await until(() => write.isDone);
  assert.deepEqual(write.failure, connectionLost);
  await until(() => link.state.isConnected);
  const read = submit(link, nodeMethod.range, 'y');
  await until(() => node.batches.length === 2);
  node.answer([{ id: node.batches[1]![0]!.id, response: bytes('y') }]);
  await until(() => read.isDone);
  assert.equal(Buffer.from(read.response!).toString(), 'y');
});

test('requests made while the node is away wait for it, and no longer than their deadline', async (t) => {
  const node = await FakeNode.start(echo);
  const { address } = node;
  const client = new RpcClient(address);
  const link = new NodeLink({
    client,
    clock: systemClock,
    requestTimeoutMs: 300,
    logger: silentLogger,
    metrics: { batchSent: () => {}, reopened: () => {}, failed: () => {} },
  });
  t.after(() => {
    link.close();
    client.close();
  });
  await until(() => link.state.isConnected);
  await node.stop();
  await until(() => !link.state.isConnected);
  assert.equal(link.state.hasLeader, false);
  const lost = submit(link, nodeMethod.put, 'lost');
  await until(() => lost.isDone);
  assert.deepEqual(lost.failure, connectionLost);
  const waiting = new FakeUnaryCall();
  const answered = (async () => {
    // Submitted until one attempt outlives the node's absence.
    while (waiting.response === undefined) {
      const call = submit(link, nodeMethod.put, 'patient');
      await until(() => call.isDone);
      if (call.response !== undefined) waiting.respond(call.response);
    }
  })();
  await using again = await FakeNode.start({ ...echo, address });
  await answered;
  assert.ok(again.batches.length > 0);
  assert.equal(Buffer.from(waiting.response!).toString(), 'patient');
});

test('above the bound of requests in flight the caller is told so', async (t) => {
  const { link } = await linked(t, {});
  const calls = Array.from({ length: requestsInFlightMax }, () => submit(link, nodeMethod.put, ''));
  const refused = submit(link, nodeMethod.put, '');
  assert.deepEqual(refused.failure, { code: 2, message: 'etcdserver: too many requests' });
  assert.equal(calls.filter(({ isDone }) => isDone).length, 0);
});

test('closing answers what is pending', async (t) => {
  const { link } = await linked(t, {});
  const call = submit(link, nodeMethod.put, 'x');
  await settle();
  link.close();
  assert.deepEqual(call.failure, { code: 14, message: 'etcdserver: server stopped' });
});

test('the state of the node is told when it changes', async (t) => {
  const { node, link } = await linked(t, {});
  let changes = 0;
  link.state.onChange(() => (changes += 1));
  node.setState({ leaderId: 0n, keeperAddress: 'unix:/k', leaseEpoch: 7 });
  await until(() => changes === 1);
  assert.equal(link.state.hasLeader, false);
  assert.equal(link.state.current?.keeperAddress, 'unix:/k');
  assert.equal(link.state.current?.leaseEpoch, 7);
  assert.equal(link.state.current?.clusterId, 0x1111n);
});

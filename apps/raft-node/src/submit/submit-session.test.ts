// How answers leave: together, bounded, in slices, at the gateway's pace.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AssertionFailure } from '@cairn/core';
import { cairn } from '@cairn/proto';
import type { Replica } from '@cairn/replica';
import { ReplicaStoppedError } from '@cairn/replica';
import type { ReadCallback } from '@cairn/replica';
import type { SpanMaker } from '@cairn/tracing';
import { FakeStream } from '../testing/fake-stream.ts';
import { NotedSpan } from '../testing/noted-span.ts';
import type { Call } from './call.ts';
import { answer } from './outcome.ts';
import { FreePieces, pieceHeadBytes } from './pieces.ts';
import { SubmitSession } from './submit-session.ts';
import type { SubmitSessionOptions } from './submit-session.ts';

/** Messages leave encoded. */
type Stream = FakeStream<Uint8Array>;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const kibibyte = 1024;

interface Kit {
  readonly stream: Stream;
  readonly session: SubmitSession;
  readonly calls: { readonly method: number; readonly call: Call }[];
  readonly node: {
    readable: boolean;
    term: number;
    held: ReadCallback[];
  };
  readonly ask: (...ids: readonly number[]) => void;
  readonly reply: (id: number, size: number) => void;
  readonly messages: () => string[];
}

function kit(
  handle?: (method: number, call: Call) => void,
  { believesNames = false, spans }: Partial<Omit<SubmitSessionOptions, 'handle'>> = {},
): Kit {
  const stream: Stream = new FakeStream();
  const node = { readable: true, term: 1, held: [] as ReadCallback[] };
  const replica = {
    get readable() {
      return node.readable;
    },
    get term() {
      return node.term;
    },
    readSerializable: (callback: ReadCallback) => node.held.push(callback),
    clusterId: 1n,
    memberId: 2n,
    leader: 2n,
    appliedIndex: 5,
    machine: {
      store: { currentRevision: 4, compactRevision: -1 },
      leasePrimary: { epoch: 3, address: 'k:1' },
      isLearner: () => false,
      auth: { isEnabled: false },
    },
  } as unknown as Replica;
  const calls: { method: number; call: Call }[] = [];
  const session = new SubmitSession(replica, stream as never, {
    handle: (method, call) => {
      calls.push({ method, call });
      handle?.(method, call);
    },
    believesNames,
    spans,
  });
  let asked = 0;
  return {
    stream,
    session,
    calls,
    node,
    ask: (...ids) => {
      const items = ids.map((id) => ({ id, method: 1, request: new Uint8Array(1) }));
      stream.receive(cairn.v1.SubmitBatch.encode({ items }).finish());
      asked += ids.length;
      assert.ok(calls.length <= asked);
    },
    reply: (position, size) => calls[position]?.call.reply(answer(new Uint8Array(size).fill(7))),
    messages: () =>
      stream.written.map((message) => {
        const { results, state } = cairn.v1.SubmitResults.decode(message);
        const parts = results.map(({ id, response, more, code }) => {
          const size = Math.round((response?.length ?? 0) / kibibyte);
          return code ? `${id}!${code}` : `${id}:${size}${more === true ? '+' : ''}`;
        });
        return `${state == null ? '' : '*'}${parts.join(' ')}`;
      }),
  };
}

test('the name in a certificate is taken only from who must be a gateway', () => {
  const item = { id: 1, method: 1, token: Buffer.from('t'), certificate_name: 'root' };
  const batch = cairn.v1.SubmitBatch.encode({ items: [item] }).finish();
  for (const [believesNames, name] of [
    [true, 'root'],
    [false, ''],
  ] as const) {
    const k = kit(undefined, { believesNames });
    k.stream.receive(batch);
    assert.deepEqual([k.calls[0]?.call.token, k.calls[0]?.call.certificateName], ['t', name]);
  }
});

test('the state is the first message, and comes again only when it has changed', async () => {
  const k = kit();
  await turn();
  assert.deepEqual(k.messages(), ['*']);
  k.ask(1, 2);
  k.reply(0, 1);
  await turn();
  k.node.term = 2;
  k.reply(1, 1);
  await turn();
  k.session.sayState();
  await turn();
  assert.deepEqual(k.messages(), ['*', '1:0', '*2:0'], 'nothing is said twice');
  k.node.term = 3;
  k.session.sayState();
  await turn();
  assert.deepEqual(k.messages().slice(3), ['*'], 'also without an answer to go with');
  const last = cairn.v1.SubmitResults.decode(k.stream.written.at(-1) ?? new Uint8Array(0));
  assert.equal(Number(last.state?.raft_term), 3);
});

test('a traced request is followed until its answer is written, or will never be', async () => {
  const log: string[] = [];
  const spans: SpanMaker = {
    begin: () => assert.fail('nothing begins here'),
    join: (name, context) => {
      log.push(`join ${name} ${Buffer.from(context).toString('hex')}`);
      return new NotedSpan(name, log);
    },
    stop: () => Promise.resolve(),
  };
  const k = kit(undefined, { spans });
  await turn();
  const trace_context = Uint8Array.of(0xab);
  const items = [
    { id: 1, method: cairn.v1.Method.PUT, trace_context },
    { id: 2, method: cairn.v1.Method.RANGE, trace_context },
    { id: 3, method: cairn.v1.Method.RANGE },
  ];
  k.stream.receive(cairn.v1.SubmitBatch.encode({ items }).finish());
  assert.deepEqual(log.splice(0), ['join PUT ab', 'join RANGE ab']);
  k.reply(0, 1);
  assert.deepEqual(log.splice(0), ['begin answer']);
  await turn();
  assert.deepEqual(log.splice(0), ['end answer', 'end PUT 0']);
  k.session.drop();
  k.reply(1, 1);
  assert.deepEqual(log, ['end RANGE 0']);
});

test('answers that are ready in one turn leave in one message', async () => {
  const k = kit();
  k.ask(1, 2, 3);
  await turn();
  for (const i of [2, 0, 1]) k.reply(i, 10);
  await turn();
  assert.deepEqual(k.messages(), ['*', '3:0 1:0 2:0']);
});

test('a message does not grow beyond about a mebibyte', async () => {
  const k = kit();
  k.ask(...Array.from({ length: 20 }, (_, i) => i + 1));
  await turn();
  for (let i = 0; i < 20; i++) k.reply(i, 60 * kibibyte);
  await turn();
  const counts = k.messages().map((message) => message.split(' ').length);
  assert.deepEqual(counts.slice(1), [18, 2]);
});

test('a large answer leaves in slices between small ones, and neither holds up the other', async () => {
  const k = kit();
  k.ask(1, 2, 3, 4);
  await turn();
  k.reply(0, 150 * kibibyte);
  k.reply(1, kibibyte);
  await Promise.resolve();
  await Promise.resolve();
  k.reply(2, kibibyte);
  await turn();
  await turn();
  await turn();
  k.reply(3, kibibyte);
  await turn();
  const messages = k.messages().slice(1);
  assert.equal(messages[0], '2:1 1:64+');
  assert.equal(messages[1], '3:1 1:64+');
  assert.equal(messages[2], '1:22');
  assert.equal(messages[3], '4:1');
});

test('an answer in pieces leaves as they are, and they are used again when they have left', async () => {
  const k = kit();
  const free = new FreePieces();
  k.ask(1, 2, 3);
  await turn();
  const pieces = [7, 8].map((value) => {
    const piece = free.take();
    piece.end = piece.memory.length;
    piece.memory.fill(value, pieceHeadBytes);
    return piece;
  });
  k.stream.isFlushed = false;
  k.calls[0]?.call.reply({ kind: 'pieces', pieces, free });
  k.reply(1, kibibyte);
  await turn();
  await turn();
  assert.deepEqual(k.messages().slice(1), ['2:1', '1:64+', '1:64']);
  const [first, second] = k.stream.written.slice(-2).map((message) => {
    return cairn.v1.SubmitResults.decode(message).results[0];
  });
  assert.equal(first?.total_bytes, 128 * kibibyte);
  assert.equal(second?.total_bytes ?? 0, 0);
  assert.ok(first?.response?.every((byte) => byte === 7));
  assert.ok(second?.response?.every((byte) => byte === 8));
  assert.equal(k.stream.written.at(-1)?.buffer, pieces[1]?.memory.buffer, 'without a copy');
  const isUsedAgain = (): boolean => {
    const { memory } = free.take();
    return pieces.some((piece) => piece.memory === memory);
  };
  assert.equal(isUsedAgain(), false, 'the socket may still hold them');
  k.stream.isFlushed = true;
  k.reply(2, kibibyte);
  await turn();
  assert.equal(isUsedAgain(), true);
});

test('an answer in pieces waits for the gateway like any other', async () => {
  const k = kit();
  const free = new FreePieces();
  k.ask(1, 2);
  await turn();
  const pieces = Array.from({ length: 3 }, () => {
    const piece = free.take();
    piece.end += kibibyte;
    return piece;
  });
  k.stream.drain(2);
  k.calls[0]?.call.reply({ kind: 'pieces', pieces, free });
  k.reply(1, kibibyte);
  for (let i = 0; i < 5; i++) await turn();
  assert.deepEqual(k.messages().slice(1), ['2:1', '1:1+']);
  k.stream.drain(1);
  await turn();
  assert.deepEqual(k.messages().slice(3), ['1:1+']);
  k.session.close();
  assert.deepEqual(k.messages().slice(4), ['1:1'], 'what is answered is said at the end');
});

test('two large answers do not mix', async () => {
  const k = kit();
  k.ask(1, 2);
  await turn();
  k.reply(0, 100 * kibibyte);
  k.reply(1, 100 * kibibyte);
  for (let i = 0; i < 10; i++) await turn();
  assert.deepEqual(k.messages().slice(1), ['1:64+', '1:36', '2:64+', '2:36']);
});

test('while a large answer fills the stream, requests are taken, and their answers go with its slices', async () => {
  const k = kit();
  await turn();
  k.ask(1, 2);
  k.stream.room = 1;
  k.reply(0, 150 * kibibyte);
  await turn();
  assert.deepEqual(k.messages().slice(1), ['1:64+']);
  assert.equal(k.stream.paused, false);
  k.reply(1, kibibyte);
  await turn();
  k.stream.drain(Infinity);
  await turn();
  await turn();
  assert.deepEqual(k.messages().slice(1), ['1:64+', '2:1 1:64+', '1:22']);
});

test('while the gateway does not read, nothing is written, and nothing is taken from it once much waits', async () => {
  const k = kit();
  await turn();
  k.ask(...Array.from({ length: 30 }, (_, i) => i + 1));
  k.stream.room = 1;
  k.reply(0, kibibyte);
  await turn();
  for (let i = 1; i < 17; i++) k.reply(i, 64 * kibibyte);
  assert.equal(k.stream.paused, false, 'a mebibyte may wait');
  for (let i = 17; i < 30; i++) k.reply(i, 64 * kibibyte);
  assert.equal(k.stream.paused, true);
  k.node.term = 2;
  k.session.sayState();
  for (let i = 0; i < 5; i++) await turn();
  assert.equal(k.stream.written.length, 2);
  k.stream.drain(1);
  await turn();
  assert.equal(k.stream.written.length, 3);
  assert.equal(k.stream.paused, false, 'what waits now is little enough');
  k.stream.drain(Infinity);
  await turn();
  const messages = k.messages();
  assert.deepEqual(messages.slice(0, 2), ['*', '1:1']);
  assert.deepEqual(
    messages.slice(2).map((message) => message.split(' ').length),
    [16, 13],
  );
  assert.equal(k.stream.listenerCount('drain'), 0);
});

test('large answers that nobody reads stop the taking of requests, too', async () => {
  const k = kit();
  await turn();
  k.ask(1, 2, 3);
  k.stream.room = 1;
  k.reply(0, 40 * 1_024 * kibibyte);
  await turn();
  assert.equal(k.stream.paused, false);
  k.reply(1, 40 * 1_024 * kibibyte);
  assert.equal(k.stream.paused, true);
  k.session.drop();
  assert.equal(k.stream.ended, true);
});

test('a state that changed while the stream was full is said when it is not', async () => {
  const k = kit();
  k.stream.room = 1;
  await turn();
  k.node.term = 2;
  k.session.sayState();
  await turn();
  assert.deepEqual(k.messages(), ['*']);
  k.stream.drain(Infinity);
  await turn();
  assert.deepEqual(k.messages(), ['*', '*']);
});

test('answers to a stream that is over are dropped', async () => {
  const k = kit();
  k.ask(1, 2);
  await turn();
  k.session.drop();
  k.reply(0, kibibyte);
  k.reply(1, 5_000 * kibibyte);
  k.session.sayState();
  for (let i = 0; i < 5; i++) await turn();
  assert.deepEqual([k.messages(), k.stream.ended], [['*'], true]);
});

test('a stream that ends while it is full is let go', async () => {
  const k = kit();
  k.ask(1);
  k.stream.room = 1;
  await turn();
  k.reply(0, kibibyte);
  k.session.drop();
  k.stream.drain(Infinity);
  await turn();
  assert.deepEqual(k.messages(), ['*']);
});

test('closing says what is answered, slices and all, and ends the stream', async () => {
  const k = kit();
  k.ask(1, 2, 3);
  await turn();
  k.reply(0, 150 * kibibyte);
  k.reply(1, kibibyte);
  k.session.close();
  assert.deepEqual(k.messages().slice(1), ['2:1 1:64+', '1:64+', '1:22']);
  assert.equal(k.stream.ended, true);
  k.reply(2, kibibyte);
  await turn();
  assert.equal(k.stream.written.length, 4);
});

test('a refusal is an answer with a code, a broken invariant is not', async () => {
  const k = kit(() => {
    throw new ReplicaStoppedError('server stopped');
  });
  k.ask(1);
  await turn();
  assert.deepEqual(k.messages(), ['*1!14']);
  const broken = kit(() => {
    throw new AssertionFailure('a bug');
  });
  assert.throws(() => broken.ask(1), /a bug/);
});

test('what arrives while the state is replaced waits for it', async () => {
  const k = kit();
  k.node.readable = false;
  k.ask(1, 2);
  assert.deepEqual([k.calls.length, k.node.held.length], [0, 2]);
  k.node.readable = true;
  k.node.held[0]?.(undefined);
  k.node.held[1]?.(new ReplicaStoppedError('server stopped'));
  assert.equal(k.calls.length, 1);
  k.reply(0, 10);
  await turn();
  assert.deepEqual(k.messages(), ['*2!14 1:0']);
});

test('the time a client gives is passed on, and none is as long as it takes', () => {
  const k = kit();
  const items = [
    { id: 1, method: 1, timeout_ms: 250 },
    { id: 2, method: 1 },
  ];
  k.stream.receive(cairn.v1.SubmitBatch.encode({ items }).finish());
  assert.deepEqual(
    k.calls.map(({ call }) => call.timeoutMs),
    [250, Infinity],
  );
});

test('bytes that are no batch end the stream with a status, and nothing of them is carried out', async () => {
  const k = kit();
  await turn();
  const errors: unknown[] = [];
  k.stream.on('error', (error) => errors.push(error));
  const items = [{ id: 1, method: 1, request: new Uint8Array(1) }];
  const good = cairn.v1.SubmitBatch.encode({ items }).finish();
  k.stream.receive(Buffer.concat([good, Uint8Array.of(0x0a, 100)]));
  assert.equal(k.calls.length, 0);
  assert.equal((errors[0] as { readonly code: number }).code, 3);
  k.session.sayState();
  await turn();
  assert.deepEqual(k.messages(), ['*']);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HttpHandler, HttpRequest, HttpResponse, StreamCall, UnaryCall } from '@cairn/edge';
import { etcdserverpb } from '@cairn/proto';
import { FakeBody, httpRequest } from '../testing/http-request.ts';
import { settle } from '../testing/support.ts';
import { jsonGateway } from './gateway.ts';

const { PutRequest, PutResponse, WatchRequest, WatchResponse } = etcdserverpb;

interface Called {
  readonly message: Uint8Array;
  readonly call: UnaryCall;
}

class World {
  readonly calls: Called[] = [];
  readonly streams: StreamCall[] = [];
  readonly messages: Uint8Array[] = [];
  ended = 0;
  closed = 0;
  drained = 0;
  /** Pauses after every message. */
  isPausing = false;
  readonly #handler: HttpHandler;

  constructor() {
    const stream = (call: StreamCall): void => {
      this.streams.push(call);
      call.onMessage((message) => {
        this.messages.push(message);
        if (this.isPausing) call.pause();
      });
      call.onEnd(() => (this.ended += 1));
      call.onClose(() => (this.closed += 1));
      call.onDrain(() => (this.drained += 1));
    };
    this.#handler = jsonGateway({
      services: {
        unary: new Map([
          ['/etcdserverpb.KV/Put', (message, call) => void this.calls.push({ message, call })],
        ]),
        stream: new Map([
          ['/etcdserverpb.Watch/Watch', stream],
          ['/etcdserverpb.Maintenance/Snapshot', stream],
        ]),
      },
      messageBytesMax: 100,
      answerBytesMax: 1_000,
      bufferBytesMax: 100,
    });
  }

  get stream(): StreamCall {
    return this.streams.at(-1)!;
  }

  ask(path: string, body = '', more: Partial<HttpRequest> = {}): Promise<HttpResponse | undefined> {
    const request = httpRequest({ method: 'POST', path, body: Buffer.from(body), ...more });
    return this.#handler(request);
  }

  /** The answer to a put, after the service has answered. */
  async put(body: string, answer: (call: UnaryCall) => void): Promise<HttpResponse> {
    const asked = this.ask('/v3/kv/put', body);
    await settle();
    answer(this.calls.at(-1)!.call);
    return (await asked)!;
  }

  watch(body: string, more: Partial<HttpRequest> = {}): Promise<HttpResponse> {
    return this.ask('/v3/watch', body, more) as Promise<HttpResponse>;
  }
}

function created(watchId: number): Uint8Array {
  return WatchResponse.encode({ watch_id: watchId, created: true }).finish();
}

function watchIdOf(message: Uint8Array): number {
  return Number(WatchRequest.decode(message).cancel_request?.watch_id);
}

const failure = (code: number, message: string): string =>
  JSON.stringify({ error: message, code, message });

test('a request is the bytes of a gRPC client, an answer the JSON of its bytes', async () => {
  const world = new World();
  const answer = await world.put('{"key":"Zm9v","value":"YmFy"}', (call) =>
    call.respond(PutResponse.encode({ header: { revision: 7 } }).finish()),
  );
  const { message, call } = world.calls[0]!;
  assert.equal(call.path, '/etcdserverpb.KV/Put');
  assert.equal(Buffer.from(PutRequest.decode(message).value).toString(), 'bar');
  assert.deepEqual(
    [answer.status, answer.headers['content-type'], answer.body],
    [200, 'application/json', '{"header":{"revision":"7"}}'],
  );
});

test('an answer in pieces is one answer', async () => {
  const encoded = PutResponse.encode({ header: { revision: 300 } }).finish();
  const expected = '{"header":{"revision":"300"}}';
  const [head, tail] = [encoded.subarray(0, 2), encoded.subarray(2)];
  const world = new World();
  assert.equal((await world.put('', (call) => call.respondParts([head, tail]))).body, expected);
  const flowing = await world.put('{}', (call) => {
    call.beginResponse(encoded.length);
    call.respondPart(head);
    call.respondPart(tail);
  });
  assert.equal(flowing.body, expected);
  const broken = await world.put('{}', (call) => {
    call.beginResponse(encoded.length);
    call.respondPart(head);
    call.fail(14, 'gone');
    call.respondPart(tail);
  });
  assert.deepEqual([broken.status, broken.body], [503, failure(14, 'gone')]);
});

test('an answer that is too large for JSON is refused, before it is there', async () => {
  const world = new World();
  const large = Buffer.alloc(600);
  const refused = [429, failure(8, 'grpc: trying to send message larger than max (1200 vs. 1000)')];
  const whole = await world.put('{}', (call) => call.respond(Buffer.concat([large, large])));
  assert.deepEqual([whole.status, whole.body], refused);
  const pieces = await world.put('{}', (call) => call.respondParts([large, large]));
  assert.deepEqual([pieces.status, pieces.body], refused);
  const flowing = await world.put('{}', (call) => {
    call.beginResponse(1_200);
    call.respondPart(large);
    call.respondPart(large);
  });
  assert.deepEqual([flowing.status, flowing.body], refused);
});

test('an empty body is an empty request, and what follows the first value is not read', async () => {
  const world = new World();
  for (const body of ['', ' \n', '{}', '{} garbage', '{}{"key":"Zm9v"}']) {
    await world.put(body, (call) => call.respond(new Uint8Array(0)));
    assert.equal(world.calls.at(-1)?.message.length, 0, body);
  }
});

test('a failure has the fields of both forms and the HTTP status of its code', async () => {
  const world = new World();
  const statuses = [
    500, 499, 500, 400, 504, 404, 409, 403, 429, 400, 409, 400, 501, 500, 503, 500, 401,
  ];
  for (const [code, status] of statuses.entries()) {
    if (code === 0) continue;
    const answer = await world.put('{}', (call) => call.fail(code, `it "broke" ${code}`));
    assert.deepEqual([answer.status, answer.body], [status, failure(code, `it "broke" ${code}`)]);
  }
  assert.equal((await world.put('{}', (call) => call.fail(99, ''))).status, 500);
});

test('what is no request never reaches the service', async () => {
  const world = new World();
  for (const body of ['{', '[]', 'x', '{"key":7}', '{"lease":"9223372036854775808"}']) {
    const answer = await world.ask('/v3/kv/put', body);
    assert.equal(answer?.status, 400, body);
    const { code, error, message } = JSON.parse(String(answer.body)) as Record<string, unknown>;
    assert.deepEqual([code, error], [3, message]);
  }
  const large = await world.ask('/v3/kv/put', JSON.stringify({ value: 'A'.repeat(400) }));
  assert.deepEqual(
    [large?.status, large?.body],
    [429, failure(8, 'grpc: received message larger than max (303 vs. 100)')],
  );
  assert.equal((await world.ask('/v3/maintenance/snapshot', '['))?.status, 400);
  assert.deepEqual([world.calls.length, world.streams.length], [0, 0]);
});

test('other paths are not its own, other methods not allowed', async () => {
  const world = new World();
  assert.equal(await world.ask('/health'), undefined);
  assert.equal(await world.ask('/v3'), undefined);
  for (const path of ['/v3/', '/v3/kv', '/v3/kv/put/', '/v3/__proto__', '/v3/KV/Put']) {
    const answer = await world.ask(path, '{}');
    assert.deepEqual([answer?.status, answer?.body], [404, failure(5, 'Not Found')], path);
  }
  for (const method of ['GET', 'PUT', 'DELETE', 'HEAD']) {
    const answer = await world.ask('/v3/kv/put', '{}', { method });
    assert.deepEqual([answer?.status, answer?.body], [501, failure(12, 'Method Not Allowed')]);
  }
  assert.equal((await world.ask('/v3/kv/range', '{}'))?.status, 501, 'not among the services');
  assert.equal(world.calls.length, 0);
});

test('the paths of 3.3 are understood', async () => {
  const world = new World();
  void world.ask('/v3beta/kv/put', '{}');
  await settle();
  assert.equal(world.calls.length, 1);
});

test('headers become metadata: the token under both of its names', async () => {
  const world = new World();
  const headers = new Map([
    ['authorization', 'tok'],
    ['grpc-metadata-hasleader', 'true'],
    ['x-other', 'no'],
  ]);
  void world.ask('/v3/kv/put', '{}', { headers, peerAddress: '10.0.0.1:5' });
  await settle();
  const { metadata, peerAddress } = world.calls[0]!.call;
  assert.deepEqual(Object.fromEntries(metadata), {
    authorization: 'tok',
    token: 'tok',
    hasleader: 'true',
  });
  assert.equal(peerAddress, '10.0.0.1:5');
});

test('a timeout ends the call, one that is none is refused', async () => {
  const world = new World();
  const timed = world.ask('/v3/kv/put', '{}', { headers: new Map([['grpc-timeout', '1m']]) });
  await settle();
  const { call } = world.calls[0]!;
  assert.ok(call.deadlineMs !== undefined);
  const answer = await timed;
  assert.deepEqual([answer?.status, answer?.body], [504, failure(4, 'context deadline exceeded')]);
  assert.equal(call.signal.aborted, true);
  call.respond(new Uint8Array(0));
  const bad = await world.ask('/v3/kv/put', '{}', { headers: new Map([['grpc-timeout', 'x']]) });
  assert.equal(bad?.status, 400);
});

test('a client that goes away aborts its call', async () => {
  const world = new World();
  const gone = new AbortController();
  void world.ask('/v3/kv/put', '{}', { signal: gone.signal });
  await settle();
  assert.equal(world.calls[0]!.call.signal.aborted, false);
  gone.abort();
  assert.equal(world.calls[0]!.call.signal.aborted, true);
  assert.equal(await world.ask('/v3/kv/put', '{}', { signal: gone.signal }), undefined);
  assert.equal(world.calls.length, 1);
});

test('a stream reads all values of the body and answers line by line', async () => {
  const world = new World();
  const asked = world.watch('{"cancel_request":{"watch_id":"1"}} {"cancelRequest":{"watchId":2}}');
  await settle();
  assert.deepEqual(world.messages.map(watchIdOf), [1, 2]);
  assert.equal(world.ended, 1);
  world.stream.send(created(5));
  world.stream.send(created(6));
  const answer = await asked;
  assert.equal(answer.status, 200);
  assert.equal(answer.headers['content-type'], 'application/json');
  const body = FakeBody.of(answer);
  assert.equal(
    body.text,
    '{"result":{"watch_id":"5","created":true}}\n{"result":{"watch_id":"6","created":true}}\n',
  );
  world.stream.send(created(7));
  assert.equal(body.lines.length, 3);
  world.stream.end(0, '');
  assert.equal(body.isEnded, true);
  await settle();
  assert.equal(world.closed, 1);
});

test('a failure before the first line is the status, a later one the last line', async () => {
  const error = {
    grpc_code: 14,
    http_code: 503,
    message: 'no',
    http_status: 'Service Unavailable',
    code: 14,
  };
  const early = new World();
  const asked = early.watch('{}');
  await settle();
  early.stream.end(14, 'no');
  const refused = await asked;
  assert.deepEqual([refused.status, refused.body], [503, JSON.stringify({ error })]);

  const late = new World();
  const opened = late.watch('{}');
  await settle();
  late.stream.send(created(1));
  late.stream.end(14, 'no');
  const body = FakeBody.of(await opened);
  assert.deepEqual(body.lines.at(-1), { error });
  assert.equal(body.isEnded, true);
  assert.equal(late.stream.send(created(2)), false);
});

test('a stream that ends well without a word is an empty answer', async () => {
  const world = new World();
  const asked = world.watch('');
  await settle();
  assert.deepEqual([world.messages.length, world.ended], [0, 1]);
  world.stream.end(0, '');
  const body = FakeBody.of(await asked);
  assert.deepEqual([body.text, body.isEnded], ['', true]);
  const mistaken = world.watch('{"create_request":7}{"cancel_request":{}}');
  await settle();
  assert.deepEqual([world.messages.length, world.ended], [0, 2], 'as if there was no request');
  world.stream.end(0, '');
  assert.equal((await mistaken).status, 200);
});

test('a service that pauses gets the next request when it resumes', async () => {
  const world = new World();
  world.isPausing = true;
  const cancel = (id: number): string => `{"cancel_request":{"watch_id":${id}}}`;
  void world.watch(`${cancel(1)}${cancel(2)}{"broken`);
  await settle();
  assert.deepEqual(world.messages.map(watchIdOf), [1]);
  world.stream.resume();
  assert.deepEqual(world.messages.map(watchIdOf), [1, 2]);
  assert.equal(world.ended, 0);
  world.stream.resume();
  assert.equal(world.ended, 1, 'what cannot be read ends the requests');
});

test('a stream of responses only takes one request', async () => {
  const world = new World();
  void world.ask('/v3/maintenance/snapshot', '{}{}');
  await settle();
  assert.deepEqual([world.messages.length, world.ended], [1, 1]);
  void world.ask('/v3/maintenance/snapshot', '');
  await settle();
  assert.deepEqual([world.messages.length, world.ended], [2, 2]);
});

test('a client that does not read is a slow one, before and after its answer has begun', async () => {
  const world = new World();
  const asked = world.watch('{}');
  await settle();
  assert.equal(world.stream.send(created(1)), true);
  assert.equal(world.stream.send(created(2)), true);
  assert.equal(world.stream.send(created(3)), false);
  assert.ok(world.stream.bufferedBytes > 100);
  const body = FakeBody.of(await asked);
  assert.equal(body.lines.length, 3);
  assert.equal(world.stream.bufferedBytes, 0);
  assert.equal(world.drained, 1);
  body.isReading = false;
  assert.equal(world.stream.send(created(4)), false);
  body.drain();
  assert.equal(world.drained, 2);
});

test('a client that leaves its stream closes it once', async () => {
  const world = new World();
  const silent = new AbortController();
  void world.watch('{}', { signal: silent.signal });
  await settle();
  silent.abort();
  assert.equal(world.closed, 1);
  assert.equal(world.stream.signal.aborted, true);
  assert.equal(world.stream.send(created(1)), false);

  const asked = world.watch('{}');
  await settle();
  world.stream.send(created(1));
  FakeBody.of(await asked).leave();
  assert.equal(world.closed, 2);
  assert.equal(world.stream.signal.aborted, true);
});

test('a timeout ends a stream with its status', async () => {
  const world = new World();
  const headers = new Map([['grpc-timeout', '1m']]);
  const answer = await world.watch('{}', { headers });
  assert.equal(answer.status, 504);
  assert.equal(world.closed, 1);
});

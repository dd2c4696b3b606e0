import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EdgeServices, StreamCall, StreamHandler, UnaryHandler } from '@cairn/edge';
import { etcdserverpb } from '@cairn/proto';
import type { CallerName } from '../node/caller-names.ts';
import { FakeStreamCall } from '../testing/fake-stream-call.ts';
import { FakeUnaryCall } from '../testing/fake-unary-call.ts';
import { settle } from '../testing/support.ts';
import { auditServices } from './audit-services.ts';
import type { AuditRecord } from './audit-record.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);
const put = etcdserverpb.PutRequest.encode({ key: bytes('k'), value: bytes('secret') }).finish();
const putAnswer = etcdserverpb.PutResponse.encode({ header: { revision: 7 } }).finish();

class World {
  readonly records: AuditRecord[] = [];
  refusedCount = 0;
  isRefusing = false;
  name: CallerName | Promise<CallerName> = 'ann';
  readonly handled: string[] = [];
  readonly streams: StreamCall[] = [];
  readonly services: EdgeServices;

  constructor() {
    const handle = (name: string, serve: UnaryHandler): [string, UnaryHandler] => [
      name,
      (request, call) => {
        this.handled.push(name);
        serve(request, call);
      },
    ];
    const hold: StreamHandler = (call) => void this.streams.push(call);
    const isRefusing = (): boolean => this.isRefusing;
    this.services = auditServices(
      {
        unary: new Map([
          handle('/etcdserverpb.KV/Put', (_request, call) => call.respond(putAnswer)),
          handle('/etcdserverpb.KV/Range', (_request, call) => {
            call.beginResponse(putAnswer.length + 2);
            call.respondPart(putAnswer);
            call.respondPart(new Uint8Array(2));
          }),
          handle('/etcdserverpb.KV/Txn', (_request, call) => call.respondParts([putAnswer])),
          handle('/etcdserverpb.KV/Compact', (_request, call) => call.fail(11, 'not so far')),
          handle('/grpc.health.v1.Health/Check', (request, call) => call.respond(request)),
        ]),
        stream: new Map(
          [
            '/etcdserverpb.Watch/Watch',
            '/etcdserverpb.KV/RangeStream',
            '/etcdserverpb.Lease/X',
          ].map((path) => [path, hold]),
        ),
      },
      {
        log: {
          write: (record) => this.records.push(record),
          refused: () => (this.refusedCount += 1),
          get isRefusing(): boolean {
            return isRefusing();
          },
        },
        names: { nameOf: () => this.name },
        unixMs: () => 5,
      },
    );
  }

  call(path: string, request = put): FakeUnaryCall {
    const call = new FakeUnaryCall({ path });
    this.services.unary.get(path)?.(request, call);
    return call;
  }

  open(path: string): FakeStreamCall {
    const call = new FakeStreamCall({}, path);
    this.services.stream.get(path)?.(call);
    return call;
  }

  /** The service's end of the last stream. */
  get served(): StreamCall {
    const call = this.streams.at(-1);
    assert.ok(call !== undefined);
    return call;
  }

  get said(): unknown[] {
    return this.records.map(({ event, stream, request, outcome, watchId, revision }) => ({
      event,
      ...(stream === undefined ? {} : { stream }),
      ...(watchId === undefined ? {} : { watchId }),
      ...(request?.ranges === undefined ? {} : { key: request.ranges[0]?.key }),
      ...(outcome === undefined ? {} : { outcome: `${outcome.code} ${outcome.message}` }),
      ...(revision === undefined ? {} : { revision }),
    }));
  }
}

test('a call leaves a line when it is answered, in whatever way, with who asked and from where', () => {
  const world = new World();
  assert.deepEqual(world.call('/etcdserverpb.KV/Put').response, putAnswer);
  assert.equal(world.call('/etcdserverpb.KV/Range').response?.length, putAnswer.length + 2);
  assert.deepEqual(world.call('/etcdserverpb.KV/Txn', new Uint8Array(0)).response, putAnswer);
  assert.equal(world.call('/etcdserverpb.KV/Compact').failure?.message, 'not so far');
  const asked = { event: 'call', outcome: '0 ', revision: 7 };
  assert.deepEqual(world.said, [
    { ...asked, key: 'k' },
    { ...asked, key: 'k' },
    { ...asked, key: undefined },
    { event: 'call', outcome: '11 not so far' },
  ]);
  assert.deepEqual(world.records[0]?.caller, {
    user: 'ann',
    client: 'test',
    certificate: undefined,
    method: '/etcdserverpb.KV/Put',
  });
  assert.equal(world.records[0].unixMs, 5);
});

test('who asked may become known after the answer: the line waits for it, the call does not', async () => {
  const world = new World();
  const name = Promise.withResolvers<CallerName>();
  world.name = name.promise;
  assert.equal(world.call('/etcdserverpb.KV/Put').isDone, true);
  assert.equal(world.records.length, 0);
  name.resolve('bob');
  await settle();
  assert.equal(world.records[0]?.caller?.user, 'bob');
});

test('a call that could not be recorded is refused before its service hears of it', () => {
  const world = new World();
  const watch = world.open('/etcdserverpb.Watch/Watch');
  const records = world.records.length;
  world.isRefusing = true;
  const refused = { code: 14, message: 'etcdserver: audit log cannot be written' };
  assert.deepEqual(world.call('/etcdserverpb.KV/Put').failure, refused);
  assert.deepEqual(world.open('/etcdserverpb.KV/RangeStream').ended, refused);
  assert.deepEqual(world.handled, []);
  assert.equal(world.streams.length, 1);
  const heard: Uint8Array[] = [];
  world.served.onMessage((message) => heard.push(message));
  watch.deliver(watchRequest('a'));
  assert.deepEqual([heard.length, watch.ended], [0, refused]);
  assert.equal(world.records.length, records, 'nothing was done that could be recorded');
  assert.equal(world.refusedCount, 3);
  assert.equal(world.call('/grpc.health.v1.Health/Check').failure, undefined);
});

test('health checks leave no line', () => {
  const world = new World();
  world.call('/grpc.health.v1.Health/Check');
  assert.deepEqual(world.records, []);
});

test('a stream leaves a line when it begins, with what is asked for, and one when it ends', async () => {
  const world = new World();
  const client = world.open('/etcdserverpb.KV/RangeStream');
  world.served.onMessage(() => undefined);
  client.deliver(etcdserverpb.RangeRequest.encode({ key: bytes('r') }).finish());
  world.served.send(etcdserverpb.RangeResponse.encode({ count: 3 }).finish());
  world.served.send(etcdserverpb.RangeResponse.encode({ header: { revision: 9 } }).finish());
  world.served.end(0, '');
  await settle();
  world.open('/etcdserverpb.Lease/X').disconnect();
  assert.deepEqual(world.said, [
    { event: 'begin', stream: 1, key: 'r' },
    { event: 'end', stream: 1, outcome: '0 ', revision: 9 },
    { event: 'begin', stream: 2 },
    { event: 'end', stream: 2, outcome: '1 ' },
  ]);
});

function watchRequest(key: string): Uint8Array {
  return etcdserverpb.WatchRequest.encode({ create_request: { key: bytes(key) } }).finish();
}

test('each watcher leaves a line with its range when it is created or refused, and when it ends', () => {
  const world = new World();
  const client = world.open('/etcdserverpb.Watch/Watch');
  let heard = 0;
  world.served.onMessage(() => (heard += 1));
  const answer = (fields: etcdserverpb.WatchResponse.$Properties): void => {
    const header = { revision: 4 };
    world.served.send(etcdserverpb.WatchResponse.encode({ header, ...fields }).finish());
  };
  client.deliver(watchRequest('a'));
  client.deliver(watchRequest('b'));
  answer({ created: true });
  answer({ events: [{ kv: { key: bytes('a') } }] });
  answer({ watch_id: -1, created: true, canceled: true, cancel_reason: 'not you' });
  client.deliver(etcdserverpb.WatchRequest.encode({ progress_request: {} }).finish());
  answer({ watch_id: -1 });
  client.deliver(etcdserverpb.WatchRequest.encode({ cancel_request: {} }).finish());
  answer({ canceled: true });
  client.disconnect();
  assert.equal(heard, 4);
  assert.equal(client.received.length, 5);
  const said = { stream: 1, revision: 4 };
  assert.deepEqual(world.said, [
    { event: 'begin', stream: 1 },
    { event: 'watch', ...said, watchId: 0n, key: 'a', outcome: '0 ' },
    { event: 'watch', ...said, watchId: -1n, key: 'b', outcome: '1 not you' },
    { event: 'unwatch', ...said, watchId: 0n, outcome: '0 ' },
    { event: 'end', stream: 1, outcome: '1 ' },
  ]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StreamCall, UnaryHandler } from '@cairn/edge';
import { etcdserverpb } from '@cairn/proto';
import type { Span, SpanMaker } from '@cairn/tracing';
import { FakeStreamCall } from '../testing/fake-stream-call.ts';
import { FakeUnaryCall } from '../testing/fake-unary-call.ts';
import { settle } from '../testing/support.ts';
import { ClientVersions } from './client-versions.ts';
import { RequestRate } from './request-rate.ts';
import { toEdgeServices } from './edge-services.ts';
import type { EdgeServicesOptions } from './edge-services.ts';
import type { GatewayService } from './gateway-service.ts';
import type { RpcCounters } from './rpc-counters.ts';
import { unimplementedMethods, unimplementedStream } from './unimplemented.ts';

/** As many as show which of etcd's methods a learner serves. */
const etcdServices = [
  { name: 'etcdserverpb.KV', methods: ['Range', 'Put'] },
  { name: 'etcdserverpb.Cluster', methods: ['MemberList'] },
  { name: 'etcdserverpb.Maintenance', methods: ['Status', 'HashKV'] },
  { name: 'etcdserverpb.Watch', methods: [] },
].map(({ name, methods }): GatewayService => {
  const echo: UnaryHandler = (request, call) => call.respond(request);
  return {
    name,
    unary: Object.fromEntries(methods.map((method) => [method, echo])),
    stream: { [name]: { kind: 'bidi_stream', handle: (call) => call.end(0, '') } },
  };
});

const noLeader = { code: 14, message: 'etcdserver: no leader' };
const requiring = { hasleader: 'true' };

class World {
  hasLeader = true;
  readonly node = { isLearner: false };
  readonly lost = new Set<() => void>();
  readonly counters = new Map<string, RpcCounters>();
  readonly streams: StreamCall[] = [];
  readonly traffic = { receivedBytes: 0, sentBytes: 0 };
  readonly edge: ReturnType<typeof toEdgeServices>;

  constructor(options: Pick<EdgeServicesOptions, 'rate' | 'slow' | 'spans'> = {}) {
    const service: GatewayService = {
      name: 'test.Service',
      unary: {
        Echo: (request, call) => call.respond(request),
        Pieces: (request, call) => call.respondParts([request, request]),
        Flow: (request, call) => {
          call.beginResponse(2 * request.length);
          call.respondPart(request);
          call.respondPart(request);
        },
        Fail: (_request, call) => call.fail(5, 'nothing there'),
        ...unimplementedMethods(['Missing'], 'this'),
      },
      stream: {
        Talk: { kind: 'bidi_stream', handle: (call) => this.streams.push(call) },
        Pour: unimplementedStream('server_stream', 'pouring'),
      },
    };
    const hasLeader = (): boolean => this.hasLeader;
    const leader: EdgeServicesOptions['leader'] = {
      get hasLeader(): boolean {
        return hasLeader();
      },
      onLost: (listener) => {
        this.lost.add(listener);
        return () => this.lost.delete(listener);
      },
    };
    this.edge = toEdgeServices([service, ...etcdServices], {
      leader,
      node: this.node,
      traffic: this.traffic,
      clients: new ClientVersions(),
      register: (counters) => this.counters.set(counters.method, counters),
      ...options,
    });
  }

  call(method: string, metadata: Readonly<Record<string, string>> = {}): FakeUnaryCall {
    const call = new FakeUnaryCall({ metadata });
    this.edge.unary.get(`/test.Service/${method}`)?.(Buffer.from('12345'), call);
    return call;
  }

  open(method: string, metadata: Readonly<Record<string, string>> = {}): FakeStreamCall {
    const call = new FakeStreamCall(metadata);
    this.edge.stream.get(`/test.Service/${method}`)?.(call);
    return call;
  }
}

test('calls are counted by method, code and bytes', () => {
  const world = new World();
  world.call('Echo');
  world.call('Echo');
  world.call('Fail');
  const echo = world.counters.get('Echo');
  assert.deepEqual([echo?.started, echo?.messagesReceived, echo?.messagesSent], [2, 2, 2]);
  assert.equal(echo?.handled[0], 2);
  assert.equal(
    echo?.handlingCounts.reduce((sum, count) => sum + count, 0),
    2,
  );
  assert.equal(world.counters.get('Fail')?.handled[5], 1);
  assert.deepEqual(world.traffic, { receivedBytes: 15, sentBytes: 10 });
});

test('a call that is traced has a span from its beginning to its answer, another one none', () => {
  const log: string[] = [];
  const span: Span = {
    context: new Uint8Array(24),
    child: () => span,
    end: (code) => void log.push(`end ${code}`),
  };
  const spans: SpanMaker = {
    begin: (name, traceparent, attributes) => {
      log.push(`${name} ${traceparent} ${String(attributes['rpc.service'])}`);
      return traceparent === undefined ? undefined : span;
    },
    join: () => assert.fail('nobody is joined here'),
    stop: () => Promise.resolve(),
  };
  const world = new World({ spans });
  world.call('Fail', { traceparent: 'of-the-client' });
  world.call('Echo');
  assert.deepEqual(log, [
    'test.Service/Fail of-the-client test.Service',
    'end 5',
    'test.Service/Echo undefined test.Service',
  ]);
});

test('an answer in parts counts as one message with all its bytes', () => {
  const world = new World();
  for (const [i, method] of ['Pieces', 'Flow'].entries()) {
    assert.equal(world.call(method).response?.length, 10);
    const counters = world.counters.get(method);
    assert.deepEqual([counters?.messagesSent, counters?.handled[0]], [1, 1]);
    assert.equal(world.traffic.sentBytes, 10 * (i + 1));
  }
});

test('a stream that the client leaves counts as canceled, one that ends with its code', async () => {
  const world = new World();
  world.open('Talk').disconnect();
  world.open('Talk');
  world.streams[1]?.send(Buffer.from('123'));
  world.streams[1]?.end(0, '');
  await settle();
  const talk = world.counters.get('Talk');
  assert.deepEqual([talk?.started, talk?.messagesSent], [2, 1]);
  assert.deepEqual([talk?.handled[0], talk?.handled[1]], [1, 1]);
});

test('without a leader a call that requires one is refused, others are not', () => {
  const world = new World();
  world.hasLeader = false;
  assert.deepEqual(world.call('Echo', requiring).failure, noLeader);
  assert.equal(world.call('Echo').failure, undefined);
  assert.equal(world.call('Echo', { hasleader: 'True' }).failure, undefined);
  assert.deepEqual(world.open('Talk', requiring).ended, noLeader);
  assert.equal(world.open('Talk').ended, undefined);
  assert.equal(world.streams.length, 1);
});

test('when the leader is lost for too long streams that require one are ended', async () => {
  const world = new World();
  const requires = world.open('Talk', requiring);
  const doesNot = world.open('Talk');
  const left = world.open('Talk', requiring);
  left.disconnect();
  assert.equal(world.lost.size, 1);
  for (const listener of world.lost) listener();
  await settle();
  assert.deepEqual(requires.ended, noLeader);
  assert.equal(doesNot.ended, undefined);
  assert.equal(left.ended, undefined);
  assert.equal(world.lost.size, 0);
});

test('what is missing says so by name', () => {
  const world = new World();
  assert.deepEqual(world.call('Missing').failure, {
    code: 12,
    message: 'Cairn does not implement this (Missing) yet',
  });
  assert.deepEqual(world.open('Pour').ended, {
    code: 12,
    message: 'Cairn does not implement pouring yet',
  });
});

test('a learner tells its status and serves serializable reads, and refuses all else of etcd', () => {
  const world = new World();
  world.node.isLearner = true;
  const outcomeOf = (path: string, request: Uint8Array = new Uint8Array(0)): string => {
    const call = new FakeUnaryCall({});
    world.edge.unary.get(path)?.(request, call);
    return call.failure === undefined ? 'served' : `${call.failure.code} ${call.failure.message}`;
  };
  const refused = '9 etcdserver: rpc not supported for learner';
  const serializable = etcdserverpb.RangeRequest.encode({
    key: Buffer.from('k'),
    serializable: true,
  }).finish();
  assert.equal(outcomeOf('/etcdserverpb.Maintenance/Status'), 'served');
  assert.equal(outcomeOf('/etcdserverpb.KV/Range', serializable), 'served');
  assert.equal(
    outcomeOf('/etcdserverpb.KV/Range', Uint8Array.of(0xff)),
    'served',
    'by its handler',
  );
  assert.equal(outcomeOf('/etcdserverpb.KV/Range'), refused);
  assert.equal(outcomeOf('/etcdserverpb.KV/Put', serializable), refused);
  assert.equal(outcomeOf('/etcdserverpb.Cluster/MemberList'), refused);
  assert.equal(outcomeOf('/etcdserverpb.Maintenance/HashKV'), refused);
  assert.equal(outcomeOf('/test.Service/Echo'), 'served');
  const stream = new FakeStreamCall({});
  world.edge.stream.get('/etcdserverpb.Watch/etcdserverpb.Watch')?.(stream);
  assert.equal(stream.ended?.message, 'etcdserver: rpc not supported for learner');
  world.node.isLearner = false;
  assert.equal(outcomeOf('/etcdserverpb.KV/Put'), 'served');
});

test('a client whose version is no text is refused, before anybody asks for a leader', () => {
  const world = new World();
  world.hasLeader = false;
  const metadata = { ...requiring, 'client-api-version': '3.7\xff' };
  const refused = { code: 3, message: 'etcdserver: invalid client api version' };
  assert.deepEqual(world.call('Echo', metadata).failure, refused);
  assert.deepEqual(world.open('Talk', metadata).ended, refused);
  assert.deepEqual(
    world.call('Echo', { ...metadata, 'client-api-version': '3.7' }).failure,
    noLeader,
  );
});

test('a connection beyond its rate is refused with the error of etcd, calls and streams alike', () => {
  const world = new World({ rate: new RequestRate(2, { nowMs: () => 0 }) });
  const refused = { code: 2, message: 'etcdserver: too many requests' };
  assert.equal(world.call('Echo').failure, undefined);
  assert.equal(world.open('Talk').ended, undefined);
  assert.deepEqual(world.call('Echo').failure, refused);
  assert.deepEqual(world.open('Talk').ended, refused);
  assert.equal(world.counters.get('Echo')?.handled[2], 1);
});

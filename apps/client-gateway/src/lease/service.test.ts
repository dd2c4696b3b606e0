import assert from 'node:assert/strict';
import { test } from 'node:test';
import { etcdserverpb, fromBigInt, toSafeNumber } from '@cairn/proto';
import { keepAlivesPerStreamMax } from '../limits.ts';
import { nodeMethod } from '../node/methods.ts';
import type { NodeLink } from '../node/node-link.ts';
import { FakeStreamCall } from '../testing/fake-stream-call.ts';
import { FakeUnaryCall } from '../testing/fake-unary-call.ts';
import { settle, stateView } from '../testing/support.ts';
import { grantLease, revokeLease } from './grant-and-revoke.ts';
import { KeepAliveSession } from './keep-alive-session.ts';
import type { KeeperLink } from './keeper-link.ts';
import type { KeeperAnswer, KeeperQuestion } from './keeper-question.ts';
import { timeToLive } from './time-to-live.ts';

const { LeaseKeepAliveRequest, LeaseKeepAliveResponse, LeaseTimeToLiveResponse } = etcdserverpb;

interface Asked {
  readonly question: KeeperQuestion;
  readonly answer: (answer: KeeperAnswer) => void;
}

function askedOf(): { readonly asked: Asked[]; readonly keeper: Pick<KeeperLink, 'ask'> } {
  const asked: Asked[] = [];
  const ask = (question: KeeperQuestion): void => {
    asked.push({ question, answer: (answer) => question.answered(answer) });
  };
  return { asked, keeper: { ask } };
}

const nobodyAsked: Pick<NodeLink, 'submit'> = {
  submit: () => assert.fail('while auth is off the node is not asked'),
};

function keepAliveStream(): {
  readonly call: FakeStreamCall;
  readonly asked: Asked[];
  readonly session: KeepAliveSession;
} {
  const { asked, keeper } = askedOf();
  const call = new FakeStreamCall();
  const session = new KeepAliveSession({
    call,
    keeper,
    link: nobodyAsked,
    state: stateView({ revision: 42 }),
    onClosed: () => {},
  });
  return { call, asked, session };
}

function send(call: FakeStreamCall, id: bigint): void {
  call.deliver(LeaseKeepAliveRequest.encode({ ID: fromBigInt(id, 'signed') }).finish());
}

function seen(call: FakeStreamCall): [string, number][] {
  return call.received.map((message) => {
    const { ID, TTL } = LeaseKeepAliveResponse.decode(message);
    return [String(ID), toSafeNumber(TTL)];
  });
}

test('keep-alives are answered in the order of the requests', () => {
  const { call, asked } = keepAliveStream();
  for (const id of [1n, 2n, 3n]) send(call, id);
  asked[2]?.answer({ kind: 'alive', ttlSeconds: 30 });
  asked[1]?.answer({ kind: 'notFound' });
  assert.deepEqual(seen(call), []);
  asked[0]?.answer({ kind: 'alive', ttlSeconds: 10 });
  assert.deepEqual(seen(call), [
    ['1', 10],
    ['2', 0],
    ['3', 30],
  ]);
  const { header } = LeaseKeepAliveResponse.decode(call.received[0]!);
  assert.equal(Number(header?.revision), 42);
  assert.equal(call.ended, undefined);
});

test('a keep-alive that nobody could answer ends the stream', () => {
  const { call, asked } = keepAliveStream();
  send(call, 1n);
  send(call, 2n);
  asked[0]?.answer({ kind: 'alive', ttlSeconds: 10 });
  asked[1]?.answer({ kind: 'failed', status: { code: 14, message: 'etcdserver: no leader' } });
  assert.deepEqual(seen(call), [['1', 10]]);
  assert.deepEqual(call.ended, { code: 14, message: 'etcdserver: no leader' });
});

test('a client that half-closes gets its answers and then the end', () => {
  const { call, asked } = keepAliveStream();
  send(call, 1n);
  call.halfClose();
  assert.equal(call.ended, undefined);
  asked[0]?.answer({ kind: 'alive', ttlSeconds: 10 });
  assert.deepEqual(seen(call), [['1', 10]]);
  assert.deepEqual(call.ended, { code: 0, message: '' });
});

test('a client that does not read, or asks too much at once, is not read from', () => {
  const { call, asked } = keepAliveStream();
  for (let i = 0; i < keepAlivesPerStreamMax + 10; i++) send(call, BigInt(i));
  assert.equal(call.isPaused, true);
  assert.equal(asked.length, keepAlivesPerStreamMax);
  call.stopReading();
  for (const { answer } of asked.slice()) answer({ kind: 'alive', ttlSeconds: 1 });
  assert.ok(call.bufferedBytes < 200);
  assert.equal(call.isPaused, true);
  call.startReading();
  for (const { answer } of asked.slice(keepAlivesPerStreamMax)) {
    answer({ kind: 'alive', ttlSeconds: 1 });
  }
  assert.equal(call.received.length, keepAlivesPerStreamMax + 10);
});

test('bytes that are no request end the stream, and stopping does too', async () => {
  const broken = keepAliveStream();
  broken.call.deliver(Uint8Array.of(0x80));
  assert.equal(broken.call.ended?.code, 13);
  const stopped = keepAliveStream();
  stopped.session.stop();
  await settle();
  assert.equal(stopped.call.ended?.code, 14);
});

test('the keeper link hears of a revoke and of a grant before the client, and of no failure', () => {
  const log: string[] = [];
  const keeper = {
    granted: (id: bigint) => log.push(`granted ${id}`),
    revoked: (id: bigint) => log.push(`revoked ${id}`),
  };
  const link = (fails: boolean): Pick<NodeLink, 'submit'> => ({
    submit: (method, _request, _deadlineMs, sink) => {
      if (fails) sink.fail(5, 'no');
      else if (method === nodeMethod.leaseRevoke) sink.respond(new Uint8Array(0));
      else sink.respond(etcdserverpb.LeaseGrantResponse.encode({ ID: 300, TTL: 5 }).finish());
    },
  });
  const request = etcdserverpb.LeaseRevokeRequest.encode({ ID: 300 }).finish();
  for (const fails of [true, false]) {
    for (const handler of [revokeLease(link(fails), keeper), grantLease(link(fails), keeper)]) {
      const call = new FakeUnaryCall();
      const respond = call.respond.bind(call);
      call.respond = (message) => {
        log.push('told');
        respond(message);
      };
      handler(request, call);
      assert.equal(call.answers, 1);
    }
  }
  assert.deepEqual(log, ['revoked 300', 'told', 'granted 300', 'told']);
});

function timeToLiveCall(answer: etcdserverpb.LeaseTimeToLiveResponse.$Properties): {
  readonly call: FakeUnaryCall;
  readonly asked: Asked[];
} {
  const { asked, keeper } = askedOf();
  const link: Pick<NodeLink, 'submit'> = {
    submit: (method, _request, _deadlineMs, sink) => {
      assert.equal(method, nodeMethod.leaseTimeToLive);
      sink.respond(LeaseTimeToLiveResponse.encode(answer).finish());
    },
  };
  const call = new FakeUnaryCall();
  timeToLive(link, keeper)(new Uint8Array(0), call);
  return { call, asked };
}

test('the remaining TTL comes from the keeper, everything else from the node', () => {
  const { call, asked } = timeToLiveCall({
    header: { revision: 7 },
    ID: 5,
    TTL: 60,
    grantedTTL: 60,
    keys: [Buffer.from('k')],
  });
  const { leaseLow, leaseHigh, peek, deadlineMs } = asked[0]!.question;
  assert.deepEqual([leaseLow, leaseHigh, peek, deadlineMs], [5, 0, true, undefined]);
  asked[0]?.answer({ kind: 'alive', ttlSeconds: 12 });
  const response = LeaseTimeToLiveResponse.decode(call.response!);
  assert.deepEqual(
    [response.ID, response.TTL, response.grantedTTL, response.header?.revision].map(Number),
    [5, 12, 60, 7],
  );
  assert.deepEqual(
    response.keys.map((key) => Buffer.from(key).toString()),
    ['k'],
  );
});

test('a lease that the node does not know is not asked about', () => {
  const { call, asked } = timeToLiveCall({ ID: 5, TTL: -1 });
  assert.equal(asked.length, 0);
  assert.equal(Number(LeaseTimeToLiveResponse.decode(call.response!).TTL), -1);
});

test('a lease that ran out between the two answers is unknown', () => {
  const { call, asked } = timeToLiveCall({ ID: 5, TTL: 60, grantedTTL: 60 });
  asked[0]?.answer({ kind: 'notFound' });
  const response = LeaseTimeToLiveResponse.decode(call.response!);
  assert.deepEqual([Number(response.TTL), Number(response.grantedTTL)], [-1, 0]);
});

test('when no keeper answers the call fails', () => {
  const { call, asked } = timeToLiveCall({ ID: 5, TTL: 60, grantedTTL: 60 });
  asked[0]?.answer({ kind: 'failed', status: { code: 14, message: 'etcdserver: no leader' } });
  assert.deepEqual(call.failure, { code: 14, message: 'etcdserver: no leader' });
});

test('while auth is on a lease is renewed only by who may write its keys', () => {
  const { asked, keeper } = askedOf();
  const call = new FakeStreamCall({ token: 'good' });
  const answers: (() => void)[] = [];
  const link: Pick<NodeLink, 'submit'> = {
    submit: (method, request, _deadlineMs, sink, caller) => {
      assert.equal(method, nodeMethod.mayRenewLease);
      assert.equal(caller?.metadata.get('token'), 'good');
      const { ID } = LeaseKeepAliveRequest.decode(request);
      answers.push(() => {
        if (Number(ID) === 1) sink.respond(new Uint8Array(0));
        else sink.fail(7, 'etcdserver: permission denied');
      });
    },
  };
  const state = stateView({ isAuthEnabled: true });
  const session = new KeepAliveSession({ call, keeper, link, state, onClosed: () => {} });
  send(call, 1n);
  send(call, 2n);
  assert.equal(asked.length, 0, 'the lease-keeper is asked after the node');
  for (const answer of answers) answer();
  assert.deepEqual(
    asked.map(({ question }) => question.leaseLow),
    [1],
  );
  asked[0]?.answer({ kind: 'alive', ttlSeconds: 10 });
  assert.deepEqual(seen(call), [['1', 10]]);
  assert.deepEqual(call.ended, { code: 7, message: 'etcdserver: permission denied' });
  session.stop();
});

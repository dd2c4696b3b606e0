import assert from 'node:assert/strict';
import { test } from 'node:test';
import { grpc } from '@cairn/proto';
import { NodeStateView } from '../node/node-state.ts';
import { FakeStreamCall } from '../testing/fake-stream-call.ts';
import { FakeUnaryCall } from '../testing/fake-unary-call.ts';
import { someState } from '../testing/support.ts';
import { healthService } from './service.ts';

const { HealthCheckRequest, HealthCheckResponse } = grpc.health.v1;
const { SERVING, NOT_SERVING, SERVICE_UNKNOWN } = HealthCheckResponse.ServingStatus;

function request(service: string): Uint8Array {
  return HealthCheckRequest.encode({ service }).finish();
}

function check(service: ReturnType<typeof healthService>, name: string): FakeUnaryCall {
  const call = new FakeUnaryCall();
  service.unary['Check']?.(request(name), call);
  return call;
}

function statuses(call: FakeStreamCall): number[] {
  return call.received.map((message) => HealthCheckResponse.decode(message).status);
}

test('the server serves exactly while its raft-node is reachable', () => {
  const state = new NodeStateView();
  const health = healthService(state);
  const status = (): number => HealthCheckResponse.decode(check(health, '').response!).status;
  assert.equal(status(), NOT_SERVING);
  state.update(someState);
  assert.equal(status(), SERVING);
  state.disconnected();
  assert.equal(status(), NOT_SERVING);
});

test('an unknown service is not found', () => {
  const call = check(healthService(new NodeStateView()), 'other');
  assert.deepEqual(call.failure, { code: 5, message: 'unknown service' });
});

test('who watches is told every change once, and let go at the end', () => {
  const state = new NodeStateView();
  const health = healthService(state);
  const call = new FakeStreamCall();
  const other = new FakeStreamCall();
  health.stream['Watch']?.handle(call);
  health.stream['Watch']?.handle(other);
  call.deliver(request(''));
  other.deliver(request('other'));
  state.update(someState);
  state.update({ ...someState, revision: 9 });
  state.disconnected();
  state.update(someState);
  assert.deepEqual(statuses(call), [NOT_SERVING, SERVING, NOT_SERVING, SERVING]);
  assert.deepEqual(statuses(other), [SERVICE_UNKNOWN]);
  health.stop();
  assert.equal(statuses(call).at(-1), NOT_SERVING);
  assert.equal(call.ended?.code, 14);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { someState, stateView, until } from '../testing/support.ts';
import { LeaderWatch } from './leader-watch.ts';

test('a leader that is gone for too long is reported, and again after the next loss', async (t) => {
  const state = stateView();
  const leader = new LeaderWatch(state, 5);
  t.after(() => leader.close());
  let lost = 0;
  leader.onLost(() => (lost += 1));
  state.update({ ...someState, leaderId: 0n });
  await until(() => lost === 1);
  state.update(someState);
  assert.equal(leader.hasLeader, true);
  state.disconnected();
  assert.equal(leader.hasLeader, false);
  await until(() => lost === 2);
});

test('a leader change within the time is not reported', async (t) => {
  const state = stateView();
  const patient = new LeaderWatch(state, 100_000);
  const quick = new LeaderWatch(state, 1);
  t.after(() => {
    patient.close();
    quick.close();
  });
  let patientLost = 0;
  let quickLost = 0;
  patient.onLost(() => (patientLost += 1));
  quick.onLost(() => (quickLost += 1));
  state.update({ ...someState, leaderId: 0n });
  await until(() => quickLost === 1);
  state.update(someState);
  assert.equal(patientLost, 0);
});

test('who no longer listens is not told', async (t) => {
  const state = stateView();
  const leader = new LeaderWatch(state, 1);
  t.after(() => leader.close());
  const told: string[] = [];
  const forget = leader.onLost(() => told.push('first'));
  leader.onLost(() => told.push('second'));
  forget();
  state.update({ ...someState, leaderId: 0n });
  await until(() => told.length > 0);
  assert.deepEqual(told, ['second']);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ProcessSpec } from '../plan/process-spec.ts';
import { FakeChildren, FakeClock } from '../testing/fake-children.ts';
import { Supervisor } from './supervisor.ts';

function spec(name: string, isEssential = true): ProcessSpec {
  return { name, command: name, args: [], socketFiles: [], stopTimeoutMs: 1_000, isEssential };
}

function begin(specs: readonly ProcessSpec[] = [spec('node'), spec('keeper'), spec('gateway')]) {
  const children = new FakeChildren();
  const clock = new FakeClock();
  const said: string[] = [];
  const supervisor = new Supervisor({
    specs,
    startChild: children.start,
    clock,
    say: (text) => void said.push(text),
  });
  let givenUp: string | undefined;
  let exitCode: number | undefined;
  void supervisor.givenUp.then((reason) => {
    givenUp = reason.message;
    exitCode = reason.exitCode;
    return reason;
  });
  supervisor.start();
  return { children, clock, said, supervisor, outcome: () => ({ givenUp, exitCode }) };
}

const crash = { kind: 'code', code: 1 } as const;

void test('processes start in order and stop in reverse, each after the one before', async () => {
  const { children, supervisor } = begin();
  await supervisor.stop();
  assert.deepEqual(children.history, [
    'start node',
    'start keeper',
    'start gateway',
    'stop gateway',
    'stop keeper',
    'stop node',
  ]);
});

void test('what dies is started again after its delay, and the others are left alone', async () => {
  const { children, clock, said } = begin();
  await children.die('keeper', { kind: 'signal', signal: 'SIGKILL' });
  assert.equal(children.isLiving('keeper'), false);
  clock.advance(99);
  assert.equal(children.isLiving('keeper'), false);
  clock.advance(1);
  assert.equal(children.isLiving('keeper'), true);
  assert.equal(children.history.filter((event) => event.startsWith('start')).length, 4);
  assert.deepEqual(said, ['keeper was ended by SIGKILL; starting it again in 100 ms']);
});

void test('what is meant for the first start is not said again to the one after a death', async () => {
  const children = new FakeChildren();
  const clock = new FakeClock();
  const given: (readonly string[])[] = [];
  const supervisor = new Supervisor({
    specs: [{ ...spec('node'), args: ['a'], firstStartArgs: ['once'] }],
    startChild: (started) => {
      given.push(started.args);
      return children.start(started);
    },
    clock,
    say: () => undefined,
  });
  supervisor.start();
  await children.die('node', crash);
  clock.advance(100);
  assert.deepEqual(given, [['a', 'once'], ['a']]);
});

void test('five deaths within 30 s end the member with a message', async () => {
  const { children, clock, outcome } = begin();
  for (let death = 1; death <= 5; death += 1) {
    await children.die('node', crash);
    clock.advance(1_000);
  }
  assert.deepEqual(outcome(), {
    givenUp: 'node ended with exit code 1, for the 5th time within 30 s',
    exitCode: 1,
  });
  assert.equal(children.isLiving('node'), false);
});

void test('a wrong command line and a member that must not run are not tried again', async () => {
  const misconfigured = begin();
  await misconfigured.children.die('node', { kind: 'code', code: 2 });
  assert.match(misconfigured.outcome().givenUp ?? '', /its command line is wrong/);
  assert.equal(misconfigured.outcome().exitCode, 1);
  const removed = begin();
  await removed.children.die('node', { kind: 'code', code: 3 });
  removed.clock.advance(60_000);
  assert.match(removed.outcome().givenUp ?? '', /before somebody has looked/);
  assert.equal(removed.outcome().exitCode, 3);
  assert.equal(removed.children.isLiving('node'), false);
});

void test('a program that cannot be started counts as a death', async () => {
  const { children, said } = begin();
  await children.die('node', { kind: 'not-started', error: new Error('spawn node ENOENT') });
  assert.match(said[0] ?? '', /node could not be started: spawn node ENOENT; starting it again/);
});

void test('a member goes on without what it does not need, and keeps trying', async () => {
  const { children, clock, said, outcome } = begin([spec('node'), spec('exporter', false)]);
  for (let death = 1; death <= 5; death += 1) {
    await children.die('exporter', crash);
    clock.advance(1_000);
  }
  assert.equal(outcome().givenUp, undefined);
  assert.match(said.at(-1) ?? '', /going on without it, next try in 30 s/);
  assert.equal(children.isLiving('exporter'), false);
  clock.advance(30_000);
  assert.equal(children.isLiving('exporter'), true);
});

void test('a process that does not stop in time is killed, and the rest still stops', async () => {
  const { children, clock, supervisor, said } = begin();
  children.stubborn.add('keeper');
  const stopped = supervisor.stop();
  await new Promise(setImmediate);
  assert.equal(children.history.at(-1), 'stop keeper');
  clock.advance(1_000);
  await stopped;
  assert.deepEqual(children.history.slice(-3), ['stop keeper', 'kill keeper', 'stop node']);
  assert.deepEqual(said, ['keeper did not stop within 1 s and is killed']);
});

void test('nothing is started again while or after stopping', async () => {
  const { children, clock, supervisor } = begin();
  await children.die('keeper', crash);
  await supervisor.stop();
  clock.advance(60_000);
  for (const name of ['node', 'keeper', 'gateway']) assert.equal(children.isLiving(name), false);
});

void test('a death that comes with the stop is not a reason to start again', async () => {
  const { children, clock, supervisor, said } = begin();
  children.stubborn.add('gateway');
  const stopped = supervisor.stop();
  await children.die('gateway', crash);
  await stopped;
  clock.advance(60_000);
  assert.deepEqual(said, []);
  assert.equal(children.isLiving('gateway'), false);
});

void test('kill ends everything at once, what waits for its restart included', async () => {
  const { children, clock, supervisor } = begin();
  await children.die('keeper', crash);
  supervisor.kill();
  clock.advance(60_000);
  for (const name of ['node', 'keeper', 'gateway']) assert.equal(children.isLiving(name), false);
});

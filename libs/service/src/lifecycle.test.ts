import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AssertionFailure } from '@cairn/core';
import { createLogger } from '@cairn/telemetry';
import { DoNotRestartError } from './exit-codes.ts';
import { Lifecycle } from './lifecycle.ts';
import { FakeProcess } from './testing/fake-process.ts';

interface Line {
  readonly level: string;
  readonly msg: string;
}

function begin() {
  const fakeProcess = new FakeProcess();
  const lines: Line[] = [];
  const logger = createLogger({
    service: 'test',
    level: 'info',
    destination: { write: (line) => void lines.push(JSON.parse(line) as Line) },
  });
  const lifecycle = new Lifecycle(fakeProcess, logger);
  let stops = 0;
  const stopped = Promise.withResolvers<void>();
  const service = {
    stop: (): Promise<void> => {
      stops += 1;
      return stopped.promise;
    },
  };
  return { fakeProcess, lines, lifecycle, service, stopped, stopCount: () => stops };
}

void test('a signal stops the service once and the process exits with 0', async () => {
  const { fakeProcess, lifecycle, service, stopped, stopCount } = begin();
  lifecycle.started(service);
  lifecycle.signal('SIGTERM');
  lifecycle.requestStop('the parent process is gone');
  assert.equal(stopCount(), 1);
  assert.deepEqual(fakeProcess.exitCodes, []);
  stopped.resolve();
  assert.equal(await fakeProcess.exited, 0);
});

void test('the copy of a signal that npm forwards is not a second signal', async () => {
  const { fakeProcess, lifecycle, service, stopped } = begin();
  lifecycle.started(service);
  lifecycle.signal('SIGINT');
  fakeProcess.advance(20);
  lifecycle.signal('SIGINT');
  assert.deepEqual(fakeProcess.exitCodes, []);
  stopped.resolve();
  assert.equal(await fakeProcess.exited, 0);
});

void test('an impatient second signal exits at once', () => {
  const { fakeProcess, lifecycle, service } = begin();
  lifecycle.started(service);
  lifecycle.signal('SIGINT');
  fakeProcess.advance(1_000);
  lifecycle.signal('SIGINT');
  assert.deepEqual(fakeProcess.exitCodes, [130]);
});

void test('the first signal while stopping for another reason is not impatience', () => {
  const { fakeProcess, lifecycle, service } = begin();
  lifecycle.started(service);
  lifecycle.requestStop('the parent process is gone');
  fakeProcess.advance(5_000);
  lifecycle.signal('SIGTERM');
  assert.deepEqual(fakeProcess.exitCodes, []);
});

void test('a stop that hangs is cut after ten seconds with exit code 1', () => {
  const { fakeProcess, lifecycle, service } = begin();
  lifecycle.started(service);
  lifecycle.signal('SIGTERM');
  fakeProcess.advance(9_999);
  assert.deepEqual(fakeProcess.exitCodes, []);
  fakeProcess.advance(1);
  assert.deepEqual(fakeProcess.exitCodes, [1]);
});

void test('a stop asked for while starting waits for the start and then stops', async () => {
  const { fakeProcess, lifecycle, service, stopped, stopCount } = begin();
  lifecycle.signal('SIGTERM');
  assert.equal(stopCount(), 0);
  lifecycle.started(service);
  assert.equal(stopCount(), 1);
  stopped.resolve();
  assert.equal(await fakeProcess.exited, 0);
});

void test('a start that hangs cannot outlive a signal by more than ten seconds', () => {
  const { fakeProcess, lifecycle } = begin();
  lifecycle.signal('SIGTERM');
  fakeProcess.advance(10_000);
  assert.deepEqual(fakeProcess.exitCodes, [1]);
});

void test('a stop that fails exits with 1', async () => {
  const { fakeProcess, lifecycle, service, stopped } = begin();
  lifecycle.started(service);
  lifecycle.signal('SIGTERM');
  stopped.reject(new Error('disk gone'));
  assert.equal(await fakeProcess.exited, 1);
});

void test('a crash exits at once with 1, stops nothing and says what to do', () => {
  const { fakeProcess, lifecycle, service, lines, stopCount } = begin();
  lifecycle.started(service);
  lifecycle.crash(new AssertionFailure('applied ≤ committed'), 'uncaughtException');
  lifecycle.crash(new Error('second'), 'uncaughtException');
  assert.equal(stopCount(), 0);
  assert.deepEqual(fakeProcess.exitCodes, [1]);
  assert.equal(lines.length, 1);
  assert.equal(lines[0]?.level, 'fatal');
  assert.match(lines[0]?.msg ?? '', /broken invariant: applied ≤ committed.*please report/);
});

void test('an error a restart cannot cure has an exit code of its own', async () => {
  const { fakeProcess, lifecycle, service, stopped, lines } = begin();
  lifecycle.started(service);
  lifecycle.fail(new DoNotRestartError('this member was removed from the cluster'));
  stopped.resolve();
  assert.equal(await fakeProcess.exited, 3);
  assert.match(lines[0]?.msg ?? '', /was removed from the cluster \(restarting will not help\)/);
});

void test('a failure stops the service in order and exits with 1', async () => {
  const { fakeProcess, lifecycle, service, stopped, stopCount } = begin();
  lifecycle.started(service);
  lifecycle.fail(new Error('fsync failed'));
  assert.equal(stopCount(), 1);
  stopped.resolve();
  assert.equal(await fakeProcess.exited, 1);
});

void test('a failure found while already stopping does not change the exit code', async () => {
  const { fakeProcess, lifecycle, service, stopped } = begin();
  lifecycle.started(service);
  lifecycle.signal('SIGTERM');
  lifecycle.fail(new Error('connection closed'));
  stopped.resolve();
  assert.equal(await fakeProcess.exited, 0);
});

void test('a start that gives up when a stop is asked for ends the process as a stop does', async () => {
  const { fakeProcess, lifecycle, lines } = begin();
  assert.equal(lifecycle.stopping.aborted, false);
  lifecycle.signal('SIGTERM');
  assert.equal(lifecycle.stopping.aborted, true);
  const error = new Error('aborted', { cause: lifecycle.stopping.reason });
  lifecycle.notStarted(error);
  assert.equal(await fakeProcess.exited, 0);
  assert.ok(!lines.some(({ level }) => level === 'fatal'));
});

void test('a start that fails is a failure, also when a stop was asked for meanwhile', () => {
  for (const isStopAskedFor of [false, true]) {
    const { fakeProcess, lifecycle } = begin();
    if (isStopAskedFor) lifecycle.signal('SIGTERM');
    lifecycle.notStarted(new DoNotRestartError('the disk is gone'));
    assert.deepEqual(fakeProcess.exitCodes, [3]);
  }
});

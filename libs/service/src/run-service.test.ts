import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineConfig, option } from '@cairn/config';
import type { ConfigDefinition } from '@cairn/config';
import { runService } from './run-service.ts';
import type { Service, ServiceContext } from './run-service.ts';
import { FakeProcess } from './testing/fake-process.ts';

interface Config {
  readonly port: number;
}

const definition: ConfigDefinition<Config> = defineConfig({
  service: 'sample',
  summary: 'a service for these tests',
  options: { port: option.integer({ help: 'where', default: 1 }) },
});

class SampleService implements Service<Config> {
  readonly definition: ConfigDefinition<Config> = definition;
  readonly started: Config[] = [];
  stops = 0;
  context: ServiceContext | undefined;
  failure: Error | undefined;

  async start(config: Config, context: ServiceContext): Promise<{ stop(): Promise<void> }> {
    this.started.push(config);
    this.context = context;
    if (this.failure !== undefined) throw this.failure;
    return {
      stop: async () => {
        this.stops += 1;
      },
    };
  }
}

// Quiet unless something is wrong: these tests write to the real stdout logger.
const quiet = '--log-level=fatal';

void test('a service gets its own values, and the shared options are not among them', async () => {
  const service = new SampleService();
  await runService(service, new FakeProcess(['--port=7', quiet]));
  assert.deepEqual(service.started, [{ port: 7 }]);
  assert.equal(service.context?.logger.level, 'fatal');
});

void test('help goes to stdout with exit code 0 and names the shared options', async () => {
  const fakeProcess = new FakeProcess(['--help']);
  await runService(new SampleService(), fakeProcess);
  assert.deepEqual(fakeProcess.exitCodes, [0]);
  assert.match(fakeProcess.written, /--port[\s\S]*--log-level[\s\S]*--exit-with-parent/);
});

void test('mistakes go to stderr with exit code 2 and nothing is started', async () => {
  const service = new SampleService();
  const fakeProcess = new FakeProcess(['--prot=7', '--log-level=loud']);
  await runService(service, fakeProcess);
  assert.deepEqual(fakeProcess.exitCodes, [2]);
  assert.match(fakeProcess.complained, /did you mean --port\?[\s\S]*"loud" is none of/);
  assert.deepEqual(service.started, []);
});

void test('an old Node is refused with a sentence that says what to do', async () => {
  const service = new SampleService();
  const fakeProcess = new FakeProcess([], 'v22.1.0');
  await runService(service, fakeProcess);
  assert.deepEqual(fakeProcess.exitCodes, [2]);
  assert.match(fakeProcess.complained, /needs Node 24 or newer and runs on v22\.1\.0.*npm install/);
  assert.deepEqual(service.started, []);
});

void test('a signal stops the service and ends the process with 0', async () => {
  const service = new SampleService();
  const fakeProcess = new FakeProcess([quiet]);
  await runService(service, fakeProcess);
  fakeProcess.signal('SIGTERM');
  assert.equal(await fakeProcess.exited, 0);
  assert.equal(service.stops, 1);
});

void test('the end of stdin stops a child, and only one that was told so', async () => {
  const child = new FakeProcess([quiet, '--exit-with-parent']);
  await runService(new SampleService(), child);
  child.endInput();
  assert.equal(await child.exited, 0);
  const alone = new FakeProcess([quiet]);
  await runService(new SampleService(), alone);
  assert.equal(alone.watchesInput, false);
});

void test('a start that fails exits with 1', async () => {
  const service = new SampleService();
  service.failure = new Error('cannot listen on 127.0.0.1:1');
  const fakeProcess = new FakeProcess(['--log-level=fatal']);
  await runService(service, fakeProcess);
  assert.deepEqual(fakeProcess.exitCodes, [1]);
});

void test('an uncaught exception exits with 1 without stopping anything', async () => {
  const service = new SampleService();
  const fakeProcess = new FakeProcess(['--log-level=fatal']);
  await runService(service, fakeProcess);
  fakeProcess.crash(new Error('unexpected'));
  assert.deepEqual(fakeProcess.exitCodes, [1]);
  assert.equal(service.stops, 0);
});

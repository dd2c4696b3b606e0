// One member as its user starts it: what it serves, what happens when a part of it dies, and that
// nothing of it is left behind.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { askHttp, findTool, isHealthy, until } from '../kit/index.ts';
import { launchMember } from './launched-member.ts';
import { descendantsOf, isRunning } from './processes.ts';

const services = ['raft-node', 'metrics-exporter', 'lease-keeper', 'client-gateway'];

void test('a member serves its clients and its metrics, and SIGTERM ends all of it with exit code 0', async () => {
  await using member = await launchMember();
  await member.put('hello', 'world');
  assert.equal(await member.get('hello'), 'world');

  const { metricsEndpoint: endpoint } = member;
  const page = await until('every service is on the metrics page', async () => {
    const { body } = await askHttp({ endpoint, path: '/metrics' });
    return body.match(/^cairn_target_up\{.*\} 1$/gm)?.length === 3 ? body : undefined;
  });
  assert.match(page, /^cairn_target_up\{service="raft-node",.*member="default"\} 1$/m);
  assert.equal(await isHealthy(endpoint), true);

  const running = descendantsOf(member.program.pid);
  const runtimeDirectory = member.runtimeDirectory();
  assert.ok(running.length >= services.length);
  assert.deepEqual(await member.program.stop(), { code: 0, signal: null });
  assert.deepEqual(running.filter(isRunning), []);
  assert.equal(existsSync(runtimeDirectory), false);
});

void test('Ctrl-C is a clean stop too', async () => {
  await using member = await launchMember({ flags: ['--no-nats'] });
  assert.deepEqual(await member.program.stop('SIGINT'), { code: 0, signal: null });
});

void test('a launcher killed with kill -9 takes everything with it, and its data can be used again', async () => {
  await using member = await launchMember();
  await member.put('kept', 'yes');
  const running = descendantsOf(member.program.pid);
  const abandoned = member.runtimeDirectory();
  const natsRuns = running.some(({ command }) => command.includes('nats-server'));
  assert.equal(natsRuns, findTool('nats-server') !== undefined);

  await member.program.kill();
  await until('no process of the member is left', () => !running.some(isRunning));
  assert.equal(existsSync(abandoned), true);

  await member.program.start();
  assert.equal(await member.get('kept'), 'yes');
  assert.equal(existsSync(abandoned), false);
});

void test('a service that is killed is started again, and no acknowledged write is lost', async () => {
  await using member = await launchMember();
  for (const service of services) {
    await member.put(service, 'before');
    const victim = member.process(service);
    process.kill(victim.pid, 'SIGKILL');
    await until(`${service} runs again`, () => member.process(service).pid !== victim.pid);
    await until('the member answers', () => isHealthy(member.endpoint));
    assert.equal(await member.get(service), 'before');
  }
  assert.equal(member.program.running, true);
});

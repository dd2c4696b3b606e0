// Adding an app is a first-class use of Cairn: what `npm run new-app` makes must type-check, pass its
// own test, start, and see what happens in a real cluster, as docs/extending.md promises.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { scaffold } from '@cairn/new-app';
import {
  Program,
  askHttp,
  freePort,
  repositoryRoot,
  scratchDirectory,
  startCluster,
  until,
} from '../kit/index.ts';

const name = 'event-counter';

/** A copy of what the scaffold needs of the repository, with its packages linked. */
function scratchRepository(): string {
  const root = scratchDirectory('repository');
  mkdirSync(join(root, 'deploy'), { recursive: true });
  for (const file of ['deploy/compose.yaml', 'tsconfig.base.json']) {
    cpSync(join(repositoryRoot, file), join(root, file));
  }
  symlinkSync(join(repositoryRoot, 'node_modules'), join(root, 'node_modules'));
  return root;
}

test('a scaffolded app type-checks, passes its test, starts and sees a put arrive', async () => {
  const root = scratchRepository();
  scaffold({ root, name });
  const app = join(root, 'apps', name);
  execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', app], { stdio: 'pipe' });
  execFileSync(process.execPath, ['--test', join(app, 'src/event-handler.test.ts')], {
    stdio: 'pipe',
    env: { ...process.env, NODE_TEST_CONTEXT: undefined },
  });

  await using cluster = await startCluster({ members: 1, nats: false });
  const [member] = cluster.members;
  assert.ok(member !== undefined);
  const admin = `127.0.0.1:${await freePort()}`;
  const program = new Program({
    name,
    command: process.execPath,
    args: [
      join(app, 'src/main.ts'),
      '--node-address',
      member.nodeAddress,
      '--admin-address',
      admin,
      '--exit-with-parent',
    ],
  });
  await program.start();
  try {
    using client = member.connect();
    await client.call('Put', { key: Buffer.from('greeting'), value: Buffer.from('hello') });
    await until('the app has seen the put', async () => {
      const { body } = await askHttp({ endpoint: admin, path: '/metrics' });
      return /cairn_event_counter_events_total\{type="put"\} 1/.test(body) || undefined;
    });
    assert.equal((await askHttp({ endpoint: admin, path: '/health' })).status, 200);
  } finally {
    await program.stop();
  }
});

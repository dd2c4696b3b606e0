import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { cpuTicksOf, kibOf, programOf, usageOfTrees } from './process-tree.ts';

test('user and system time are found behind a command name that looks like fields', () => {
  const stat = '42 (a) b (c) S 1 42 42 0 -1 4194560 100 0 0 0 70 30 0 0 20 0 1 0';
  assert.equal(cpuTicksOf(stat), 100);
});

test('resident memory, its peak and its share are found by name', () => {
  const status = 'Name:\tnode\nVmPeak:\t  900 kB\nVmHWM:\t  123 kB\nVmRSS:\t 100 kB\n';
  assert.equal(kibOf('VmHWM', status), 123);
  assert.equal(kibOf('VmRSS', status), 100);
  assert.equal(kibOf('Pss', 'Rss:  4 kB\nPss:  3 kB\nPss_Anon:  2 kB\n'), 3);
});

test(
  'a tree holds children and grandchildren',
  { skip: process.platform !== 'linux' },
  async () => {
    const script = 'sleep 60 & echo started; wait';
    const child = spawn('sh', ['-c', script], {
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
    });
    try {
      await once(child.stdout, 'data');
      const { processes, rssBytes, peakRssBytes } = usageOfTrees([child.pid ?? 0]);
      assert.equal(processes, 2);
      assert.ok(rssBytes > 0 && peakRssBytes >= rssBytes);
    } finally {
      // The group is this test's own: the child was started as its leader.
      process.kill(-(child.pid ?? 0), 'SIGKILL');
    }
  },
);

test('a program is named by its app, or else by its command', () => {
  const service = ['/usr/bin/node', '--flag', '/x/apps/raft-node/src/main.ts', '--name', 'm', ''];
  assert.equal(programOf(service.join('\0')), 'raft-node');
  assert.equal(programOf('/usr/bin/node\0/x/tools/cairn/src/main.mjs\0--name\0m\0'), 'cairn');
  assert.equal(
    programOf(['/usr/sbin/nats-server', '--port', '4222', ''].join('\0')),
    'nats-server',
  );
});

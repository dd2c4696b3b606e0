// A member whose disk is full: it stops, says what to do, and has everything it acknowledged once there is
// room again. The disk is a file system in memory, which only a privileged user may mount.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, renameSync } from 'node:fs';
import { test } from 'node:test';
import { isHealthy, scratchDirectory, startCluster, until } from '../kit/index.ts';
import type { ClusterMember, EtcdClient } from '../kit/index.ts';

/** Two segments of the log, and a store in which little fits. */
const diskBytes = 160 * 1024 * 1024;
const valueBytes = 256 * 1024;

test('a member whose disk is full stops, and has what it acknowledged when there is room', async (t) => {
  if (!canMount()) return t.skip('mounting a file system needs a privileged user');
  await using cluster = await startCluster({ members: 1, nats: false });
  const member = cluster.members[0] ?? assert.fail('no member');
  await member.node.stop();
  using disk = moveToOwnDisk(member);
  await member.node.start();
  await until('the member serves', () => isHealthy(member.endpoint));
  using client = member.connect();
  const acknowledged = await writeUntilItStops(member, client);
  assert.ok(acknowledged > 20);
  const { code } = await member.node.exited;
  assert.notEqual(code, 0);
  assert.match(member.node.logTail(), /cannot be written|could not write a transaction/);
  assert.match(member.node.logTail(), /The disk is full: make room on it, then start the member/);
  // LMDB itself must not meet the full disk: its message about it overruns a buffer.
  assert.doesNotMatch(member.node.logTail(), /Write error/);

  disk.resize(4 * diskBytes);
  await member.node.start();
  await until('the member serves again', () => isHealthy(member.endpoint));
  for (let count = 0; count < acknowledged; count++) {
    const { kvs } = await client.call('Range', { key: `key/${count}` });
    assert.equal(kvs.length, 1, `key/${count} of ${acknowledged} was acknowledged`);
    assert.deepEqual(Buffer.from(kvs[0]?.value ?? ''), Buffer.from(valueOf(count)));
  }
  await client.call('Put', { key: 'after', value: 'it' });
});

function valueOf(count: number): string {
  return String(count).padEnd(valueBytes, '.');
}

/** Answers how many writes were acknowledged, `key/0` first. */
async function writeUntilItStops(member: ClusterMember, client: EtcdClient): Promise<number> {
  for (let count = 0; count < diskBytes / valueBytes; count++) {
    try {
      await client.call('Put', { key: `key/${count}`, value: valueOf(count) });
    } catch {
      await until('the member has stopped', () => !member.node.running);
      return count;
    }
  }
  return assert.fail('the disk is full by now');
}

interface OwnDisk extends Disposable {
  resize(bytes: number): void;
}

function moveToOwnDisk({ dataDirectory }: ClusterMember): OwnDisk {
  const before = `${dataDirectory}.before`;
  renameSync(dataDirectory, before);
  mkdirSync(dataDirectory);
  mount('-t', 'tmpfs', '-o', `size=${diskBytes}`, 'tmpfs', dataDirectory);
  cpSync(before, dataDirectory, { recursive: true });
  return {
    resize: (bytes) => mount('-o', `remount,size=${bytes}`, dataDirectory),
    [Symbol.dispose]: () => void spawnSync('umount', ['-l', dataDirectory]),
  };
}

function mount(...args: readonly string[]): void {
  const { status, stderr } = spawnSync('mount', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`mount ${args.join(' ')}: ${stderr}`);
}

function canMount(): boolean {
  const directory = scratchDirectory('mount');
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4096', 'tmpfs', directory]);
  if (status === 0) spawnSync('umount', [directory]);
  return status === 0;
}

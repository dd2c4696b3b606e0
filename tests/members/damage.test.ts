// Files that a crash tore are repaired; files that something else damaged are refused, with the file,
// the place and what to do, and nothing is changed. The formats are described in docs/data-files.md.
import assert from 'node:assert/strict';
import { cpSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { toByteString } from '@cairn/core';
import { isHealthy, scratchDirectory, startCluster, until } from '../kit/index.ts';
import type { Cluster, ClusterMember } from '../kit/index.ts';

const keyCount = 200;
const largeBytes = 300_000;

suite('a member whose files are damaged', () => {
  test('does not start on a log with a changed byte, says where, and starts once it is put right', async () => {
    await using cluster = await startCluster({ members: 1, nats: false });
    const member = await filled(cluster);
    await member.node.kill();
    const segment = newestSegment(member);
    const bytes = readFileSync(segment);
    const offset = Math.floor(usedBytes(bytes) / 2);
    const damaged = Buffer.from(bytes);
    damaged.writeUInt8(damaged.readUInt8(offset) ^ 0x10, offset);
    writeFileSync(segment, damaged);

    const log = await failedStart(member);
    assert.match(log, new RegExp(`${segment}, offset \\d+: .+`));
    assert.match(log, /Nothing was changed\. Keep a copy of the directory/);
    assert.deepEqual(readFileSync(segment), damaged, 'the evidence is untouched');

    writeFileSync(segment, bytes);
    await member.node.start();
    await assertAllThere(member);
  });

  test('does not start on a store that is not one, and says which file', async () => {
    await using cluster = await startCluster({ members: 1, nats: false });
    const member = await filled(cluster);
    await member.node.stop();
    const store = largestFile(join(member.dataDirectory, 'member/backend'));
    const bytes = readFileSync(store);
    writeFileSync(store, Buffer.concat([Buffer.alloc(8_192, 'x'), bytes.subarray(8_192)]));

    const log = await failedStart(member);
    assert.ok(log.includes(store), `the log does not name ${store}: ${log}`);
    assert.match(log, /Nothing was changed\. Keep a copy of the directory/);
  });

  test('does not start on a store in which one bit of a value is another, and says where', async () => {
    await using cluster = await startCluster({ members: 1, nats: false });
    const member = await filled(cluster);
    await member.node.stop();
    const store = largestFile(join(member.dataDirectory, 'member/backend'));
    const bytes = readFileSync(store);
    // In every copy: some of them are in pages that are free by now.
    const damaged = Buffer.from(
      bytes.toString('latin1').replaceAll('value 77', 'value 7w'),
      'latin1',
    );
    assert.notDeepEqual(damaged, bytes);
    writeFileSync(store, damaged);

    const log = await failedStart(member);
    assert.match(log, new RegExp(`${store}, offset \\d+: .+ is not what was written`));
    assert.deepEqual(readFileSync(store), damaged, 'the evidence is untouched');

    writeFileSync(store, bytes);
    await member.node.start();
    await assertAllThere(member);
  });

  test('does not start on a store that was cut short', async () => {
    await using cluster = await startCluster({ members: 1, nats: false });
    const member = await filled(cluster);
    await member.node.stop();
    const store = largestFile(join(member.dataDirectory, 'member/backend'));
    writeFileSync(store, readFileSync(store).subarray(0, 100));

    const log = await failedStart(member);
    assert.ok(log.includes(store), `the log does not name ${store}: ${log}`);
  });

  test('cuts off the last record when a power cut tore it, and has everything before', async () => {
    await using cluster = await startCluster({ members: 1, nats: false });
    const member = await filled(cluster);
    const backend = join(member.dataDirectory, 'member/backend');
    const older = join(scratchDirectory('older'), 'backend');
    await member.node.stop();
    cpSync(backend, older, { recursive: true });
    await member.node.start();
    await until('the member serves again', () => isHealthy(member.endpoint));
    using client = member.connect();
    await client.call('Put', { key: 'large', value: 'z'.repeat(largeBytes) });
    await member.node.kill();
    // As if the power had gone during the last write: its second half and all behind it never
    // reached the disk, and neither did what the store, which may lag, had made of it.
    const segment = newestSegment(member);
    const bytes = readFileSync(segment);
    const middle = bytes.indexOf(Buffer.alloc(1_000, 'z')) + largeBytes / 2;
    writeFileSync(segment, bytes.fill(0, middle - (middle % 512)));
    rmSync(backend, { recursive: true });
    cpSync(older, backend, { recursive: true });

    await member.node.start();
    await assertAllThere(member);
    assert.match(member.node.logTail(), /cut off a record that was torn/);
    assert.equal(Number((await client.call('Range', { key: 'large' })).count), 0);
    await client.call('Put', { key: 'large', value: 'again' });
    await member.node.kill();
    await member.node.start();
    await assertAllThere(member);
    assert.equal(Number((await client.call('Range', { key: 'large' })).count), 1);
  });

  test('starts when the space behind the last record was never written', async () => {
    await using cluster = await startCluster({ members: 1, nats: false });
    const member = await filled(cluster);
    await member.node.kill();
    const bytes = readFileSync(newestSegment(member));
    assert.ok(
      bytes.subarray(usedBytes(bytes)).every((byte) => byte === 0),
      'zeros behind the end',
    );
    await member.node.start();
    await assertAllThere(member);
  });
});

async function filled(cluster: Cluster): Promise<ClusterMember> {
  const member = cluster.members[0] ?? assert.fail('no member');
  using client = member.connect();
  for (let index = 0; index < keyCount; index++) {
    await client.call('Put', { key: `key/${index}`, value: `value ${index}` });
  }
  return member;
}

/** Starts the raft-node, which must refuse; answers what it logged about that. */
async function failedStart(member: ClusterMember): Promise<string> {
  const loggedBefore = statSync(member.node.logFile).size;
  member.node.spawn();
  const { code, signal } = await member.node.exited;
  assert.equal(signal, null);
  assert.notEqual(code, 0, 'a refused start is a failure');
  return readFileSync(member.node.logFile).subarray(loggedBefore).toString('utf8');
}

async function assertAllThere(member: ClusterMember): Promise<void> {
  using client = member.connect();
  await until('the member serves again', () => isHealthy(member.endpoint));
  for (let index = 0; index < keyCount; index++) {
    const { kvs } = await client.call('Range', { key: `key/${index}` });
    assert.equal(toByteString(kvs[0]?.value ?? new Uint8Array()), `value ${index}`);
  }
}

function newestSegment(member: ClusterMember): string {
  const directory = join(member.dataDirectory, 'member/wal');
  const name = readdirSync(directory)
    .filter((file) => file.endsWith('.log'))
    .toSorted()
    .at(-1);
  return join(directory, name ?? assert.fail(`no log in ${directory}`));
}

function largestFile(directory: string): string {
  const [largest] = readdirSync(directory)
    .map((name) => join(directory, name))
    .toSorted((a, b) => statSync(b).size - statSync(a).size);
  return largest ?? assert.fail(`no file in ${directory}`);
}

/** Where the zeros of the preallocated file begin. */
function usedBytes(bytes: Buffer): number {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  return end;
}

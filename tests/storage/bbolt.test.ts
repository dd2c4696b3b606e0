// The file format beside the programs it belongs to: their files are read here, and ours there.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { open, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { boltFile, fileReadAt, openBolt, type BoltReader } from '@cairn/bbolt';
import { fromByteString, toByteString } from '@cairn/core';
import { newerEtcd, requireTools, startEtcd, toolPath, type SingleServer } from '../kit/index.ts';
import { scratchDirectory } from '../kit/scratch.ts';

const run = promisify(execFile);
const keyBucket = fromByteString('key');

/** As `etcdutl snapshot status` and `etcdctl snapshot status` print it. */
interface SnapshotStatus {
  readonly hash: number;
  readonly revision: number;
  readonly totalKey: number;
  readonly totalSize: number;
}

/** Runs `snapshot …` of etcd's own tool for offline work, which was etcdctl before there was etcdutl. */
async function snapshot(newer: string | undefined, ...args: readonly string[]): Promise<string> {
  const program = newer === undefined ? toolPath('etcdctl') : join(dirname(newer), 'etcdutl');
  const { stdout } = await run(program, ['snapshot', ...args], {
    env: { ...process.env, ETCDCTL_API: '3' },
    timeout: 30_000,
  });
  return stdout;
}

async function statusOf(file: string, newer: string | undefined): Promise<SnapshotStatus> {
  return JSON.parse(await snapshot(newer, 'status', file, '-w', 'json')) as SnapshotStatus;
}

/** Many keys, some deleted, some compacted away, so that pages were used and freed. */
async function fill(server: SingleServer): Promise<void> {
  using client = server.connect();
  const puts = async (round: number): Promise<void> => {
    for (let batch = 0; batch < 20; batch++) {
      const success = Array.from({ length: 100 }, (_, i) => ({
        request_put: {
          key: Buffer.from(`k${batch * 100 + i}`),
          value: Buffer.alloc(i === 7 ? 20_000 : 100, round),
        },
      }));
      await client.call('Txn', { success });
    }
  };
  await puts(1);
  await puts(2);
  await client.call('DeleteRange', { key: Buffer.from('k1'), range_end: Buffer.from('k2') });
  const { header } = await client.call('Put', {
    key: Buffer.from('last'),
    value: Buffer.from('x'),
  });
  await client.call('Compact', { revision: Number(header?.revision) - 1, physical: true });
}

async function contentOf(reader: BoltReader): Promise<string[]> {
  const lines: string[] = [];
  for await (const top of reader.root.entries()) {
    assert.ok('bucket' in top);
    const name = toByteString(top.key);
    lines.push(name);
    for await (const entry of top.bucket.entries()) {
      assert.ok('value' in entry);
      lines.push(`${name} ${toByteString(entry.key)} ${toByteString(entry.value)}`);
    }
  }
  return lines;
}

for (const [release, binary] of [
  ['Debian', undefined],
  ['the newer', newerEtcd()],
] as const) {
  const isMissing = release !== 'Debian' && binary === undefined;
  const requirement = isMissing ? { skip: 'no newer etcd here' } : requireTools('etcd', 'etcdctl');

  describe(`a database of ${release} etcd`, requirement, () => {
    it('is read with every record, and written again it is the same to etcd', async () => {
      await using server = await startEtcd(binary === undefined ? {} : { binary });
      await fill(server);
      await server.program.stop();
      const path = join(server.dataDirectory, 'member/snap/db');
      await using file = await open(path);
      const reader = await openBolt(fileReadAt(file));
      const bucket = await reader.root.bucket(keyBucket);
      assert.ok(bucket !== undefined);
      let records = 0;
      for await (const { key } of bucket.entries()) {
        assert.ok(key.byteLength === 17 || key.byteLength === 18);
        records += 1;
      }
      const content = await contentOf(reader);
      let freePages = 0;
      for await (const _ of reader.freePages()) freePages += 1;

      const copy = join(scratchDirectory('bbolt'), 'db');
      const written = await boltFile({ root: reader.root });
      const hash = createHash('sha256');
      const chunks: Uint8Array[] = [];
      for await (const chunk of written.chunks()) {
        hash.update(chunk);
        chunks.push(chunk);
      }
      await writeFile(copy, [...chunks, hash.digest()]);
      await using copyFile = await open(copy);
      const copyReader = await openBolt(fileReadAt(copyFile));
      assert.deepEqual(await contentOf(copyReader), content);
      assert.ok(copyReader.pageCount <= reader.pageCount - freePages);

      // The hash is of the names of all buckets and of every key and value.
      const theirs = await statusOf(path, binary);
      const ours = await statusOf(copy, binary);
      assert.equal(ours.hash, theirs.hash);
      assert.equal(ours.revision, theirs.revision);
      assert.equal(ours.totalKey, theirs.totalKey);
      assert.ok(records > 800);

      // Restoring checks the sum at the end, and opens the file for writing: deletes and puts in it.
      const restored = join(scratchDirectory('bbolt-restored'), 'data');
      await snapshot(binary, 'restore', copy, '--data-dir', restored);
      await using restoredFile = await open(join(restored, 'member/snap/db'));
      const restoredReader = await openBolt(fileReadAt(restoredFile));
      const isKey = (line: string): boolean => line.startsWith('key ');
      assert.deepEqual((await contentOf(restoredReader)).filter(isKey), content.filter(isKey));
    });
  });
}

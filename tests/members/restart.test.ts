// One member as users run it: what was acknowledged is there after every way of ending.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { requireTools, startSubject, subjectIsEtcd, toPlain } from '../kit/index.ts';
import type { EtcdClient, SingleServer } from '../kit/index.ts';

const keyCount = 500;

suite('one member', subjectIsEtcd() ? requireTools('etcd') : {}, () => {
  test('has everything after SIGTERM and a start', async () => {
    await using server = await startSubject();
    await fill(server);
    const before = await stateOf(server);
    const { code } = await server.program.stop();
    if (!subjectIsEtcd()) assert.equal(code, 0, 'a stop that was asked for is a success');
    await server.program.start();
    assert.deepEqual(await stateOf(server), before);
    await assertWritable(server, before.revision);
  });

  test('has everything after kill -9 and a start, again and again', async () => {
    await using server = await startSubject();
    await fill(server);
    for (let round = 0; round < 3; round++) {
      const before = await stateOf(server);
      await server.program.kill();
      await server.program.start();
      assert.deepEqual(await stateOf(server), before);
      await assertWritable(server, before.revision);
    }
  });
});

/** Puts, overwrites, deletes, leases and a compaction. */
async function fill(server: SingleServer): Promise<void> {
  using client = server.connect();
  await client.call('LeaseGrant', { ID: 5n, TTL: 3_600 });
  for (let index = 0; index < keyCount; index++) {
    await client.call('Put', { key: `key/${index % 300}`, value: `value ${index}` });
  }
  await client.call('Put', { key: 'leased', value: 'yes', lease: 5n });
  await client.call('DeleteRange', { key: 'key/1', range_end: 'key/2' });
  await client.call('Compact', { revision: keyCount - 100, physical: true });
}

interface State {
  readonly revision: number;
  readonly [name: string]: unknown;
}

/** All that clients can ask about the data. */
async function stateOf(server: SingleServer): Promise<State> {
  using client = server.connect();
  const all = await client.call('Range', { key: '\0', range_end: '\0' });
  const lease = await client.call('LeaseTimeToLive', { ID: 5n, keys: true });
  const revision = Number(all.header?.revision);
  const { hash } = await client.call('HashKV', { revision });
  return {
    revision,
    hash,
    kvs: toPlain(all.kvs),
    lease: { granted: Number(lease.grantedTTL), keys: toPlain(lease.keys) },
    members: toPlain((await client.call('MemberList', {})).members),
    compacted: await compactedError(client),
  };
}

async function compactedError(client: EtcdClient): Promise<string> {
  return client.call('Range', { key: 'key/1', revision: 2 }).then(
    () => 'a compacted revision was answered',
    (error: unknown) => String(error),
  );
}

async function assertWritable(server: SingleServer, revision: number): Promise<void> {
  using client = server.connect();
  const { header } = await client.call('Put', { key: 'after', value: 'restart' });
  assert.equal(Number(header?.revision), revision + 1, 'revisions go on where they were');
}

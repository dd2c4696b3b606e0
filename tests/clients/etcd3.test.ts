// The npm client `etcd3`, which knows nothing of Cairn: what its users rely on must work unchanged.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, suite, test } from 'node:test';
import {
  Etcd3,
  EtcdAuthenticationFailedError,
  EtcdLeaseInvalidError,
  EtcdLockFailedError,
  EtcdPermissionDeniedError,
  EtcdUserExistsError,
  STMConflictError,
} from 'etcd3';
import type { IKeyValue } from 'etcd3';
import { startSubject, subjectIsEtcd, requireTools, until } from '../kit/index.ts';
import type { SingleServer } from '../kit/index.ts';

suite('the npm client etcd3', subjectIsEtcd() ? requireTools('etcd') : {}, () => {
  let server: SingleServer;
  let client: Etcd3;

  before(async () => {
    server = await startSubject({ flags: ['--bcrypt-cost=4'] });
    client = new Etcd3({ hosts: `http://${server.endpoint}` });
  });

  after(async () => {
    client?.close();
    await server?.[Symbol.asyncDispose]();
  });

  test('puts, gets and deletes', async () => {
    await client.put('kv/a').value('one');
    await client.put('kv/b').value(2);
    await client.put('kv/c').value(Buffer.from([0xff, 0]));
    assert.equal(await client.get('kv/a').string(), 'one');
    assert.equal(await client.get('kv/b').number(), 2);
    assert.deepEqual(await client.get('kv/c').buffer(), Buffer.from([0xff, 0]));
    assert.equal(await client.get('kv/missing').string(), null);
    assert.deepEqual(await client.getAll().prefix('kv/').keys(), ['kv/a', 'kv/b', 'kv/c']);
    assert.equal(await client.getAll().prefix('kv/').count(), 3);
    const sorted = await client.getAll().prefix('kv/').sort('Mod', 'Descend').limit(1).keys();
    assert.deepEqual(sorted, ['kv/c']);
    assert.equal((await client.delete().prefix('kv/')).deleted, '3');
    assert.equal(await client.getAll().prefix('kv/').count(), 0);
  });

  test('decides transactions by compares', async () => {
    await client.put('if/a').value('1');
    const won = await client
      .if('if/a', 'Value', '==', '1')
      .and('if/b', 'Create', '==', 0)
      .then(client.put('if/b').value('2'))
      .else(client.get('if/a'))
      .commit();
    assert.equal(won.succeeded, true);
    const lost = await client
      .if('if/b', 'Version', '>', 1)
      .then(client.get('if/a'))
      .else(client.get('if/b'))
      .commit();
    assert.equal(lost.succeeded, false);
    assert.equal(lost.responses[0]?.response_range?.kvs[0]?.value.toString(), '2');
  });

  test('increments a counter from many software transactions without losing one', async () => {
    await client.put('stm/counter').value('0');
    const increment = (): Promise<unknown> =>
      client.stm({ retries: 50 }).transact(async (tx) => {
        const current = Number(await tx.get('stm/counter'));
        await tx.put('stm/counter').value(String(current + 1));
      });
    await Promise.all(Array.from({ length: 8 }, increment));
    assert.equal(await client.get('stm/counter').number(), 8);
  });

  test('gives up a software transaction when what it has read changes', async () => {
    await client.put('stm/read').value('1');
    let attempts = 0;
    const transaction = client.stm({ retries: 1 }).transact(async (tx) => {
      attempts += 1;
      await tx.get('stm/read');
      await client.put('stm/read').value(String(attempts + 1));
      await tx.put('stm/written').value('never');
    });
    await assert.rejects(transaction, STMConflictError);
    assert.equal(attempts, 2);
    assert.equal(await client.get('stm/written').string(), null);
  });

  test('stays in its namespace', async () => {
    const inside = client.namespace('inside/');
    await inside.put('a').value('1');
    await client.put('a').value('outside');
    assert.equal(await client.get('inside/a').string(), '1');
    assert.deepEqual(await inside.getAll().keys(), ['a']);
    await inside.delete().all();
    assert.equal(await client.get('a').string(), 'outside');
  });

  test('keeps a lease alive and loses its keys on revoke', async () => {
    const lease = client.lease(60);
    await lease.put('lease/a').value('held');
    const answer = await lease.keepaliveOnce();
    assert.equal(answer.TTL, '60');
    assert.equal(await client.get('lease/a').string(), 'held');
    await lease.revoke();
    assert.equal(await client.get('lease/a').string(), null);
  });

  test('tells the holder of a lease that somebody else revoked it', async () => {
    const lease = client.lease(3);
    lease.on('lost', () => undefined);
    const id = await lease.grant();
    await client.leaseClient.leaseRevoke({ ID: id });
    await assert.rejects(lease.keepaliveOnce(), EtcdLeaseInvalidError);
    lease.release();
  });

  test('keeps a lease alive by itself', async () => {
    const lease = client.lease(2);
    const kept = once(lease, 'keepaliveSucceeded');
    await lease.put('lease/kept').value('held');
    const [{ TTL }] = (await kept) as [{ TTL: string }];
    assert.equal(TTL, '2');
    await lease.revoke();
  });

  test('lets one holder at a time have a lock', async () => {
    const first = client.lock('lock/a');
    await first.acquire();
    await assert.rejects(client.lock('lock/a').acquire(), EtcdLockFailedError);
    await first.release();
    const second = client.lock('lock/a');
    await second.acquire();
    await second.release();
  });

  test('elects one leader after the other', async () => {
    const election = client.election('presidents');
    const observer = await election.observe();
    const first = election.campaign('ada');
    await first.wait();
    await until('the observer sees the first', () => observer.leader() === 'ada');
    const second = election.campaign('grace');
    await first.resign();
    await second.wait();
    await until('the observer sees the second', () => observer.leader() === 'grace');
    assert.equal(await election.leader(), 'grace');
    await second.proclaim('grace again');
    await until('the observer sees what is proclaimed', () => observer.leader() === 'grace again');
    await second.resign();
    await observer.cancel();
  });

  test('watches what the builder says, from the past on', async () => {
    const { header } = await client.put('built/a').value('1');
    await client.put('built/a').value('2');
    await client.delete().key('built/a');
    await client.put('built/b').value('3');
    const from = header.revision;
    const everything = client.watch().prefix('built/').startRevision(from).withPreviousKV();
    const seen: string[] = [];
    const watcher = await everything.create();
    const note = (event: string) => (kv: IKeyValue, previous?: IKeyValue) => {
      seen.push(`${event} ${kv.key.toString()} ${previous?.value.toString() ?? ''}`);
    };
    watcher.on('put', note('put'));
    watcher.on('delete', note('delete'));
    await until('all is seen', () => seen.length === 4);
    assert.deepEqual(seen, ['put built/a ', 'put built/a 1', 'delete built/a 2', 'put built/b ']);
    await watcher.cancel();

    const deleted: string[] = [];
    const onlyDeletes = await client
      .watch()
      .inRange({ start: 'built/a', end: 'built/b' })
      .startRevision(from)
      .only('delete')
      .create();
    onlyDeletes.on('put', ({ key }) => deleted.push(`put ${key.toString()}`));
    onlyDeletes.on('delete', ({ key }) => deleted.push(key.toString()));
    await until('the deletion is seen', () => deleted.length > 0);
    assert.deepEqual(deleted, ['built/a']);
    await onlyDeletes.cancel();
  });

  test('logs in, is told what it may not do, and manages users and roles', async () => {
    const root = await client.user('root').create('secret');
    await root.addRole((await client.role('root').create()).name);
    const range = client.range({ prefix: 'ann/' });
    const role = await client.role('of-ann').create();
    await role.grant({ permission: 'Readwrite', range });
    const ann = await client.user('ann').create('secret');
    await ann.addRole(role);
    await assert.rejects(client.user('ann').create('again'), EtcdUserExistsError);
    assert.deepEqual(
      (await client.getUsers()).map(({ name }) => name),
      ['ann', 'root'],
    );
    assert.deepEqual(await role.permissions(), [{ permission: 'Readwrite', range }]);
    const hosts = `http://${server.endpoint}`;
    const asAnn = new Etcd3({ hosts, auth: { username: 'ann', password: 'secret' } });
    const asRoot = new Etcd3({ hosts, auth: { username: 'root', password: 'secret' } });
    const stranger = new Etcd3({ hosts, auth: { username: 'ann', password: 'wrong' } });
    await client.auth.authEnable();
    try {
      await asAnn.put('ann/a').value('1');
      assert.equal(await asAnn.get('ann/a').string(), '1');
      await assert.rejects(asAnn.put('elsewhere').value('1').exec(), EtcdPermissionDeniedError);
      await assert.rejects(client.get('ann/a').exec(), /user name is empty/);
      await assert.rejects(stranger.get('ann/a').exec(), EtcdAuthenticationFailedError);
      // The tokens of a user end with the password; the client logs in again by itself.
      const later = asRoot.user('ann');
      await later.setPassword('secret');
      assert.equal(await asAnn.get('ann/a').string(), '1');
    } finally {
      await asRoot.auth.authDisable();
      for (const each of [asAnn, asRoot, stranger]) each.close();
    }
    assert.equal(await client.get('ann/a').string(), '1');
  });

  test('watches on without gap or repeat when the server is restarted', async () => {
    const seen: string[] = [];
    const watcher = await client.watch().prefix('watch/').create();
    watcher.on('put', ({ value }) => seen.push(value.toString()));
    await client.put('watch/a').value('1');
    await until('the first put is seen', () => seen.length === 1);

    const disconnected = once(watcher, 'disconnected');
    await server.program.stop();
    await disconnected;
    await server.program.start();
    await until('writes work again', async () => {
      await client.put('watch/a').value('2');
      return true;
    });
    await client.put('watch/b').value('3');
    await until('the last put is seen', () => seen.includes('3'));
    // The retried put may have been applied more than once; nothing else may come twice.
    assert.deepEqual([...new Set(seen)], ['1', '2', '3']);
    assert.equal(await client.get('watch/a').string(), '2');
    const { kvs } = await client.getAll().prefix('watch/').exec();
    const versions = kvs.reduce((sum, { version }) => sum + Number(version), 0);
    assert.equal(seen.length, versions, 'every version was delivered once');
    await watcher.cancel();
  });
});

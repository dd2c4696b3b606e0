// Lock and Election as a client uses them that does not bring the recipes itself: who waits gets its
// turn in the order of the keys, and nobody who has given up stands in the way of the others.
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { fromByteString, toByteString } from '@cairn/core';
import { toSafeNumber } from '@cairn/proto';
import { etcdctl, requireTools, startSubject, subjectIsEtcd, until } from '../kit/index.ts';
import type { Answer, EtcdClient, SingleServer, UnaryRpcs } from '../kit/index.ts';

type Won = Answer<UnaryRpcs['Campaign']>;

const leaseSeconds = 300;

suite('locks and elections', requireTools('etcdctl', ...(subjectIsEtcd() ? ['etcd'] : [])), () => {
  let server: SingleServer;
  let client: EtcdClient;
  let nextLease = 0x100n;

  before(async () => {
    server = await startSubject();
    client = server.connect();
  });

  after(async () => {
    client?.close();
    await server?.[Symbol.asyncDispose]();
  });

  async function lease(): Promise<bigint> {
    const ID = nextLease++;
    await client.call('LeaseGrant', { ID, TTL: leaseSeconds });
    return ID;
  }

  async function keysOf(name: string): Promise<readonly string[]> {
    const { kvs } = await client.call('Range', {
      key: `${name}/`,
      range_end: `${name}0`,
      sort_target: 2,
      sort_order: 1,
    });
    return kvs.map(({ key }) => toByteString(key ?? new Uint8Array(0)));
  }

  async function untilLine(name: string, length: number): Promise<void> {
    await until(`${length} stand in line for ${name}`, async () => {
      return (await keysOf(name)).length === length;
    });
  }

  async function lock(name: string, id: bigint, timeoutMs = 20_000): Promise<string> {
    const request = { name: fromByteString(name), lease: id };
    const { key } = await client.call('Lock', request, { timeoutMs });
    return toByteString(key);
  }

  async function campaign(name: string, id: bigint, value: string): Promise<Won> {
    const request = { name: fromByteString(name), lease: id, value };
    return await client.call('Campaign', request, { timeoutMs: 20_000 });
  }

  async function resign({ leader }: Won): Promise<void> {
    assert.ok(leader?.name && leader.key);
    await client.call('Resign', {
      leader: { name: leader.name, key: leader.key, rev: toSafeNumber(leader.rev ?? 0) },
    });
  }

  test('a lock is got in the order in which it was asked for', async () => {
    const order: string[] = [];
    const holder = await lock('order', await lease());
    const waiting: Promise<void>[] = [];
    for (const who of ['first', 'second', 'third']) {
      const id = await lease();
      const turn = lock('order', id).then(async (key) => {
        order.push(who);
        await client.call('Unlock', { key });
      });
      waiting.push(turn);
      await untilLine('order', waiting.length + 1);
    }
    assert.deepEqual(order, []);
    await client.call('Unlock', { key: holder });
    await Promise.all(waiting);
    assert.deepEqual(order, ['first', 'second', 'third']);
    assert.deepEqual(await keysOf('order'), []);
  });

  test('who gives up waiting leaves the line, and the one behind gets the lock', async () => {
    const holder = await lock('patience', await lease());
    const impatient = lock('patience', await lease(), 1_000);
    impatient.catch(() => undefined);
    await untilLine('patience', 2);
    const patient = lock('patience', await lease());
    await untilLine('patience', 3);
    await assert.rejects(impatient, { name: 'RpcError' });
    await untilLine('patience', 2);
    await client.call('Unlock', { key: holder });
    const key = await patient;
    assert.deepEqual(await keysOf('patience'), [key]);
  });

  test('a lease that ends while its owner waits is told when the turn would come', async () => {
    const holder = await lock('expired', await lease());
    const lost = await lease();
    const waiting = lock('expired', lost);
    waiting.catch(() => undefined);
    await untilLine('expired', 2);
    await client.call('LeaseRevoke', { ID: lost });
    await client.call('Unlock', { key: holder });
    await assert.rejects(waiting, { code: 2, details: 'mutex: session is expired' });
  });

  test('a holder whose lease ends makes room', async () => {
    const held = await lease();
    await lock('mortal', held);
    const next = lock('mortal', await lease());
    await untilLine('mortal', 2);
    await client.call('LeaseRevoke', { ID: held });
    assert.deepEqual(await keysOf('mortal'), [await next]);
  });

  test('without a lease a lock gets one of a minute', async () => {
    const key = await lock('leaseless', 0n);
    const id = BigInt(`0x${key.slice('leaseless/'.length)}`);
    const { grantedTTL } = await client.call('LeaseTimeToLive', { ID: id });
    assert.equal(toSafeNumber(grantedTTL), 60);
  });

  test('a hundred that want one lock get it one after the other', async () => {
    let inside = 0;
    const critical = async (): Promise<void> => {
      const key = await lock('crowd', await lease(), 60_000);
      inside += 1;
      assert.equal(inside, 1);
      await client.call('Put', { key: 'crowd', value: 'x' });
      inside -= 1;
      await client.call('Unlock', { key });
    };
    await Promise.all(Array.from({ length: 100 }, critical));
    const { kvs } = await client.call('Range', { key: 'crowd' });
    assert.equal(toSafeNumber(kvs[0]?.version ?? 0), 100);
  });

  test('an election is won when the leader before resigns, and observers see it all', async () => {
    using observer = client.openStream('Observe');
    observer.send({ name: fromByteString('led') });
    observer.endSending();
    const ada = await campaign('led', await lease(), 'ada');
    const next = campaign('led', await lease(), 'grace');
    await untilLine('led', 2);
    const proclaimed = {
      name: fromByteString('led'),
      key: ada.leader?.key ?? new Uint8Array(0),
      rev: toSafeNumber(ada.leader?.rev ?? 0),
      lease: BigInt(String(ada.leader?.lease)),
    };
    const values: string[] = [];
    const see = async (count: number): Promise<void> => {
      while (values.length < count) {
        const { header, kv } = await observer.next();
        assert.ok(toSafeNumber(header?.revision ?? 0) >= toSafeNumber(kv?.mod_revision ?? 0));
        values.push(toByteString(kv?.value ?? new Uint8Array(0)));
      }
    };
    await see(1);
    await client.call('Proclaim', { leader: proclaimed, value: 'ada again' });
    await see(2);
    await resign(ada);
    const grace = await next;
    await see(3);
    await resign(grace);
    const linus = await campaign('led', await lease(), 'linus');
    await see(4);
    assert.deepEqual(values, ['ada', 'ada again', 'grace', 'linus']);
    await resign(linus);
  });

  test('etcdctl elects and locks beside the services', async () => {
    const { endpoint } = server;
    const waitsBehind = lock('shared', await lease());
    await waitsBehind;
    const inTurn = etcdctl({ endpoint, args: ['lock', 'shared', 'echo', 'held'] });
    await untilLine('shared', 2);
    await client.call('Unlock', { key: await waitsBehind });
    const { code, stdout } = await inTurn;
    assert.deepEqual([code, stdout], [0, 'held\n']);

    const elected = await etcdctl({
      endpoint,
      args: ['elect', 'chair', 'etcdctl'],
      untilOutput: (text) => text.includes('etcdctl\n'),
    });
    assert.match(elected.stdout, /^chair\/[0-9a-f]+\netcdctl\n/);
    await untilLine('chair', 0);
  });
});

// The rules of etcd's Watch service, one by one.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { Status } from '@cairn/api';
import { toByteString } from '@cairn/core';
import { cairn, etcdserverpb } from '@cairn/proto';
import { tokenOf } from '../node/caller.ts';
import { settle, someState, until } from '../testing/support.ts';
import { WatchWorld } from '../testing/watch-client.ts';
import type { CreateFields, SeenResponse, WatchClient } from '../testing/watch-client.ts';
import type { WatchWorldOptions } from '../testing/watch-client.ts';
import { RecentEvents } from './recent-events.ts';

const { FilterType } = etcdserverpb.WatchCreateRequest;

let opened: WatchWorld | undefined;
function world(options: WatchWorldOptions = {}): WatchWorld {
  opened = new WatchWorld(options);
  return opened;
}
afterEach(() => opened?.close());

/** A client with one watcher that has been created. */
async function watching(of: WatchWorld, fields: CreateFields): Promise<WatchClient> {
  const client = of.connect();
  client.create(fields);
  await until(() => client.responses.length > 0);
  return client;
}

function summary({ watchId, created, canceled, cancelReason }: SeenResponse): unknown {
  return {
    watchId,
    ...(created ? { created } : {}),
    ...(canceled ? { canceled } : {}),
    ...(cancelReason === '' ? {} : { cancelReason }),
  };
}

test('the first answer says created, with the id and the current revision', async () => {
  const w = world();
  w.write({ key: 'a' });
  w.write({ key: 'a' });
  const client = await watching(w, { key: 'a' });
  assert.equal(client.responses[0]?.created, true);
  assert.equal(client.responses[0]?.watchId, 0n);
  assert.equal(client.responses[0]?.revision, 3);
});

test('a watcher without a start revision gets what comes after its creation', async () => {
  const w = world();
  w.write({ key: 'a' });
  const client = await watching(w, { key: 'a' });
  w.write({ key: 'a', value: 'new' });
  await until(() => client.events().length > 0);
  assert.deepEqual(
    client.events().map(({ revision, value }) => [revision, value]),
    [[3, 'new']],
  );
  assert.equal(client.responses.at(-1)?.revision, 3);
});

test('a start revision in the past is answered with history and then live events', async () => {
  const w = world({ history: { sliceRevisions: 2 } });
  await settle();
  for (let i = 0; i < 9; i++) w.write({ key: i % 3 === 0 ? 'a' : 'other' });
  const client = await watching(w, { key: 'a', start_revision: 2 });
  w.write({ key: 'a' });
  await until(() => client.events().length === 4);
  assert.deepEqual(
    client.events().map(({ revision }) => revision),
    [2, 5, 8, 11],
  );
});

test('a start revision in the future gets nothing earlier', async () => {
  const w = world();
  const client = await watching(w, { key: 'a', start_revision: 4 });
  for (let i = 0; i < 4; i++) w.write({ key: 'a' });
  await until(() => client.events().length === 2);
  assert.deepEqual(
    client.events().map(({ revision }) => revision),
    [4, 5],
  );
});

test('a negative start revision is refused as compacted, and the stream goes on', async () => {
  const w = world();
  const client = await watching(w, { key: 'a', start_revision: -1 });
  client.create({ key: 'a' });
  await until(() => client.responses.length === 2);
  assert.deepEqual(client.responses.map(summary), [
    {
      watchId: -1n,
      created: true,
      canceled: true,
      cancelReason: 'etcdserver: mvcc: required revision has been compacted',
    },
    { watchId: 0n, created: true },
  ]);
});

test('an empty range is refused', async () => {
  const client = await watching(world(), { key: 'b', rangeEnd: 'a' });
  assert.deepEqual(client.responses.map(summary), [
    {
      watchId: -1n,
      created: true,
      canceled: true,
      cancelReason: 'mvcc: watcher range is empty',
    },
  ]);
});

test('ids count up past those in use, and a cancelled one is not given again', async () => {
  const client = world().connect();
  client.create({ key: 'a', watchId: 1n });
  client.create({ key: 'a' });
  client.create({ key: 'a' });
  client.cancel(0n);
  client.create({ key: 'a' });
  await until(() => client.responses.length === 5);
  assert.deepEqual(
    client.responses.map(({ watchId, canceled }) => [watchId, canceled]),
    [
      [1n, false],
      [0n, false],
      [2n, false],
      [0n, true],
      [3n, false],
    ],
  );
});

test('an id in use is refused', async () => {
  const client = world().connect();
  client.create({ key: 'a', watchId: 7n });
  client.create({ key: 'b', watchId: 7n });
  await until(() => client.responses.length === 2);
  assert.deepEqual(summary(client.responses[1]!), {
    watchId: -1n,
    created: true,
    canceled: true,
    cancelReason: 'mvcc: duplicate watch ID provided on the WatchStream',
  });
});

test('a compacted start is created, then canceled with the compact revision', async () => {
  const w = world();
  for (let i = 0; i < 5; i++) w.write({ key: 'a' });
  w.log.compact(4);
  const client = await watching(w, { key: 'a', start_revision: 3 });
  await until(() => client.responses.length === 2);
  assert.deepEqual(
    client.responses.map(({ created, canceled, compactRevision, revision, cancelReason }) => ({
      created,
      canceled,
      compactRevision,
      revision,
      cancelReason,
    })),
    [
      { created: true, canceled: false, compactRevision: 0, revision: 6, cancelReason: '' },
      { created: false, canceled: true, compactRevision: 4, revision: 0, cancelReason: '' },
    ],
  );
});

test('a start at the compact revision is allowed', async () => {
  const w = world();
  await settle();
  for (let i = 0; i < 5; i++) w.write({ key: 'a' });
  w.log.compact(4);
  const client = await watching(w, { key: 'a', start_revision: 4 });
  await until(() => client.events().length === 3);
  assert.deepEqual(
    client.events().map(({ revision }) => revision),
    [4, 5, 6],
  );
});

test('a watcher whose history is compacted while it reads is canceled', async () => {
  const w = world({
    history: { sliceRevisions: 2 },
    recent: new RecentEvents({ countMax: 1, bytesMax: 1_000_000 }),
    bufferBytesMax: 10,
  });
  for (let i = 0; i < 20; i++) w.write({ key: 'a' });
  const client = w.connect();
  client.create({ key: 'a', start_revision: 2 });
  await until(() => client.events().length > 0);
  client.call.stopReading();
  w.write({ key: 'a' });
  await until(() => client.call.bufferedBytes > 0);
  await settle();
  for (let i = 0; i < 30; i++) w.write({ key: 'a' });
  await until(() => w.system.hub.revision === w.log.revision);
  w.log.compact(w.log.revision - 1);
  client.call.startReading();
  await until(() => client.responses.at(-1)?.canceled === true);
  assert.equal(client.responses.at(-1)?.compactRevision, w.log.compactRevision);
  assert.equal(w.counts.watchers, 0);
});

test('cancel is answered, an unknown id is not, and nothing is sent afterwards', async () => {
  const w = world();
  const client = await watching(w, { key: 'a' });
  client.cancel(9n);
  client.cancel(0n);
  await until(() => client.responses.length === 2);
  w.write({ key: 'a' });
  await until(() => w.system.hub.revision === 2);
  assert.deepEqual(client.responses.map(summary), [
    { watchId: 0n, created: true },
    { watchId: 0n, canceled: true },
  ]);
});

test('prev_kv is sent to whom asked for it', async () => {
  const w = world();
  w.write({ key: 'a', value: 'one' });
  const client = w.connect();
  client.create({ key: 'a', prev_kv: true });
  client.create({ key: 'a' });
  await until(() => client.responses.length === 2);
  w.write({ key: 'a', value: 'two' });
  w.write({ key: 'a', isDelete: true });
  await until(() => client.events(1n).length === 2);
  assert.deepEqual(
    client.events(0n).map(({ previous }) => previous),
    ['one', 'two'],
  );
  assert.deepEqual(
    client.events(1n).map(({ previous }) => previous),
    [undefined, undefined],
  );
});

test('filters leave out kinds of events, live and from history', async () => {
  const w = world();
  await settle();
  w.write({ key: 'a' });
  w.write({ key: 'a', isDelete: true });
  const client = w.connect();
  client.create({ key: 'a', start_revision: 1, filters: [FilterType.NOPUT] });
  client.create({ key: 'a', start_revision: 1, filters: [FilterType.NODELETE] });
  client.create({ key: 'a', filters: [FilterType.NODELETE, FilterType.NOPUT] });
  await until(() => client.responses.filter(({ created }) => created).length === 3);
  w.write({ key: 'a' });
  w.write({ key: 'a', isDelete: true });
  await until(() => client.events(0n).length === 2 && client.events(1n).length === 2);
  assert.deepEqual(
    client.events(0n).map(({ type }) => type),
    ['delete', 'delete'],
  );
  assert.deepEqual(
    client.events(1n).map(({ type }) => type),
    ['put', 'put'],
  );
  assert.deepEqual(client.events(2n), []);
});

test('events of one revision come in one response', async () => {
  const w = world();
  const client = await watching(w, { key: 'a', rangeEnd: 'z' });
  w.write({ key: 'b' }, { key: 'c' }, { key: 'd' });
  await until(() => client.events().length === 3);
  assert.equal(client.responses.length, 2);
});

test('a large response is split for a watcher that asked for fragments', async () => {
  const w = world({ fragmentBytesMax: 500 });
  const client = await watching(w, { key: 'a', rangeEnd: 'z', fragment: true });
  w.write(...Array.from({ length: 9 }, (_, i) => ({ key: `k${i}`, value: 'v'.repeat(100) })));
  await until(() => client.events().length === 9);
  const parts = client.responses.slice(1);
  assert.ok(parts.length > 1);
  assert.deepEqual(
    parts.map(({ fragment }) => fragment),
    parts.map((_, index) => index < parts.length - 1),
  );
});

test('a progress request is answered once when every watcher of the stream is synced', async () => {
  const w = world();
  const client = await watching(w, { key: 'a' });
  w.write({ key: 'other' });
  await until(() => w.system.hub.revision === 2);
  client.progress();
  await until(() => client.responses.length === 2);
  assert.deepEqual(
    client.responses.map(({ watchId, revision }) => [watchId, revision]),
    [
      [0n, 1],
      [-1n, 2],
    ],
  );
});

test('progress covers what the raft-node had when it was asked for', async () => {
  const w = world();
  const client = await watching(w, { key: 'a' });
  const revision = w.log.write({ key: 'a' });
  w.state.update({ ...w.state.current!, revision });
  client.progress();
  w.history.advanced();
  await until(() => client.responses.length === 3);
  assert.deepEqual(
    client.responses.slice(1).map(({ watchId, revision: told }) => [watchId, told]),
    [
      [0n, revision],
      [-1n, revision],
    ],
  );
});

test('progress is not told before the start revision of a future watcher', async () => {
  const w = world();
  const client = await watching(w, { key: 'a', start_revision: 3 });
  client.progress();
  await settle();
  assert.equal(client.responses.length, 1);
  w.write({ key: 'x' });
  w.write({ key: 'x' });
  await until(() => w.system.hub.revision === 3);
  client.progress();
  await until(() => client.responses.length === 2);
});

test('a stream without watchers gets no progress', async () => {
  const client = world().connect();
  client.progress();
  await settle();
  assert.deepEqual(client.responses, []);
});

test('quiet watchers that asked for it are told their progress, others are not', async () => {
  const w = world({ progressIntervalMs: 5 });
  const client = w.connect();
  client.create({ key: 'a', progress_notify: true });
  client.create({ key: 'a' });
  await until(() => client.responses.filter(({ created }) => created).length === 2);
  await until(() => client.responses.length >= 4);
  const told = client.responses.slice(2);
  assert.ok(told.every(({ watchId, revision }) => watchId === 0n && revision === 1));
});

test('a watcher that got events since the last tick is not told its progress', async () => {
  const w = world({ progressIntervalMs: 30 });
  const client = await watching(w, { key: 'a', progress_notify: true });
  // A write before every possible tick: each tick finds the watcher busy.
  for (let i = 0; i < 12; i++) {
    w.write({ key: 'a' });
    await until(() => client.events().length === i + 1);
  }
  await until(() => client.responses.at(-1)?.events.length === 0);
  assert.equal(client.responses.at(-1)?.revision, w.log.revision);
});

test('requests are carried out in the order they came', async () => {
  const w = world();
  const client = w.connect();
  for (let i = 0; i < 20; i++) {
    client.create({ key: `k${i}` });
    if (i % 2 === 0) client.cancel(BigInt(i));
  }
  await until(() => client.responses.length === 30);
  const expected: unknown[] = [];
  for (let i = 0; i < 20; i++) {
    expected.push([BigInt(i), false]);
    if (i % 2 === 0) expected.push([BigInt(i), true]);
  }
  assert.deepEqual(
    client.responses.map(({ watchId, canceled }) => [watchId, canceled]),
    expected,
  );
});

test('bytes that are no WatchRequest end the stream', async () => {
  const client = world().connect();
  client.call.deliver(Uint8Array.of(0x0a, 0xff));
  await settle();
  assert.equal(client.call.ended?.code, 13);
});

test('a half-closed stream goes on getting events', async () => {
  const w = world();
  const client = await watching(w, { key: 'a' });
  client.call.halfClose();
  w.write({ key: 'a' });
  await until(() => client.events().length === 1);
});

test('a closed stream leaves nothing behind', async () => {
  const w = world();
  const client = await watching(w, { key: 'a', progress_notify: true });
  client.create({ key: 'b', start_revision: 1 });
  await until(() => w.system.hub.syncedCount === 2);
  client.call.disconnect();
  assert.equal(w.system.hub.syncedCount, 0);
  assert.equal(w.counts.watchers, 0);
});

test('stopping the service ends every stream with a status that makes clients go elsewhere', async () => {
  const w = world();
  const client = await watching(w, { key: 'a' });
  w.service.stop();
  assert.deepEqual(client.call.ended, { code: 14, message: 'etcdserver: server stopped' });
});

test('a slow client loses nothing, costs bounded memory and slows nobody else', async () => {
  const w = world({
    bufferBytesMax: 2_000,
    recent: new RecentEvents({ countMax: 50, bytesMax: 1_000_000 }),
  });
  const slow = await watching(w, { key: 'a', rangeEnd: 'b' });
  slow.create({ key: 'a5' });
  const quick = await watching(w, { key: 'a', rangeEnd: 'b' });
  slow.call.stopReading();
  for (let i = 0; i < 400; i++) {
    w.write({ key: `a${i % 10}`, value: 'v'.repeat(100) });
    if (i % 20 === 0) await settle(3);
  }
  await until(() => quick.events().length === 400);
  assert.ok(slow.call.bufferedBytes < 10_000, `${slow.call.bufferedBytes} bytes wait`);
  assert.equal(w.counts.slow, 1);
  slow.call.startReading();
  await until(() => slow.events(0n).length === 400 && slow.events(1n).length === 40);
  assert.deepEqual(slow.events(0n), quick.events());
  const revisions = slow.events(1n).map(({ revision }) => revision);
  assert.deepEqual(
    revisions,
    revisions.toSorted((a, b) => a - b),
  );
});

test('watchers that come back together share nothing that is not the same for them', async () => {
  const w = world({ bufferBytesMax: 100 });
  const client = w.connect();
  const forms: readonly [CreateFields, string][] = [
    [{ key: 'a' }, '+2 -3 +6'],
    [{ key: 'a', rangeEnd: 'b' }, '+2 -3 +4 +6'],
    [{ key: 'a', rangeEnd: '\0' }, '+2 -3 +4 +5 +6'],
    [{ key: 'a', prev_kv: true }, '+2 -3(aaa) +6'],
    [{ key: 'a', filters: [FilterType.NOPUT] }, '-3'],
    [{ key: 'a', filters: [FilterType.NODELETE] }, '+2 +6'],
    [{ key: 'a', fragment: true }, '+2 -3 +6'],
    [{ key: 'aa', rangeEnd: 'b' }, '+4'],
    [{ key: 'a', rangeEnd: 'aa' }, '+2 -3 +6'],
  ];
  const twice = [...forms, ...forms];
  for (const [fields] of twice) client.create(fields);
  await until(() => client.responses.length === twice.length);
  client.call.stopReading();
  w.write({ key: 'a', value: 'aaa' });
  await settle();
  w.write({ key: 'a', isDelete: true });
  await settle();
  for (const key of ['aa', 'c', 'a']) {
    w.write({ key, value: key.repeat(100) });
    await settle();
  }
  await until(() => w.counts.slow > 0);
  const seen = (): string[] =>
    twice.map((_, i) =>
      client
        .events(BigInt(i))
        .map(({ type, revision, previous }) => {
          const shown = previous === undefined ? '' : `(${previous})`;
          return `${type === 'delete' ? '-' : '+'}${revision}${shown}`;
        })
        .join(' '),
    );
  const count = (lines: readonly string[]): number => lines.join(' ').split(' ').length;
  const expected = twice.map(([, events]) => events);
  await until(() => {
    client.call.startReading();
    return count(seen()) >= count(expected);
  });
  assert.deepEqual(seen(), expected);
  assert.equal(w.counts.reads, 0, 'all of it came from the recent events');
});

test('when the history is replaced by another one the watches of the old one end', async () => {
  const w = world({ checkIntervalMs: 5 });
  const client = await watching(w, { key: 'a' });
  for (let i = 0; i < 5; i++) w.write({ key: 'a', value: 'old' });
  await until(() => client.events().length === 5);
  w.wipe();
  await until(() => client.call.ended !== undefined);
  assert.equal(client.call.ended?.code, 14);
  assert.equal(w.counts.watchers, 0);

  const again = await watching(w, { key: 'a' });
  assert.equal(again.responses[0]?.revision, 1);
  w.write({ key: 'a', value: 'new' });
  await until(() => again.events().length > 0);
  assert.deepEqual(
    again.events().map(({ revision, value }) => [revision, value]),
    [[2, 'new']],
  );
  assert.equal(client.events().length, 5);
});

test('a node that only lags behind what came over NATS ends no watch', async () => {
  const w = world({ checkIntervalMs: 5 });
  const client = await watching(w, { key: 'a' });
  w.write({ key: 'a' });
  await until(() => client.events().length === 1);
  // The node's own word stays at revision 1; a linearizable read knows better.
  await until(() => w.reads > 1);
  assert.equal(client.call.ended, undefined);
  w.write({ key: 'a' });
  await until(() => client.events().length === 2);
});

test('a client that only sends creates and never reads is not read from any more', async () => {
  const w = world({ bufferBytesMax: 500 });
  const client = w.connect();
  client.call.stopReading();
  for (let i = 0; i < 3_000; i++) client.create({ key: `k${i}` });
  await until(() => client.call.isPaused);
  await settle(20);
  assert.ok(client.call.bufferedBytes < 100_000);
  client.call.startReading();
  const readOn = setInterval(() => client.call.startReading(), 1);
  await until(() => client.responses.length === 3_000);
  clearInterval(readOn);
});

const denied = { code: 7, message: 'etcdserver: permission denied' };

/** While auth is on, only `from..to` may be watched, and only with the token `good`. */
function guarded(from: string, to: string): WatchWorld {
  const w = world();
  w.state.update({ ...someState, isAuthEnabled: true });
  w.refuseWatch = (request, caller): Status | undefined => {
    const { key, range_end: rangeEnd } = cairn.v1.WatchOpenRequest.decode(request);
    const shown = caller === undefined ? '' : tokenOf(caller);
    const range = `${toByteString(key)}..${toByteString(rangeEnd)}`;
    return shown === 'good' && range === `${from}..${to}` ? undefined : denied;
  };
  return w;
}

test('a watch that auth refuses is canceled with its reason, and the stream goes on', async () => {
  const w = guarded('a', 'b');
  const client = w.connect({ token: 'good' });
  client.create({ key: 'a', rangeEnd: 'z' });
  client.create({ key: 'a', rangeEnd: 'b' });
  await until(() => client.responses.length === 2);
  assert.deepEqual(client.responses.map(summary), [
    {
      watchId: -1n,
      created: true,
      canceled: true,
      cancelReason: 'rpc error: code = PermissionDenied desc = etcdserver: permission denied',
    },
    { watchId: 0n, created: true },
  ]);
  w.write({ key: 'a' });
  await until(() => client.events().length === 1);
  assert.equal(client.call.ended, undefined);
});

test('a watch of everything from a key on is asked for as such, and not as of one key', async () => {
  // etcd's GHSA-xg4h-6gfc-h4m8: who might read the key could watch all that came behind it.
  const w = guarded('a', '');
  const client = w.connect({ token: 'good' });
  client.create({ key: 'a', rangeEnd: '\0' });
  client.create({ key: 'a' });
  await until(() => client.responses.length === 2);
  assert.deepEqual(
    client.responses.map(({ canceled }) => canceled),
    [true, false],
  );
});

test('without a token nothing is watched while auth is on', async () => {
  const w = guarded('a', '');
  const client = w.connect();
  client.create({ key: 'a' });
  await until(() => client.responses.length === 1);
  assert.equal(client.responses[0]?.canceled, true);
});

// A day of an apiserver, with every answer that it acts on.
import { compactKey, KubernetesStore, requestProgress, watch } from './store.ts';
import type { WatchStream } from './store.ts';
import { Notes } from '../scenario.ts';
import type { Scenario } from '../scenario.ts';
import { RpcError, toPlain, until } from '../../kit/index.ts';
import type { PlainValue, Received } from '../../kit/index.ts';

const pods = '/registry/pods/';
const events = '/registry/events/';
/** What one hour for events becomes with the window in which a lease is given to more of them. */
const eventTtlSeconds = 3_660;

type Fields = Readonly<Record<string, PlainValue>>;

/** As the apiserver reads it; terms are each server's own. */
function shown(answer: unknown): PlainValue {
  return withoutTerm(toPlain(answer));
}

function withoutTerm(value: PlainValue): PlainValue {
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((element: PlainValue) => withoutTerm(element));
  return Object.fromEntries(
    Object.entries(value as Fields)
      .filter(([name]) => name !== 'raft_term')
      .map(([name, field]) => [name, withoutTerm(field)]),
  );
}

async function failure(call: Promise<unknown>): Promise<unknown> {
  try {
    return shown(await call);
  } catch (error) {
    if (error instanceof RpcError) return { code: error.code, details: error.details };
    throw error;
  }
}

function revisionOf({ header }: { header?: { revision?: unknown } | null }): number {
  return Number(header?.revision ?? 0);
}

export const kubernetesScenario: Scenario = async (server) => {
  using client = server.connect();
  const day = new ApiserverDay(new KubernetesStore(client));
  await day.objects();
  await day.lists();
  await day.watches();
  await day.compaction();
  await day.leases();
  return day.notes.entries;
};

class ApiserverDay {
  readonly notes = new Notes();
  readonly #store: KubernetesStore;

  constructor(store: KubernetesStore) {
    this.#store = store;
  }

  async objects(): Promise<void> {
    const { notes } = this;
    const store = this.#store;
    const key = `${pods}default/a`;
    notes.take('get of nothing', shown(await store.get('/registry/health')));
    notes.take('create', shown(await store.create(key, 'one')));
    notes.take('create again', shown(await store.create(key, 'two')));
    const created = await store.get(key);
    notes.take('get', shown(created));
    const revision = Number(created.kvs[0]?.mod_revision);
    const updated = await store.update(key, 'two', revision);
    notes.take('update', shown(updated));
    notes.take('update of what has changed since', shown(await store.update(key, 'x', revision)));
    notes.take('get at the revision before', shown(await store.get(key, revision)));
    notes.take('delete of what has changed since', shown(await store.delete(key, revision)));
    notes.take('delete', shown(await store.delete(key, revisionOf(updated))));
    notes.take('delete of nothing', shown(await store.delete(key, revisionOf(updated))));
    notes.take('update of nothing', shown(await store.update(key, 'x', revisionOf(updated))));
    notes.take('update that creates', shown(await store.update(key, 'three', 0)));
  }

  /** Pages of one revision, while objects come and go. */
  async lists(): Promise<void> {
    const { notes } = this;
    const store = this.#store;
    for (let index = 10; index < 35; index++) {
      await store.create(`${pods}default/${String(index)}`, `pod ${String(index)}`);
    }
    notes.take('count', shown(await store.count(pods)));
    notes.take('keys', shown(await store.keys(pods)));
    const first = await store.list(pods, { limit: 10 });
    notes.take('first page', shown(first));
    const revision = revisionOf(first);
    await store.create(`${pods}default/14x`, 'too late');
    const gone = await store.get(`${pods}default/20`);
    await store.delete(`${pods}default/20`, Number(gone.kvs[0]?.mod_revision));
    let page = first;
    while (page.more) {
      const after = Buffer.from(page.kvs.at(-1)?.key ?? []).toString();
      page = await store.list(pods, { limit: 10, revision, after });
      notes.take(`page after ${after}`, shown(page));
    }
    notes.take('all at the revision', shown(await store.list(pods, { revision })));
    notes.take('all', shown(await store.list(pods)));
    notes.take('none', shown(await store.list('/registry/nothing/')));
    notes.take('limit of all', shown(await store.list(pods, { limit: 26 })));
    notes.take('the future', await failure(store.list(pods, { revision: 999_999 })));
  }

  async watches(): Promise<void> {
    const { notes } = this;
    const store = this.#store;
    using stream = store.openWatches();
    const begin = revisionOf(await store.count(pods));
    watch(stream, pods, begin + 1);
    notes.take('watch', await spoken(stream));
    watch(stream, compactKey, begin + 1);
    notes.take('second watch', await spoken(stream));
    const key = `${pods}default/watched`;
    const created = await store.create(key, 'one');
    notes.take('added', await spoken(stream));
    const updated = await store.update(key, 'two', revisionOf(created));
    notes.take('modified', await spoken(stream));
    await store.delete(key, revisionOf(updated));
    notes.take('deleted', await spoken(stream));
    requestProgress(stream);
    notes.take('progress', await spoken(stream));
    await store.create('/registry/other/a', 'seen by nobody');
    requestProgress(stream);
    notes.take('progress past what nobody watches', await spoken(stream));
    using late = store.openWatches();
    watch(late, pods, begin + 1);
    notes.take('watch of the past', await spoken(late));
    notes.take('its events', await eventsOf(late, 3));
    requestProgress(late);
    notes.take('its progress', await spoken(late));
    const current = revisionOf(await store.count(pods));
    await until('a bookmark of all that has happened comes by itself', async () => {
      const message = await stream.next();
      return isBookmark(message) && revisionOf(message) === current;
    });
    notes.take('bookmark', current);
  }

  async compaction(): Promise<void> {
    const { notes } = this;
    const store = this.#store;
    const revision = revisionOf(await store.count(pods));
    notes.take('agreement', shown(await store.agreeOnCompaction(0, revision - 1)));
    notes.take('agreement of another', shown(await store.agreeOnCompaction(0, revision - 1)));
    notes.take('next agreement', shown(await store.agreeOnCompaction(1, revision)));
    notes.take('compaction', shown(await store.compact(revision)));
    notes.take('compaction again', await failure(store.compact(revision)));
    notes.take('page of what is compacted', await failure(store.list(pods, { revision: 5 })));
    notes.take('get at what is compacted', await failure(store.get(`${pods}default/a`, 5)));
    notes.take('get at the compaction', shown(await store.get(`${pods}default/10`, revision)));
    using stream = store.openWatches();
    watch(stream, pods, 5);
    notes.take('watch of what is compacted', await spoken(stream));
    notes.take('its end', await spoken(stream));
    watch(stream, pods, revision);
    notes.take('watch from the compaction', await spoken(stream));
  }

  /** One for many objects; when it ends, their deletion is seen with what they were. */
  async leases(): Promise<void> {
    const { notes } = this;
    const store = this.#store;
    const granted = await store.grant(eventTtlSeconds);
    notes.take('lease', Number(granted.TTL));
    const lease = BigInt(String(granted.ID));
    for (const name of ['a', 'b', 'c']) {
      const created = await store.create(`${events}${name}`, name, lease);
      notes.take(`event ${name}`, created.succeeded);
    }
    const { kvs } = await store.list(events);
    notes.take(
      'events of one lease',
      kvs.map((kv) => BigInt(String(kv.lease)) === lease),
    );
    using stream = store.openWatches();
    watch(stream, '/registry/masterleases/', revisionOf(await store.count(events)) + 1);
    await spoken(stream);
    const short = await store.grant(1);
    notes.take('short lease', Number(short.TTL));
    await store.create('/registry/masterleases/1', 'address', BigInt(String(short.ID)));
    const [added, deleted] = await eventsOf(stream, 2);
    notes.take('its object', withoutLease(added));
    notes.take('its end', withoutLease(deleted));
    notes.take('what is left', shown(await store.list('/registry/masterleases/')));
    const status = await store.status();
    notes.take('size', Number(status.dbSize) > 0);
    notes.take('version', /^\d+\.\d+\.\d+$/.test(status.version));
  }
}

type Message = Received<'Watch'>;

/** Says by itself, on a watch that has had nothing to say for a while, how far it is. */
function isBookmark({ events: some, created, canceled, watch_id: id }: Message): boolean {
  return some.length === 0 && !created && !canceled && Number(id) !== -1;
}

/** The next message that answers something. */
async function spoken(stream: WatchStream): Promise<PlainValue> {
  for (;;) {
    const message = await stream.next();
    if (!isBookmark(message)) return shown(message);
  }
}

/** How they are spread over messages is each server's own choice. */
async function eventsOf(stream: WatchStream, count: number): Promise<readonly PlainValue[]> {
  const seen: PlainValue[] = [];
  while (seen.length < count) {
    const { events: some } = await stream.next();
    seen.push(...some.map((event) => shown(event)));
  }
  return seen;
}

/** The server has chosen it. */
function withoutLease(value: PlainValue | undefined): PlainValue {
  if (typeof value !== 'object' || Array.isArray(value)) return value ?? 'nothing';
  return Object.fromEntries(
    Object.entries(value as Fields).map(([name, field]) =>
      name === 'lease' ? ['hasLease', true] : [name, withoutLease(field)],
    ),
  );
}

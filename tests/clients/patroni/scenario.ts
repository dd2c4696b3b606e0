// What Patroni, which keeps PostgreSQL highly available with etcd, does through the JSON gateway: find the
// members, hold the leader key with a lease, watch it, and log in again when it is told to.
import { JsonClient } from './http-client.ts';
import type { Json, JsonAnswer } from './http-client.ts';
import { Notes } from '../scenario.ts';
import type { Scenario } from '../scenario.ts';

const leaderKey = base64('/service/batman/leader');
const configKey = base64('/service/batman/config');

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** What may differ: terms, and the ids that the server chose. */
function shown(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((element) => shown(element));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== 'raft_term')
      .map(([name, field]) => [name, isChosen(name, field) ? 'chosen' : shown(field)]),
  );
}

function isChosen(name: string, field: unknown): boolean {
  return (name === 'lease' || name === 'ID' || name === 'token') && String(field).length > 12;
}

/** The code and the text of an error, where a client of 3.5 looks for them or one of 3.6. */
function failed({ status, body }: JsonAnswer): unknown {
  return { status, ...textOf(body) };
}

function textOf(body: Json): Json {
  const { error } = body;
  const fields = (typeof error === 'object' && error !== null ? error : body) as Json;
  const code = fields['grpc_code'] ?? fields['code'];
  return { code, message: fields['message'] };
}

export const patroniScenario: Scenario = async ({ endpoint }) => {
  const notes = new Notes();
  const client = new JsonClient(endpoint);
  await findMembers(client, notes);
  const lease = await holdLease(client, notes);
  await holdLeaderKey(client, notes, lease);
  await seeChanges(client, notes, lease);
  await logIn(client, notes);
  return notes.entries;
};

async function findMembers(client: JsonClient, notes: Notes): Promise<void> {
  const { body } = await client.get('/version');
  for (const name of ['etcdserver', 'etcdcluster']) {
    const parts = String(body[name]).split('.');
    notes.take(`${name} is numbers`, [
      parts.length,
      parts.every((part) => Number.isSafeInteger(Number(part))),
    ]);
  }
  notes.take('members', shown(await client.post('/cluster/member/list', {})));
}

async function holdLease(client: JsonClient, notes: Notes): Promise<string> {
  const granted = await client.post('/lease/grant', { TTL: 30 });
  notes.take('lease', shown(granted));
  const lease = String(granted.body['ID']);
  notes.take('keep alive', shown(await client.post('/lease/keepalive', { ID: lease })));
  notes.take('keep nothing alive', shown(await client.post('/lease/keepalive', { ID: '7' })));
  return lease;
}

async function holdLeaderKey(client: JsonClient, notes: Notes, lease: string): Promise<void> {
  const put = (value: string): Json => ({
    request_put: { key: leaderKey, value: base64(value), lease },
  });
  const take = {
    compare: [{ key: leaderKey, target: 'CREATE', result: 'EQUAL', create_revision: '0' }],
    success: [put('one')],
    failure: [],
  };
  notes.take('take the leader key', shown(await client.post('/kv/txn', take)));
  notes.take('take it again', shown(await client.post('/kv/txn', take)));
  const found = await client.post('/kv/range', { key: leaderKey, serializable: true });
  notes.take('read it', shown(found));
  const [{ mod_revision: revision }] = found.body['kvs'] as [{ mod_revision: string }];
  const update = {
    compare: [{ key: leaderKey, target: 'MOD', result: 'EQUAL', mod_revision: revision }],
    success: [put('two')],
    failure: [{ request_range: { key: leaderKey } }],
  };
  notes.take('update it', shown(await client.post('/kv/txn', update)));
  notes.take('update what has changed since', shown(await client.post('/kv/txn', update)));
  const takeOrKeep = {
    ...take,
    failure: [
      {
        request_txn: {
          compare: [{ key: leaderKey, target: 'VALUE', value: base64('two') }],
          success: [put('three')],
          failure: [],
        },
      },
    ],
  };
  notes.take('take or keep it', shown(await client.post('/kv/txn', takeOrKeep)));
  const withoutLease = { key: leaderKey, value: base64('x'), lease: '7' };
  notes.take('write with a lost lease', failed(await client.post('/kv/put', withoutLease)));
  const config = { key: configKey, value: base64('{}') };
  notes.take('write the configuration', shown(await client.post('/kv/put', config)));
  const all = { key: base64('/service/batman/'), range_end: base64('/service/batman0') };
  notes.take('read all', shown(await client.post('/kv/range', all)));
}

async function seeChanges(client: JsonClient, notes: Notes, lease: string): Promise<void> {
  const past = { key: leaderKey, start_revision: '2', filters: [] };
  {
    using watch = await client.watch(past);
    notes.take('watch', shown(await watch.next()));
    const seen: unknown[] = [];
    while (seen.length < 3) seen.push(...eventsOf(await watch.next()));
    notes.take('what has happened', shown(seen));
    await client.post('/kv/put', { key: leaderKey, value: base64('four'), lease });
    notes.take('a change', shown(await watch.next()));
    await client.post('/lease/revoke', { ID: lease });
    notes.take('the end of the lease', shown(await watch.next()));
  }
  notes.take('compaction', shown(await client.post('/kv/compaction', { revision: '5' })));
  using late = await client.watch(past);
  notes.take('watch what is compacted', shown(await late.next()));
  notes.take('its end', shown(await late.next()));
  notes.take('compaction again', failed(await client.post('/kv/compaction', { revision: '5' })));
  const old = { key: leaderKey, revision: '2' };
  notes.take('read what is compacted', failed(await client.post('/kv/range', old)));
  notes.take('delete', shown(await client.post('/kv/deleterange', { key: configKey })));
}

function eventsOf(message: Json): readonly unknown[] {
  const { events = [] } = message['result'] as { events?: readonly unknown[] };
  return events;
}

async function logIn(client: JsonClient, notes: Notes): Promise<void> {
  const credentials = { name: 'patroni', password: 'secret' };
  notes.take(
    'log in where nobody has to',
    failed(await client.post('/auth/authenticate', credentials)),
  );
  for (const [name, role] of [
    ['root', 'root'],
    ['patroni', 'of-patroni'],
  ] as const) {
    await client.post('/auth/user/add', { name, password: 'secret' });
    await client.post('/auth/role/add', { name: role });
    await client.post('/auth/user/grant', { user: name, role });
  }
  await client.post('/auth/role/grant', {
    name: 'of-patroni',
    perm: { permType: 'READWRITE', key: base64('/service/'), range_end: base64('/service0') },
  });
  notes.take('enable', shown(await client.post('/auth/enable', {})));
  const leader = { key: leaderKey };
  notes.take('read without a token', failed(await client.post('/kv/range', leader)));
  const wrong = { ...credentials, password: 'wrong' };
  notes.take('wrong password', failed(await client.post('/auth/authenticate', wrong)));
  notes.take('a forged token', failed(await client.as('nonsense').post('/kv/range', leader)));
  const granted = await client.post('/auth/authenticate', credentials);
  notes.take('log in', shown(granted));
  const patroni = client.as(String(granted.body['token']));
  const value = { key: leaderKey, value: base64('mine') };
  notes.take('write', shown(await patroni.post('/kv/put', value)));
  notes.take('read', shown(await patroni.post('/kv/range', leader)));
  const elsewhere = { key: base64('elsewhere') };
  notes.take('read elsewhere', failed(await patroni.post('/kv/range', elsewhere)));
  notes.take('members', shown(await patroni.post('/cluster/member/list', {})));
  notes.take('disable', failed(await patroni.post('/auth/disable', {})));
  {
    using watch = await patroni.watch(elsewhere);
    notes.take('watch elsewhere', shown(await watch.next()));
  }
  const root = await client.post('/auth/authenticate', { name: 'root', password: 'secret' });
  await client
    .as(String(root.body['token']))
    .post('/auth/user/changepw', { ...credentials, password: 'new' });
  notes.take('an old token', failed(await patroni.post('/kv/range', leader)));
}

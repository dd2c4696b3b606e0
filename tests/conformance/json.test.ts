// The same JSON requests over plain HTTP to Cairn and to a real etcd: status, headers and body must be the
// same, but for white space, which etcd varies from build to build. One session; every request sees what the requests before it did.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, suite, test } from 'node:test';
import { startPair } from './conform.ts';
import type { Pair } from './conform.ts';
import { hasChange } from './versions.ts';
import { askHttp, etcdVersion, findTool, newerEtcd } from '../kit/index.ts';
import type { HttpAnswer } from '../kit/index.ts';

interface Ask {
  readonly path: string;
  readonly body?: unknown;
  /** The body as it is, instead. */
  readonly text?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Lines to read of an answer that does not end. */
  readonly lines?: number;
  /** The text of an error is that of the JSON library, which is another one in every release. */
  readonly anyText?: true;
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function post(path: string, body: unknown, more: Partial<Ask> = {}): Ask {
  return { path: `/v3/${path}`, method: 'POST', body, ...more };
}

function broken(path: string, text: string): Ask {
  return { path: `/v3/${path}`, method: 'POST', text, anyText: true };
}

const [a, b, c] = [base64('a'), base64('b'), base64('c')];
const every = { key: 'AA==', range_end: 'AA==' };

const keys: readonly Ask[] = [
  post('kv/put', { key: a, value: base64('one') }),
  post('kv/put', { key: a, value: base64('two'), prev_kv: true }),
  post('kv/put', { key: a, value: base64('two'), prevKv: true }),
  post('kv/put', { key: b, value: '/+7/7v8=', lease: '0' }),
  post('kv/put', { key: c, value: 'eA'.concat('=='), lease: 0 }),
  post('kv/put', { value: a }),
  post('kv/put', {}),
  post('kv/put', { key: a, lease: '77' }),
  post('kv/put', { key: a, ignore_value: true, value: a }),
  post('kv/range', { key: a }),
  post('kv/range', { key: base64('missing') }),
  post('kv/range', {}),
  { ...post('kv/range', undefined), text: '' },
  post('kv/range', every),
  post('kv/range', { ...every, limit: '1' }),
  post('kv/range', { ...every, limit: 1, sort_order: 'DESCEND', sort_target: 'KEY' }),
  post('kv/range', { ...every, sortOrder: 2, sortTarget: 3, keysOnly: true }),
  post('kv/range', { ...every, count_only: true }),
  post('kv/range', { ...every, serializable: true, unknown_field: { x: [1] } }),
  post('kv/range', { key: a, revision: 2 }),
  post('kv/range', { key: a, revision: 999_999 }),
  post('kv/range', { key: a, limit: null, range_end: null }),
  post('kv/deleterange', { key: b, prev_kv: true }),
  post('kv/deleterange', { key: b }),
  post('kv/deleterange', {}),
];

const txns: readonly Ask[] = [
  post('kv/txn', {}),
  post('kv/txn', {
    compare: [{ result: 'EQUAL', target: 'CREATE', key: base64('t'), create_revision: '0' }],
    success: [{ request_put: { key: base64('t'), value: base64('1') } }],
    failure: [{ request_range: { key: base64('t') } }],
  }),
  // What Patroni sends to take or keep the leader key.
  post('kv/txn', {
    compare: [{ key: base64('t'), target: 'CREATE', create_revision: '0' }],
    success: [{ request_put: { key: base64('t'), value: base64('2') } }],
    failure: [
      {
        request_txn: {
          compare: [{ key: base64('t'), target: 'VALUE', value: base64('1') }],
          success: [
            { request_put: { key: base64('t'), value: base64('3') } },
            { request_range: { key: base64('t') } },
          ],
          failure: [],
        },
      },
    ],
  }),
  post('kv/txn', {
    compare: [{ result: 1, target: 2, key: base64('t'), mod_revision: 1 }],
    success: [{ request_delete_range: { key: base64('t'), prev_kv: true } }],
  }),
  post('kv/txn', { success: [{ request_put: { key: a } }, { request_put: { key: a } }] }),
  post('kv/txn', { success: [{}] }),
];

const leases: readonly Ask[] = [
  post('lease/grant', { TTL: 300, ID: '7' }),
  post('lease/grant', { TTL: '300', ID: 8 }),
  post('lease/grant', { TTL: '300', ID: 8 }),
  post('lease/grant', { TTL: '9223372036854775807' }),
  post('kv/put', { key: base64('l'), lease: '7' }),
  post('lease/leases', {}),
  post('kv/lease/leases', {}),
  post('lease/timetolive', { ID: 7, keys: true }),
  post('kv/lease/timetolive', { ID: '99' }),
  post('lease/keepalive', { ID: 7 }),
  post('lease/keepalive', { ID: '99' }),
  { path: '/v3/lease/keepalive', method: 'POST', text: '{"ID":7}{"ID":"8"}\n {"ID":99}' },
  { path: '/v3/lease/keepalive', method: 'POST', text: '' },
  post('lease/revoke', { ID: 7 }),
  post('kv/lease/revoke', { ID: 8 }),
  post('lease/revoke', { ID: 8 }),
];

const watches: readonly Ask[] = [
  post('watch', { create_request: { key: a, start_revision: '2' } }, { lines: 2 }),
  post('watch', { create_request: { ...every, start_revision: 2, prev_kv: true } }, { lines: 2 }),
  post(
    'watch',
    { create_request: { ...every, start_revision: 2, filters: ['NOPUT'] } },
    { lines: 2 },
  ),
  post('watch', { create_request: { key: a, watch_id: '5' } }, { lines: 1 }),
  post('watch', { create_request: { key: a, range_end: a } }, { lines: 1 }),
  {
    path: '/v3/watch',
    method: 'POST',
    text: '{"create_request":{"key":"YQ=="}}{"cancel_request":{"watch_id":0}}',
    lines: 2,
  },
];

const others: readonly Ask[] = [
  post('kv/compaction', { revision: '3' }),
  post('kv/compaction', { revision: '3' }),
  post('kv/compaction', { revision: '999999' }),
  post('kv/range', { key: a, revision: 2 }),
  post('watch', { create_request: { key: a, start_revision: 1 } }, { lines: 2 }),
  post('cluster/member/list', {}),
  post('cluster/member/remove', { ID: '99' }),
  post('cluster/member/promote', { ID: '99' }),
  post('cluster/member/add', { peerURLs: [] }),
  post('maintenance/alarm', {}),
  post('maintenance/alarm', { action: 'GET', memberID: '0', alarm: 'NONE' }),
  post('maintenance/hashkv', {}),
  post('maintenance/transfer-leadership', { targetID: '99' }),
];

const [lock, vote] = [base64('lock'), base64('vote')];

const coordination: readonly Ask[] = [
  post('lease/grant', { TTL: 300, ID: 21 }),
  post('lock/lock', { name: lock, lease: '21' }),
  post('lock/lock', { name: lock, lease: 21 }),
  post('lock/unlock', { key: base64('lock/15') }),
  post('lock/unlock', { key: base64('lock/15') }),
  post('lock/lock', { name: lock, lease: '99' }),
  post('election/leader', { name: vote }),
  post('election/proclaim', {}),
  post('election/resign', {}),
  post('election/campaign', { name: vote, lease: '21', value: base64('me') }),
  post('election/leader', { name: vote }),
  post('election/observe', { name: vote }, { lines: 1 }),
  broken('election/observe', '{"name":7}'),
  broken('election/observe', '{'),
  post('lease/revoke', { ID: 21 }),
  post('election/leader', { name: vote }),
];

const plainPaths: readonly Ask[] = [
  ...[
    '/health',
    '/health?serializable=true',
    '/health?exclude=NOSPACE&exclude=nope',
    '/livez',
    '/livez?verbose',
    '/livez?exclude=serializable_read',
    '/livez/serializable_read',
    '/livez/linearizable_read',
    '/livez/',
    '/readyz',
    '/readyz?exclude=nope',
    '/readyz/data_corruption?verbose',
    '/readyz/non_learner',
    '/readyz/nope',
    '/debug/pprof/',
    '/v2/keys',
    '/',
  ].map((path) => ({ path })),
  { path: '/health', method: 'POST', text: '' },
  { path: '/livez', method: 'PUT', text: '' },
  { path: '/readyz/non_learner', method: 'DELETE' },
  { path: '/version', method: 'POST', text: '' },
];

const mistakes: readonly Ask[] = [
  ...['{', '[]', '"x"', '7', 'x', '{"key":7}', '{"key":"*"}', '{"key":"Z"}', '{"key":{}}'].map(
    (text) => broken('kv/range', text),
  ),
  broken('kv/range', '{"limit":"x"}'),
  broken('kv/range', '{"limit":1.5}'),
  broken('kv/range', '{"limit":9223372036854775808}'),
  broken('kv/range', '{"sort_order":"UPWARDS"}'),
  broken('kv/range', '{"serializable":"true"}'),
  broken('kv/txn', '{"success":{}}'),
  broken('kv/txn', '{"success":[7]}'),
  broken('lease/keepalive', '{"ID":"x"}'),
  { path: '/v3/kv/range', method: 'GET' },
  { path: '/v3/kv/put', method: 'PUT', text: '{}' },
  { path: '/v3/watch', method: 'GET' },
  { path: '/v3/nope', method: 'POST', text: '{}' },
  { path: '/v3/', method: 'POST', text: '{}' },
  { path: '/v3/kv/range/', method: 'POST', text: '{}' },
  { path: '/v3beta/kv/range', method: 'POST', body: { key: a } },
  { path: '/v3/kv/range', method: 'POST', text: '{} garbage' },
  { path: '/v3/kv/range', method: 'OPTIONS' },
  { path: '/nope', method: 'OPTIONS' },
  { path: '/nope', method: 'GET' },
  { path: '/version', method: 'OPTIONS' },
  post('kv/range', { key: a }, { headers: { 'Grpc-Timeout': 'x' }, anyText: true }),
  post(
    'kv/range',
    { key: a },
    { headers: { 'content-type': 'application/x-www-form-urlencoded' } },
  ),
  post('kv/range', { key: a }, { headers: { Origin: 'http://example.com' } }),
];

const sessions: Readonly<Record<string, readonly Ask[]>> = {
  keys,
  transactions: txns,
  leases,
  watches,
  'the rest': others,
  'locks and elections': coordination,
  'plain paths': plainPaths,
  mistakes,
};

/** Older gateways (grpc-gateway v1) had other statuses and other texts. */
function fittingEtcd(): string | undefined {
  const isFitting = (etcd: string): boolean => hasChange(etcdVersion(etcd), ['3.5.30', '3.6.0']);
  return [findTool('etcd'), newerEtcd()].find((etcd) => etcd !== undefined && isFitting(etcd));
}

function compareWith(etcd: string): void {
  suite('the JSON gateway, compared with etcd', () => {
    let pair: Pair;

    before(async () => {
      pair = await startPair({ etcd });
    });

    after(async () => {
      await pair?.[Symbol.asyncDispose]();
    });

    for (const [name, asks] of Object.entries(sessions)) {
      test(name, async () => {
        for (const ask of asks) {
          const [mine, theirs] = await Promise.all([
            take(pair.subject.endpoint, ask),
            take(pair.oracle.endpoint, ask),
          ]);
          compare(ask, mine, theirs);
        }
      });
    }
  });
}

async function take(endpoint: string, ask: Ask): Promise<HttpAnswer> {
  const { path, method = 'GET', headers = {}, lines } = ask;
  const body = ask.text ?? (ask.body === undefined ? '' : JSON.stringify(ask.body));
  if (lines !== undefined) return takeLines(endpoint, ask, body, lines);
  return askHttp({ endpoint, path, method, headers, body });
}

/** The first lines of an answer that goes on. */
function takeLines(endpoint: string, ask: Ask, body: string, lines: number): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `http://${endpoint}${ask.path}`,
      { method: 'POST', agent: false, signal: AbortSignal.timeout(10_000) },
      (response) => {
        let text = '';
        const { statusCode: status = 0, headers } = response;
        response.on('error', reject);
        response.on('data', (chunk: Buffer) => {
          text += chunk.toString();
          if (text.split('\n').length <= lines) return;
          const seen = Object.entries(headers).map(([name, value]) => [name, String(value)]);
          resolve({ status, headers: Object.fromEntries(seen), body: text });
          response.removeListener('error', reject);
          response.on('error', () => undefined);
          response.destroy();
        });
      },
    );
    sent.once('error', reject);
    sent.end(body);
  });
}

/** Those that a client may look at; how a length is said is each server's own choice. */
const comparedHeaders = [
  'content-type',
  'access-control-allow-origin',
  'access-control-allow-methods',
  'access-control-allow-headers',
  'grpc-metadata-content-type',
  'x-content-type-options',
];

function compare(ask: Ask, mine: HttpAnswer, theirs: HttpAnswer): void {
  const what = `${ask.method ?? 'GET'} ${ask.path} ${ask.text ?? JSON.stringify(ask.body)}`;
  const shown = `${what}\n${JSON.stringify(mine)}\n${JSON.stringify(theirs)}`;
  assert.equal(mine.status, theirs.status, shown);
  for (const name of comparedHeaders) {
    assert.equal(mine.headers[name], theirs.headers[name], `${name}: ${shown}`);
  }
  if (isFailure(theirs)) compareFailures(ask, mine, theirs, shown);
  else assert.equal(masked(mine.body), masked(theirs.body), shown);
}

function isFailure({ body }: HttpAnswer): boolean {
  return body.startsWith('{"error"') || body.startsWith('{"code"');
}

/** Ours has the fields of both forms that there are; so it has at least what theirs has. */
function compareFailures(ask: Ask, mine: HttpAnswer, theirs: HttpAnswer, shown: string): void {
  const fields = flat(JSON.parse(mine.body));
  for (const [name, value] of flat(JSON.parse(theirs.body))) {
    if (ask.anyText && (name === 'message' || name === 'error')) {
      assert.equal(typeof fields.get(name), 'string', shown);
    } else {
      assert.deepEqual(fields.get(name), value, `${name}: ${shown}`);
    }
  }
}

function flat(failure: unknown): Map<string, unknown> {
  const fields = failure as Readonly<Record<string, unknown>>;
  const { error } = fields;
  return new Map(Object.entries(typeof error === 'object' && error !== null ? error : fields));
}

/** Line by line; the term is each server's own, as is the time that has passed. */
function masked(body: string): string {
  const lines = body.startsWith('{') ? body.split('\n') : [body];
  return (
    lines
      .map((line) => (line.startsWith('{') ? JSON.stringify(JSON.parse(line)) : line))
      .join('\n')
      .replaceAll(/"raft_term":"\d+"/g, '"raft_term":"a term"')
      // New in 3.6.
      .replace(/,"hash_revision":"\d+"/, '')
      .replaceAll(/"TTL":"(29\d|300)"/g, '"TTL":"300 or a little less"')
  );
}

// Without one, which the set-up says, there is nothing to compare with.
const fitting = fittingEtcd();
if (fitting !== undefined) compareWith(fitting);

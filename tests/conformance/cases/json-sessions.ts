// The JSON requests of the comparison, in sessions: a request sees what those before it did.
import { base64, broken, post } from '../json-ask.ts';
import type { JsonAsk } from '../json-ask.ts';

const [a, b, c] = [base64('a'), base64('b'), base64('c')];
const every = { key: 'AA==', range_end: 'AA==' };

const keys: readonly JsonAsk[] = [
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

const txns: readonly JsonAsk[] = [
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

const leases: readonly JsonAsk[] = [
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

const watches: readonly JsonAsk[] = [
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

const others: readonly JsonAsk[] = [
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

const coordination: readonly JsonAsk[] = [
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

const plainPaths: readonly JsonAsk[] = [
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
  ...['/health', '/livez', '/readyz', '/version', '/readyz/serializable_read'].flatMap((path) =>
    ['PUT', 'DELETE', 'PATCH', 'OPTIONS'].map((method) => ({ path, method, text: '' })),
  ),
];

/** What the answer says of the release and of the moment. */
const ofTheMoment = [
  'version',
  'dbSize',
  'dbSizeInUse',
  'dbSizeQuota',
  'raftIndex',
  'raftAppliedIndex',
  'raftTerm',
  'storageVersion',
  'downgradeInfo',
];

const upkeep: readonly JsonAsk[] = [
  post('maintenance/status', {}, { without: ofTheMoment }),
  post('maintenance/hash', {}, { without: ['hash'] }),
  post('maintenance/hashkv', { revision: '0' }),
  post('maintenance/hashkv', { revision: '99999' }),
  post('maintenance/defragment', {}),
  post('maintenance/alarm', { action: 'ACTIVATE', alarm: 'NOSPACE', memberID: '7' }),
  post('kv/put', { key: a, value: b }),
  { path: '/health' },
  { path: '/health?exclude=NOSPACE' },
  { path: '/readyz' },
  post('maintenance/alarm', { action: 2, alarm: 1, memberID: 7 }),
  post('maintenance/alarm', { action: 'ACTIVATE', alarm: 'CORRUPT', memberID: 7 }),
  post('kv/put', { key: a, value: b }),
  { path: '/health' },
  { path: '/readyz/data_corruption' },
  post('maintenance/alarm', { action: 'DEACTIVATE', alarm: 'CORRUPT', memberID: '7' }),
  post('maintenance/downgrade', { action: 'VALIDATE', version: 'x' }),
  post('maintenance/downgrade', { action: 'CANCEL' }),
  post('maintenance/downgrade', { action: 9 }),
  post('cluster/member/update', { ID: '99', peerURLs: ['http://127.0.0.1:1'] }),
  post('cluster/member/list', { linearizable: true }),
];

const key = base64('k');
const asRoot = { token: 'root' } as const;
const asAlice = { token: 'alice' } as const;

/** Each method of auth, first while it is off, then as root and as somebody else; off again in the end. */
const auth: readonly JsonAsk[] = [
  post('auth/status', {}),
  post('auth/enable', {}),
  post('auth/disable', {}),
  post('auth/authenticate', { name: 'root', password: 'x' }),
  post('auth/user/add', { name: 'root', password: 'of root' }),
  post('auth/user/add', { name: 'root', password: 'of root' }),
  post('auth/user/add', {}),
  post('auth/user/add', { name: 'alice', password: 'of alice', options: { no_password: false } }),
  post('auth/user/add', { name: 'bob', options: { noPassword: true } }),
  post('auth/user/get', { name: 'alice' }),
  post('auth/user/list', {}),
  post('auth/user/changepw', { name: 'alice', password: 'new' }),
  post('auth/role/add', { name: 'root' }),
  post('auth/role/add', { name: 'reader' }),
  post('auth/role/grant', { name: 'reader', perm: { permType: 'READ', key } }),
  post('auth/role/grant', {
    name: 'reader',
    perm: { permType: 2, key: base64('m'), range_end: base64('n') },
  }),
  post('auth/role/grant', { name: 'reader', perm: { perm_type: 'WRITE' } }),
  post('auth/role/get', { role: 'reader' }),
  post('auth/role/list', {}),
  post('auth/user/grant', { user: 'root', role: 'root' }),
  post('auth/user/grant', { user: 'alice', role: 'reader' }),
  post('auth/user/get', { name: 'alice' }),
  post('auth/enable', {}),
  post('auth/authenticate', { name: 'root', password: 'wrong' }),
  post('auth/authenticate', { name: 'root', password: 'of root' }, { keepsToken: 'root' }),
  post('auth/authenticate', { name: 'alice', password: 'new' }, { keepsToken: 'alice' }),
  post('auth/authenticate', { name: 'bob', password: 'x' }),
  post('auth/status', {}, asRoot),
  post('kv/put', { key, value: key }),
  post('kv/put', { key, value: key }, asAlice),
  post('kv/put', { key, value: key }, asRoot),
  post('kv/range', { key }),
  post('kv/range', { key }, asAlice),
  post('kv/range', { key }, { headers: { Authorization: 'nonsense' } }),
  post('kv/range', { key }, { headers: { 'Grpc-Metadata-Token': 'nonsense' } }),
  post('kv/range', { key: base64('z') }, asAlice),
  post('kv/txn', { success: [{ request_put: { key, value: key } }] }, asAlice),
  post('watch', { create_request: { key: base64('z') } }, { ...asAlice, lines: 1 }),
  post('watch', { create_request: { key } }, { ...asAlice, lines: 1 }),
  post('auth/user/list', {}, asAlice),
  post('auth/user/get', { name: 'alice' }, asAlice),
  post('auth/role/revoke', { role: 'reader', key }, asRoot),
  post('kv/range', { key }, asAlice),
  post('auth/user/revoke', { name: 'alice', role: 'reader' }, asRoot),
  post('auth/role/delete', { role: 'reader' }, asRoot),
  post('auth/user/delete', { name: 'root' }, asRoot),
  post('auth/user/delete', { name: 'alice' }, asRoot),
  post('kv/range', { key }, asAlice),
  post('auth/disable', {}, asAlice),
  post('auth/disable', {}, asRoot),
  post('auth/user/delete', { name: 'bob' }),
  post('auth/status', {}),
];

const mistakes: readonly JsonAsk[] = [
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

export const jsonSessions: Readonly<Record<string, readonly JsonAsk[]>> = {
  keys,
  transactions: txns,
  leases,
  watches,
  'the rest': others,
  'locks and elections': coordination,
  'plain paths': plainPaths,
  upkeep,
  auth,
  mistakes,
};

// What auth forbids, it forbids on every member: these go through the log, as clients' requests do. The
// ways around it that etcd once had are named in the tests.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AuthError, PermissionType } from '@cairn/auth';
import { Table } from '@cairn/backend';
import { authpb, etcdserverpb } from '@cairn/proto';
import { RequestKind } from '../request-codec.ts';
import { TestMachine, bytes, responseOf, text } from '../testing/test-machine.ts';
import { checkLeaseAllowed, checkTxnAllowed } from './permissions.ts';

const { read, write, readWrite } = PermissionType;
const Kind = RequestKind;

function grant(
  m: TestMachine,
  role: string,
  permType: PermissionType,
  key: string,
  rangeEnd: string,
): void {
  const perm = { permType, key: bytes(key), range_end: bytes(rangeEnd) };
  responseOf(
    m.apply(Kind.authRoleGrantPermission, etcdserverpb.AuthRoleGrantPermissionRequest, {
      name: role,
      perm,
    }),
  );
}

function addUser(m: TestMachine, name: string, role: string): void {
  const hashedPassword = Buffer.from(`hash of ${name}`).toString('base64');
  responseOf(m.apply(Kind.authUserAdd, etcdserverpb.AuthUserAddRequest, { name, hashedPassword }));
  responseOf(
    m.apply(Kind.authUserGrantRole, etcdserverpb.AuthUserGrantRoleRequest, { user: name, role }),
  );
}

function addRole(m: TestMachine, name: string): void {
  responseOf(m.apply(Kind.authRoleAdd, etcdserverpb.AuthRoleAddRequest, { name }));
}

/**
 * The user writer may read r… and write w…, both of rw…; reader may read r…. All keys exist, of the lease
 * 7 hang w1 and secret, of the lease 8 only w1's neighbour w2.
 */
function machine(): TestMachine {
  const m = new TestMachine();
  m.grant(7);
  m.grant(8);
  for (const name of ['r1', 'rw1', 'secret']) m.set(name, `value of ${name}`);
  m.set('w1', 'value of w1', 7);
  m.set('secret', 'value of secret', 7);
  m.set('w2', 'value of w2', 8);
  for (const role of ['root', 'writer', 'reader']) addRole(m, role);
  addUser(m, 'root', 'root');
  addUser(m, 'writer', 'writer');
  addUser(m, 'reader', 'reader');
  grant(m, 'writer', read, 'r', 's');
  grant(m, 'writer', write, 'w', 'x');
  grant(m, 'writer', readWrite, 'rw', 'rx');
  grant(m, 'reader', read, 'r', 's');
  responseOf(m.apply(Kind.authEnable, etcdserverpb.AuthEnableRequest, {}));
  return m;
}

/** Why it was refused; what is refused must have changed nothing. */
function refusalOf(m: TestMachine, run: () => unknown): string {
  const { revision } = m;
  const before = m.contents();
  try {
    run();
    return 'none';
  } catch (error) {
    if (!(error instanceof AuthError)) throw error;
    assert.equal(m.revision, revision);
    assert.deepEqual(m.contents(), before);
    return error.reason;
  }
}

type Op = etcdserverpb.RequestOp.$Properties;
const put = (name: string, more: etcdserverpb.PutRequest.$Properties = {}): Op => ({
  request_put: { key: bytes(name), value: bytes('new'), ...more },
});
const range = (name: string, end = ''): Op => ({
  request_range: { key: bytes(name), range_end: bytes(end) },
});
const remove = (name: string, end = '', prev_kv = false): Op => ({
  request_delete_range: { key: bytes(name), range_end: bytes(end), prev_kv },
});
const nested = (request_txn: etcdserverpb.TxnRequest.$Properties): Op => ({ request_txn });
const exists = (name: string, end = ''): etcdserverpb.Compare.$Properties => ({
  key: bytes(name),
  range_end: bytes(end),
  target: etcdserverpb.Compare.CompareTarget.VERSION,
  result: etcdserverpb.Compare.CompareResult.GREATER,
  version: 0,
});

const denied = 'permissionDenied';

describe('what a transaction may not do, whether its path is taken or not', () => {
  const cases: readonly (readonly [string, etcdserverpb.TxnRequest.$Properties, string])[] = [
    ['what is allowed', { compare: [exists('r1')], success: [put('w1')], failure: [] }, 'none'],
    ['a compare', { compare: [exists('secret')] }, denied],
    ['a compare of a range', { compare: [exists('r', '\0')] }, denied],
    ['a put', { success: [put('secret')] }, denied],
    ['a put in the branch not taken', { failure: [put('secret')] }, denied],
    ['a range', { success: [range('secret')] }, denied],
    ['a range to the end', { success: [range('r1', '\0')] }, denied],
    ['a deletion', { success: [remove('r1')] }, denied],
    ['a deletion to the end', { success: [remove('w1', '\0')] }, denied],
    // CVE-2026-33343: transactions inside transactions were not looked into.
    ['a put inside', { success: [nested({ success: [put('secret')] })] }, denied],
    ['a put inside, not taken', { success: [nested({ failure: [put('secret')] })] }, denied],
    ['a compare inside', { failure: [nested({ compare: [exists('secret')] })] }, denied],
    [
      'a range two levels inside',
      { failure: [nested({ failure: [nested({ success: [range('secret')] })] })] },
      denied,
    ],
    // PR 21681 and 21685: the previous value, and the keys of the lease.
    ['a put that shows', { success: [put('w1', { prev_kv: true })] }, denied],
    ['a put that may show', { success: [put('rw1', { prev_kv: true })] }, 'none'],
    ['a deletion that shows', { success: [remove('w1', '', true)] }, denied],
    ['a put with a lease of others', { success: [put('w1', { lease: 7 })] }, denied],
    ['a put with a lease of its own', { success: [put('w1', { lease: 8 })] }, 'none'],
    ['the same inside', { success: [nested({ success: [put('w1', { lease: 7 })] })] }, denied],
  ];
  for (const [name, request, expected] of cases) {
    test(name, () => {
      const m = machine().asUser('writer');
      assert.equal(
        refusalOf(m, () => m.txn(request)),
        expected,
      );
      const asRead = (): void =>
        checkTxnAllowed(
          m.machine.context,
          { user: 'writer', authRevision: m.machine.auth.revision },
          request,
        );
      assert.equal(refusalOf(m, asRead), expected, 'asked of a read');
    });
  }
});

test('a put and a deletion alone are checked as inside a transaction', () => {
  const m = machine().asUser('writer');
  const ask = (run: () => unknown): string => refusalOf(m, run);
  assert.equal(
    ask(() => m.set('w1', 'x')),
    'none',
  );
  assert.equal(
    ask(() => m.set('secret', 'x')),
    denied,
  );
  assert.equal(
    ask(() => m.put({ key: bytes('w1'), prev_kv: true })),
    denied,
  );
  assert.equal(
    ask(() => m.set('w1', 'x', 7)),
    denied,
  );
  assert.equal(
    ask(() => m.delete({ key: bytes('w2'), prev_kv: true })),
    denied,
  );
  assert.equal(
    ask(() => m.delete({ key: bytes('w'), range_end: bytes('\0') })),
    denied,
  );
  assert.equal(
    ask(() => m.delete({ key: bytes('w2') })),
    'none',
  );
});

test('a lease is ended and renewed only by who may write all its keys', () => {
  const m = machine().asUser('writer');
  const asker = { user: 'writer', authRevision: m.machine.auth.revision };
  const renew = (id: number): string =>
    refusalOf(m, () => checkLeaseAllowed(m.machine.context, asker, id));
  assert.equal(
    refusalOf(m, () => responseOf(m.revoke(7))),
    denied,
  );
  assert.equal(renew(7), denied);
  assert.equal(renew(8), 'none');
  assert.equal(renew(404), 'none');
  assert.equal(
    refusalOf(m, () => responseOf(m.revoke(8))),
    'none',
  );
});

test('nobody, and a user of an older revision, may do nothing', () => {
  const m = machine();
  const all: readonly (() => unknown)[] = [
    () => m.set('w1', 'x'),
    () => m.delete({ key: bytes('w1') }),
    () => m.txn({}),
    () => responseOf(m.grant(99)),
    () => responseOf(m.revoke(404)),
    () => addRole(m, 'mine'),
  ];
  for (const run of all) assert.equal(refusalOf(m, run), 'userEmpty');
  const { revision } = m.machine.auth;
  addRoleAs(m, 'another');
  assert.equal(m.machine.auth.revision, revision + 1);
  assert.throws(
    () => m.machine.access.checkKnown({ user: 'root', authRevision: revision }),
    (error: AuthError) => error.reason === 'authOldRevision',
  );
});

function addRoleAs(m: TestMachine, name: string): void {
  m.asUser('root');
  addRole(m, name);
  m.asUser(undefined);
}

test('users and roles are changed by root only, compaction and alarms by root and the cluster', () => {
  const m = machine();
  const changes: readonly (() => unknown)[] = [
    () => addRole(m, 'mine'),
    () => grant(m, 'writer', readWrite, 'secret', ''),
    () => addUser(m, 'friend', 'root'),
    () => responseOf(m.apply(Kind.authDisable, etcdserverpb.AuthDisableRequest, {})),
  ];
  m.asUser('writer');
  for (const change of changes) assert.equal(refusalOf(m, change), denied);
  assert.equal(m.compact(2).kind, 'refused');
  m.asUser('');
  assert.equal(m.compact(2).kind, 'refused', 'a client without a name is not the cluster');
  m.asUser(undefined);
  assert.equal(m.compact(2).kind, 'compacting');
  m.asUser('root');
  for (const change of changes) assert.equal(refusalOf(m, change), 'none');
});

test('a token is letters and the index of its entry, the same on every member', () => {
  const m = machine();
  const ask = (user: string): string => {
    m.asUser(user);
    const request = { name: user, simple_token: 'lettersofatoken' };
    const codec = etcdserverpb.InternalAuthenticateRequest;
    const response = responseOf(m.apply(Kind.authenticate, codec, request));
    return etcdserverpb.AuthenticateResponse.decode(response).token;
  };
  assert.equal(ask('reader'), `lettersofatoken.${m.index}`);
  assert.equal(
    refusalOf(m, () => ask('unknown')),
    'authFailed',
  );
  const issued = m.machine.takeChanges().auth.at(-1);
  assert.deepEqual(issued, {
    kind: 'tokenIssued',
    token: `lettersofatoken.${m.index - 1}`,
    user: 'reader',
  });
});

test('all of it is there after a restart, in the rows that etcd would write', () => {
  const m = machine();
  const { revision } = m.machine.auth;
  const user = authpb.User.decode(m.backend.get(Table.authUsers, bytes('writer'))!);
  assert.equal(text(user.password), 'hash of writer');
  assert.deepEqual(user.roles, ['writer']);
  const role = authpb.Role.decode(m.backend.get(Table.authRoles, bytes('reader'))!);
  assert.deepEqual(
    role.keyPermission.map(({ key, range_end }) => [text(key), text(range_end)]),
    [['r', 's']],
  );
  assert.deepEqual(m.backend.get(Table.auth, bytes('authEnabled')), Uint8Array.of(1));
  assert.equal(
    Buffer.from(m.backend.get(Table.auth, bytes('authRevision'))!).readBigUInt64BE(0),
    BigInt(revision),
  );
  m.reopen();
  assert.equal(m.machine.auth.revision, revision);
  assert.deepEqual(m.machine.auth.userNames(), ['reader', 'root', 'writer']);
  m.asUser('writer');
  assert.equal(
    refusalOf(m, () => m.set('w1', 'x')),
    'none',
  );
  assert.equal(
    refusalOf(m, () => m.set('secret', 'x')),
    denied,
  );
  m.asUser('root');
  responseOf(m.apply(Kind.authDisable, etcdserverpb.AuthDisableRequest, {}));
  m.reopen();
  assert.equal(m.machine.auth.isEnabled, false);
});

test('a name that the backend could not keep is refused', () => {
  const m = machine().asUser('root');
  const applied = m.apply(Kind.authRoleAdd, etcdserverpb.AuthRoleAddRequest, {
    name: 'ü'.repeat(513),
  });
  assert.equal(applied.kind === 'refused' && applied.error.name, 'RequestTooLargeError');
});

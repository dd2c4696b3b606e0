import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromByteString } from '@cairn/core';
import { Access } from './access.ts';
import { AuthStore } from './auth-store.ts';
import { AuthError } from './errors.ts';
import type { AuthRefusal } from './errors.ts';
import { PermissionType } from './types.ts';
import type { AuthContents, AuthRows, Permission, Requester } from './types.ts';

const empty: AuthContents = { users: [], roles: [], isEnabled: false, revision: 1 };

/** A store, what it has written, and what it allows. */
function newStore(): { store: AuthStore; access: Access; rows: string[] } {
  const rows: string[] = [];
  const recorder: AuthRows = {
    putUser: ({ name, roles }) => rows.push(`user ${name} [${roles.join()}]`),
    deleteUser: (name) => rows.push(`no user ${name}`),
    putRole: ({ name, permissions }) => rows.push(`role ${name} ${permissions.length}`),
    deleteRole: (name) => rows.push(`no role ${name}`),
    putEnabled: (isEnabled) => rows.push(isEnabled ? 'on' : 'off'),
    putRevision: (revision) => rows.push(`r${revision}`),
  };
  const store = new AuthStore(empty, recorder);
  return { store, access: new Access(store), rows };
}

function addUser(store: AuthStore, name: string): void {
  store.addUser({ name, passwordHash: `hash of ${name}`, noPassword: false });
}

/** Auth on, with the user alice who has the role reader. */
function newEnabledStore(): ReturnType<typeof newStore> {
  const made = newStore();
  const { store } = made;
  for (const name of ['root', 'alice']) addUser(store, name);
  store.grantRole('root', 'root');
  store.addRole('reader');
  store.grantPermission('reader', permission('k', 'm'));
  store.grantRole('alice', 'reader');
  store.enable();
  return made;
}

function permission(
  key: string,
  rangeEnd: string,
  type: PermissionType = PermissionType.read,
): Permission {
  return { type, key, rangeEnd };
}

function refusalOf(run: () => void): AuthRefusal | 'none' {
  try {
    run();
    return 'none';
  } catch (error) {
    if (error instanceof AuthError) return error.reason;
    throw error;
  }
}

function as(store: AuthStore, user: string): Requester {
  return { user, authRevision: store.revision };
}

const bytes = fromByteString;

test('every change makes one revision, and one that is refused or changes nothing makes none', () => {
  const { store } = newStore();
  const steps: readonly (readonly [() => void, number, AuthRefusal | 'none'])[] = [
    [() => addUser(store, 'root'), 2, 'none'],
    [() => addUser(store, 'root'), 2, 'userAlreadyExists'],
    [() => addUser(store, ''), 2, 'userEmpty'],
    [() => store.enable(), 2, 'rootRoleNotExist'],
    [() => store.grantRole('root', 'root'), 3, 'none'],
    [() => store.grantRole('root', 'root'), 3, 'none'],
    [() => store.grantRole('root', 'unknown'), 3, 'roleNotFound'],
    [() => store.grantRole('unknown', 'root'), 3, 'userNotFound'],
    [() => store.addRole('r'), 4, 'none'],
    [() => store.addRole('r'), 4, 'roleAlreadyExists'],
    [() => store.addRole(''), 4, 'roleEmpty'],
    [() => store.grantPermission('r', undefined), 4, 'permissionNotGiven'],
    [() => store.grantPermission('r', permission('', '')), 4, 'invalidAuthManagement'],
    [() => store.grantPermission('r', permission('b', 'a')), 4, 'invalidAuthManagement'],
    [() => store.grantPermission('r', permission('b', 'b')), 4, 'invalidAuthManagement'],
    [() => store.grantPermission('x', permission('b', '')), 4, 'roleNotFound'],
    [() => store.grantPermission('r', permission('b', '\0')), 5, 'none'],
    [() => store.revokePermission('r', { key: 'b', rangeEnd: '' }), 5, 'permissionNotGranted'],
    [() => store.revokePermission('r', { key: 'b', rangeEnd: '\0' }), 6, 'none'],
    [() => store.revokePermission('x', { key: 'b', rangeEnd: '' }), 6, 'roleNotFound'],
    [() => store.revokeRole('root', 'r'), 6, 'roleNotGranted'],
    [() => store.revokeRole('x', 'r'), 6, 'userNotFound'],
    [() => store.changePassword('root', 'new'), 7, 'none'],
    [() => store.changePassword('x', 'new'), 7, 'userNotFound'],
    [() => store.deleteRole('x'), 7, 'roleNotFound'],
    [() => store.deleteUser('x'), 7, 'userNotFound'],
    [() => store.disable(), 7, 'none'],
    [() => store.enable(), 7, 'none'],
    [() => store.enable(), 7, 'none'],
    [() => store.disable(), 8, 'none'],
  ];
  for (const [index, [step, revision, refusal]] of steps.entries()) {
    assert.equal(refusalOf(step), refusal, `step ${index}`);
    assert.equal(store.revision, revision, `step ${index}`);
  }
});

test('auth cannot be turned on without root, nor can root be lost while it is on', () => {
  assert.equal(
    refusalOf(() => newStore().store.enable()),
    'rootUserNotExist',
  );
  const { store } = newEnabledStore();
  assert.equal(
    refusalOf(() => store.deleteUser('root')),
    'invalidAuthManagement',
  );
  assert.equal(
    refusalOf(() => store.deleteRole('root')),
    'invalidAuthManagement',
  );
  assert.equal(
    refusalOf(() => store.revokeRole('root', 'root')),
    'invalidAuthManagement',
  );
  store.disable();
  assert.equal(
    refusalOf(() => store.revokeRole('root', 'root')),
    'none',
  );
  assert.equal(
    refusalOf(() => store.deleteUser('root')),
    'none',
  );
});

test('a role that is deleted is taken from everybody', () => {
  const { store, rows } = newEnabledStore();
  addUser(store, 'bob');
  store.grantRole('bob', 'reader');
  rows.length = 0;
  store.deleteRole('reader');
  assert.deepEqual(store.user('alice').roles, []);
  assert.deepEqual(store.user('bob').roles, []);
  assert.deepEqual(rows, ['no role reader', 'user alice []', 'user bob []', 'r10']);
});

test('granting the same range again changes the kind of permission', () => {
  const { store } = newEnabledStore();
  store.grantPermission('reader', permission('a', ''));
  store.grantPermission('reader', permission('k', 'm', PermissionType.readWrite));
  store.grantPermission('reader', permission('k', ''));
  assert.deepEqual(store.role('reader').permissions, [
    permission('a', ''),
    permission('k', 'm', PermissionType.readWrite),
    permission('k', ''),
  ]);
});

test('names are in the order of their UTF-8 bytes', () => {
  const { store } = newStore();
  // Of these two, the one with the larger code point has the smaller first 16-bit unit.
  for (const name of ['z', '\u{1F600}', '\uFF5A', 'ab', 'a']) addUser(store, name);
  assert.deepEqual(store.userNames(), ['a', 'ab', 'z', '\uFF5A', '\u{1F600}']);
});

test('while auth is off everybody may do everything', () => {
  const { access } = newStore();
  access.checkRead(undefined, bytes('a'), bytes('\0'));
  access.checkWriteEach(undefined, ['a']);
  access.checkAdmin(undefined);
  access.checkKnown(undefined);
});

test('who asks must be somebody, known, of now, and allowed', () => {
  const { store, access } = newEnabledStore();
  const read = (requester: Requester | undefined): AuthRefusal | 'none' =>
    refusalOf(() => access.checkRead(requester, bytes('k'), bytes('m')));
  assert.equal(read(undefined), 'userEmpty');
  assert.equal(read(as(store, 'nobody known')), 'permissionDenied');
  assert.equal(read(as(store, 'alice')), 'none');
  assert.equal(read({ user: 'alice', authRevision: store.revision - 1 }), 'authOldRevision');
  assert.equal(read(as(store, 'root')), 'none');
  const { user, authRevision } = as(store, 'alice');
  assert.equal(
    refusalOf(() => access.checkAdmin({ user, authRevision })),
    'permissionDenied',
  );
  assert.equal(
    refusalOf(() => access.checkWrite({ user, authRevision }, bytes('k'), bytes(''))),
    'permissionDenied',
  );
});

test('who asks must be somebody also where there is no key to ask about', () => {
  const { store, access } = newEnabledStore();
  for (const check of [
    (requester?: Requester) => access.checkReadEach(requester, []),
    (requester?: Requester) => access.checkWriteEach(requester, []),
  ]) {
    assert.equal(
      refusalOf(() => check()),
      'userEmpty',
    );
    assert.equal(
      refusalOf(() => check(as(store, 'alice'))),
      'none',
    );
  }
});

test('what is remembered of rights ends with the revision', () => {
  const { store, access } = newEnabledStore();
  const read = (): AuthRefusal | 'none' =>
    refusalOf(() => access.checkRead(as(store, 'alice'), bytes('k'), bytes('')));
  assert.equal(read(), 'none');
  store.revokePermission('reader', { key: 'k', rangeEnd: 'm' });
  assert.equal(read(), 'permissionDenied');
  store.grantPermission('reader', permission('k', ''));
  assert.equal(read(), 'none');
  store.deleteUser('alice');
  assert.equal(read(), 'permissionDenied');
});

test('everybody may ask about themselves and their roles, and about nothing else', () => {
  const { store, access } = newEnabledStore();
  const alice = as(store, 'alice');
  const asked = (run: () => void): AuthRefusal | 'none' => refusalOf(run);
  assert.equal(
    asked(() => access.checkMayAskAboutUser(alice, 'alice')),
    'none',
  );
  assert.equal(
    asked(() => access.checkMayAskAboutUser(alice, 'root')),
    'permissionDenied',
  );
  assert.equal(
    asked(() => access.checkMayAskAboutRole(alice, 'reader')),
    'none',
  );
  assert.equal(
    asked(() => access.checkMayAskAboutRole(alice, 'root')),
    'permissionDenied',
  );
  assert.equal(
    asked(() => access.checkMayAskAboutRole(undefined, 'reader')),
    'userEmpty',
  );
  assert.equal(
    asked(() => access.checkMayAskAboutUser(as(store, 'root'), 'alice')),
    'none',
  );
});

test('a token is issued only under the revision in which the password was right', () => {
  const { store } = newEnabledStore();
  store.takeChanges();
  const { revision } = store;
  store.issueToken('alice', revision, 'one');
  assert.equal(
    refusalOf(() => store.issueToken('x', revision, 'two')),
    'authFailed',
  );
  store.changePassword('alice', 'other');
  assert.equal(
    refusalOf(() => store.issueToken('alice', revision, 'two')),
    'authOldRevision',
  );
  store.disable();
  assert.equal(
    refusalOf(() => store.issueToken('alice', store.revision, 'two')),
    'authNotEnabled',
  );
  assert.deepEqual(store.takeChanges(), [
    { kind: 'tokenIssued', token: 'one', user: 'alice' },
    { kind: 'userChanged', user: 'alice' },
    { kind: 'disabled' },
  ]);
  assert.deepEqual(store.takeChanges(), []);
});

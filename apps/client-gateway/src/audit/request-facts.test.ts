import assert from 'node:assert/strict';
import { test } from 'node:test';
import { etcdserverpb, v3electionpb, v3lockpb } from '@cairn/proto';
import { auditKeyBytesMax, auditRangesMax } from '../limits.ts';
import { factsOf, factsOfWatch } from './request-facts.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);
const secret = bytes('a value nobody may read');
const password = 'a password nobody may read';

test('a range, a put and a delete are told by their keys', () => {
  const range = { key: bytes('a'), range_end: bytes('b'), revision: 7 };
  const encoded = etcdserverpb.RangeRequest.encode(range).finish();
  for (const method of ['Range', 'RangeStream']) {
    assert.deepEqual(factsOf(`/etcdserverpb.KV/${method}`, encoded), {
      ranges: [{ op: 'range', key: 'a', rangeEnd: 'b' }],
      atRevision: 7,
    });
  }
  const put = { key: bytes('a\n'), value: secret, lease: 255 };
  assert.deepEqual(factsOf('/etcdserverpb.KV/Put', etcdserverpb.PutRequest.encode(put).finish()), {
    ranges: [{ op: 'put', key: 'a\\x0a' }],
    lease: 'ff',
  });
  const fromKey = { key: bytes('a'), range_end: Uint8Array.of(0) };
  const deletion = etcdserverpb.DeleteRangeRequest.encode(fromKey).finish();
  assert.deepEqual(factsOf('/etcdserverpb.KV/DeleteRange', deletion), {
    ranges: [{ op: 'delete', key: 'a', rangeEnd: '\\x00' }],
  });
});

test('a transaction is told by all its ranges, each with its branch, also those of a transaction in it', () => {
  const txn = etcdserverpb.TxnRequest.encode({
    compare: [{ key: bytes('c'), range_end: bytes('d'), value: secret }],
    success: [
      { request_put: { key: bytes('p'), value: secret } },
      {
        request_txn: {
          compare: [{ key: bytes('i') }],
          failure: [{ request_delete_range: { key: bytes('d') } }],
        },
      },
    ],
    failure: [{ request_range: { key: bytes('r') } }],
  }).finish();
  assert.deepEqual(factsOf('/etcdserverpb.KV/Txn', txn), {
    ranges: [
      { op: 'compare', key: 'c', rangeEnd: 'd' },
      { op: 'put', key: 'p', branch: 'success' },
      { op: 'compare', key: 'i', branch: 'success' },
      { op: 'delete', key: 'd', branch: 'success' },
      { op: 'range', key: 'r', branch: 'failure' },
    ],
  });
});

test('what is said of one request is bounded, and says what it leaves out', () => {
  const key = new Uint8Array(auditKeyBytesMax + 1).fill(0x61);
  const many = auditRangesMax + 3;
  const success = Array.from({ length: many }, () => ({ request_range: { key, range_end: key } }));
  const facts = factsOf(
    '/etcdserverpb.KV/Txn',
    etcdserverpb.TxnRequest.encode({ success }).finish(),
  );
  assert.equal(facts?.ranges?.length, auditRangesMax);
  assert.equal(facts.rangesOmitted, 3);
  assert.deepEqual(facts.ranges[0], {
    op: 'range',
    branch: 'success',
    key: 'a'.repeat(auditKeyBytesMax),
    keyBytes: key.length,
    rangeEnd: 'a'.repeat(auditKeyBytesMax),
    rangeEndBytes: key.length,
  });
});

test('changes of users and roles are told by name, and never with a password', () => {
  const { AuthUserAddRequest, AuthUserChangePasswordRequest, AuthenticateRequest } = etcdserverpb;
  const fields = { name: 'ann', password };
  for (const [method, codec] of Object.entries({
    UserAdd: AuthUserAddRequest,
    UserChangePassword: AuthUserChangePasswordRequest,
    Authenticate: AuthenticateRequest,
  })) {
    const facts = factsOf(`/etcdserverpb.Auth/${method}`, codec.encode(fields).finish());
    assert.deepEqual(facts, { targetUser: 'ann' });
  }
  const hashed = { name: 'ann', hashedPassword: password };
  const change = AuthUserChangePasswordRequest.encode(hashed).finish();
  assert.deepEqual(factsOf('/etcdserverpb.Auth/UserChangePassword', change), { targetUser: 'ann' });
  const granted = etcdserverpb.AuthRoleGrantPermissionRequest.encode({
    name: 'r',
    perm: { permType: 2, key: bytes('a'), range_end: bytes('b') },
  }).finish();
  assert.deepEqual(factsOf('/etcdserverpb.Auth/RoleGrantPermission', granted), {
    role: 'r',
    ranges: [{ op: 'grant READWRITE', key: 'a', rangeEnd: 'b' }],
  });
  const revoked = etcdserverpb.AuthUserRevokeRoleRequest.encode({
    name: 'ann',
    role: 'r',
  }).finish();
  assert.deepEqual(factsOf('/etcdserverpb.Auth/UserRevokeRole', revoked), {
    targetUser: 'ann',
    role: 'r',
  });
});

test('members and leases are told as etcdctl writes them, locks and elections by their names', () => {
  const removed = etcdserverpb.MemberRemoveRequest.encode({ ID: 0xabc }).finish();
  assert.deepEqual(factsOf('/etcdserverpb.Cluster/MemberRemove', removed), { member: 'abc' });
  const revoked = etcdserverpb.LeaseRevokeRequest.encode({ ID: -1 }).finish();
  assert.deepEqual(factsOf('/etcdserverpb.Lease/LeaseRevoke', revoked), { lease: 'f'.repeat(16) });
  const alarm = etcdserverpb.AlarmRequest.encode({ action: 2 }).finish();
  assert.deepEqual(factsOf('/etcdserverpb.Maintenance/Alarm', alarm), { action: 'DEACTIVATE' });
  const lock = v3lockpb.LockRequest.encode({ name: bytes('l') }).finish();
  assert.deepEqual(factsOf('/v3lockpb.Lock/Lock', lock), { ranges: [{ op: 'lock', key: 'l' }] });
  const proclaim = { leader: { key: bytes('e/1') }, value: secret };
  assert.deepEqual(
    factsOf(
      '/v3electionpb.Election/Proclaim',
      v3electionpb.ProclaimRequest.encode(proclaim).finish(),
    ),
    { ranges: [{ op: 'proclaim', key: 'e/1' }] },
  );
  assert.deepEqual(factsOfWatch({ key: bytes('w'), range_end: bytes('x'), start_revision: 5 }), {
    ranges: [{ op: 'watch', key: 'w', rangeEnd: 'x' }],
    startRevision: 5,
  });
});

test('what cannot be read is malformed, and of what is not known nothing is told', () => {
  const cut = Uint8Array.of(10, 200);
  assert.deepEqual(factsOf('/etcdserverpb.KV/Put', cut), { malformed: true });
  assert.equal(factsOf('/etcdserverpb.Maintenance/Status', cut), undefined);
  assert.equal(factsOf('toString', cut), undefined);
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Table } from '@cairn/backend';
import { cairn, etcdserverpb, leasepb } from '@cairn/proto';
import { RequestKind } from '../request-codec.ts';
import { TestMachine, outcomeOf, responseOf } from '../testing/test-machine.ts';

function rows(m: TestMachine): string[] {
  return [...m.backend.scan(Table.lease, {})].map(({ value }) => {
    const { ID, TTL, RemainingTTL } = leasepb.Lease.decode(value);
    return [ID, TTL, RemainingTTL].map(Number).join(' ');
  });
}

function changes(m: TestMachine): string[] {
  return m.machine.takeChanges().leases.map((change) => {
    return change.kind === 'revoked'
      ? `revoked ${change.id}`
      : `${change.kind} ${change.lease.id} ${change.lease.remainingTtlSeconds}`;
  });
}

test('a granted lease is in the table, on disk and told, and its answer repeats the TTL', () => {
  const m = new TestMachine();
  const response = etcdserverpb.LeaseGrantResponse.decode(responseOf(m.grant(7, 60)));
  assert.deepEqual(
    [response.ID, response.TTL, response.header?.revision].map(Number),
    [7, 60, 1],
    'granting makes no revision',
  );
  assert.deepEqual(rows(m), ['7 60 0']);
  assert.deepEqual(changes(m), ['granted 7 0']);
});

test('a lease that exists is not granted again', () => {
  const m = new TestMachine();
  m.grant(7, 60);
  assert.equal(
    outcomeOf(() => responseOf(m.grant(7, 90))),
    'LeaseExistsError',
  );
  assert.deepEqual(rows(m), ['7 60 0']);
});

test('negative ids are leases like others', () => {
  const m = new TestMachine();
  m.grant(-5, 60);
  m.set('k', '1', -5);
  assert.deepEqual(m.machine.leases.table.keys(-5n), ['k']);
  responseOf(m.revoke(-5));
  assert.deepEqual(m.contents(), []);
  assert.deepEqual(rows(m), []);
});

test('a revoke deletes the keys in key order, in one revision', () => {
  const m = new TestMachine();
  m.grant(7);
  for (const name of ['c', 'a', 'b']) m.set(name, '1', 7);
  m.set('other', '1');
  m.events();
  const response = etcdserverpb.LeaseRevokeResponse.decode(responseOf(m.revoke(7)));
  assert.equal(Number(response.header?.revision), 6);
  assert.deepEqual(m.events(), ['delete a 6.0', 'delete b 6.1', 'delete c 6.2']);
  assert.deepEqual(m.contents(), ['other=1']);
});

test('a revoke without keys makes no revision', () => {
  const m = new TestMachine();
  m.grant(7);
  m.set('k', '1', 7);
  m.set('k', '2');
  const { revision } = m;
  responseOf(m.revoke(7));
  assert.equal(m.revision, revision);
  assert.deepEqual(m.contents(), ['k=2'], 'the key had moved away');
});

test('a revoke of an unknown lease is refused', () => {
  const m = new TestMachine();
  assert.equal(
    outcomeOf(() => responseOf(m.revoke(7))),
    'LeaseNotFoundError',
  );
});

describe('what a lease-keeper asks for', () => {
  const expire = (m: TestMachine, epoch: number, ids: number[]): string =>
    outcomeOf(() =>
      responseOf(m.apply(RequestKind.leaseExpire, cairn.v1.LeaseExpire, { epoch, ids })),
    );
  const checkpoint = (m: TestMachine, epoch: number, id: number, remaining: number): string =>
    outcomeOf(() =>
      responseOf(
        m.apply(RequestKind.leaseCheckpoints, cairn.v1.LeaseCheckpoints, {
          epoch,
          leases: [{ ID: id, RemainingTTL: remaining }],
        }),
      ),
    );

  test('counts in its own epoch only', () => {
    const m = new TestMachine();
    m.grant(7);
    m.set('k', '1', 7);
    assert.equal(expire(m, 0, [7]), 'done', 'nobody was ever named: epoch 0');
    m.grant(8, 60);
    m.set('k', '1', 8);
    const first = m.namePrimary('one');
    assert.equal(first, m.index, 'the epoch is the index of the entry that named it');
    const second = m.namePrimary('one');
    assert.ok(second > first);
    changes(m);
    for (const stale of [0, first, second + 1]) {
      assert.equal(expire(m, stale, [8]), 'StaleLeaseEpochError');
      assert.equal(checkpoint(m, stale, 8, 5), 'StaleLeaseEpochError');
    }
    assert.deepEqual(changes(m), []);
    assert.deepEqual(m.contents(), ['k=1']);
    assert.equal(checkpoint(m, second, 8, 5), 'done');
    assert.deepEqual(rows(m), ['8 60 5']);
    assert.equal(expire(m, second, [8]), 'done');
    assert.deepEqual(changes(m), ['checkpointed 8 5', 'revoked 8']);
    assert.deepEqual(m.contents(), []);
  });

  test('revokes each lease in a revision of its own and passes over those that are gone', () => {
    const m = new TestMachine();
    const epoch = m.namePrimary('one');
    for (const id of [7, 8, 9]) m.grant(id);
    m.set('a', '1', 7);
    m.set('b', '1', 8);
    m.revoke(9);
    m.events();
    assert.equal(expire(m, epoch, [9, 8, 7, 8]), 'done');
    assert.deepEqual(m.events(), ['delete b 4.0', 'delete a 5.0']);
  });

  test('checkpoints are bounded by the TTL, cleared by zero, and nothing for a lease that is gone', () => {
    const m = new TestMachine();
    const epoch = m.namePrimary('one');
    m.grant(7, 60);
    changes(m);
    assert.equal(checkpoint(m, epoch, 7, 100), 'done');
    assert.deepEqual(rows(m), ['7 60 60']);
    assert.equal(checkpoint(m, epoch, 7, 0), 'done');
    assert.deepEqual(rows(m), ['7 60 0']);
    assert.equal(checkpoint(m, epoch, 99, 5), 'done');
    assert.deepEqual(changes(m), ['checkpointed 7 60', 'checkpointed 7 0']);
  });

  test('the primary is known again after a restart', () => {
    const m = new TestMachine();
    m.enterTerm(4);
    const epoch = m.namePrimary('one');
    m.reopen();
    const { leasePrimary } = m.machine;
    assert.deepEqual(leasePrimary, { epoch, term: 4, keeperId: 'one', address: 'one:1' });
  });
});

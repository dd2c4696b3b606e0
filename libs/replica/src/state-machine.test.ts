// The state after entry i is a function of the entries up to i: on a member where somebody waits, on
// one where nobody does, and on one that was restarted in between.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Table } from '@cairn/backend';
import { SeededRandom } from '@cairn/core';
import { etcdserverpb, membershippb } from '@cairn/proto';
import { putMember } from './membership.ts';
import { RequestKind, encodeRequest } from './request-codec.ts';
import { TestMachine, bytes } from './testing/test-machine.ts';

/** Every table, byte by byte. */
function dump({ backend }: TestMachine): string[] {
  return Object.values(Table).flatMap((table) =>
    [...backend.scan(table, {})].map(
      ({ key, value }) =>
        `${table} ${Buffer.from(key).toString('hex')} ${Buffer.from(value).toString('hex')}`,
    ),
  );
}

function randomRequest(random: SeededRandom): readonly [RequestKind, Uint8Array] {
  const name = (): Uint8Array => bytes(`k${random.nextBelow(8)}`);
  const lease = random.nextBelow(3) === 0 ? 1 + random.nextBelow(3) : 0;
  const put = {
    key: name(),
    value: bytes(`v${random.nextUint32()}`),
    lease,
    prev_kv: random.nextBelow(2) === 0,
    ignore_lease: random.nextBelow(8) === 0,
  };
  const range = { key: name(), range_end: bytes('k9') };
  switch (random.nextBelow(8)) {
    case 0:
    case 1:
      return [RequestKind.put, etcdserverpb.PutRequest.encode(put).finish()];
    case 2:
      return [RequestKind.deleteRange, etcdserverpb.DeleteRangeRequest.encode(range).finish()];
    case 3: {
      const ID = 1 + random.nextBelow(3);
      return [
        RequestKind.leaseGrant,
        etcdserverpb.LeaseGrantRequest.encode({ ID, TTL: 9 }).finish(),
      ];
    }
    case 4: {
      const ID = 1 + random.nextBelow(3);
      return [RequestKind.leaseRevoke, etcdserverpb.LeaseRevokeRequest.encode({ ID }).finish()];
    }
    default: {
      const inner = {
        compare: [{ key: name() }],
        success: [{ request_put: { key: bytes('inner') } }, { request_range: range }],
        failure: [{ request_delete_range: range }],
      };
      const success = [
        { request_range: range },
        { request_put: put },
        { request_txn: inner },
        { request_range: { ...range, revision: random.nextBelow(60) } },
      ];
      const compare = random.nextBelow(2) === 0 ? [] : [{ key: name(), version: 1 }];
      const failure = [{ request_delete_range: range }];
      return [
        RequestKind.txn,
        etcdserverpb.TxnRequest.encode({ compare, success, failure }).finish(),
      ];
    }
  }
}

for (let seed = 1; seed <= 5; seed++) {
  test(`members agree byte for byte, whoever waits and whoever restarts (seed ${seed})`, () => {
    const random = new SeededRandom(seed);
    const answering = new TestMachine();
    const silent = new TestMachine({ isAwaited: false });
    const restarting = new TestMachine();
    let refused = 0;
    for (let i = 0; i < 400; i++) {
      const [kind, body] = randomRequest(random);
      const outcomes = [answering, silent, restarting].map((m) => m.applyBytes(kind, body));
      const [first] = outcomes;
      const ends = outcomes.map((applied) =>
        applied.kind === 'refused' ? applied.error.name : applied.kind,
      );
      assert.equal(new Set(ends).size, 1, ends.join());
      if (first?.kind === 'refused') refused += 1;
      if (random.nextBelow(20) === 0) restarting.reopen();
    }
    assert.ok(refused > 10 && answering.revision > 100);
    assert.deepEqual(dump(silent), dump(answering));
    assert.deepEqual(dump(restarting), dump(answering));
    for (const id of [1n, 2n, 3n]) {
      const keys = answering.machine.leases.table.keys(id);
      assert.deepEqual(silent.machine.leases.table.keys(id), keys);
      assert.deepEqual(restarting.machine.leases.table.keys(id), keys);
    }
  });
}

test('nobody waits: there is no answer to encode', () => {
  const m = new TestMachine({ isAwaited: false });
  const body = etcdserverpb.PutRequest.encode({ key: bytes('a') }).finish();
  const applied = m.applyBytes(RequestKind.put, body);
  assert.equal(applied.kind === 'done' && applied.response.length, 0);
});

test('the empty entry of a new leader changes nothing', () => {
  const m = new TestMachine();
  const entry = { index: 2, term: 1, type: 0, data: new Uint8Array(0) } as const;
  assert.deepEqual(m.machine.apply(entry, true), { kind: 'internal' });
});

test('an entry that this version cannot apply stops the member instead of being passed over', () => {
  const m = new TestMachine();
  const data = encodeRequest({ member: 1, sequence: 1 }, 4711 as RequestKind, new Uint8Array(0));
  const entry = { index: 2, term: 1, type: 0, data } as const;
  assert.throws(() => m.machine.apply(entry, true), /unknown kind 4711/);
});

test('a compaction is refused below the last one and beyond the current revision', () => {
  const m = new TestMachine();
  for (let i = 0; i < 5; i++) m.set('a', `${i}`);
  const refusal = (revision: number): string => {
    const applied = m.compact(revision);
    return applied.kind === 'refused' ? applied.error.name : applied.kind;
  };
  assert.equal(refusal(0), 'compacting', 'legal once');
  assert.equal(refusal(0), 'CompactedError');
  assert.equal(refusal(-1), 'CompactedError');
  assert.equal(refusal(4), 'compacting');
  assert.equal(refusal(4), 'CompactedError');
  assert.equal(refusal(7), 'FutureRevisionError');
  assert.equal(refusal(6), 'compacting');
});

test('a member’s attributes are kept, and those of nobody are passed over', () => {
  const m = new TestMachine();
  const urls = { peerUrls: ['http://a:1'], clientUrls: [], isLearner: false };
  putMember(m.backend, { id: 5n, name: '', ...urls });
  m.reopen();
  for (const id of [5, 6]) {
    m.apply(RequestKind.memberAttributes, membershippb.ClusterMemberAttrSetRequest, {
      member_ID: id,
      member_attributes: { name: `m${id}`, client_urls: ['http://c:1'] },
    });
  }
  const expected = [{ id: 5n, name: 'm5', ...urls, clientUrls: ['http://c:1'] }];
  assert.deepEqual(m.machine.members, expected);
  m.reopen();
  assert.deepEqual(m.machine.members, expected);
});

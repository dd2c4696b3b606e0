import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Table } from '@cairn/backend';
import { etcdserverpb, toUnsignedBigInt } from '@cairn/proto';
import { AlarmKind } from './alarms.ts';
import { leaseCostBytes, putCostBytes, txnCostBytes } from './quota-cost.ts';
import { RequestKind } from './request-codec.ts';
import { TestMachine, bytes, outcomeOf, responseOf } from './testing/test-machine.ts';

const { AlarmAction } = etcdserverpb.AlarmRequest;
const member = 0xfedcba9876543210n;

function request(
  machine: TestMachine,
  action: etcdserverpb.AlarmRequest.AlarmAction,
  alarm: number,
  memberID: bigint = member,
): string[] {
  const body = etcdserverpb.AlarmRequest.encode({
    action,
    alarm,
    memberID: Number(memberID & 0xffffn),
  });
  const response = responseOf(machine.applyBytes(RequestKind.alarm, body.finish()));
  return etcdserverpb.AlarmResponse.decode(response).alarms.map(
    (raised) => `${raised.alarm}@${toUnsignedBigInt(raised.memberID ?? 0).toString(16)}`,
  );
}

const raise = (machine: TestMachine, alarm: number, id?: bigint): string[] =>
  request(machine, AlarmAction.ACTIVATE, alarm, id);
const lift = (machine: TestMachine, alarm: number, id?: bigint): string[] =>
  request(machine, AlarmAction.DEACTIVATE, alarm, id);

test('an alarm is raised once, listed by kind, and lifted by exactly its member and kind', () => {
  const machine = new TestMachine();
  assert.deepEqual(raise(machine, 1), ['1@3210']);
  assert.deepEqual(raise(machine, 1), ['1@3210'], 'again: it is answered all the same');
  assert.deepEqual(raise(machine, 2, 7n), ['2@7']);
  assert.deepEqual(raise(machine, 0), [], 'no kind: nothing is raised');
  assert.deepEqual(request(machine, AlarmAction.GET, 0), ['1@3210', '2@7']);
  assert.deepEqual(request(machine, AlarmAction.GET, 2, 1n), ['2@7'], 'whichever member is named');
  assert.deepEqual(lift(machine, 1, 7n), []);
  assert.deepEqual(lift(machine, 0), []);
  assert.deepEqual(lift(machine, 1), ['1@3210']);
  assert.deepEqual(lift(machine, 1), []);
  assert.deepEqual(machine.machine.alarms.list(AlarmKind.none), [
    { memberId: 7n, kind: AlarmKind.corrupt },
  ]);
});

test('alarms survive a restart, in rows that are the bytes etcd stores', () => {
  const machine = new TestMachine();
  raise(machine, 1, 5n);
  machine.machine.alarms.raise({ memberId: member, kind: AlarmKind.corrupt });
  machine.reopen();
  const { alarms } = machine.machine;
  assert.deepEqual(alarms.list(AlarmKind.none), [
    { memberId: 5n, kind: AlarmKind.noSpace },
    { memberId: member, kind: AlarmKind.corrupt },
  ]);
  assert.deepEqual([alarms.noSpace, alarms.corrupt], [true, true]);
  const [row] = [...machine.backend.scan(Table.alarm, {})].filter(({ key }) => key.length < 8);
  assert.deepEqual([...(row?.key ?? [])], [0x08, 5, 0x10, 1]);
  assert.equal(row?.value.length, 0);
});

test('an action or kind of a later version is no reason to stop', () => {
  const machine = new TestMachine();
  assert.deepEqual(raise(machine, 9), []);
  assert.deepEqual(request(machine, 9 as 0, 0), []);
  assert.equal(machine.machine.alarms.isAnyRaised, false);
});

const put = { request_put: { key: bytes('k'), value: bytes('v') } };
const remove = { request_delete_range: { key: bytes('k') } };
const range = { request_range: { key: bytes('k') } };

/** What becomes of each kind of entry. */
function outcomes(machine: TestMachine): Record<string, string> {
  machine.machine.leases.grant(77n, 60);
  return {
    put: outcomeOf(() => machine.set('a', '2')),
    txnThatPuts: outcomeOf(() => machine.txn({ success: [put] })),
    txnThatMightPut: outcomeOf(() => machine.txn({ success: [remove], failure: [put] })),
    txnInTxn: outcomeOf(() => machine.txn({ success: [{ request_txn: { failure: [put] } }] })),
    txnThatDeletes: outcomeOf(() => machine.txn({ success: [remove, range] })),
    delete: outcomeOf(() => machine.delete({ key: bytes('b') })),
    grant: outcomeOf(() => responseOf(machine.grant(5))),
    revoke: outcomeOf(() => responseOf(machine.revoke(77))),
    compact: machine.compact(machine.revision).kind,
  };
}

test('without space nothing is added, but everything goes on that reads or makes room', () => {
  const machine = new TestMachine();
  machine.set('a', '1');
  machine.set('b', '1');
  raise(machine, 1);
  assert.deepEqual(outcomes(machine), {
    put: 'NoSpaceError',
    txnThatPuts: 'NoSpaceError',
    txnThatMightPut: 'NoSpaceError',
    txnInTxn: 'NoSpaceError',
    txnThatDeletes: 'done',
    delete: 'done',
    grant: 'NoSpaceError',
    revoke: 'done',
    compact: 'compacting',
  });
  assert.deepEqual(machine.contents(), ['a=1']);
  lift(machine, 1);
  assert.equal(
    outcomeOf(() => machine.set('a', '2')),
    'done',
  );
});

test('while members disagree nothing is changed', () => {
  const machine = new TestMachine();
  machine.set('a', '1');
  machine.set('b', '1');
  const { revision } = machine;
  raise(machine, 1);
  raise(machine, 2);
  const refused = 'CorruptClusterError';
  assert.deepEqual(outcomes(machine), {
    put: refused,
    txnThatPuts: refused,
    txnThatMightPut: refused,
    txnInTxn: refused,
    txnThatDeletes: refused,
    delete: refused,
    grant: refused,
    revoke: refused,
    compact: 'refused',
  });
  assert.equal(machine.revision, revision);
  assert.deepEqual(machine.contents(), ['a=1', 'b=1']);
  lift(machine, 2);
  assert.equal(
    outcomeOf(() => machine.set('a', '2')),
    'NoSpaceError',
    'the other alarm still holds',
  );
});

test('a write costs key, value and what a record takes; a transaction its dearer branch', () => {
  assert.equal(putCostBytes({ key: bytes('abc'), value: bytes('de') }), 261);
  const txn = {
    success: [put, remove, range],
    failure: [put, put, { request_txn: { success: [put], failure: [] } }],
  };
  assert.equal(txnCostBytes(txn), 3 * 258);
  assert.equal(txnCostBytes({ success: [remove, range] }), 0);
  assert.equal(leaseCostBytes, 64);
});

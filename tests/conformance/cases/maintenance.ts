// What operators ask: members, status, hashes, alarms.
import type { Case } from '../case.ts';
import {
  as,
  call,
  changed,
  compact,
  failure,
  get,
  grant,
  headerOf,
  notBefore,
  put,
  remove,
  revisionOf,
  savedRevision,
  sentence,
  txn,
} from '../steps.ts';
import type { Change, Step } from '../case.ts';
import { alarmHasHeader, statusTellsMore } from './changes.ts';

/** HashKV names the revision that was hashed since 3.6. */
function hashRevision(step: string): Change {
  return {
    since: ['3.6.0'],
    reference: 'section 1.2: HashKVResponse.hash_revision',
    expected: (oracle, answers) => ({
      ...(oracle as object),
      hash_revision: savedRevision(answers, step),
    }),
  };
}

const alarmHeaderAfter: Change = {
  ...alarmHasHeader,
  expected: (oracle, answers) => ({ ...(oracle as object), header: headerOf(answers, 'last') }),
};

/** After a step called `put`, with nothing in between that makes a revision. */
function alarm(action: number, kind: number, memberID: bigint): Step {
  return changed(alarmHasHeader, call('Alarm', { action, alarm: kind, memberID }));
}

/** Since 3.5; actions are 0 = validate, 1 = enable, 2 = cancel. */
function downgrade(action: number, version: string, code: number, text: string): Step {
  const request = call('Downgrade', { action, version });
  return notBefore(['3.5.0'], 'sections 1.2 and 2', () => failure(code, text), request);
}

const putOperation = { request_put: { key: 'a', value: 'txn' } };
const deleteOperation = { request_delete_range: { key: 'zz' } };

export const maintenanceCases: readonly Case[] = [
  sentence('the member list has names, URLs and ids and no revision', call('MemberList', {})),
  sentence(
    'a linearizable member list is the same on one member',
    call('MemberList', { linearizable: true }),
  ),
  sentence(
    'status tells version, size, leader, index and term',
    changed(statusTellsMore, call('Status', {})),
  ),
  sentence(
    'the hash of the keys is that of etcd',
    as('one', put('a', '1')),
    changed(hashRevision('one'), call('HashKV', {})),
  ),
  sentence(
    'the hash covers deletes',
    put('a', '1'),
    as('two', remove('a')),
    changed(hashRevision('two'), call('HashKV', {})),
  ),
  sentence(
    'the hash covers leases of keys',
    grant(51n, 300),
    as('one', put('a', '1', { lease: 51n })),
    changed(hashRevision('one'), call('HashKV', {})),
  ),
  sentence(
    'the hash covers sub revisions of a txn',
    as(
      'one',
      txn({
        success: [
          { request_put: { key: 'b', value: '1' } },
          { request_put: { key: 'a', value: '2' } },
        ],
      }),
    ),
    changed(hashRevision('one'), call('HashKV', {})),
  ),
  sentence(
    'the hash at an old revision leaves out what came later',
    as('one', put('a', '1')),
    put('a', '2'),
    changed(hashRevision('one'), call('HashKV', { revision: revisionOf('one') })),
  ),
  sentence(
    'the hash after a compaction leaves out what was compacted',
    put('a', '1'),
    as('two', put('a', '2')),
    as('three', put('b', '1')),
    compact(revisionOf('two'), { physical: true }),
    changed(hashRevision('three'), call('HashKV', {})),
  ),
  sentence(
    'the hash leaves out a delete at the compact revision',
    put('a', '1'),
    as('deleted', remove('a')),
    as('three', put('b', '1')),
    compact(revisionOf('deleted'), { physical: true }),
    changed(hashRevision('three'), call('HashKV', {})),
  ),
  sentence(
    'the hash of a deleted and recreated key after compaction',
    put('a', '1'),
    remove('a'),
    as('three', put('a', '3')),
    as('four', put('a', '4')),
    compact(revisionOf('three'), { physical: true }),
    changed(hashRevision('four'), call('HashKV', {})),
  ),
  sentence(
    'the hash of a future revision is refused',
    as('one', put('a', '1')),
    call('HashKV', { revision: revisionOf('one', 1) }),
  ),
  sentence(
    'the hash below the compact revision is refused',
    as('one', put('a', '1')),
    as('two', put('a', '2')),
    put('a', '3'),
    compact(revisionOf('two'), { physical: true }),
    call('HashKV', { revision: revisionOf('one') }),
  ),
  sentence(
    'no alarm is raised',
    as('put', put('a', '1')),
    changed(alarmHasHeader, call('Alarm', {})),
  ),
  sentence(
    'taking back an alarm that is not raised changes nothing',
    as('put', put('a', '1')),
    changed(alarmHasHeader, call('Alarm', { action: 2, alarm: 1, memberID: 1n })),
    changed(alarmHasHeader, call('Alarm', {})),
  ),
  sentence(
    'alarms are raised and lifted by member and kind, and listed by kind',
    as('put', put('a', '1')),
    alarm(1, 1, 5n),
    alarm(1, 1, 5n),
    alarm(0, 1, 9n),
    alarm(0, 2, 5n),
    alarm(2, 1, 6n),
    alarm(2, 1, 5n),
    alarm(2, 1, 5n),
    alarm(0, 0, 0n),
  ),
  sentence(
    'without space nothing is added, but reading, deleting and compacting go on',
    grant(4_101n, 300),
    put('a', '1'),
    as('put', put('b', '1')),
    alarm(1, 1, 5n),
    put('a', '2'),
    grant(4_102n, 300),
    txn({ success: [putOperation] }),
    txn({ success: [deleteOperation], failure: [putOperation] }),
    txn({ success: [deleteOperation] }),
    get('a'),
    as('last', remove('b')),
    compact(revisionOf('last')),
    call('LeaseRevoke', { ID: 4_101n }),
    changed(alarmHeaderAfter, call('Alarm', { action: 2, alarm: 1, memberID: 5n })),
    put('a', '3'),
    get('a'),
  ),
  sentence(
    'while the cluster is corrupt nothing is changed; the member that is not meant can be read',
    grant(4_103n, 300),
    as('put', put('a', '1')),
    alarm(1, 2, 5n),
    put('a', '2'),
    put('', '2'),
    remove('a'),
    txn({ success: [deleteOperation] }),
    compact(revisionOf('put')),
    grant(4_104n, 300),
    call('LeaseRevoke', { ID: 4_103n }),
    get('a'),
    txn({ success: [{ request_range: { key: 'a' } }] }),
    alarm(2, 2, 5n),
    call('LeaseRevoke', { ID: 4_103n }),
    put('a', '3'),
    get('a'),
  ),
  sentence(
    'a defragmentation is answered without a header and changes no record',
    as('one', put('a', '1')),
    call('Defragment', {}),
    changed(hashRevision('one'), call('HashKV', {})),
    call('Range', { key: 'a' }),
  ),
  sentence(
    'leadership cannot move to a member that does not exist',
    call('MoveLeader', { targetID: 404n }),
  ),
  sentence(
    'a downgrade to what is no version is refused',
    downgrade(0, 'newest', 3, 'etcdserver: wrong downgrade target version format'),
    downgrade(1, '', 3, 'etcdserver: wrong downgrade target version format'),
  ),
  sentence(
    'a downgrade goes to the release before and to no other',
    downgrade(0, '3.9', 3, 'etcdserver: invalid downgrade target version'),
    downgrade(1, '3.0.0', 3, 'etcdserver: invalid downgrade target version'),
  ),
  sentence(
    'a downgrade that is not announced cannot be canceled',
    downgrade(2, '', 9, 'etcdserver: no inflight downgrade job'),
  ),
  sentence(
    'what is no action of a downgrade is refused',
    downgrade(9, '3.4', 2, 'etcdserver: unknown method'),
  ),
];

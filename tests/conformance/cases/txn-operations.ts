// Txn, what it does: branches, what operations see of each other, what is refused, nesting.
import type { Case } from '../case.ts';
import {
  as,
  call,
  compact,
  everything,
  get,
  grant,
  put,
  range,
  remove,
  revisionOf,
  sentence,
  txn,
} from '../steps.ts';
import {
  always,
  decide,
  deleteOp,
  never,
  putOp,
  rangeOp,
  result,
  target,
  txnOp,
} from './txn-parts.ts';

const branches: readonly Case[] = [
  sentence(
    'no compares at all succeed',
    txn({ success: [putOp('a', 'yes')], failure: [putOp('a', 'no')] }),
    get('a'),
  ),
  sentence(
    'all compares must hold',
    decide(always, always),
    decide(always, never),
    decide(never, always),
  ),
  sentence(
    'an empty txn succeeds and takes no revision',
    txn({}),
    txn({ compare: [never] }),
    get('a'),
  ),
  sentence(
    'only the chosen branch is executed',
    txn({ compare: [never], success: [putOp('a', '1')], failure: [putOp('b', '2')] }),
    range('a', 'z'),
  ),
  sentence(
    'a failed compare with an empty failure branch takes no revision',
    put('a', '1'),
    txn({ compare: [never], success: [putOp('a', '2')] }),
    get('a'),
  ),
  sentence(
    'answers come in the order of the operations',
    txn({
      success: [
        putOp('b', '1'),
        rangeOp('a', { range_end: 'z' }),
        deleteOp('c'),
        putOp('a', '2'),
        rangeOp('a', { range_end: 'z' }),
      ],
    }),
  ),
];

const visibility: readonly Case[] = [
  sentence(
    'all writes of a txn have one revision',
    txn({ success: [putOp('a', '1'), putOp('b', '2'), deleteOp('zz')] }),
    range('a', 'z'),
  ),
  sentence(
    'a range sees the puts before it in the txn and not those after',
    txn({
      success: [
        rangeOp('a'),
        putOp('a', '1'),
        rangeOp('a'),
        putOp('b', '2'),
        rangeOp('a', { range_end: 'c' }),
      ],
    }),
  ),
  sentence(
    'a range sees the deletes before it in the txn',
    put('a', '1'),
    txn({
      success: [deleteOp('a'), rangeOp('a'), putOp('b', '1'), rangeOp('a', { range_end: 'z' })],
    }),
  ),
  sentence(
    'a put may follow a delete that did not cover it',
    put('a', '1'),
    txn({ success: [deleteOp('a'), putOp('b', '1')] }),
    range('a', 'z'),
  ),
  sentence(
    'prev_kv inside a txn is what was before the txn',
    put('a', '1'),
    txn({ success: [putOp('a', '2', { prev_kv: true })] }),
    txn({ success: [deleteOp('a', { prev_kv: true })] }),
  ),
  sentence(
    'a delete of nothing in a txn takes no revision',
    put('a', '1'),
    txn({ success: [deleteOp('b')] }),
    get('a'),
  ),
  sentence(
    'two deletes of one key delete it once',
    put('a', '1'),
    txn({ success: [deleteOp('a'), deleteOp('a')] }),
    get('a'),
  ),
  sentence(
    'overlapping delete ranges are allowed',
    put('a', '1'),
    put('b', '1'),
    txn({
      success: [
        deleteOp('a', { range_end: 'c' }),
        deleteOp('b', { range_end: 'd', prev_kv: true }),
      ],
    }),
  ),
  sentence(
    'a range of an old revision inside a writing txn',
    as('one', put('a', '1')),
    put('a', '2'),
    txn({
      success: [putOp('b', '1'), rangeOp('a', { revision: revisionOf('one') }), rangeOp('a')],
    }),
  ),
  sentence(
    'limits, sorting and counts work inside a txn',
    put('a', '1'),
    put('b', '2'),
    put('c', '3'),
    txn({
      success: [
        rangeOp('a', { range_end: 'z', limit: 1 }),
        rangeOp('a', { range_end: 'z', sort_order: 2, sort_target: 0 }),
        rangeOp('a', { range_end: 'z', count_only: true }),
        rangeOp('a', { range_end: 'z', keys_only: true }),
      ],
    }),
  ),
  sentence(
    'the inner headers carry revisions only',
    put('a', '1'),
    txn({ success: [rangeOp('a'), putOp('a', '2'), rangeOp('a')] }),
  ),
  sentence(
    'a read-only txn takes no revision',
    put('a', '1'),
    txn({ success: [rangeOp('a')] }),
    txn({ success: [rangeOp('a', { serializable: true })] }),
    get('a'),
  ),
  sentence(
    'a put with ignore_value sees the state before the txn',
    put('a', '1'),
    txn({ success: [putOp('a', '', { ignore_value: true }), rangeOp('a')] }),
  ),
  sentence(
    'a put with a lease inside a txn attaches',
    grant(71n, 300),
    txn({ success: [putOp('a', '1', { lease: 71n }), putOp('b', '1', { lease: 71n })] }),
    get('a'),
    txn({ success: [deleteOp('a'), deleteOp('b')] }),
    call('LeaseTimeToLive', { ID: 71n, keys: true }),
  ),
];

const refused: readonly Case[] = [
  sentence(
    'the same key put twice is refused',
    txn({ success: [putOp('a', '1'), putOp('a', '2')] }),
    get('a'),
  ),
  sentence(
    'the same key put twice in the failure branch is refused though it would not run',
    txn({
      compare: [always],
      success: [putOp('b', '1')],
      failure: [putOp('a', '1'), putOp('a', '2')],
    }),
    get('b'),
  ),
  sentence(
    'the same key in both branches is allowed',
    txn({ compare: [always], success: [putOp('a', '1')], failure: [putOp('a', '2')] }),
    get('a'),
  ),
  sentence(
    'a put inside a deleted range is refused',
    txn({ success: [deleteOp('a', { range_end: 'c' }), putOp('b', '1')] }),
    get('b'),
  ),
  sentence(
    'a put before a delete that covers it is refused',
    txn({ success: [putOp('b', '1'), deleteOp('a', { range_end: 'c' })] }),
    get('b'),
  ),
  sentence(
    'a put and a delete of one key are refused',
    txn({ success: [putOp('a', '1'), deleteOp('a')] }),
  ),
  sentence(
    'a put at the end of a deleted range is outside of it',
    txn({ success: [deleteOp('a', { range_end: 'c' }), putOp('c', '1')] }),
    get('c'),
  ),
  sentence(
    'a put inside a range that is deleted to the end of the store is refused',
    txn({ success: [deleteOp('b', { range_end: everything }), putOp('zz', '1')] }),
  ),
  sentence(
    'an empty operation is refused',
    txn({ success: [{}] }),
    txn({ compare: [always], failure: [{}] }),
  ),
  sentence(
    'a compare with an empty key is refused',
    txn({ compare: [{ key: '', target: target.version, result: result.equal, version: 0 }] }),
  ),
  sentence(
    'operations with empty keys are refused',
    txn({ success: [putOp('', '1')] }),
    txn({ success: [rangeOp('')] }),
    txn({ success: [deleteOp('')] }),
    txn({ failure: [putOp('', '1')] }),
  ),
  sentence(
    '128 operations are allowed',
    txn({ success: Array.from({ length: 128 }, (_, i) => putOp(`k${i}`, '1')) }),
    range('k', 'l', { count_only: true }),
  ),
  sentence(
    '129 operations are refused',
    txn({ success: Array.from({ length: 129 }, (_, i) => putOp(`k${i}`, '1')) }),
    range('k', 'l', { count_only: true }),
  ),
  sentence(
    '129 operations in the failure branch are refused',
    txn({ failure: Array.from({ length: 129 }, (_, i) => rangeOp(`k${i}`)) }),
  ),
  sentence('129 compares are refused', txn({ compare: Array.from({ length: 129 }, () => always) })),
  sentence(
    '128 compares with 128 operations are allowed',
    txn({
      compare: Array.from({ length: 128 }, () => always),
      success: Array.from({ length: 128 }, (_, i) => rangeOp(`k${i}`)),
    }),
  ),
  sentence(
    'a put with an unknown lease fails the whole txn',
    txn({ success: [putOp('a', '1'), putOp('b', '1', { lease: 404n })] }),
    range('a', 'z'),
  ),
  sentence(
    'a put with ignore_value of a missing key fails the whole txn',
    txn({ success: [putOp('a', '1'), putOp('b', '', { ignore_value: true })] }),
    range('a', 'z'),
  ),
  sentence(
    'a put with ignore_lease of a missing key fails the whole txn',
    txn({ success: [putOp('a', '1'), putOp('b', '1', { ignore_lease: true })] }),
    range('a', 'z'),
  ),
  sentence(
    'a put with ignore_value and a value is refused',
    put('a', '1'),
    txn({ success: [putOp('a', '2', { ignore_value: true })] }),
  ),
  sentence(
    'a put with ignore_lease and a lease is refused',
    put('a', '1'),
    txn({ success: [putOp('a', '2', { ignore_lease: true, lease: 9n })] }),
  ),
  sentence(
    'a range in the future fails the whole txn',
    as('one', put('a', '1')),
    txn({ success: [putOp('b', '1'), rangeOp('a', { revision: revisionOf('one', 5) })] }),
    get('b'),
  ),
  sentence(
    'a range below the compact revision fails the whole txn',
    as('one', put('a', '1')),
    as('two', put('a', '2')),
    compact(revisionOf('two')),
    txn({ success: [putOp('b', '1'), rangeOp('a', { revision: revisionOf('one') })] }),
    get('b'),
  ),
  sentence(
    'what is wrong in the branch not taken but legal to write does not matter',
    txn({
      compare: [always],
      success: [putOp('a', '1')],
      failure: [putOp('b', '1', { lease: 404n })],
    }),
    range('a', 'z'),
  ),
];

const nested: readonly Case[] = [
  sentence(
    'a nested txn answers in its place',
    txn({
      success: [putOp('a', '1'), txnOp({ success: [putOp('b', '2'), rangeOp('a')] }), rangeOp('b')],
    }),
  ),
  sentence(
    'a nested compare sees the state before the whole txn',
    txn({
      success: [
        putOp('a', '1'),
        txnOp({
          compare: [{ key: 'a', target: target.version, result: result.equal, version: 0 }],
          success: [putOp('b', 'before')],
          failure: [putOp('b', 'after')],
        }),
      ],
    }),
    get('b'),
  ),
  sentence(
    'a nested txn takes its failure branch',
    txn({
      success: [
        txnOp({ compare: [never], success: [putOp('a', 'yes')], failure: [putOp('a', 'no')] }),
      ],
    }),
    get('a'),
  ),
  sentence(
    'all levels write one revision',
    txn({
      success: [
        putOp('a', '1'),
        txnOp({ success: [putOp('b', '1'), txnOp({ success: [putOp('c', '1')] })] }),
      ],
    }),
    range('a', 'z'),
  ),
  sentence(
    'the same key on two levels is refused',
    txn({ success: [putOp('a', '1'), txnOp({ success: [putOp('a', '2')] })] }),
  ),
  sentence(
    'the same key in two nested txns is refused',
    txn({
      success: [txnOp({ success: [putOp('a', '1')] }), txnOp({ success: [putOp('a', '2')] })],
    }),
  ),
  sentence(
    'the same key in both branches of one nested txn is allowed',
    txn({
      success: [
        txnOp({ compare: [always], success: [putOp('a', '1')], failure: [putOp('a', '2')] }),
      ],
    }),
    get('a'),
  ),
  sentence(
    'a nested delete over an outer put is refused',
    txn({ success: [putOp('b', '1'), txnOp({ success: [deleteOp('a', { range_end: 'c' })] })] }),
  ),
  sentence(
    'a nested put under an outer delete is refused',
    txn({ success: [deleteOp('a', { range_end: 'c' }), txnOp({ failure: [putOp('b', '1')] })] }),
  ),
  sentence(
    'deletes on two levels may overlap',
    put('a', '1'),
    txn({ success: [deleteOp('a', { range_end: 'c' }), txnOp({ success: [deleteOp('a')] })] }),
  ),
  sentence(
    'the operations of a nested txn count with those around it',
    txn({
      success: [txnOp({ success: Array.from({ length: 127 }, (_, i) => putOp(`k${i}`, '1')) })],
    }),
    txn({
      success: [txnOp({ success: Array.from({ length: 128 }, (_, i) => putOp(`m${i}`, '1')) })],
    }),
  ),
  sentence(
    'an empty key in a nested compare is refused',
    txn({ success: [txnOp({ compare: [{ key: '', target: target.version, version: 0 }] })] }),
  ),
  sentence(
    'an empty nested txn answers success',
    txn({ success: [txnOp({})] }),
    txn({ success: [txnOp({ compare: [never] })] }),
  ),
  sentence(
    'a failed check in a nested txn fails everything',
    txn({ success: [putOp('a', '1'), txnOp({ success: [putOp('b', '1', { lease: 404n })] })] }),
    range('a', 'z'),
  ),
  sentence(
    'a nested range sees the outer puts before it',
    txn({
      success: [
        putOp('a', '1'),
        txnOp({ success: [rangeOp('a')] }),
        deleteOp('b'),
        txnOp({ success: [rangeOp('a', { count_only: true })] }),
      ],
    }),
  ),
  sentence(
    'a delete after a txn is one revision of its own',
    txn({ success: [putOp('a', '1'), putOp('b', '1')] }),
    remove('a', { range_end: 'z' }),
  ),
];

export const txnOperationCases: readonly Case[] = [
  ...branches,
  ...visibility,
  ...refused,
  ...nested,
];

// Txn: every compare, what operations see of each other, what is refused, and nested transactions.
import type { Case, Request, Scripted, Step } from '../case.ts';
import type { Ask, UnaryRpcs } from '../../kit/index.ts';
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

type Txn = Ask<UnaryRpcs['Txn']>;
type Compare = Scripted<NonNullable<Txn['compare']>[number]>;
type Op = Scripted<NonNullable<Txn['success']>[number]>;

const result = { equal: 0, greater: 1, less: 2, notEqual: 3 } as const;
const target = { version: 0, create: 1, mod: 2, value: 3, lease: 4 } as const;

function putOp(key: string, value: string, more: Request<'Put'> = {}): Op {
  return { request_put: { key, value, ...more } };
}

function rangeOp(key: string, more: Request<'Range'> = {}): Op {
  return { request_range: { key, ...more } };
}

function deleteOp(key: string, more: Request<'DeleteRange'> = {}): Op {
  return { request_delete_range: { key, ...more } };
}

function txnOp(request: Request<'Txn'>): Op {
  return { request_txn: request };
}

/** Holds always: no key has a negative version. */
const always: Compare = { key: 'any', target: target.version, result: result.greater, version: -1 };
const never: Compare = { key: 'any', target: target.version, result: result.less, version: 0 };

/** A txn that changes nothing and says which branch it took. */
function decide(...compare: readonly Compare[]): Step {
  return txn({ compare, success: [rangeOp('yes')], failure: [rangeOp('no')] });
}

/** The compare's target with a value below, at and above what key `a` has after `compared`. */
const compareTargets = {
  version: [1, 2, 3].map((version) => ({ target: target.version, version })),
  create: [-1, 0, 1].map((offset) => ({
    target: target.create,
    create_revision: revisionOf('created', offset),
  })),
  mod: [-1, 0, 1].map((offset) => ({
    target: target.mod,
    mod_revision: revisionOf('changed', offset),
  })),
  value: ['k', 'm', 'o'].map((value) => ({ target: target.value, value })),
  lease: [70n, 71n, 72n].map((lease) => ({ target: target.lease, lease })),
} as const;

/** `a` at version 2 with the value `m` and lease 71. */
const compared: readonly Step[] = [
  grant(71n, 300),
  as('created', put('a', 'first')),
  as('changed', put('a', 'm', { lease: 71n })),
];

const results = ['equal', 'greater', 'less', 'notEqual'] as const;
const targets = ['version', 'create', 'mod', 'value', 'lease'] as const;

const compares: readonly Case[] = targets.flatMap((name) =>
  results.map((how) =>
    sentence(
      `compare ${name} ${how} below, at and above what the key has, and on a missing key`,
      ...compared,
      ...compareTargets[name].map((union) => decide({ key: 'a', result: result[how], ...union })),
      ...compareTargets[name].map((union) =>
        decide({ key: 'missing', result: result[how], ...union }),
      ),
    ),
  ),
);

const missingKeys: readonly Case[] = [
  sentence(
    'a missing key has version, create and mod revision and lease 0',
    decide({ key: 'a', target: target.version, result: result.equal, version: 0 }),
    decide({ key: 'a', target: target.create, result: result.equal, create_revision: 0 }),
    decide({ key: 'a', target: target.mod, result: result.equal, mod_revision: 0 }),
    decide({ key: 'a', target: target.lease, result: result.equal, lease: 0n }),
  ),
  sentence(
    'a compare of the value of a missing key never holds, whatever is compared',
    ...results.map((how) =>
      decide({ key: 'a', target: target.value, result: result[how], value: '' }),
    ),
    ...results.map((how) =>
      decide({ key: 'a', target: target.value, result: result[how], value: 'x' }),
    ),
  ),
  sentence(
    'values compare as bytes',
    put('a', '\x80'),
    decide({ key: 'a', target: target.value, result: result.greater, value: '\x7f' }),
    decide({ key: 'a', target: target.value, result: result.less, value: '\x80\0' }),
    decide({ key: 'a', target: target.value, result: result.greater, value: '' }),
  ),
  sentence(
    'a compare without its value compares with zero',
    put('a', '1'),
    decide({ key: 'a', target: target.version, result: result.greater }),
    decide({ key: 'a', target: target.mod, result: result.equal }),
    decide({ key: 'a', target: target.value, result: result.greater }),
  ),
  sentence(
    'a compare whose value is of another target compares with zero',
    put('a', '1'),
    decide({ key: 'a', target: target.version, result: result.equal, value: '1' }),
    decide({ key: 'a', target: target.version, result: result.greater, mod_revision: 99 }),
  ),
  sentence(
    'an unknown compare result or target',
    put('a', '1'),
    decide({ key: 'a', target: target.version, result: 9 as 0, version: 1 }),
    decide({ key: 'a', target: 9 as 0, result: result.equal, version: 1 }),
  ),
];

const rangeCompares: readonly Case[] = [
  sentence(
    'a compare over a range must hold for every key in it',
    put('p/a', '1'),
    put('p/b', '1'),
    decide({ key: 'p/', range_end: 'p0', target: target.value, result: result.equal, value: '1' }),
    put('p/b', '2'),
    decide({ key: 'p/', range_end: 'p0', target: target.value, result: result.equal, value: '1' }),
  ),
  sentence(
    'a compare over an empty range compares with a missing key',
    decide({
      key: 'p/',
      range_end: 'p0',
      target: target.version,
      result: result.equal,
      version: 0,
    }),
    decide({
      key: 'p/',
      range_end: 'p0',
      target: target.version,
      result: result.greater,
      version: 0,
    }),
    decide({
      key: 'p/',
      range_end: 'p0',
      target: target.value,
      result: result.notEqual,
      value: 'x',
    }),
  ),
  sentence(
    'a compare with range end \\0 looks at everything from the key on',
    put('a', '1'),
    put('z', '2'),
    decide({
      key: 'b',
      range_end: everything,
      target: target.value,
      result: result.equal,
      value: '2',
    }),
    decide({
      key: 'a',
      range_end: everything,
      target: target.value,
      result: result.equal,
      value: '2',
    }),
  ),
  sentence(
    'a compare of leases over a range',
    grant(71n, 300),
    put('p/a', '1', { lease: 71n }),
    put('p/b', '1'),
    decide({
      key: 'p/',
      range_end: 'p0',
      target: target.lease,
      result: result.notEqual,
      lease: 5n,
    }),
    decide({ key: 'p/', range_end: 'p0', target: target.lease, result: result.equal, lease: 71n }),
  ),
];

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

export const txnCases: readonly Case[] = [
  ...compares,
  ...missingKeys,
  ...rangeCompares,
  ...branches,
  ...visibility,
  ...refused,
  ...nested,
];

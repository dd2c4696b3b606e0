// Txn: what is refused, at each place where an operation can stand; compares over ranges with every target and
// result; ranges with every option, which must answer inside a transaction what they answer outside.
import type { Case, Request, Step } from '../case.ts';
import {
  as,
  compact,
  get,
  grant,
  notBefore,
  failure,
  put,
  range,
  revisionOf,
  sentence,
  txn,
} from '../steps.ts';
import { putStoredKeys, rangeEnds, shown, storedKeys } from './key-ranges.ts';
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
import type { Op } from './txn-parts.ts';

const good = putOp('good', '1');

/** A transaction with the operation at each place where one can stand, on a path that is taken or not. */
const places: readonly ((op: Op) => Step)[] = [
  (op) => txn({ success: [good, op] }),
  (op) => txn({ success: [good], failure: [op] }),
  (op) => txn({ success: [good, txnOp({ compare: [never], failure: [op] })] }),
  (op) => txn({ success: [good, txnOp({ compare: [always], failure: [op] })] }),
  (op) => txn({ compare: [never], success: [txnOp({ success: [txnOp({ success: [op] })] })] }),
];

const wrongOperations: readonly (readonly [what: string, op: Op])[] = [
  ['a put without a key', putOp('', '1')],
  ['a range without a key', rangeOp('')],
  ['a deletion without a key', deleteOp('')],
  ['an operation that is none', {}],
  ['a put that gives and ignores the value', putOp('a', '1', { ignore_value: true })],
  ['a put that gives and ignores the lease', putOp('a', '', { ignore_lease: true, lease: 5n })],
  ['a put with an unknown lease', putOp('a', '1', { lease: 404n })],
  ['a put that keeps the value of a missing key', putOp('missing', '', { ignore_value: true })],
  ['a put that keeps the lease of a missing key', putOp('missing', '1', { ignore_lease: true })],
  ['a range of a future revision', rangeOp('a', { revision: 1_000_000 })],
  ['a range of a compacted revision', rangeOp('a', { revision: revisionOf('one') })],
  ['a second put of the key', putOp('good', '2')],
  ['a deletion of the key that was put', deleteOp('good')],
];

const refused: readonly Case[] = wrongOperations.map(([what, op]) =>
  sentence(
    `${what}, at each place where an operation can stand`,
    as('one', put('a', '1')),
    put('a', '2'),
    compact(revisionOf('one', 1)),
    ...places.flatMap((at) => [at(op), get('good')]),
  ),
);

const unknownSort: Case = sentence(
  'a range in an unknown order, at each place where an operation can stand',
  put('a', '1'),
  ...places.map((at) =>
    notBefore(
      ['3.6.0'],
      'section 3.3: invalid sort enum',
      () => failure(3, 'etcdserver: invalid sort option'),
      at(rangeOp('a', { range_end: 'b', sort_order: 9 as 0 })),
    ),
  ),
  get('good'),
);

/** Three keys: in each respect two are alike and one is not. */
const three: readonly Step[] = [
  grant(75n, 300),
  as('first', put('p/a', 'm')),
  put('p/a', 'm', { lease: 75n }),
  as('second', put('p/b', 'm')),
  put('p/b', 'm', { lease: 75n }),
  as('third', put('p/c', 'z')),
];

const values = {
  version: [1, 2].map((version) => ({ target: target.version, version })),
  create: (['first', 'third'] as const).map((name) => ({
    target: target.create,
    create_revision: revisionOf(name),
  })),
  mod: (['second', 'third'] as const).map((name) => ({
    target: target.mod,
    mod_revision: revisionOf(name),
  })),
  value: ['m', 'z'].map((value) => ({ target: target.value, value })),
  lease: [0n, 75n].map((lease) => ({ target: target.lease, lease })),
} as const;

const targetNames = ['version', 'create', 'mod', 'value', 'lease'] as const;
const resultNames = ['equal', 'greater', 'less', 'notEqual'] as const;

const rangeCompares: readonly Case[] = targetNames.flatMap((name) =>
  resultNames.map((how) =>
    sentence(
      `compare ${name} ${how} over a range, which must hold for each of its keys`,
      ...three,
      ...[
        ['p/a', 'p/c'],
        ['p/', 'p0'],
        ['p/c', '\0'],
        ['p/c', ''],
      ].flatMap(([key = '', range_end = '']) =>
        values[name].map((value) => decide({ key, range_end, result: result[how], ...value })),
      ),
    ),
  ),
);

const comparedRanges: readonly Case[] = storedKeys.map((key) =>
  sentence(
    `compare over the range from ${shown(key)} to every kind of end`,
    putStoredKeys,
    ...rangeEnds.flatMap((range_end) => [
      decide({ key, range_end, target: target.version, result: result.greater, version: 0 }),
      decide({ key, range_end, target: target.value, result: result.less, value: '\xff' }),
    ]),
  ),
);

const rangeOptions: Readonly<Record<string, Request<'Range'>>> = {
  'a limit': { limit: 2 },
  keys_only: { keys_only: true, sort_target: 4, sort_order: 1 },
  count_only: { count_only: true },
  'an order by value': { sort_target: 4, sort_order: 2 },
  'an order by version and a limit': { sort_target: 1, sort_order: 2, limit: 2 },
  'an order by creation': { sort_target: 2, sort_order: 2 },
  'an order by change': { sort_target: 3, sort_order: 1 },
  'a least change': { min_mod_revision: revisionOf('second') },
  'a last change': { max_mod_revision: revisionOf('second') },
  'a first creation': { min_create_revision: revisionOf('second') },
  'a last creation': { max_create_revision: revisionOf('second') },
  'an old revision': { revision: revisionOf('second') },
  'an old revision and a limit': { revision: revisionOf('third'), limit: 1 },
};

const insideAsOutside: readonly Case[] = Object.entries(rangeOptions).map(([what, request]) =>
  sentence(
    `a range with ${what} answers in a transaction what it answers alone`,
    ...three,
    range('p/', 'p0', request),
    txn({ success: [rangeOp('p/', { range_end: 'p0', ...request })] }),
    txn({ success: [putOp('q', '1'), rangeOp('p/', { range_end: 'p0', ...request })] }),
    txn({
      success: [putOp('p/d', 'new'), rangeOp('p/', { range_end: 'p0', ...request })],
    }),
  ),
);

export const txnTableCases: readonly Case[] = [
  ...refused,
  unknownSort,
  ...rangeCompares,
  ...comparedRanges,
  ...insideAsOutside,
];

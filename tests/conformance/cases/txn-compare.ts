// Txn, what decides it: compares of every target and result, on keys and on ranges.
import type { Case, Step } from '../case.ts';
import { as, everything, grant, put, revisionOf, sentence } from '../steps.ts';
import { decide, result, target } from './txn-parts.ts';

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

export const txnCompareCases: readonly Case[] = [...compares, ...missingKeys, ...rangeCompares];

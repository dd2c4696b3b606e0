// RangeStream: what its messages come to is what Range answers, and what it refuses. Older etcds have Range
// alone, so it is Range that they are asked.
import type { Case, Request, Step } from '../case.ts';
import {
  as,
  changed,
  compact,
  everything,
  failure,
  notBefore,
  put,
  range,
  rangeStream,
  remove,
  revisionOf,
  sentence,
  txn,
} from '../steps.ts';
import { putStoredKeys, rangeEnds, shown, storedKeys } from './key-ranges.ts';

/** Far more than the first message holds. */
const recordCount = 75;

const rows: readonly Step[] = [
  as('before', put('row', 'not one of them')),
  as(
    'rows',
    txn({
      success: Array.from({ length: recordCount }, (_, i) => ({
        request_put: { key: `row/${String(i).padStart(3, '0')}`, value: `value ${i}` },
      })),
    }),
  ),
];

function rowCase(name: string, ...requests: readonly Request<'Range'>[]): Case {
  const steps = requests.map((request) => rangeStream('row/', 'row0', request));
  return sentence(name, ...rows, ...steps);
}

const ranges: readonly Case[] = storedKeys.map((key) =>
  sentence(
    `from ${shown(key)} to every kind of end`,
    putStoredKeys,
    ...rangeEnds.map((end) => rangeStream(key, end)),
  ),
);

const limits: readonly Case[] = [1, 9, 10, 11, 74, 75, 76].map((limit) =>
  rowCase(`a limit of ${limit} of ${recordCount} records`, { limit }, { limit, keys_only: true }),
);

const options: readonly Case[] = [
  rowCase('all records in as many messages as it takes', {}),
  rowCase('no limit and a negative one are the same', { limit: 0 }, { limit: -1 }),
  rowCase('count_only is one message', { count_only: true }, { count_only: true, limit: 3 }),
  rowCase('keys_only leaves out the values', { keys_only: true }),
  rowCase('keys_only with count_only is the count', { keys_only: true, count_only: true }),
  rowCase('serializable', { serializable: true }, { serializable: true, limit: 20 }),
  rowCase(
    'key order asked for in words',
    { sort_order: 1, sort_target: 0 },
    { sort_order: 0, sort_target: 0 },
  ),
  rowCase(
    'an old revision has the records of then',
    { revision: revisionOf('rows') },
    { revision: revisionOf('before') },
    { revision: revisionOf('rows'), limit: 30 },
  ),
  rowCase('a future revision is refused', { revision: revisionOf('rows', 1) }),
  sentence(
    'what was written meanwhile is not in an old revision, and the header says the current one',
    ...rows,
    put('row/000', 'changed'),
    remove('row/001'),
    rangeStream('row/', 'row0', { revision: revisionOf('rows') }),
    rangeStream('row/', 'row0'),
  ),
  sentence(
    'a compacted revision is refused, the compact revision is served',
    ...rows,
    put('row/000', 'changed'),
    compact(revisionOf('rows')),
    rangeStream('row/', 'row0', { revision: revisionOf('before') }),
    rangeStream('row/', 'row0', { revision: revisionOf('rows') }),
  ),
  sentence('a key is needed', rangeStream('', ''), rangeStream('', everything)),
  sentence(
    'nothing found is one message with a header',
    put('a', '1'),
    rangeStream('b', 'c'),
    rangeStream('b', ''),
  ),
  sentence(
    'large records travel one by one and arrive whole',
    ...['a', 'b', 'c', 'd'].map((key) => put(`big/${key}`, key.repeat(700_000))),
    rangeStream('big/', 'big0'),
    rangeStream('big/', 'big0', { limit: 2 }),
  ),
  sentence(
    'it is the range that Range answers',
    ...rows,
    range('row/', 'row0'),
    rangeStream('row/', 'row0'),
  ),
];

function refusedStream(what: string, request: Request<'Range'>): Step {
  const text = `RangeStream does not support ${what}`;
  return notBefore(
    ['3.7.0'],
    'section 3.3: RangeStream',
    () => failure(12, text),
    rangeStream('row/', 'row0', request),
  );
}

const targets = ['key', 'version', 'create', 'mod', 'value'] as const;

const refused: readonly Case[] = [
  ...targets.map((target, index) =>
    sentence(
      `descending by ${target} is refused`,
      put('row/1', '1'),
      refusedStream('custom sort orders', { sort_target: index, sort_order: 2 }),
    ),
  ),
  ...targets
    .slice(1)
    .map((target, index) =>
      sentence(
        `ascending by ${target} is refused`,
        put('row/1', '1'),
        refusedStream('custom sort orders', { sort_target: index + 1, sort_order: 1 }),
      ),
    ),
  ...(
    ['min_mod_revision', 'max_mod_revision', 'min_create_revision', 'max_create_revision'] as const
  ).map((filter) =>
    sentence(
      `${filter} is refused`,
      put('row/1', '1'),
      refusedStream('revision filters', { [filter]: 1 }),
    ),
  ),
  sentence(
    'an unknown order is refused as in a Range',
    put('row/1', '1'),
    changed(
      {
        since: ['3.6.0'],
        reference: 'section 3.3: invalid sort enum',
        notAskedBefore: true,
        expected: () => failure(3, 'etcdserver: invalid sort option'),
      },
      rangeStream('row/', 'row0', { sort_order: 9 as 0 }),
    ),
  ),
];

export const rangeStreamCases: readonly Case[] = [...ranges, ...limits, ...options, ...refused];

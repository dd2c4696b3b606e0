// Keys: get, put, del, txn, watch, and the history that compaction cuts off.
import { inEveryFormat, line } from './command-line.ts';
import type { CommandLine } from './command-line.ts';

const puts: readonly CommandLine[] = [
  ...inEveryFormat('put a one'),
  ...inEveryFormat('put a two --prev-kv'),
  line('put b', { input: 'from the standard input\n' }),
  line(['put', 'c', 'with blanks and ünïcode']),
  line('put d four'),
  line('put a three --ignore-value'),
  ...inEveryFormat(['put', '--ignore-value', 'a']),
  line(['put', '--ignore-value', 'missing']),
  ...inEveryFormat('put --ignore-lease a four'),
  line('put --ignore-lease missing one'),
  line('put --ignore-lease --lease=5 a one'),
  line(['put', '', 'no key']),
];

const sortTargets = ['CREATE', 'KEY', 'MODIFY', 'VALUE', 'VERSION'] as const;

const gets: readonly CommandLine[] = [
  ...inEveryFormat('get a'),
  ...inEveryFormat('get a z'),
  ...inEveryFormat('get a z --limit 2'),
  ...inEveryFormat('get a z --keys-only'),
  ...inEveryFormat('get a z --count-only'),
  ...inEveryFormat('get nothing'),
  line('get a --rev 999999'),
  ...inEveryFormat('get a --hex'),
  line('get --prefix a'),
  line(['get', '--prefix', '']),
  line('get --from-key b'),
  line(['get', '--from-key', '']),
  line('get --prefix --from-key a'),
  line('get a z --order DESCEND'),
  line('get a z --order ASCEND'),
  line('get a z --order SIDEWAYS'),
  line('get a z --sort-by NOTHING'),
  ...sortTargets.flatMap((target) => [
    line(`get a z --sort-by ${target}`),
    line(`get a z --sort-by ${target} --order DESCEND --limit 2`),
  ]),
  line('get a --print-value-only'),
  line('get a z --keys-only --print-value-only'),
  line('get a --rev 2'),
  line('get a --rev -1'),
  line('get a --consistency s'),
  line('get a --consistency l'),
  line('get a --consistency x'),
  line('get'),
  line('get a b c'),
];

const deletes: readonly CommandLine[] = [
  ...inEveryFormat('del d'),
  ...inEveryFormat('del e --prev-kv', { before: (client) => client.call('Put', { key: 'e' }) }),
  line('put e/1 x'),
  line('put e/2 y'),
  line('del --prefix e/ --prev-kv'),
  line('put e/3 z'),
  line('put e/4 z'),
  ...inEveryFormat('del --from-key e --prev-kv'),
  line('del --prefix --from-key e'),
  line(['del', '']),
];

const transactions: readonly CommandLine[] = [
  line('put t 1'),
  ...inEveryFormat('txn', {
    input: 'value("t") = "1"\n\nput t 1\nget t\ndel u\n\nput t never\n\n',
  }),
  ...inEveryFormat('txn', { input: 'version("t") > "50"\n\nput t never\n\nget t\nget a z\n\n' }),
  line('txn', { input: 'create("t") = "0"\nmod("t") = "0"\n\nput t 3\n\nget t\n\n' }),
  line('txn', { input: 'mod("t") != "0"\ncreate("t") < "999"\n\nget t --keys-only\n\n\n' }),
  line('txn', { input: 'lease("t") = "0"\n\nget --prefix t\n\n\n' }),
  line('txn', { input: 'value("t") > "0"\n\nput t 4\nput t 5\n\n\n' }),
  line('txn', { input: '\n\n\n' }),
  line('txn', { input: 'value("t") ~ "1"\n\n\n\n' }),
  line('txn', { input: 'color("t") = "1"\n\n\n\n' }),
  line('txn', { input: '\nfrobnicate t\n\n\n' }),
  line('txn', { input: '\nput u 1 --lease=77\n\n\n' }),
  line('txn --interactive', { input: 'value("t") = "1"\n\nput t 1\n\nget t\n\n' }),
];

const watches: readonly CommandLine[] = [
  line('put w 1'),
  line('put w 2'),
  line('del w'),
  line('watch w --rev 2', { until: /DELETE\nw\n\n/ }),
  line('watch w --rev 2 --prev-kv', { until: /DELETE\nw\n2\nw\n\n/ }),
  line('watch --prefix w --rev 2', { format: 'json', until: /"type":1.*\n/ }),
  line('watch w --rev 2', { format: 'fields', until: /"Type" : DELETE[^]*"Lease" : 0\n/ }),
  line('watch w --rev 2', { format: 'table' }),
  line('watch w --rev 2', { format: 'protobuf', until: /w[^]*w[^]*w/ }),
  line('watch v x --rev 2', { until: /DELETE\nw\n\n/ }),
  line('watch w --rev 2 -- printenv ETCD_WATCH_KEY ETCD_WATCH_VALUE ETCD_WATCH_EVENT_TYPE', {
    until: /"DELETE"\n/,
  }),
  line('watch --interactive', {
    input: 'watch w --rev 2\n',
    keepsInputOpen: true,
    until: /DELETE\nw\n\n/,
  }),
  line('watch --interactive', {
    input: 'watch w\nprogress\n',
    keepsInputOpen: true,
    until: /progress notify: \d+\n/,
  }),
  line('watch --interactive', { input: 'frobnicate w\n' }),
  line('watch'),
];

const history: readonly CommandLine[] = [
  ...inEveryFormat((format) => `compaction ${5 + format.length}`),
  line('compaction 5'),
  line('compaction 999999'),
  line('compaction --physical 15'),
  line('compaction x'),
  line('get a --rev 3'),
  line('watch a --rev 3'),
];

export const keyLines: readonly CommandLine[] = [
  ...puts,
  ...gets,
  ...deletes,
  ...transactions,
  ...watches,
];

/** After everything that looks at old revisions. */
export const historyLines: readonly CommandLine[] = history;

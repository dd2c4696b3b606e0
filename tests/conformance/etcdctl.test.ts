// The same etcdctl command lines against Cairn and against a real etcd: what a person at a terminal
// sees must be the same. One session; every line sees what the lines before it did.
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { startPair } from './conform.ts';
import type { Pair } from './conform.ts';
import { etcdctl, requireTools } from '../kit/index.ts';
import type { CommandResult } from '../kit/index.ts';

interface CommandLine {
  readonly args: readonly string[];
  readonly input?: string;
  /** The command goes on for ever; it is interrupted once it printed this. */
  readonly until?: RegExp;
  /** Keeps the first match of the group in stdout, for `$name` in later arguments. */
  readonly keep?: { readonly name: string; readonly pattern: RegExp };
}

/** Words are separated by blanks; what needs blanks inside comes as an array. */
function line(
  command: string | readonly string[],
  more: Omit<CommandLine, 'args'> = {},
): CommandLine {
  return { args: typeof command === 'string' ? command.split(' ') : command, ...more };
}

const formats = ['simple', 'json', 'fields'] as const;

function inEveryFormat(command: string): readonly CommandLine[] {
  return formats.map((format) => line(`${command} -w ${format}`));
}

const values: readonly CommandLine[] = [
  ...inEveryFormat('put a one'),
  line('put a two --prev-kv'),
  line('put b', { input: 'from the standard input\n' }),
  line(['put', 'c', 'with blanks and ünïcode']),
  line('put d four'),
  line('put a three --ignore-value'),
  line(['put', '--ignore-value', 'a']),
  line(['put', '--ignore-value', 'missing']),
  line(['put', '', 'no key']),
  ...inEveryFormat('get a'),
  ...inEveryFormat('get a z'),
  ...inEveryFormat('get a z --limit 2'),
  ...inEveryFormat('get a z --keys-only'),
  line('get a z --count-only -w fields'),
  line('get --prefix a'),
  line('get --from-key b'),
  line('get a z --order DESCEND'),
  line('get a z --sort-by MODIFY --order ASCEND'),
  line('get a z --sort-by VERSION --order DESCEND --limit 1'),
  line('get a --print-value-only'),
  line('get a --rev 2'),
  line('get a --rev 999999'),
  line('get a --consistency s'),
  line('get a --hex'),
  line('get nothing'),
  line('get nothing -w json'),
];

const deletes: readonly CommandLine[] = [
  line('del d'),
  line('del d'),
  line('put e/1 x'),
  line('put e/2 y'),
  line('del --prefix e/ --prev-kv'),
  line('put e/3 z'),
  ...inEveryFormat('del --from-key e --prev-kv'),
];

const transactions: readonly CommandLine[] = [
  line('put t 1'),
  line('txn', { input: 'value("t") = "1"\n\nput t 2\nget t\n\nput t never\n\n' }),
  line('txn -w json', { input: 'version("t") > "5"\n\nput t never\n\nget t\ndel t\n\n' }),
  line('txn -w fields', { input: 'create("t") = "0"\nmod("t") = "0"\n\nput t 3\n\nget t\n\n' }),
  line('txn', { input: 'value("t") > "0"\n\nput t 4\nput t 5\n\n\n' }),
];

const watches: readonly CommandLine[] = [
  line('put w 1'),
  line('put w 2'),
  line('del w'),
  line('watch w --rev 2', { until: /DELETE\nw\n\n/ }),
  line('watch w --rev 2 --prev-kv', { until: /DELETE\nw\n2\nw\n\n/ }),
  line('watch --prefix w --rev 2 -w json', { until: /"type":1.*\n/ }),
  line('watch w --rev 2 -w fields', { until: /"Type" : DELETE[^]*"Lease" : 0\n/ }),
];

/** Before any lease, whose id the server chooses and the hash covers. */
const hashes: readonly CommandLine[] = inEveryFormat('endpoint hashkv');

const leases: readonly CommandLine[] = [
  line('lease grant 300', { keep: { name: 'lease', pattern: /lease ([0-9a-f]+) granted/ } }),
  line('put l one --lease=$lease'),
  ...inEveryFormat('lease timetolive $lease --keys'),
  ...inEveryFormat('lease keep-alive --once $lease'),
  line('lease list'),
  line('put l two --lease=123'),
  line('lease revoke $lease'),
  line('lease revoke $lease'),
  line('lease timetolive $lease'),
  line('lease keep-alive --once $lease'),
  line('get l'),
];

const upkeep: readonly CommandLine[] = [
  line('compaction 5'),
  line('compaction 5'),
  line('compaction 999999'),
  line('compaction --physical 6'),
  line('get a --rev 3'),
  ...inEveryFormat('endpoint status'),
  ...inEveryFormat('endpoint health'),
  ...inEveryFormat('member list'),
  line('member list -w table'),
  line('alarm list'),
  line('defrag'),
];

const coordination: readonly CommandLine[] = [
  line(['lock', 'mutex', 'echo', 'held']),
  line(['lock', 'mutex', 'echo', 'held again']),
  line('get --prefix mutex'),
  line('elect chair ada', { until: /\nada\n/ }),
  line('get --prefix chair'),
];

const session: readonly CommandLine[] = [
  ...values,
  ...deletes,
  ...transactions,
  ...watches,
  ...hashes,
  ...leases,
  ...upkeep,
  ...coordination,
];

/** One server with what earlier lines kept of its answers. */
class Terminal {
  readonly #endpoint: string;
  readonly #kept = new Map<string, string>();

  constructor(endpoint: string) {
    this.#endpoint = endpoint;
  }

  async run({ args, input, until, keep }: CommandLine): Promise<CommandResult> {
    const result = await etcdctl({
      endpoint: this.#endpoint,
      args: args.map((arg) =>
        arg.replace(/\$(\w+)/, (_, name: string) => this.#kept.get(name) ?? ''),
      ),
      ...(input === undefined ? {} : { input }),
      ...(until === undefined ? {} : { untilOutput: (text) => until.test(text) }),
    });
    const kept = keep?.pattern.exec(result.stdout)?.[1];
    if (keep !== undefined && kept !== undefined) this.#kept.set(keep.name, kept);
    return {
      code: result.code,
      stdout: this.#mask(result.stdout),
      stderr: this.#mask(errorLines(result.stderr)),
    };
  }

  #mask(text: string): string {
    let masked = text.replaceAll(this.#endpoint, 'ENDPOINT');
    for (const [name, value] of this.#kept) {
      masked = masked
        .replaceAll(value, `$${name}`)
        .replaceAll(BigInt(`0x${value}`).toString(), `$${name}`);
    }
    for (const [pattern, replacement] of masks) masked = masked.replaceAll(pattern, replacement);
    return masked;
  }
}

/** etcdctl's own log lines tell of its connections; what the user is told starts with "Error:". */
function errorLines(stderr: string): string {
  return stderr
    .split('\n')
    .filter((text) => !text.startsWith('{"level"'))
    .join('\n');
}

/** Figures that may differ between two correct servers; everything around them must be equal. */
const masks: readonly (readonly [RegExp, string])[] = [
  [/"raft_term":\d+/g, '"raft_term":TERM'],
  [/"RaftTerm" : \d+/g, '"RaftTerm" : TERM'],
  [/"raftTerm":\d+/g, '"raftTerm":TERM'],
  [/"(raftIndex|raftAppliedIndex|dbSize|dbSizeInUse)":\d+/g, '"$1":FIGURE'],
  [/"(RaftIndex|RaftAppliedIndex|DBSize|DBSizeInUse|RaftUsedDBSize)" : \d+/g, '"$1" : FIGURE'],
  [/"version":"\d+\.\d+\.\d+"/g, '"version":"VERSION"'],
  [/"Version" : "\d+\.\d+\.\d+"/g, '"Version" : "VERSION"'],
  // endpoint status, simple: endpoint, id, version, size, leader, learner, term, index, applied, errors
  [
    /^(ENDPOINT, [0-9a-f]+), [\d.]+, [\d.]+ [kM]?B, (true|false), (true|false), \d+, \d+, \d+, $/gm,
    '$1, VERSION, SIZE, $2, $3, TERM, INDEX, APPLIED, ',
  ],
  [/took = [\d.]+[mµ]?s/g, 'took = TIME'],
  [/"took":"[\d.]+[mµ]?s"/g, '"took":"TIME"'],
  [/"Took" : [\d.]+[mµ]?s/g, '"Took" : TIME'],
  [/remaining\(\d+s\)/g, 'remaining(TTL)'],
  [/"ttl":29\d|"ttl":300/g, '"ttl":TTL'],
  [/"TTL" : (29\d|300)/g, '"TTL" : TTL'],
  // The key of a lock ends in the id of a lease that the server chose.
  [/^(mutex|chair)\/[0-9a-f]+$/gm, '$1/LEASE'],
];

suite('etcdctl, compared with etcd', requireTools('etcd', 'etcdctl'), () => {
  let pair: Pair;
  let terminals: readonly [Terminal, Terminal];

  before(async () => {
    pair = await startPair();
    terminals = [new Terminal(pair.subject.endpoint), new Terminal(pair.oracle.endpoint)];
  });

  after(async () => {
    await pair?.[Symbol.asyncDispose]();
  });

  for (const [index, command] of session.entries()) {
    test(`${index + 1}: etcdctl ${command.args.join(' ')}`, async () => {
      const [mine, theirs] = await Promise.all(terminals.map((terminal) => terminal.run(command)));
      assert.deepEqual(mine, theirs);
      if (command.until === undefined) assert.notEqual(theirs?.code, null, 'it did not end');
      else assert.ok(command.until.test(theirs?.stdout ?? ''), 'it did not print what ends it');
    });
  }
});

import { parseArgs } from 'node:util';
import { caseNames } from './cases/case.ts';
import type { CaseName } from './cases/case.ts';
import { defaultCases } from './cases/catalog.ts';

export interface Options {
  /** Measured rounds per case, load and server; medians of them are reported. */
  readonly rounds: number;
  readonly cases: readonly CaseName[];
  /** Multiplies the number of requests, keys and events of every run. */
  readonly scale: number;
  /** The etcd binaries to compare with. */
  readonly etcds: readonly string[];
  /** An etcd binary that stands in for Cairn: how the benchmark itself is checked. */
  readonly subject: string | undefined;
  /** Writes the section of docs/benchmarks.md. */
  readonly write: boolean;
}

const quick = { rounds: '1', requests: '0.2' } as const;

export const usage: string = `npm run bench -- [flags]

  --rounds N        measured rounds per server, of which medians are reported (5)
  --cases A,B       of ${caseNames.slice(0, 7).join(', ')},
                    ${caseNames.slice(7).join(', ')}
                    (all but check-perf, which takes a minute per size, server and round)
  --requests X      multiplies the requests, keys and events of every run (1)
  --quick           --rounds ${quick.rounds} --requests ${quick.requests}: whether it runs, not how fast
  --etcd PATH       an etcd to compare with; may be said several times (etcd on PATH)
  --subject PATH    an etcd in Cairn's place, to check the benchmark itself
  --write           also write the result into docs/benchmarks.md
  --help            this text
`;

/** Undefined when only the usage was asked for; throws on anything it does not know. */
export function readOptions(args: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    strict: true,
    allowPositionals: false,
    options: {
      rounds: { type: 'string' },
      cases: { type: 'string', default: defaultCases.join(',') },
      requests: { type: 'string' },
      quick: { type: 'boolean', default: false },
      etcd: { type: 'string', multiple: true, default: ['etcd'] },
      subject: { type: 'string' },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const {
    rounds = values.quick ? quick.rounds : '5',
    requests = values.quick ? quick.requests : '1',
  } = values;
  return {
    rounds: positive('--rounds', rounds, Number.isSafeInteger),
    cases: values.cases.split(',').map(readCase),
    scale: positive('--requests', requests, Number.isFinite),
    etcds: values.etcd,
    subject: values.subject,
    write: values.write,
  };
}

function positive(flag: string, text: string, isValid: (value: number) => boolean): number {
  const value = Number(text);
  if (!isValid(value) || value <= 0) throw new Error(`${flag} ${text} is not a positive number`);
  return value;
}

function readCase(name: string): CaseName {
  const known = caseNames.find((each) => each === name);
  if (known === undefined)
    throw new Error(`${name} is not a case; cases are ${caseNames.join(', ')}`);
  return known;
}

import { parseArgs } from 'node:util';
import { caseNames } from './cases.ts';
import type { CaseName } from './cases.ts';

export interface Options {
  /** Measured rounds per case, shape and server; medians of them are reported. */
  readonly rounds: number;
  readonly cases: readonly CaseName[];
  /** Multiplies the number of requests of every run. */
  readonly scale: number;
  /** The etcd binary to compare with. */
  readonly etcd: string;
  /** An etcd binary that stands in for Cairn: how the benchmark itself is checked. */
  readonly subject: string | undefined;
  /** Writes the section of docs/benchmarks.md. */
  readonly write: boolean;
}

export const usage: string = `npm run bench -- [flags]

  --rounds N        measured rounds per server, of which medians are reported (5)
  --cases A,B       of ${caseNames.join(', ')} (all)
  --requests X      multiplies the number of requests of every run (1)
  --etcd PATH       the etcd to compare with (etcd on PATH)
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
      rounds: { type: 'string', default: '5' },
      cases: { type: 'string', default: caseNames.join(',') },
      requests: { type: 'string', default: '1' },
      etcd: { type: 'string', default: 'etcd' },
      subject: { type: 'string' },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  return {
    rounds: positive('--rounds', values.rounds, Number.isSafeInteger),
    cases: values.cases.split(',').map(readCase),
    scale: positive('--requests', values.requests, Number.isFinite),
    etcd: values.etcd,
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

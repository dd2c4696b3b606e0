import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { parseArgs } from 'node:util';
import { etcdPutDeleteLease } from './traffic/etcd-put-delete-lease.ts';
import { etcdPut } from './traffic/etcd-put.ts';
import { kubernetes } from './traffic/kubernetes.ts';
import type { Traffic } from './traffic/traffic.ts';

export const traffics: readonly Traffic[] = [etcdPut, etcdPutDeleteLease, kubernetes];

export interface Options {
  readonly durationMs: number;
  readonly seed: number;
  /** Undefined: three and five in turns. */
  readonly memberCount: number | undefined;
  /** Undefined: all, one after the other. */
  readonly traffic: Traffic | undefined;
  readonly network: 'auto' | 'namespaces' | 'proxies';
  readonly reportFile: string;
  /** Undefined: in order of luck. */
  readonly fault: string | undefined;
  /** Only looks again at a history that a failing round left. */
  readonly check: string | undefined;
}

export const usage: string = `Usage: npm run robustness -- [options]

Real clusters under random traffic and random faults. What clients saw is recorded and checked:
linearizability, watches, leases, and that all members hold the same. Ends with 1 when something is wrong.

  --minutes N         how long faults are injected, over all rounds (3)
  --seed N            repeats the draws of a run; timing is the machine's
  --members N         1, 3 or 5 members (3 and 5 in turns)
  --traffic NAME      ${traffics.map(({ name }) => name).join(', ')} (all, round by round)
  --fault TEXT        only faults whose name contains this
  --network KIND      namespaces, proxies, or auto: namespaces where the machine allows them
  --report FILE       where the HTML report goes; a failing round N leaves FILE.round-N.json beside it
  --check FILE        runs nothing: checks such a history again
`;

/** Undefined when help was asked for; throws with what is wrong otherwise. */
export function readOptions(args: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: 'string', default: '3' },
      seed: { type: 'string' },
      members: { type: 'string' },
      traffic: { type: 'string' },
      fault: { type: 'string' },
      check: { type: 'string' },
      network: { type: 'string', default: 'auto' },
      report: { type: 'string', default: join(tmpdir(), 'cairn-robustness.html') },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const { network } = values;
  if (network !== 'auto' && network !== 'namespaces' && network !== 'proxies') {
    throw new Error(`--network is auto, namespaces or proxies, not ${network}`);
  }
  return {
    durationMs: positive('--minutes', values.minutes) * 60_000,
    seed: values.seed === undefined ? randomInt(1, 1_000_000) : positive('--seed', values.seed),
    memberCount: values.members === undefined ? undefined : positive('--members', values.members),
    traffic: values.traffic === undefined ? undefined : trafficNamed(values.traffic),
    network,
    reportFile: values.report,
    fault: values.fault,
    check: values.check,
  };
}

function positive(name: string, value: string): number {
  const number = Number(value);
  if (Number.isFinite(number) && number > 0) return number;
  throw new Error(`${name} is a number above 0, not ${value}`);
}

function trafficNamed(name: string): Traffic {
  const traffic = traffics.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (traffic !== undefined) return traffic;
  throw new Error(`--traffic is one of ${traffics.map((each) => each.name).join(', ')}`);
}

// `etcdctl check perf`: a Go client that writes at a fixed rate for a minute and says what it thinks.
import { execFile } from 'node:child_process';
import type { RunningServer } from '../server/running-server.ts';
import { endpointOf } from '../server/running-server.ts';
import type { CaseFamily, Run } from './case.ts';
import { measureCost } from './measure.ts';
import { startServer } from '../server/member.ts';
import { rotated } from './side-by-side.ts';
import { Tally } from './tally.ts';

const sizes = ['s', 'm', 'l'] as const;
type Size = (typeof sizes)[number];

export const checkPerf: CaseFamily = {
  cases: [
    {
      name: 'check-perf',
      title: 'etcdctl check perf',
      about:
        'A Go client for 60 s at a fixed rate with values of 1 KiB: s 150 writes/s from 50 clients, m ' +
        '1,000 from 200, l 8,000 from 500. "Passes" is its own verdict, 1 or 0.',
      columns: ['passes', 'writesPerSecond', 'slowestMs', 'cpuSeconds', 'peakRssMib'],
    },
  ],
  // A fresh server for each run and no other beside it: the check takes a minute and a whole machine.
  run: async (context) => {
    const rows = [];
    for (const size of sizes) {
      const names = context.products.map(({ name }) => name);
      const tally = new Tally('check-perf', `--load ${size}`, names);
      for (let round = 0; round < context.rounds; round++) {
        for (const product of rotated(context.products, round)) {
          context.say(`  check-perf, --load ${size}: ${product.name} for a minute`);
          await tally.add(product.name, async () => {
            const directory = `${context.scratchDirectory}/${size}-${round}`;
            await using server = await startServer(product, directory);
            return await measureCheck(server, size);
          });
        }
      }
      rows.push(tally.finish(context));
    }
    return rows;
  },
};

async function measureCheck(server: RunningServer, size: Size): Promise<Run> {
  return measureCost(server, 1, async () => {
    const endpoints = `http://${endpointOf(server)}`;
    return parseCheck(await etcdctl(['--endpoints', endpoints, 'check', 'perf', '--load', size]));
  });
}

export interface CheckFigures {
  /** 1 or 0. */
  readonly passes: number;
  readonly writesPerSecond: number;
  readonly slowestMs: number;
}

export function parseCheck(output: string): CheckFigures {
  const throughput = /Throughput(?: too low:|:| is)? (\d+) writes\/s/.exec(output)?.[1];
  const slowest = /Slowest request took(?: too long:)? ([\d.]+)s/.exec(output)?.[1];
  const verdict = output.trimEnd().split('\n').at(-1);
  if (throughput === undefined || slowest === undefined || !/^(PASS|FAIL)$/.test(verdict ?? '')) {
    throw new Error(`etcdctl check perf said: ${output}`);
  }
  return {
    passes: verdict === 'PASS' ? 1 : 0,
    writesPerSecond: Number(throughput),
    slowestMs: Number(slowest) * 1_000,
  };
}

/** Its exit code only repeats the verdict. */
function etcdctl(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, ETCDCTL_API: '3' };
    execFile('etcdctl', [...args], { env }, (error, stdout, stderr) => {
      if (error !== null && typeof error.code !== 'number') reject(error);
      else resolve(`${stderr}${stdout}`.replaceAll('\r', '\n'));
    });
  });
}

import type { CaseFamily, Run } from './case.ts';
import type { RunningServer } from '../server/running-server.ts';
import { fillKeys, measureGenerator, planRange, scaled } from './measure.ts';
import { valueBytes } from './one-key.ts';
import { compareSideBySide } from './side-by-side.ts';

const keys = 10_000;
const atATime = 4;
const rangesPerRun = 100;
const prefix = 'big/';
const prefixEnd = 'big0';

export const bigRange: CaseFamily = {
  cases: [
    {
      name: 'big-range',
      title: 'Range of 10,000 keys',
      about:
        'Own generator; 256 B per value, 4 connections with one linearizable Range each at a time. MB ' +
        'are a million bytes of messages; every answer must have the length of the one looked at.',
      columns: [
        'megabytesPerSecond',
        'rangesPerSecond',
        'p50Ms',
        'p99Ms',
        'cpuSeconds',
        'peakRssMib',
        'generatorCpuSeconds',
      ],
    },
  ],
  run: (context) =>
    compareSideBySide(context, {
      caseName: 'big-range',
      loads: ['4 at a time'],
      nameOf: (load) => load,
      prepare: (server) => fillKeys(server, prefix, keys, valueBytes),
      measure: (server, _load, scale) => measureRanges(server, scaled(rangesPerRun, scale)),
    }),
};

async function measureRanges(server: RunningServer, ranges: number): Promise<Run> {
  const request = await planRange(server, { key: prefix, end: prefixEnd, keys });
  const run = await measureGenerator(
    server,
    {
      kind: 'closed-loop',
      endpoints: server.endpoints,
      connections: atATime,
      streams: 1,
      request,
      warmUpRequests: atATime,
      requests: ranges,
    },
    ranges,
  );
  const rangesPerSecond = run.figures.requestsPerSecond ?? 0;
  const megabytesPerSecond = (rangesPerSecond * request.answerBytes) / 1_000_000;
  return { ...run, figures: { ...run.figures, rangesPerSecond, megabytesPerSecond } };
}

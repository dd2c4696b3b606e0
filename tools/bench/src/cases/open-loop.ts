import { callGrpc } from '../load/grpc-call.ts';
import { endpointOf } from '../server/running-server.ts';
import type { RunningServer } from '../server/running-server.ts';
import type { RequestPlan } from '../generator/plan.ts';
import type { CaseFamily, Run } from './case.ts';
import { assertWrites, measureGenerator, planRange, scaled } from './measure.ts';
import { benchmarkKey, benchmarkPut, putPath, valueBytes } from './one-key.ts';
import { compareSideBySide } from './side-by-side.ts';

const ratePerSecond = 5_000;
const secondsPerRun = 3;
const warmUpRequests = 1_000;

const loads = ['Put', 'Range'] as const;
type Load = (typeof loads)[number];

export const openLoop: CaseFamily = {
  cases: [
    {
      name: 'open-loop',
      title: 'Put and linearizable Range at 5,000 requests/s',
      about:
        'Own generator; 10 connections with at most 10 requests in flight on each, 5 requests due ' +
        'every millisecond, 256 B. Times count from when a request was due, so that a stall shows in ' +
        'all the requests that fell into it. "Sent late" is the generator\'s own part.',
      columns: [
        'requestsPerSecond',
        'p50Ms',
        'p99Ms',
        'cpuSeconds',
        'latenessP99Ms',
        'generatorCpuSeconds',
      ],
    },
  ],
  run: (context) =>
    compareSideBySide(context, {
      caseName: 'open-loop',
      loads,
      nameOf: (load) => `${load} 10×10`,
      prepare: async (server) => {
        await callGrpc(endpointOf(server), putPath, benchmarkPut);
      },
      measure: measureAtRate,
    }),
};

async function measureAtRate(server: RunningServer, load: Load, scale: number): Promise<Run> {
  const requests = scaled(ratePerSecond * secondsPerRun, scale);
  const request: RequestPlan =
    load === 'Put'
      ? { kind: 'put', key: benchmarkKey, valueBytes }
      : await planRange(server, { key: benchmarkKey, keys: 1 });
  const run = (): Promise<Run> =>
    measureGenerator(
      server,
      {
        kind: 'open-loop',
        endpoints: server.endpoints,
        connections: 10,
        streams: 10,
        request,
        ratePerSecond,
        warmUpRequests,
        requests,
      },
      requests,
    );
  return load === 'Put' ? assertWrites(server, warmUpRequests + requests, run) : run();
}

import { callGrpc } from '../load/grpc-call.ts';
import { endpointOf } from '../server/running-server.ts';
import type { RunningServer } from '../server/running-server.ts';
import type { CaseFamily, Run } from './case.ts';
import { measureGenerator, planRange, scaled } from './measure.ts';
import { benchmarkKey, benchmarkPut, putPath } from './one-key.ts';
import { compareSideBySide } from './side-by-side.ts';

const requestsPerRun = 10_000;
const warmUpShare = 0.2;

const loads = ['Put', 'Range'] as const;
type Load = (typeof loads)[number];

export const grpcJs: CaseFamily = {
  cases: [
    {
      name: 'grpc-js',
      title: 'Put and linearizable Range through grpc-js',
      about:
        '@grpc/grpc-js in a process of its own, 10 clients with 10 calls in flight each, 256 B. The ' +
        'client takes most of the CPU; this is what its users see.',
      columns: [
        'requestsPerSecond',
        'p50Ms',
        'p99Ms',
        'cpuSeconds',
        'requestsPerCpuSecond',
        'generatorCpuSeconds',
      ],
    },
  ],
  run: (context) =>
    compareSideBySide(context, {
      caseName: 'grpc-js',
      loads,
      nameOf: (load) => `${load} 10×10`,
      prepare: async (server) => {
        await callGrpc(endpointOf(server), putPath, benchmarkPut);
      },
      measure: measureCalls,
    }),
};

async function measureCalls(server: RunningServer, load: Load, scale: number): Promise<Run> {
  const requests = scaled(requestsPerRun, scale);
  const range = await planRange(server, { key: benchmarkKey, keys: 1 });
  const isPut = load === 'Put';
  return measureGenerator(
    server,
    {
      kind: 'grpc-js',
      endpoints: server.endpoints,
      connections: 10,
      streams: 10,
      method: isPut ? putPath : '/etcdserverpb.KV/Range',
      message: isPut ? benchmarkPut : range.message,
      answerBytes: isPut ? undefined : range.answerBytes,
      warmUpRequests: scaled(requests, warmUpShare),
      requests,
    },
    requests,
  );
}

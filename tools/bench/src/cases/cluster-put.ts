import { startCluster } from '../server/cluster.ts';
import type { RunningServer } from '../server/running-server.ts';
import type { CaseFamily, Run } from './case.ts';
import { assertWrites, measureGenerator, scaled } from './measure.ts';
import { benchmarkKey, valueBytes } from './one-key.ts';
import { compareSideBySide } from './side-by-side.ts';
import { shapeName, shapeOf } from './shapes.ts';
import type { Shape } from './shapes.ts';

const runInShape: Shape = { connections: 10, streams: 10, requests: 20_000 };
const shapes: readonly Shape[] = [
  { connections: 1, streams: 1, requests: 1_500 },
  runInShape,
  { connections: 100, streams: 10, requests: 30_000 },
];
const warmUpShare = 0.1;
/**
 * Worked before the first load, beside what every case does: the nine Node processes of three members
 * share the two cores, and V8 has compiled what they run only after some 200,000 puts.
 */
const runInMs = 20_000;

export const clusterPut: CaseFamily = {
  cases: [
    {
      name: 'cluster-put',
      title: 'Put of 256 B, three members on this machine',
      about:
        'Own generator; connections go to the members in turn, the leader first, so 1×1 is the ' +
        'leader alone. CPU is that of all members, NATS included. Each server has worked at 10×10 for ' +
        `${runInMs / 1_000} s before the first load.`,
      columns: [
        'requestsPerSecond',
        'p50Ms',
        'p99Ms',
        'cpuSeconds',
        'requestsPerCpuSecond',
        'peakRssMib',
        'generatorCpuSeconds',
      ],
    },
  ],
  run: (context) =>
    compareSideBySide(context, {
      caseName: 'cluster-put',
      loads: shapes,
      nameOf: shapeName,
      start: startCluster,
      prepare: (server) => runIn(server, context.scale),
      measure: (server, shape, scale) => measurePuts(server, shapeOf(shape, scale)),
    }),
};

async function runIn(server: RunningServer, scale: number): Promise<void> {
  const endsAtMs = performance.now() + runInMs * Math.min(1, scale);
  do await measurePuts(server, shapeOf(runInShape, scale));
  while (performance.now() < endsAtMs);
}

function measurePuts(server: RunningServer, shape: Shape): Promise<Run> {
  const { connections, streams, requests } = shape;
  const warmUpRequests = scaled(requests, warmUpShare);
  return assertWrites(server, warmUpRequests + requests, () =>
    measureGenerator(
      server,
      {
        kind: 'closed-loop',
        endpoints: server.endpoints,
        connections,
        streams,
        request: { kind: 'put', key: benchmarkKey, valueBytes },
        warmUpRequests,
        requests,
      },
      requests,
    ),
  );
}

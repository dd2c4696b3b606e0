import { startCluster } from '../server/cluster.ts';
import type { RunningServer } from '../server/running-server.ts';
import type { CaseFamily, Run } from './case.ts';
import { assertWrites, measureGenerator, scaled } from './measure.ts';
import { benchmarkKey, valueBytes } from './one-key.ts';
import { compareSideBySide } from './side-by-side.ts';
import { shapeName, shapeOf } from './shapes.ts';
import type { Shape } from './shapes.ts';

const shapes: readonly Shape[] = [
  { connections: 1, streams: 1, requests: 1_500 },
  { connections: 10, streams: 10, requests: 20_000 },
  { connections: 100, streams: 10, requests: 30_000 },
];
const warmUpShare = 0.1;

export const clusterPut: CaseFamily = {
  cases: [
    {
      name: 'cluster-put',
      title: 'Put of 256 B, three members on this machine',
      about:
        'Own generator; connections go to the members in turn, the leader first, so 1×1 is the ' +
        'leader alone. CPU is that of all members, NATS included.',
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
      measure: (server, shape, scale) => measurePuts(server, shapeOf(shape, scale)),
    }),
};

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

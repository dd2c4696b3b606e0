import type { RunningServer } from '../server/running-server.ts';
import type { CaseFamily, Run } from './case.ts';
import { assertWrites, measureGenerator } from './measure.ts';
import { valueBytes } from './one-key.ts';
import { compareSideBySide } from './side-by-side.ts';
import { shapeName, shapeOf } from './shapes.ts';
import type { Shape } from './shapes.ts';

const shapes: readonly Shape[] = [{ connections: 10, streams: 10, requests: 30_000 }];
const warmUpShare = 0.1;

export const txn: CaseFamily = {
  cases: [
    {
      name: 'txn',
      title: 'Compare-and-swap, the update of kube-apiserver',
      about:
        'Own generator; if mod_revision = N then Put of 256 B else Range, on one key per request in ' +
        'flight. The generator follows the revisions; every comparison must succeed.',
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
  run: (context) => {
    let runs = 0;
    return compareSideBySide(context, {
      caseName: 'txn',
      loads: shapes,
      nameOf: shapeName,
      // Keys that no run before has written: the first request of each creates it.
      measure: (server, shape, scale) =>
        measureTxn(server, shapeOf(shape, scale), `txn/${runs++}/`),
    });
  },
};

function measureTxn(server: RunningServer, shape: Shape, keyPrefix: string): Promise<Run> {
  const { connections, streams, requests } = shape;
  const warmUpRequests = Math.round(requests * warmUpShare);
  return assertWrites(server, warmUpRequests + requests, () =>
    measureGenerator(
      server,
      {
        kind: 'closed-loop',
        endpoints: server.endpoints,
        connections,
        streams,
        request: { kind: 'txn', keyPrefix, valueBytes },
        warmUpRequests,
        requests,
      },
      requests,
    ),
  );
}

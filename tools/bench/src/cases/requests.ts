// Three requests that most users of etcd send most, by h2load, in three shapes of load.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { callGrpc } from '../load/grpc-call.ts';
import { runLoad } from '../load/h2load.ts';
import { bytesField, grpcFrame, intField } from '../load/wire.ts';
import { endpointOf } from '../server/running-server.ts';
import type { RunningServer } from '../server/running-server.ts';
import type { CaseDescription, CaseFamily, Context, Row, Run } from './case.ts';
import { assertWrites, measureCost } from './measure.ts';
import { benchmarkKey, benchmarkPut, putPath } from './one-key.ts';
import { compareSideBySide } from './side-by-side.ts';
import { shapeName, shapeOf } from './shapes.ts';
import type { Shape } from './shapes.ts';

interface RequestCase extends CaseDescription {
  readonly path: string;
  /** The protobuf message; h2load sends the same one every time. */
  readonly message: Uint8Array;
  readonly writes: boolean;
}

const shapes: readonly Shape[] = [
  { connections: 1, streams: 1, requests: 2_500 },
  { connections: 10, streams: 10, requests: 30_000 },
  { connections: 100, streams: 10, requests: 40_000 },
];

const columns = [
  'requestsPerSecond',
  'p50Ms',
  'p99Ms',
  'cpuSeconds',
  'requestsPerCpuSecond',
  'peakRssMib',
] as const;

const rangePath = '/etcdserverpb.KV/Range';
const rangeMessage = bytesField(1, Buffer.from(benchmarkKey));

const cases: readonly RequestCase[] = [
  {
    name: 'put',
    title: 'Put of 256 B',
    about: 'h2load; one key, a value of 256 bytes, the same request every time.',
    columns,
    path: putPath,
    message: benchmarkPut,
    writes: true,
  },
  {
    name: 'range',
    title: 'Range of one key, linearizable',
    about: 'h2load; one key with a value of 256 bytes.',
    columns,
    path: rangePath,
    message: rangeMessage,
    writes: false,
  },
  {
    name: 'serializable',
    title: 'Range of one key, serializable',
    about: 'h2load; one key with a value of 256 bytes.',
    columns,
    path: rangePath,
    message: Buffer.concat([rangeMessage, intField(7, 1)]),
    writes: false,
  },
];

export const requests: CaseFamily = {
  cases,
  run: async (context, wanted) => {
    const rows: Row[] = [];
    for (const each of cases.filter(({ name }) => wanted.has(name))) {
      rows.push(...(await compareRequests(context, each)));
    }
    return rows;
  },
};

function compareRequests(context: Context, requestCase: RequestCase): Promise<readonly Row[]> {
  const measure = (server: RunningServer, shape: Shape, scale: number): Promise<Run> =>
    measureRequests(server, requestCase, shapeOf(shape, scale), context.scratchDirectory);
  return compareSideBySide(context, {
    caseName: requestCase.name,
    loads: shapes,
    nameOf: shapeName,
    prepare: async (server) => {
      await callGrpc(endpointOf(server), putPath, benchmarkPut);
      // A compiler that optimizes while it runs needs to see many requests at once first.
      for (const shape of shapes.slice(1)) await measure(server, shape, context.scale * 0.3);
    },
    measure,
  });
}

/**
 * A gRPC error is an HTTP 200 for h2load. So every put must have taken a revision, and the answers
 * to ranges must together be as long as that many full answers.
 */
async function measureRequests(
  server: RunningServer,
  { name, path, message, writes }: RequestCase,
  shape: Shape,
  scratchDirectory: string,
): Promise<Run> {
  const endpoint = endpointOf(server);
  const bodyFile = join(scratchDirectory, `${name}.grpc`);
  writeFileSync(bodyFile, grpcFrame(message));
  let dataBytes = 0;
  const run = (): Promise<Run> =>
    measureCost(server, shape.requests, async () => {
      const load = await runLoad({ endpoint, path, bodyFile, scratchDirectory, ...shape });
      ({ dataBytes } = load);
      const { requestsPerSecond, p50Ms, p99Ms } = load;
      return { requestsPerSecond, p50Ms, p99Ms };
    });
  if (writes) return assertWrites(server, shape.requests, run);
  const result = await run();
  const expected = shape.requests * grpcFrame(await callGrpc(endpoint, path, message)).length;
  if (dataBytes !== expected) {
    throw new Error(`${dataBytes} bytes of answers instead of ${expected}`);
  }
  return result;
}

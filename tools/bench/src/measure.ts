// One measured run: load on one server, what it cost, and the proof that the work was really done.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchCase, Shape } from './cases.ts';
import { benchCases } from './cases.ts';
import { callGrpc } from './grpc-call.ts';
import { runLoad } from './h2load.ts';
import type { LoadResult } from './h2load.ts';
import { usageOfTree } from './process-tree.ts';
import type { RunningServer } from './server.ts';
import { grpcFrame, headerRevision } from './wire.ts';

export interface Measurement {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly cpuSeconds: number;
  /** By program, such as `raft-node`. */
  readonly cpuSecondsByProgram: ReadonlyMap<string, number>;
  readonly requestsPerCpuSecond: number;
  readonly peakRssBytes: number;
}

export async function measure(
  server: RunningServer,
  benchCase: BenchCase,
  shape: Shape,
  scratchDirectory: string,
): Promise<Measurement> {
  const bodyFile = join(scratchDirectory, `${benchCase.name}.grpc`);
  writeFileSync(bodyFile, grpcFrame(benchCase.message));
  const revisionBefore = await currentRevision(server);
  const before = usageOfTree(server.pid);
  const load = await runLoad({
    endpoint: server.endpoint,
    path: benchCase.path,
    bodyFile,
    scratchDirectory,
    ...shape,
  });
  const after = usageOfTree(server.pid);
  await assertDone(server, benchCase, shape, load, revisionBefore);
  const cpuSeconds = after.cpuSeconds - before.cpuSeconds;
  return {
    requestsPerSecond: load.requestsPerSecond,
    p50Ms: load.p50Ms,
    p99Ms: load.p99Ms,
    cpuSeconds,
    cpuSecondsByProgram: difference(before.cpuSecondsByProgram, after.cpuSecondsByProgram),
    requestsPerCpuSecond: shape.requests / cpuSeconds,
    peakRssBytes: after.peakRssBytes,
  };
}

/**
 * A gRPC error is an HTTP 200 for h2load. So every put must have taken a revision, and the answers
 * to ranges must together be as long as that many full answers.
 */
async function assertDone(
  server: RunningServer,
  benchCase: BenchCase,
  { requests }: Shape,
  load: LoadResult,
  revisionBefore: number,
): Promise<void> {
  if (benchCase.writes) {
    const advance = (await currentRevision(server)) - revisionBefore;
    if (advance !== requests) {
      throw new Error(`${server.name}: ${requests} puts advanced the revision by ${advance}`);
    }
    return;
  }
  const answer = await callGrpc(server.endpoint, benchCase.path, benchCase.message);
  const expected = requests * grpcFrame(answer).length;
  if (load.dataBytes !== expected) {
    throw new Error(`${server.name}: ${load.dataBytes} bytes of answers instead of ${expected}`);
  }
}

async function currentRevision(server: RunningServer): Promise<number> {
  const { path, message } = benchCases.range;
  return headerRevision(await callGrpc(server.endpoint, path, message));
}

function difference(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  return new Map([...after].map(([name, value]) => [name, value - (before.get(name) ?? 0)]));
}

// One measured run: load on one server, what it cost, and the proof that the work was really done.
import { callGrpc } from '../load/grpc-call.ts';
import { bytesField, headerRevision, intField, readFields } from '../load/wire.ts';
import type { Figures } from '../figures.ts';
import type { GeneratorPlan, RequestPlan } from '../generator/plan.ts';
import { startGenerator } from '../generator/run-generator.ts';
import { usageOf, endpointOf } from '../server/running-server.ts';
import type { RunningServer } from '../server/running-server.ts';
import type { Run } from './case.ts';

const rangePath = '/etcdserverpb.KV/Range';

/** @param work how many requests, events or bytes the load is, for the figure per CPU second. */
export async function measureCost(
  server: RunningServer,
  work: number,
  load: () => Promise<Figures>,
): Promise<Run> {
  const before = usageOf(server);
  const figures = await load();
  const after = usageOf(server);
  const cpuSeconds = after.cpuSeconds - before.cpuSeconds;
  return {
    figures: {
      ...figures,
      cpuSeconds,
      requestsPerCpuSecond: work / cpuSeconds,
      peakRssMib: after.peakRssBytes / 2 ** 20,
    },
    cpuSecondsByProgram: difference(before.cpuSecondsByProgram, after.cpuSecondsByProgram),
  };
}

/** One run of our own load generator; its start and its warm-up are not in the figures. */
export async function measureGenerator(
  server: RunningServer,
  plan: GeneratorPlan,
  work: number,
): Promise<Run> {
  await using generator = await startGenerator(plan);
  return await measureCost(server, work, () => generator.run());
}

/** Every write takes a revision: there must be as many as were answered. */
export async function assertWrites<Result>(
  server: RunningServer,
  writes: number,
  load: () => Promise<Result>,
): Promise<Result> {
  const before = await currentRevision(server);
  const result = await load();
  const advance = (await currentRevision(server)) - before;
  if (advance !== writes) throw new Error(`${writes} writes advanced the revision by ${advance}`);
  return result;
}

export async function currentRevision(server: RunningServer): Promise<number> {
  const message = bytesField(1, Buffer.from('nothing/is/here'));
  return headerRevision(await callGrpc(endpointOf(server), rangePath, message));
}

/** A range that is asked for many times, with the length of its answer, which is looked at once. */
export async function planRange(
  server: RunningServer,
  { key, end, keys, slackBytes = 0 }: RangeToPlan,
): Promise<Extract<RequestPlan, { readonly kind: 'range' }>> {
  const message = Buffer.concat([
    bytesField(1, Buffer.from(key)),
    ...(end === undefined ? [] : [bytesField(2, Buffer.from(end))]),
  ]);
  const answer = await callGrpc(endpointOf(server), rangePath, message);
  const count = readFields(answer).get(4);
  if (count !== keys) throw new Error(`there are not ${keys} keys in the range ${key}`);
  return { kind: 'range', message, answerBytes: answer.length, slackBytes };
}

export interface RangeToPlan {
  readonly key: string;
  /** The first key behind the range; undefined for one key. */
  readonly end?: string;
  readonly keys: number;
  readonly slackBytes?: number;
}

/** How many keys there are from one to another. */
export async function countKeys(endpoint: string, key: string, end: string): Promise<number> {
  const countOnly = intField(9, 1);
  const range = [bytesField(1, Buffer.from(key)), bytesField(2, Buffer.from(end)), countOnly];
  const count = readFields(await callGrpc(endpoint, rangePath, Buffer.concat(range))).get(4);
  return typeof count === 'number' ? count : 0;
}

/** Writes `keys` keys with our own generator. */
export async function fillKeys(
  server: RunningServer,
  keyPrefix: string,
  keys: number,
  valueBytes: number,
): Promise<void> {
  await using generator = await startGenerator({
    kind: 'closed-loop',
    endpoints: server.endpoints,
    connections: 10,
    streams: 20,
    request: { kind: 'fill', keyPrefix, valueBytes },
    warmUpRequests: 0,
    requests: keys,
  });
  await generator.run();
}

export function scaled(count: number, scale: number): number {
  return Math.max(1, Math.round(count * scale));
}

function difference(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  return new Map([...after].map(([name, value]) => [name, value - (before.get(name) ?? 0)]));
}

import { startGenerator } from '../generator/run-generator.ts';
import { fillKey } from '../generator/slots.ts';
import { callGrpc } from '../load/grpc-call.ts';
import { bytesField, intField } from '../load/wire.ts';
import { endpointOf } from '../server/running-server.ts';
import type { RunningServer } from '../server/running-server.ts';
import type { CaseFamily, Run } from './case.ts';
import { currentRevision, fillKeys, measureCost, scaled } from './measure.ts';
import { compareSideBySide } from './side-by-side.ts';

const keysAtFullScale = 200_000;
const storedValueBytes = 1_024;
const prefix = 'defragment/';
const ratePerSecond = 1_000;
const secondsPerRun = 8;
const warmUpRequests = 200;

const deleteRangePath = '/etcdserverpb.KV/DeleteRange';
const compactPath = '/etcdserverpb.KV/Compact';
const defragmentPath = '/etcdserverpb.Maintenance/Defragment';

export const defragment: CaseFamily = {
  cases: [
    {
      name: 'defragment',
      title: 'Put while the store is defragmented',
      about:
        'Own generator; 1,000 puts/s of 256 B at 10×10 for 8 s, timed from when they were due. As ' +
        'they begin, so does one Defragment of a store from which half of 200,000 keys of 1 KiB were ' +
        'removed. "Seconds" is how long that took, "Slowest" the longest that a put had to wait.',
      columns: ['slowestMs', 'p99Ms', 'p50Ms', 'seconds', 'latenessP99Ms', 'cpuSeconds'],
    },
  ],
  run: (context) => {
    const keys = 2 * scaled(keysAtFullScale / 2, Math.min(1, context.scale));
    return compareSideBySide(context, {
      caseName: 'defragment',
      loads: [`${(keys / 2).toLocaleString('en-US')} keys left`],
      nameOf: (load) => load,
      prepare: (server) => fragment(server, keys),
      measure: (server, _load, scale) => measureDefragment(server, scale),
    });
  },
};

async function fragment(server: RunningServer, keys: number): Promise<void> {
  await fillKeys(server, prefix, keys, storedValueBytes);
  const range = [
    bytesField(1, Buffer.from(fillKey(prefix, 0))),
    bytesField(2, Buffer.from(fillKey(prefix, keys / 2))),
  ];
  await callGrpc(endpointOf(server), deleteRangePath, Buffer.concat(range));
  const physical = intField(2, 1);
  const compaction = [intField(1, await currentRevision(server)), physical];
  await callGrpc(endpointOf(server), compactPath, Buffer.concat(compaction));
}

async function measureDefragment(server: RunningServer, scale: number): Promise<Run> {
  const requests = scaled(ratePerSecond * secondsPerRun, scale);
  await using generator = await startGenerator({
    kind: 'open-loop',
    endpoints: server.endpoints,
    connections: 10,
    streams: 10,
    request: { kind: 'put', key: 'elsewhere', valueBytes: 256 },
    ratePerSecond,
    warmUpRequests,
    requests,
  });
  return await measureCost(server, requests, async () => {
    const both = [generator.run(), secondsOfDefragment(server)] as const;
    const [figures, seconds] = await Promise.all(both);
    return { ...figures, seconds };
  });
}

async function secondsOfDefragment(server: RunningServer): Promise<number> {
  const startedMs = performance.now();
  await callGrpc(endpointOf(server), defragmentPath, new Uint8Array());
  return (performance.now() - startedMs) / 1_000;
}

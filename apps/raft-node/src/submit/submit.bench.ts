// Run by hand: `node src/submit/submit.bench.ts [--members 3] [--in-flight 100] [--batch 40]
// [--requests 60000] [--kinds put,txn,range,serializable] [--profile DIRECTORY]`.
// Starts raft-nodes as processes of their own, drives the leader over one Submit stream as a gateway
// does, and prints what a request costs: requests per second, CPU time of all raft-nodes together per
// request, and latency. With `--profile` each node writes a CPU
// profile when it stops.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { SeededRandom } from '@cairn/core';
import { cairn, etcdserverpb, toUnsignedBigInt } from '@cairn/proto';
import { RpcClient, nodeService } from '@cairn/rpc';

const { values: options } = parseArgs({
  options: {
    members: { type: 'string', default: '1' },
    'in-flight': { type: 'string', default: '100' },
    batch: { type: 'string', default: '40' },
    requests: { type: 'string', default: '60000' },
    kinds: { type: 'string', default: 'put,txn,range,serializable' },
    profile: { type: 'string', default: '' },
    keys: { type: 'string', default: '10000' },
  },
});
const inFlight = Number(options['in-flight']);
const batchMax = Number(options.batch);
const requestCount = Number(options.requests);
const keyCount = Number(options.keys);
const valueBytes = 256;

const { Method } = cairn.v1;
const random = new SeededRandom(1);
const value = Buffer.alloc(valueBytes, 'x');

function key(): Buffer {
  return Buffer.from(`/bench/key-${String(random.nextBelow(keyCount)).padStart(12, '0')}`);
}

interface Request {
  readonly method: number;
  readonly request: Uint8Array;
}

function range(serializable: boolean): Request {
  const request = etcdserverpb.RangeRequest.encode({ key: key(), serializable }).finish();
  return { method: Method.RANGE, request };
}

/** The shape of kube-apiserver's update; its comparison holds, because every key exists. */
function txn(): Request {
  const changed = key();
  const request = etcdserverpb.TxnRequest.encode({
    compare: [
      {
        target: etcdserverpb.Compare.CompareTarget.MOD,
        result: etcdserverpb.Compare.CompareResult.GREATER,
        key: changed,
        mod_revision: 1,
      },
    ],
    success: [{ request_put: { key: changed, value } }],
    failure: [{ request_range: { key: changed } }],
  });
  return { method: Method.TXN, request: request.finish() };
}

const requestOf: Readonly<Record<string, () => Request>> = {
  put: () => ({
    method: Method.PUT,
    request: etcdserverpb.PutRequest.encode({ key: key(), value }).finish(),
  }),
  txn,
  range: () => range(false),
  serializable: () => range(true),
};

interface Node {
  readonly process: ChildProcess;
  readonly client: RpcClient;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => void server.close(resolve));
  return port;
}

async function startNodes(directory: string): Promise<Node[]> {
  const count = Number(options.members);
  const urls: string[] = [];
  for (let i = 0; i < count; i++) urls.push(`http://127.0.0.1:${await freePort()}`);
  const cluster = urls.map((url, i) => `m${i}=${url}`).join(',');
  return urls.map((url, i) => {
    const address = `unix:${directory}/node-${i}.sock`;
    const flags = {
      name: `m${i}`,
      'data-dir': `${directory}/m${i}`,
      'listen-peer-urls': url,
      'initial-advertise-peer-urls': url,
      'initial-cluster': cluster,
      'listen-node-address': address,
      'admin-address': `unix:${directory}/admin-${i}.sock`,
    };
    const profile =
      options.profile === '' ? [] : ['--cpu-prof', `--cpu-prof-dir=${options.profile}`];
    const main = join(import.meta.dirname, '..', 'main.ts');
    const args = [...profile, main, ...Object.entries(flags).flatMap(([k, v]) => [`--${k}`, v])];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    return { process: child, client: new RpcClient(address) };
  });
}

/** What all threads of a process have run, in microseconds. */
function cpuMicroseconds({ process: { pid } }: Node): number {
  const tasks = `/proc/${pid}/task`;
  let nanoseconds = 0;
  for (const task of readdirSync(tasks)) {
    nanoseconds += Number(readFileSync(`${tasks}/${task}/schedstat`, 'latin1').split(' ')[0]);
  }
  return nanoseconds / 1000;
}

type SubmitStream = ReturnType<typeof openSubmit>;

function openSubmit(client: RpcClient): ReturnType<typeof client.openBidi<V1Batch, V1Results>> {
  return client.openBidi(nodeService.submit);
}
type V1Batch = typeof cairn.v1.SubmitBatch;
type V1Results = typeof cairn.v1.SubmitResults;

/** The stream to the node that leads, once there is one. */
async function leaderStream(nodes: readonly Node[]): Promise<SubmitStream> {
  for (;;) {
    for (const { client } of nodes) {
      const stream = openSubmit(client);
      const state = await new Promise<cairn.v1.NodeState | undefined>((resolve) => {
        stream.once('data', (results: cairn.v1.SubmitResults) => {
          resolve((results.state ?? undefined) as cairn.v1.NodeState | undefined);
        });
        stream.on('error', () => resolve(undefined));
      });
      const leads =
        state !== undefined &&
        toUnsignedBigInt(state.leader_id) === toUnsignedBigInt(state.member_id);
      if (leads) return stream;
      stream.cancel();
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Keeps `concurrent` requests under way until `count` are answered; answers the latencies in ms. */
function drive(
  stream: SubmitStream,
  count: number,
  concurrent: number,
  next: () => Request,
): Promise<Float64Array> {
  const startedMs = new Map<number, number>();
  const latenciesMs = new Float64Array(count);
  let sent = 0;
  let answered = 0;
  let free = concurrent;
  const send = (): void => {
    const items = [];
    const now = performance.now();
    while (free > 0 && sent < count && items.length < batchMax) {
      free -= 1;
      sent += 1;
      startedMs.set(sent, now);
      items.push({ id: sent, ...next() });
    }
    if (items.length > 0) stream.write({ items });
    if (free > 0 && sent < count) setImmediate(send);
  };
  return new Promise((resolve, reject) => {
    const take = ({ results }: cairn.v1.SubmitResults): void => {
      const now = performance.now();
      for (const { id, code, message } of results as cairn.v1.SubmitResult[]) {
        if (code !== 0) return reject(new Error(`answered with ${code}: ${message}`));
        latenciesMs[answered] = now - (startedMs.get(id) ?? NaN);
        startedMs.delete(id);
        answered += 1;
        free += 1;
      }
      if (answered === count) {
        stream.off('data', take);
        resolve(latenciesMs.sort());
      } else {
        send();
      }
    };
    stream.on('data', take);
    send();
  });
}

/** Several windows: the best one is the one in which the neighbours of the machine were quiet. */
const windows = 10;

async function measure(nodes: readonly Node[], stream: SubmitStream, kind: string): Promise<void> {
  const next = requestOf[kind];
  if (next === undefined) throw new Error(`no such kind: ${kind}`);
  await drive(stream, Math.ceil(requestCount / 5), inFlight, next);
  const perWindow = Math.ceil(requestCount / windows);
  const figures: {
    readonly rate: number;
    readonly cpu: number;
    readonly latencies: Float64Array;
  }[] = [];
  for (let i = 0; i < windows; i++) {
    const cpuBefore = sum(nodes.map(cpuMicroseconds));
    const startMs = performance.now();
    const latencies = await drive(stream, perWindow, inFlight, next);
    const seconds = (performance.now() - startMs) / 1000;
    const cpu = (sum(nodes.map(cpuMicroseconds)) - cpuBefore) / perWindow;
    figures.push({ rate: perWindow / seconds, cpu, latencies });
  }
  const middle = Math.floor(windows / 2);
  const cpus = figures.map(({ cpu }) => cpu).sort((a, b) => a - b);
  const rates = figures.map(({ rate }) => rate).sort((a, b) => b - a);
  const latencies = Float64Array.from(figures.flatMap((figure) => [...figure.latencies])).sort();
  const at = (part: number): string =>
    (latencies[Math.floor(latencies.length * part)] ?? NaN).toFixed(3);
  process.stdout.write(
    `${kind.padEnd(13)} ${rates[middle]?.toFixed(0).padStart(7)}/s (best ${rates[0]?.toFixed(0)})  ` +
      `CPU ${cpus[middle]?.toFixed(1)} µs each (best ${cpus[0]?.toFixed(1)})  ` +
      `p50 ${at(0.5)} ms  p99 ${at(0.99)} ms\n`,
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

const directory = mkdtempSync(join(tmpdir(), 'cairn-submit-bench-'));
const nodes = await startNodes(directory);
try {
  const stream = await leaderStream(nodes);
  // Every key exists, so that ranges find something.
  const fill = (i: number): Request => ({
    method: Method.PUT,
    request: etcdserverpb.PutRequest.encode({
      key: Buffer.from(`/bench/key-${String(i).padStart(12, '0')}`),
      value,
    }).finish(),
  });
  let filled = 0;
  await drive(stream, keyCount, 200, () => fill(filled++));
  for (const kind of options.kinds.split(',')) await measure(nodes, stream, kind);
  stream.cancel();
} finally {
  for (const node of nodes) {
    node.client.close();
    const ended = new Promise((resolve) => node.process.once('exit', resolve));
    node.process.kill('SIGTERM');
    await ended;
  }
  rmSync(directory, { recursive: true, force: true });
}

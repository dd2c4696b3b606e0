// Run by hand: `node src/edge.bench.ts [--connections 10] [--streams 10] [--requests 400000]
// [--bytes 256] [--rounds 3] [--warmup 100000] [--profile]`, with h2load on PATH.
// Serves an echo over the edge and drives it with h2load in a process of its own. Prints requests per
// CPU-second of this process alone, so that neighbours on the machine hardly count, beside requests
// per second and latency, where they do. With `--profile` a CPU profile of the measured rounds is
// written to the working directory.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs, promisify } from 'node:util';
import { listenEdge } from './edge.ts';
import { messagePrefix } from './grpc/message-framing.ts';

const { values: options } = parseArgs({
  options: {
    connections: { type: 'string', default: '10' },
    streams: { type: 'string', default: '10' },
    requests: { type: 'string', default: '400000' },
    warmup: { type: 'string', default: '100000' },
    bytes: { type: 'string', default: '256' },
    rounds: { type: 'string', default: '3' },
    profile: { type: 'boolean', default: false },
  },
});

const run = promisify(execFile);
const path = '/bench.Echo/Echo';
const directory = mkdtempSync(join(tmpdir(), 'edge-bench-'));
const bodyFile = join(directory, 'body');
const message = Buffer.alloc(Number(options.bytes), 'x');
writeFileSync(bodyFile, Buffer.concat([messagePrefix(message.length), message]));

const edge = await listenEdge({
  host: '127.0.0.1',
  port: 0,
  services: {
    unary: new Map([
      [
        path,
        (request, call) => {
          call.respond(request);
        },
      ],
    ]),
    stream: new Map(),
  },
  http: () => Promise.resolve(undefined),
  limits: { requestMessageBytesMax: 2 * 1024 * 1024, concurrentStreamsMax: 1000 },
});

interface Load {
  readonly requestsPerSecond: number;
  readonly cpuSeconds: number;
  readonly latency: string;
}

async function load(requests: number): Promise<Load> {
  const before = process.cpuUsage();
  const plan = `-n ${String(requests)} -c ${options.connections} -m ${options.streams}`.split(' ');
  const headers = ['-H', 'content-type: application/grpc', '-H', 'te: trailers'];
  const url = `http://127.0.0.1:${String(edge.port)}${path}`;
  const { stdout } = await run('h2load', [...plan, ...headers, '-d', bodyFile, url]);
  const { user, system } = process.cpuUsage(before);
  if (!stdout.includes(` ${String(requests)} succeeded, 0 failed, 0 errored`)) {
    throw new Error(`not all answers were OK:\n${stdout}`);
  }
  return {
    requestsPerSecond: Number(/([\d.]+) req\/s/.exec(stdout)?.[1]),
    cpuSeconds: (user + system) / 1e6,
    latency: /time for request:.*/.exec(stdout)?.[0].replace(/\s+/g, ' ') ?? '',
  };
}

const session = options.profile ? new Session() : undefined;
try {
  await load(Number(options.warmup));
  if (session !== undefined) {
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.start');
  }
  for (let round = 0; round < Number(options.rounds); round += 1) {
    const requests = Number(options.requests);
    const { requestsPerSecond, cpuSeconds, latency } = await load(requests);
    process.stdout.write(
      `${options.connections}×${options.streams}, ${options.bytes} B: ` +
        `${(requests / cpuSeconds / 1000).toFixed(0)} k requests per CPU-second, ` +
        `${(requestsPerSecond / 1000).toFixed(1)} k/s; ${latency}\n`,
    );
  }
  if (session !== undefined) {
    const { profile } = await session.post('Profiler.stop');
    writeFileSync('edge.cpuprofile', JSON.stringify(profile));
  }
} finally {
  await edge.close(0);
  rmSync(directory, { recursive: true });
}

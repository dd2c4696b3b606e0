// One run of h2load (Debian package nghttp2-client) and what it says about it.
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { flags } from '../flags.ts';
import { percentile } from './percentile.ts';

export interface LoadPlan {
  /** `host:port`, spoken to in HTTP/2 with prior knowledge. */
  readonly endpoint: string;
  readonly path: string;
  readonly bodyFile: string;
  readonly connections: number;
  readonly streams: number;
  readonly requests: number;
  readonly scratchDirectory: string;
}

export interface LoadResult {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Payload of all answers; headers and framing do not count. */
  readonly dataBytes: number;
}

/** Rejects when any request failed at the HTTP level; gRPC errors look like success here. */
export async function runLoad(plan: LoadPlan): Promise<LoadResult> {
  const logFile = join(plan.scratchDirectory, 'h2load.log');
  // h2load appends to a log that exists.
  rmSync(logFile, { force: true });
  const output = await run('h2load', [
    ...flags({
      requests: String(plan.requests),
      clients: String(plan.connections),
      'max-concurrent-streams': String(plan.streams),
      threads: '1',
      data: plan.bodyFile,
      'log-file': logFile,
    }),
    '--header=content-type: application/grpc',
    '--header=te: trailers',
    `http://${plan.endpoint}${plan.path}`,
  ]);
  const summary = parseSummary(output);
  if (summary.succeeded !== plan.requests) {
    throw new Error(`${summary.succeeded} of ${plan.requests} requests succeeded:\n${output}`);
  }
  const latenciesUs = parseLog(readFileSync(logFile, 'utf8'));
  if (latenciesUs.length !== plan.requests) {
    throw new Error(`h2load logged ${latenciesUs.length} of ${plan.requests} requests`);
  }
  return {
    requestsPerSecond: summary.requestsPerSecond,
    dataBytes: summary.dataBytes,
    p50Ms: percentile(latenciesUs, 50) / 1_000,
    p99Ms: percentile(latenciesUs, 99) / 1_000,
  };
}

export interface LoadSummary {
  readonly requestsPerSecond: number;
  readonly succeeded: number;
  readonly dataBytes: number;
}

export function parseSummary(output: string): LoadSummary {
  return {
    requestsPerSecond: numberIn(output, /finished in .*?, ([\d.]+) req\/s/),
    succeeded: numberIn(output, /(\d+) succeeded/),
    dataBytes: numberIn(output, /\((\d+)\) data/),
  };
}

/** Response times in microseconds, ascending. A log line is: start time, HTTP status, duration. */
export function parseLog(log: string): Float64Array {
  const lines = log.split('\n').filter((line) => line !== '');
  const durations = lines.map((line) => Number(line.split('\t')[2]));
  return Float64Array.from(durations).toSorted();
}

function numberIn(text: string, pattern: RegExp): number {
  const match = pattern.exec(text);
  if (match === null) throw new Error(`h2load did not print ${pattern}:\n${text}`);
  return Number(match[1]);
}

function run(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${command} ended with ${code}: ${output}`));
    });
  });
}

// What a message of a long-lived stream costs, both ends together, here and with grpc-js:
// `node src/stream.bench.ts`. CPU time of this process, so neighbours on the machine count little.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import * as grpc from '@grpc/grpc-js';
import { RpcClient } from './client.ts';
import { bidiHandler, implement } from './handlers.ts';
import { serve } from './server.ts';
import { asBytes, keeperService } from './services.ts';

const method = asBytes(keeperService.keepAlive);
const messages = 20_000;

interface EchoStream {
  on(event: 'data', listener: (message: Uint8Array) => void): unknown;
  write(message: Uint8Array): boolean;
}

interface Subject {
  readonly name: string;
  readonly stream: EchoStream;
  readonly close: () => Promise<void>;
}

function echo(stream: EchoStream): void {
  stream.on('data', (message) => void stream.write(message));
}

async function ours(directory: string): Promise<Subject> {
  const served = implement(
    { keepAlive: method },
    {
      keepAlive: bidiHandler(method, echo),
    },
  );
  const server = await serve(`unix:${directory}/ours`, [served]);
  const client = new RpcClient(server.address);
  const stream = client.openBidi(method);
  stream.on('error', () => undefined);
  return {
    name: 'ours',
    stream,
    close: async () => {
      client.close();
      await server.close(0);
    },
  };
}

async function grpcJs(directory: string): Promise<Subject> {
  const address = `unix:${directory}/grpc-js`;
  const server = new grpc.Server();
  server.addService({ keepAlive: method }, { keepAlive: echo });
  await new Promise((resolve) => {
    server.bindAsync(address, grpc.ServerCredentials.createInsecure(), resolve);
  });
  const client = new grpc.Client(address, grpc.credentials.createInsecure());
  const { path, requestSerialize, responseDeserialize } = method;
  const stream = client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize);
  stream.on('error', () => undefined);
  return {
    name: 'grpc-js',
    stream,
    close: async () => {
      client.close();
      server.forceShutdown();
    },
  };
}

/** CPU microseconds for a message there and back, with `inFlight` of them under way. */
async function measure(
  { stream }: Subject,
  inFlight: number,
  messageBytes: number,
): Promise<number> {
  const message = Buffer.alloc(messageBytes);
  const { promise, resolve } = Promise.withResolvers<void>();
  let sent = 0;
  let received = 0;
  onEcho = () => {
    received += 1;
    if (received === messages) resolve();
    else if (sent < messages) {
      sent += 1;
      stream.write(message);
    }
  };
  const before = process.cpuUsage();
  for (; sent < inFlight; sent += 1) stream.write(message);
  await promise;
  const { user, system } = process.cpuUsage(before);
  return (user + system) / messages;
}

let onEcho: () => void = () => undefined;

const directory = mkdtempSync(join(tmpdir(), 'cairn-bench-'));
const subjects = [await grpcJs(directory), await ours(directory)];
for (const { stream } of subjects) stream.on('data', () => onEcho());
// The first round warms up.
for (const round of [1, 2, 3]) {
  for (const [inFlight, messageBytes] of [
    [1, 300],
    [16, 300],
    [4, 30_000],
  ] as const) {
    for (const subject of subjects) {
      const each = await measure(subject, inFlight, messageBytes);
      const what = `${inFlight} × ${messageBytes} B under way`;
      if (round > 1) process.stdout.write(`${what}: ${subject.name} ${each.toFixed(1)} µs\n`);
    }
  }
}
for (const { close } of subjects) await close();
rmSync(directory, { recursive: true });

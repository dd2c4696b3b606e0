// Run by hand: `node src/connection/connection.bench.ts [requests]`. Prints what a unary gRPC request
// costs in a server connection: HEADERS and DATA in, HEADERS, DATA and trailers out, in chunks as a
// busy or an idle client sends them. CPU time of this thread, so a neighbour does not count.
import process from 'node:process';
import { HpackEncoder } from '../hpack/encoder.ts';
import { frameFlags, frameTypes } from '../frames/frame-layout.ts';
import { FrameOutput } from '../frames/frame-output.ts';
import { testLimits } from '../testing/limits.ts';
import type { HeaderList, Http2Stream, StreamSink } from '../types.ts';
import { Connection } from './connection.ts';

const requests = Number(process.argv[2] ?? 2_000_000);
const body = new Uint8Array(300).fill(120);
const prefix = Uint8Array.of(0, 0, 0, 0, 40);
const message = new Uint8Array(40).fill(121);

const requestHead: HeaderList = {
  fields: [
    [':method', 'POST'],
    [':scheme', 'http'],
    [':path', '/etcdserverpb.KV/Put'],
    [':authority', '127.0.0.1:2379'],
    ['content-type', 'application/grpc'],
    ['te', 'trailers'],
    ['user-agent', 'bench'],
  ],
  isStable: true,
};
const responseHead: HeaderList = {
  fields: [
    [':status', '200'],
    ['content-type', 'application/grpc'],
  ],
  isStable: true,
};
const trailers: HeaderList = { fields: [['grpc-status', '0']], isStable: true };

function join(pieces: readonly Uint8Array[]): Uint8Array {
  // A Buffer, as sockets deliver them: its views cost more than those of a Uint8Array.
  return Buffer.concat(pieces);
}

/** What a client says first: preface, large windows. */
function hello(): Uint8Array {
  const output = new FrameOutput();
  output.copy(Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'));
  output.header(6, frameTypes.settings, 0, 0);
  output.uint16(4);
  output.uint32(1_000_000);
  return join(output.take());
}

/** `count` requests in one chunk, and a window update for their answers. */
function chunkOf(count: number, encoder: HpackEncoder): Uint8Array {
  const output = new FrameOutput();
  for (let i = 0; i < count; i++) {
    const block = encoder.encode(requestHead);
    output.header(block.length, frameTypes.headers, frameFlags.endHeaders, 1);
    output.copy(block);
    output.header(body.length, frameTypes.data, frameFlags.endStream, 1);
    output.copy(body);
  }
  output.windowUpdate(0, count * (prefix.length + message.length));
  return join(output.take());
}

/** Where the stream ids of a chunk's requests are: of their HEADERS and of their DATA in turn. */
function idPlaces(chunk: Uint8Array): number[] {
  const places: number[] = [];
  for (let at = 0; at < chunk.length;) {
    const length = ((chunk[at] ?? 0) << 16) | ((chunk[at + 1] ?? 0) << 8) | (chunk[at + 2] ?? 0);
    if (chunk[at + 3] !== frameTypes.windowUpdate) places.push(at + 5);
    at += 9 + length;
  }
  return places;
}

/** Gives the requests of a chunk the next stream ids; costs a few nanoseconds each. */
function renumber(chunk: Uint8Array, places: readonly number[], firstId: number): number {
  let id = firstId;
  let isBody = 0;
  for (const at of places) {
    chunk[at] = id >>> 24;
    chunk[at + 1] = id >>> 16;
    chunk[at + 2] = id >>> 8;
    chunk[at + 3] = id;
    id += 2 * isBody;
    isBody = 1 - isBody;
  }
  return id;
}

class Echo implements StreamSink {
  readonly #stream: Http2Stream;

  constructor(stream: Http2Stream) {
    this.#stream = stream;
  }

  data(bytes: Uint8Array, endStream: boolean): void {
    this.#stream.consumed(bytes.length);
    if (!endStream) return;
    this.#stream.sendHeaders(responseHead, false);
    this.#stream.sendData(prefix, message, false);
    this.#stream.sendHeaders(trailers, true);
  }

  headers(): void {}

  drained(): void {}

  closed(): void {}
}

function bench(perChunk: number): void {
  let ends = 0;
  const connection = new Connection({
    role: 'server',
    limits: testLimits,
    nowMs: () => performance.now(),
    owner: {
      outputReady: () => undefined,
      request: (stream) => new Echo(stream),
      goAwayReceived: () => undefined,
      finished: () => (ends += 1),
    },
  });
  connection.receive(hello());
  const encoder = new HpackEncoder({ tableBytesMax: 4096 });
  // The first block fills the table, the following ones are indexes.
  const first = chunkOf(1, encoder);
  let id = renumber(first, idPlaces(first), 1);
  connection.receive(first);
  const chunk = chunkOf(perChunk, encoder);
  const places = idPlaces(chunk);
  let sentBytes = 0;
  const run = (rounds: number): number => {
    const start = process.threadCpuUsage();
    for (let i = 0; i < rounds; i++) {
      id = renumber(chunk, places, id);
      connection.receive(chunk);
      for (const piece of connection.takeOutput()) sentBytes += piece.length;
    }
    const { user, system } = process.threadCpuUsage(start);
    return (user + system) / (rounds * perChunk);
  };
  run(Math.ceil(100_000 / perChunk));
  const before = sentBytes;
  const rounds = Math.ceil(requests / perChunk);
  const each = run(rounds);
  const bytes = (sentBytes - before) / (rounds * perChunk);
  if (ends > 0 || bytes < 75) throw new Error('the server did not answer');
  process.stdout.write(
    `${String(perChunk).padStart(4)} per chunk: ${each.toFixed(3)} µs a request, ${bytes.toFixed(1)} B out\n`,
  );
}

for (const perChunk of [1, 10, 100]) bench(perChunk);

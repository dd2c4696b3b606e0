// Run by hand: `node src/hpack/hpack.bench.ts [operations]`. Prints what a header block costs: seen
// before, decoded anew as for a Go client (whose `grpc-timeout` differs each time and enters the
// table), and the other way, encoded. Decides whether blocks are worth recognising.
import type { HeaderBlock, HeaderField, HeaderList } from '../types.ts';
import { HpackDecoder } from './decoder.ts';
import { HpackEncoder } from './encoder.ts';
import { decodeHuffman, huffmanOctets, writeHuffman } from './huffman.ts';

// The library compiles without Node's types.
declare const process: {
  readonly argv: readonly string[];
  readonly stdout: { write(text: string): void };
  threadCpuUsage(since?: { user: number; system: number }): { user: number; system: number };
};

const count = Number(process.argv[2] ?? 1_000_000);

/** CPU time of this thread: a neighbour on the machine does not count. The first round warms up. */
function measure(what: string, operations: number, run: (i: number) => void): void {
  for (let i = 0; i < operations / 4; i++) run(i);
  const start = process.threadCpuUsage();
  for (let i = 0; i < operations; i++) run(i);
  const { user, system } = process.threadCpuUsage(start);
  const each = ((user + system) * 1000) / operations;
  process.stdout.write(`${what.padEnd(52)} ${each.toFixed(0).padStart(6)} ns\n`);
}

const request: readonly HeaderField[] = [
  [':method', 'POST'],
  [':scheme', 'http'],
  [':path', '/etcdserverpb.KV/Put'],
  [':authority', '127.0.0.1:2379'],
  ['content-type', 'application/grpc'],
  ['user-agent', 'grpc-go/1.71.1'],
  ['te', 'trailers'],
  ['grpc-accept-encoding', 'gzip'],
];
const list: HeaderList = { fields: request, isStable: true };
const limits = { tableBytesMax: 4096, listBytesMax: 16_384 };

function newDecoder(): { decoder: HpackDecoder; blocks: Uint8Array[] } {
  const decoder = new HpackDecoder(limits);
  const encoder = new HpackEncoder(limits);
  const paths = ['Put', 'Range', 'Txn'].map((method) => `/etcdserverpb.KV/${method}`);
  const lists = paths.map((path): HeaderList => {
    const fields = request.map((field): HeaderField =>
      field[0] === ':path' ? [':path', path] : field,
    );
    return { fields, isStable: true };
  });
  for (const list of lists) decoder.decode(encoder.encode(list));
  return { decoder, blocks: lists.map((list) => Uint8Array.from(encoder.encode(list))) };
}

let last: HeaderBlock | Uint8Array | string | undefined;

function benchDecoder(): void {
  const { decoder, blocks } = newDecoder();
  const [block = new Uint8Array(0)] = blocks;
  measure('decode: a block seen before', count, () => (last = decoder.decode(block)));
  measure('decode: one of three seen before', count, (i) => {
    last = decoder.decode(blocks[i % 3] ?? block);
  });
  const buffers = blocks.map((block) => Uint8Array.of(0, ...block, 0).subarray(1, -1));
  measure('decode: the same as views of chunks', count, (i) => {
    last = decoder.decode(buffers[i % 3] ?? block);
  });
}

/** What a Go client with a deadline sends: whatever left the table, and a literal that enters it. */
function benchGoClient(): void {
  const writer = new HpackEncoder(limits);
  const decoder = new HpackDecoder(limits);
  const blocks: Uint8Array[] = [];
  for (let i = 0; i < 10_000; i++) {
    const timeout: HeaderField = ['grpc-timeout', `${4_999_999 - ((i * 37) % 90_000)}u`];
    const fields = [...request, timeout];
    blocks.push(Uint8Array.from(writer.encode({ fields, isStable: true })));
  }
  const bytes = blocks.reduce((sum, block) => sum + block.length, 0) / blocks.length;
  measure(`decode: with grpc-timeout, ${bytes.toFixed(1)} bytes on average`, count, (i) => {
    last = decoder.decode(blocks[i % blocks.length] ?? new Uint8Array(0));
  });
  const fast = newDecoder();
  const indexes = fast.blocks[0] ?? new Uint8Array(0);
  // A size update to the same size: a change, and the table is not filled by what is measured.
  const changed = Uint8Array.of(0x3f, 0xe1, 0x1f, ...indexes);
  measure('decode: 8 indexes, not recognised', count, () => (last = fast.decoder.decode(changed)));
}

function benchEncoder(): void {
  const encoder = new HpackEncoder(limits);
  const trailers: HeaderList = {
    fields: [
      ['grpc-status', '0'],
      ['grpc-message', ''],
    ],
    isStable: true,
  };
  const pair = [list, trailers];
  measure('encode: one of two stable lists', count, (i) => {
    last = encoder.encode(pair[i & 1] ?? list);
  });
  measure('encode: an unstable list of 8', count / 4, () => {
    last = encoder.encode({ fields: request, isStable: false });
  });
}

function benchHuffman(): void {
  for (const text of ['4999877u', '/etcdserverpb.KV/Put', 'x-token'.repeat(40)]) {
    const octets = new Uint8Array(huffmanOctets(text));
    writeHuffman(text, octets, 0);
    measure(`huffman: decode ${text.length} chars`, count / 4, () => {
      last = decodeHuffman(octets, 0, octets.length);
    });
    measure(`huffman: encode ${text.length} chars`, count / 4, () => {
      huffmanOctets(text);
      writeHuffman(text, octets, 0);
    });
  }
}

benchDecoder();
benchGoClient();
benchEncoder();
benchHuffman();
if (last === undefined) process.stdout.write('nothing was measured\n');

// Puts hostile blocks into the decoder, each next to the plain one: both must come to the same fields and
// the same table, or to a decoding error, and nothing may grow beyond its limit. A run is a
// function of its seed.
import { AssertionFailure, SeededRandom, assert } from '@cairn/core';
import type { HeaderField } from '../../types.ts';
import { BlockWriter } from '../block-writer.ts';
import { HpackDecoder } from '../decoder.ts';
import { HpackError } from '../hpack-error.ts';
import { PlainDecoder } from './plain-decoder.ts';

const tableSizes = [0, 64, 256, 4096, 8192];
const words = ['', 'te', 'trailers', ':path', '/etcdserverpb.KV/Put', '4999877u', 'grpc-timeout'];
/** The plain decoder's table is slow when it is full. */
const blocksPerConnection = 50;

/** What was tried; a run in which one of them stays 0 has tested nothing. */
export interface FuzzedHpack {
  readonly decoded: number;
  readonly refused: number;
  readonly recognised: number;
  readonly cutOff: number;
}

/** Throws AssertionFailure, with the seed and the input that led to it, where a promise is broken. */
export function fuzzHpack(seed: number, inputs: number): FuzzedHpack {
  const random = new SeededRandom(seed);
  const totals = { decoded: 0, refused: 0, recognised: 0, cutOff: 0 };
  let pair = new DecoderPair(random);
  let block: Uint8Array = new Uint8Array(0);
  for (let input = 0; input < inputs; input++) {
    block = random.nextBelow(4) === 0 ? block : randomBlock(random);
    try {
      const outcome = pair.decode(block);
      totals[outcome]++;
      if (outcome === 'refused' || input % blocksPerConnection === 0) {
        pair = new DecoderPair(random);
      }
    } catch (cause) {
      const hex = Array.from(block, (octet) => octet.toString(16).padStart(2, '0')).join('');
      throw new AssertionFailure(`seed ${seed}, input ${input}: ${hex}`, { cause });
    }
  }
  return totals;
}

class DecoderPair {
  readonly #decoder: HpackDecoder;
  readonly #plain: PlainDecoder;
  readonly #tableBytesMax: number;
  readonly #listBytesMax: number;
  #last: unknown;

  constructor(random: SeededRandom) {
    this.#tableBytesMax = tableSizes[random.nextBelow(tableSizes.length)] ?? 0;
    this.#listBytesMax = 64 + random.nextBelow(1000);
    this.#decoder = new HpackDecoder({
      tableBytesMax: this.#tableBytesMax,
      listBytesMax: this.#listBytesMax,
    });
    this.#plain = new PlainDecoder(this.#tableBytesMax);
  }

  decode(block: Uint8Array): keyof FuzzedHpack {
    const expected = this.#plain.decode(block);
    try {
      const decoded = this.#decoder.decode(block);
      assert(expected !== undefined, 'a decoding error was overlooked');
      const kept = fieldsWithin(expected, this.#listBytesMax);
      assert(isSameList(decoded.fields, kept), 'other fields than the plain decoder');
      assert(decoded.isTooLarge === kept.length < expected.length, 'cut off or not');
      const isRecognised = decoded === this.#last;
      this.#last = decoded;
      if (isRecognised) return 'recognised';
      return decoded.isTooLarge ? 'cutOff' : 'decoded';
    } catch (error) {
      if (!(error instanceof HpackError)) throw error;
      assert(expected === undefined, `refused without a reason: ${error.message}`);
      return 'refused';
    } finally {
      this.#checkTable();
    }
  }

  #checkTable(): void {
    const { table } = this.#decoder;
    const fields = Array.from({ length: table.length }, (_, i) => table.at(i));
    assert(isSameList(fields, this.#plain.table), 'another table than the plain decoder');
    assert(table.at(table.length) === undefined, 'the table ends');
    assert(table.sizeBytes === this.#plain.sizeBytes, 'the size is the sum of the fields');
    assert(table.sizeBytes <= table.limitBytes, 'the table keeps its limit');
    assert(table.limitBytes <= Math.max(4096, this.#tableBytesMax), 'the limit is what we allowed');
  }
}

function fieldsWithin(fields: HeaderField[], bytesMax: number): HeaderField[] {
  let bytes = 0;
  const end = fields.findIndex(([name, value]) => {
    bytes += name.length + value.length + 32;
    return bytes > bytesMax;
  });
  return end < 0 ? fields : fields.slice(0, end);
}

function isSameList(
  a: readonly (HeaderField | undefined)[],
  b: readonly (HeaderField | undefined)[],
): boolean {
  return (
    a.length === b.length &&
    a.every((field, i) => field?.[0] === b[i]?.[0] && field?.[1] === b[i]?.[1])
  );
}

function randomBlock(random: SeededRandom): Uint8Array {
  if (random.nextBelow(8) === 0) return randomBytes(random, random.nextBelow(24));
  const block = validLookingBlock(random);
  return random.nextBelow(3) === 0 ? mutate(random, block) : block;
}

function randomBytes(random: SeededRandom, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => random.nextBelow(256));
}

function validLookingBlock(random: SeededRandom): Uint8Array {
  const writer = new BlockWriter();
  if (random.nextBelow(16) === 0) writer.writeInteger(0x20, 0x1f, random.nextBelow(5000));
  for (let fields = random.nextBelow(6); fields > 0; fields--) {
    const index = 1 + random.nextBelow(random.nextBelow(8) === 0 ? 75 : 62);
    const kind = random.nextBelow(8);
    if (kind < 3) {
      writer.writeInteger(0x80, 0x7f, index);
      continue;
    }
    const nameIndex = random.nextBelow(2) === 0 ? 0 : index;
    if (kind < 6) writer.writeInteger(0x40, 0x3f, nameIndex);
    else writer.writeInteger(kind === 6 ? 0x00 : 0x10, 0x0f, nameIndex);
    if (nameIndex === 0) writer.writeString(randomText(random));
    writer.writeString(randomText(random));
  }
  return writer.take();
}

function randomText(random: SeededRandom): string {
  if (random.nextBelow(4) > 0) return words[random.nextBelow(words.length)] ?? '';
  const length = random.nextBelow(random.nextBelow(16) === 0 ? 300 : 20);
  return String.fromCharCode(...randomBytes(random, length));
}

function mutate(random: SeededRandom, block: Uint8Array): Uint8Array {
  const octets = [...block];
  for (let changes = 1 + random.nextBelow(3); changes > 0; changes--) {
    const at = random.nextBelow(octets.length + 1);
    const octet = random.nextBelow(256);
    const kind = random.nextBelow(4);
    if (kind === 0) octets.splice(at, 1);
    else if (kind === 1) octets.splice(at, 0, octet);
    else if (kind === 2) octets.splice(at, random.nextBelow(4), 0xff, 0xff);
    else octets[at] = octet;
  }
  return Uint8Array.from(octets);
}

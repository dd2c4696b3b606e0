// TxnRequest read by hand, for the transactions that most clients send: comparisons, puts and ranges
// with their common fields. The generated code takes three times as long, because it clears the other
// members of each oneof and makes room for many where there is one.
//
// Whatever else comes (deletes, nested transactions, rare fields, numbers of more than 49 bits, bytes
// that are no message) is left to the generated code, from the beginning: so what a message means, and
// what is said of a bad one, is decided there. It is also the plain twin in the test.
import { etcdserverpb } from '@cairn/proto';

type TxnRequest = etcdserverpb.TxnRequest;
type Compare = etcdserverpb.Compare;
type RequestOp = etcdserverpb.RequestOp;

/** Byte fields are views into `bytes`. @throws as the generated code does */
export function decodeTxn(bytes: Uint8Array): TxnRequest {
  const reader = new CommonReader(bytes);
  const txn = readTxnRequest(reader);
  return reader.isCommon ? txn : etcdserverpb.TxnRequest.decode(bytes);
}

/** Fields of one message; once something uncommon was met, what it gives is of no use. */
class CommonReader {
  isCommon = true;
  at = 0;
  /** Of the message that is being read. */
  end: number;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.end = bytes.length;
  }

  get hasMore(): boolean {
    return this.isCommon && this.at < this.end;
  }

  uncommon(): void {
    this.isCommon = false;
  }

  /** Of a field below 16; larger tags are numbers of two bytes. */
  tag(): number {
    const byte = this.#byte();
    return byte < 0x80 ? byte : byte | (this.#byte() << 8);
  }

  /** An enum or bool: one byte. */
  small(): number {
    const byte = this.#byte();
    if (byte > 0x7f) this.uncommon();
    return byte;
  }

  number(): number {
    let value = 0;
    let unit = 1;
    for (let count = 0; count < numberBytesMax; count++) {
      const byte = this.#byte();
      value += (byte & 0x7f) * unit;
      if (byte < 0x80) return value;
      unit *= 0x80;
    }
    this.uncommon();
    return 0;
  }

  bytes(): Uint8Array {
    const start = this.#enterBytes();
    const { buffer, byteOffset } = this.#bytes;
    return new Uint8Array(buffer, byteOffset + start, this.at - start);
  }

  /** Into the message of this field; answers the end of the one around it, for {@link leave}. */
  enter(): number {
    const outer = this.end;
    const start = this.#enterBytes();
    this.end = this.at;
    this.at = start;
    return outer;
  }

  leave(outer: number): void {
    this.end = outer;
  }

  /** Goes behind the bytes of a field; answers where they begin. */
  #enterBytes(): number {
    const length = this.number();
    const start = this.at;
    if (length > this.end - start) this.uncommon();
    else this.at += length;
    return start;
  }

  #byte(): number {
    if (this.at < this.end) return this.#bytes[this.at++] as number;
    this.uncommon();
    return 0;
  }
}

/** 49 bits. */
const numberBytesMax = 7;

function readTxnRequest(reader: CommonReader): TxnRequest {
  const txn = new etcdserverpb.TxnRequest();
  while (reader.hasMore) {
    const tag = reader.tag();
    const outer = reader.enter();
    if (tag === 0x0a) txn.compare = appended(txn.compare, readCompare(reader));
    else if (tag === 0x12) txn.success = appended(txn.success, readOperation(reader));
    else if (tag === 0x1a) txn.failure = appended(txn.failure, readOperation(reader));
    else reader.uncommon();
    reader.leave(outer);
  }
  return txn;
}

/** An array that is pushed to makes room for seventeen; nearly all of these have one. */
function appended<Item>(list: Item[] | null | undefined, item: Item): Item[] {
  if (list === null || list === undefined || list.length === 0) return [item];
  list.push(item);
  return list;
}

function readCompare(reader: CommonReader): Compare {
  const compare = new etcdserverpb.Compare();
  let operands = 0;
  while (reader.hasMore) {
    const tag = reader.tag();
    if (tag === 0x08) compare.result = reader.small();
    else if (tag === 0x10) compare.target = reader.small();
    else if (tag === 0x1a) compare.key = reader.bytes();
    else if (tag === 0x0482) compare.range_end = reader.bytes();
    else {
      operands += 1;
      if (tag === 0x20) compare.version = reader.number();
      else if (tag === 0x28) compare.create_revision = reader.number();
      else if (tag === 0x30) compare.mod_revision = reader.number();
      else if (tag === 0x3a) compare.value = reader.bytes();
      else if (tag === 0x40) compare.lease = reader.number();
      else reader.uncommon();
    }
  }
  if (operands > 1) reader.uncommon();
  return compare;
}

function readOperation(reader: CommonReader): RequestOp {
  const operation = new etcdserverpb.RequestOp();
  const tag = reader.tag();
  const outer = reader.enter();
  if (tag === 0x0a) operation.request_range = readRange(reader);
  else if (tag === 0x12) operation.request_put = readPut(reader);
  else reader.uncommon();
  reader.leave(outer);
  if (reader.hasMore) reader.uncommon();
  return operation;
}

function readPut(reader: CommonReader): etcdserverpb.PutRequest {
  const put = new etcdserverpb.PutRequest();
  while (reader.hasMore) {
    const tag = reader.tag();
    if (tag === 0x0a) put.key = reader.bytes();
    else if (tag === 0x12) put.value = reader.bytes();
    else if (tag === 0x18) put.lease = reader.number();
    else if (tag === 0x20) put.prev_kv = reader.small() !== 0;
    else reader.uncommon();
  }
  return put;
}

function readRange(reader: CommonReader): etcdserverpb.RangeRequest {
  const range = new etcdserverpb.RangeRequest();
  while (reader.hasMore) {
    const tag = reader.tag();
    if (tag === 0x0a) range.key = reader.bytes();
    else if (tag === 0x12) range.range_end = reader.bytes();
    else if (tag === 0x18) range.limit = reader.number();
    else if (tag === 0x20) range.revision = reader.number();
    else reader.uncommon();
  }
  return range;
}

// SubmitBatch and SubmitResults by hand: with the generated code every request costs two objects
// that live for one loop, and a buffer view with each. Here the batch is written straight from the queue
// and the results are told one by one. The generated code is the twin that the test compares with.
import { varintLength, writeVarint } from '@cairn/core';
import { cairn } from '@cairn/proto';
import { WireReader } from './wire-reader.ts';

/** A request as it goes into a batch; all values are unsigned integers of 32 bits. */
export interface OutgoingItem {
  readonly id: number;
  readonly methodNumber: number;
  readonly request: Uint8Array;
  readonly timeoutMs: number;
  /** One-byte characters; undefined = none. */
  readonly token: string | undefined;
  /** Of the user, if it was no token that said who asks; empty = none. */
  readonly certificateName: string;
  /** The context of the span that the node goes on with; empty = the request is not traced. */
  readonly traceContext: Uint8Array;
}

export interface ResultsListener {
  /** Comes before the results of its message. */
  onState(state: cairn.v1.NodeState): void;
  /**
   * @param response a view of the message.
   * @param totalBytes of a response that goes on, with its first part; 0 = not said.
   */
  onResult(
    id: number,
    code: number,
    text: string,
    response: Uint8Array,
    isMore: boolean,
    totalBytes: number,
  ): void;
}

/** Field number and wire type, as one byte. */
const tag = {
  items: 0x0a,
  itemId: 0x08,
  itemMethod: 0x10,
  itemRequest: 0x1a,
  itemTimeout: 0x20,
  itemToken: 0x2a,
  itemCertificateName: 0x32,
  itemTraceContext: 0x3a,
  results: 0x0a,
  state: 0x12,
  resultId: 0x08,
  resultCode: 0x10,
  resultMessage: 0x1a,
  resultResponse: 0x22,
  resultMore: 0x28,
  resultTotal: 0x30,
} as const;

const noBytes = new Uint8Array(0);
const utf8 = new TextDecoder();

export function encodeSubmitBatch(items: readonly OutgoingItem[]): Uint8Array {
  let totalBytes = 0;
  for (const item of items) {
    const bytes = itemBytes(item);
    totalBytes += 1 + varintLength(bytes) + bytes;
  }
  const out = Buffer.allocUnsafe(totalBytes);
  let at = 0;
  for (const item of items) {
    const { request } = item;
    out[at] = tag.items;
    at = writeVarint(out, at + 1, itemBytes(item));
    out[at] = tag.itemId;
    at = writeVarint(out, at + 1, item.id);
    out[at] = tag.itemMethod;
    at = writeVarint(out, at + 1, item.methodNumber);
    out[at] = tag.itemTimeout;
    at = writeVarint(out, at + 1, item.timeoutMs);
    out[at] = tag.itemRequest;
    at = writeVarint(out, at + 1, request.length);
    out.set(request, at);
    at += request.length;
    if (item.token !== undefined) at = writeToken(out, at, item.token);
    if (item.certificateName !== '') at = writeName(out, at, item.certificateName);
    if (item.traceContext.length > 0) at = writeTraceContext(out, at, item.traceContext);
  }
  return out;
}

/** @throws RangeError when the bytes are no SubmitResults; what came before was told. */
export function decodeSubmitResults(message: Uint8Array, listener: ResultsListener): void {
  const reader = new WireReader(message);
  while (!reader.isAtEnd) {
    const fieldTag = reader.varint();
    if (fieldTag === tag.state) listener.onState(cairn.v1.NodeState.decode(reader.bytes()));
    else reader.skip(fieldTag);
  }
  reader.rewind();
  while (!reader.isAtEnd) {
    const fieldTag = reader.varint();
    if (fieldTag === tag.results) readResult(reader, listener);
    else reader.skip(fieldTag);
  }
}

function readResult(reader: WireReader, listener: ResultsListener): void {
  const length = reader.varint();
  const end = reader.enter(length);
  let id = 0;
  let code = 0;
  let text = '';
  let response: Uint8Array = noBytes;
  let isMore = false;
  let totalBytes = 0;
  while (!reader.isAtEnd) {
    const fieldTag = reader.varint();
    if (fieldTag === tag.resultId) id = reader.varint();
    else if (fieldTag === tag.resultResponse) response = reader.bytes();
    else if (fieldTag === tag.resultCode) code = reader.varint();
    else if (fieldTag === tag.resultMessage) text = utf8.decode(reader.bytes());
    else if (fieldTag === tag.resultMore) isMore = reader.varint() !== 0;
    else if (fieldTag === tag.resultTotal) totalBytes = reader.varint();
    else reader.skip(fieldTag);
  }
  reader.leave(end);
  listener.onResult(id, code, text, response, isMore, totalBytes);
}

function writeToken(out: Buffer, start: number, token: string): number {
  out[start] = tag.itemToken;
  const at = writeVarint(out, start + 1, token.length);
  return at + out.write(token, at, 'latin1');
}

function writeName(out: Buffer, start: number, name: string): number {
  out[start] = tag.itemCertificateName;
  const at = writeVarint(out, start + 1, Buffer.byteLength(name));
  return at + out.write(name, at, 'utf8');
}

function nameBytes(name: string): number {
  const length = Buffer.byteLength(name);
  return 1 + varintLength(length) + length;
}

function writeTraceContext(out: Buffer, start: number, context: Uint8Array): number {
  out[start] = tag.itemTraceContext;
  const at = writeVarint(out, start + 1, context.length);
  out.set(context, at);
  return at + context.length;
}

function itemBytes(item: OutgoingItem): number {
  const { id, methodNumber, request, timeoutMs, token, certificateName, traceContext } = item;
  return (
    4 +
    varintLength(id) +
    varintLength(methodNumber) +
    varintLength(timeoutMs) +
    varintLength(request.length) +
    request.length +
    (token === undefined ? 0 : 1 + varintLength(token.length) + token.length) +
    (certificateName === '' ? 0 : nameBytes(certificateName)) +
    (traceContext.length === 0 ? 0 : 1 + varintLength(traceContext.length) + traceContext.length)
  );
}

// PeerBatch by hand. Every entry goes to every follower and comes back as an acknowledgement, so this
// stands beside the store as what a write costs in a cluster. Three things are not done again: entries
// are encoded once for all followers that get the same ones, ids of members are a few and their bytes
// are kept, and what arrives becomes Raft's messages without an object in between.
//
// The generated code is the plain twin in the test; it also does what is rare (snapshots).
import { encodeVarint64, varintLength, writeVarint } from '@cairn/core';
import type { ClusterId, MemberId } from '@cairn/core';
import { cairn } from '@cairn/proto';
import type { Entry, EntryType, Message, MessageType } from '@cairn/raft';
import { messageFields, snapshotOf } from './message-codec.ts';
import { WireReader } from './wire.ts';

export interface PeerBatch {
  /** The first batch of a stream says who speaks; 0n in the others. */
  readonly clusterId: ClusterId;
  readonly from: MemberId;
  readonly to: MemberId;
  /** Where the speaker is reached; empty in the others. */
  readonly peerUrls: readonly string[];
  readonly messages: readonly Message[];
}

const batchTag = {
  clusterId: 0x08,
  from: 0x10,
  to: 0x18,
  messages: 0x22,
  peerUrls: 0x2a,
} as const;
const messageTag = {
  type: 0x08,
  to: 0x10,
  from: 0x18,
  term: 0x20,
  logTerm: 0x28,
  index: 0x30,
  commit: 0x38,
  entries: 0x42,
  reject: 0x48,
  rejectHint: 0x50,
  context: 0x58,
  snapshot: 0x62,
} as const;
const entryTag = { term: 0x08, index: 0x10, type: 0x18, data: 0x22 } as const;

/** Encodes for all links of one member: consecutive calls are mostly the same entries for another one. */
export class PeerBatchEncoder {
  #entries: readonly Entry[] = [];
  #entriesBytes: Uint8Array = new Uint8Array(0);
  readonly #idBytes = new Map<bigint, Uint8Array>();

  encode(messages: readonly Message[]): Uint8Array {
    const parts: Uint8Array[] = [];
    let length = 0;
    for (const message of messages) {
      const head = this.#head(message);
      const entries = this.#encodedEntries(message.entries);
      const size = head.length + entries.length;
      parts.push(head, entries);
      length += 1 + varintLength(size) + size;
    }
    const bytes = Buffer.allocUnsafe(length);
    let at = 0;
    for (let i = 0; i < parts.length; i += 2) {
      const head = parts[i] as Uint8Array;
      const entries = parts[i + 1] as Uint8Array;
      bytes[at++] = batchTag.messages;
      at = writeVarint(bytes, at, head.length + entries.length);
      bytes.set(head, at);
      bytes.set(entries, at + head.length);
      at += head.length + entries.length;
    }
    return bytes;
  }

  /** All fields but the entries. */
  #head(message: Message): Uint8Array {
    if (message.snapshot !== undefined) {
      return cairn.v1.RaftMessage.encode(messageFields({ ...message, entries: [] })).finish();
    }
    const bytes = Buffer.allocUnsafe(headBytesMax);
    let at = writeField(bytes, 0, messageTag.type, message.type);
    at = this.#writeId(bytes, at, messageTag.to, message.to);
    at = this.#writeId(bytes, at, messageTag.from, message.from);
    at = writeField(bytes, at, messageTag.term, message.term);
    at = writeField(bytes, at, messageTag.logTerm, message.logTerm);
    at = writeField(bytes, at, messageTag.index, message.index);
    at = writeField(bytes, at, messageTag.commit, message.commit);
    at = writeField(bytes, at, messageTag.reject, message.reject ? 1 : 0);
    at = writeField(bytes, at, messageTag.rejectHint, message.rejectHint);
    at = writeField(bytes, at, messageTag.context, message.context);
    return bytes.subarray(0, at);
  }

  #writeId(bytes: Uint8Array, at: number, tag: number, id: bigint): number {
    if (id === 0n) return at;
    let encoded = this.#idBytes.get(id);
    if (encoded === undefined) {
      if (this.#idBytes.size >= keptIdsMax) this.#idBytes.clear();
      encoded = encodeVarint64(id);
      this.#idBytes.set(id, encoded);
    }
    bytes[at] = tag;
    bytes.set(encoded, at + 1);
    return at + 1 + encoded.length;
  }

  #encodedEntries(entries: readonly Entry[]): Uint8Array {
    if (entries.length === 0) return noBytes;
    const same =
      entries.length === this.#entries.length &&
      entries[0] === this.#entries[0] &&
      entries.at(-1) === this.#entries.at(-1);
    if (!same) {
      this.#entries = entries;
      this.#entriesBytes = encodeEntries(entries);
    }
    return this.#entriesBytes;
  }
}

const noBytes = new Uint8Array(0);
/** Ten numbers of at most ten bytes, each with its tag. */
const headBytesMax = 110;
const keptIdsMax = 64;

function writeField(bytes: Uint8Array, at: number, tag: number, value: number): number {
  if (value === 0) return at;
  bytes[at] = tag;
  return writeVarint(bytes, at + 1, value);
}

function fieldLength(value: number): number {
  return value === 0 ? 0 : 1 + varintLength(value);
}

function entryLength({ term, index, type, data }: Entry): number {
  const dataLength = data.length === 0 ? 0 : 1 + varintLength(data.length) + data.length;
  return fieldLength(term) + fieldLength(index) + fieldLength(type) + dataLength;
}

function encodeEntries(entries: readonly Entry[]): Uint8Array {
  let length = 0;
  for (const entry of entries) {
    const size = entryLength(entry);
    length += 1 + varintLength(size) + size;
  }
  const bytes = Buffer.allocUnsafe(length);
  let at = 0;
  for (const entry of entries) {
    const { term, index, type, data } = entry;
    bytes[at++] = messageTag.entries;
    at = writeVarint(bytes, at, entryLength(entry));
    at = writeField(bytes, at, entryTag.term, term);
    at = writeField(bytes, at, entryTag.index, index);
    at = writeField(bytes, at, entryTag.type, type);
    if (data.length === 0) continue;
    bytes[at] = entryTag.data;
    at = writeVarint(bytes, at + 1, data.length);
    bytes.set(data, at);
    at += data.length;
  }
  return bytes;
}

/** @throws when the bytes are no PeerBatch, or hold a number that no member of ours would send */
export function decodePeerBatch(bytes: Uint8Array): PeerBatch {
  const wire = new WireReader(bytes);
  let clusterId = 0n;
  let from = 0n;
  let to = 0n;
  const peerUrls: string[] = [];
  const messages: Message[] = [];
  while (!wire.isAtEnd) {
    const tag = wire.tag();
    if (tag === batchTag.messages) messages.push(readMessage(wire));
    else if (tag === batchTag.clusterId) clusterId = wire.id();
    else if (tag === batchTag.from) from = wire.id();
    else if (tag === batchTag.to) to = wire.id();
    else if (tag === batchTag.peerUrls) peerUrls.push(Buffer.from(wire.bytes()).toString());
    else wire.skip(tag);
  }
  return { clusterId, from, to, peerUrls, messages };
}

function readMessage(wire: WireReader): Message {
  const outer = wire.enter();
  const entries: Entry[] = [];
  const message = {
    type: 0 as MessageType,
    to: 0n,
    from: 0n,
    term: 0,
    logTerm: 0,
    index: 0,
    commit: 0,
    entries,
    reject: false,
    rejectHint: 0,
    context: 0,
    snapshot: undefined as Message['snapshot'],
  };
  while (!wire.isAtEnd) {
    const tag = wire.tag();
    if (tag === messageTag.entries) entries.push(readEntry(wire));
    else if (tag === messageTag.type) message.type = wire.number() as MessageType;
    else if (tag === messageTag.to) message.to = wire.id();
    else if (tag === messageTag.from) message.from = wire.id();
    else if (tag === messageTag.term) message.term = wire.number();
    else if (tag === messageTag.logTerm) message.logTerm = wire.number();
    else if (tag === messageTag.index) message.index = wire.number();
    else if (tag === messageTag.commit) message.commit = wire.number();
    else if (tag === messageTag.reject) message.reject = wire.number() !== 0;
    else if (tag === messageTag.rejectHint) message.rejectHint = wire.number();
    else if (tag === messageTag.context) message.context = wire.number();
    else if (tag === messageTag.snapshot) {
      message.snapshot = snapshotOf(cairn.v1.SnapshotMeta.decode(wire.bytes()));
    } else wire.skip(tag);
  }
  wire.leave(outer);
  return message;
}

function readEntry(wire: WireReader): Entry {
  const outer = wire.enter();
  let term = 0;
  let index = 0;
  let type = 0;
  let data: Uint8Array = noBytes;
  while (!wire.isAtEnd) {
    const tag = wire.tag();
    if (tag === entryTag.data) data = wire.bytes();
    else if (tag === entryTag.term) term = wire.number();
    else if (tag === entryTag.index) index = wire.number();
    else if (tag === entryTag.type) type = wire.number();
    else wire.skip(tag);
  }
  wire.leave(outer);
  return { index, term, type: type as EntryType, data };
}

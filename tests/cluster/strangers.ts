// What may arrive at the port where members talk to each other, from a broken member, a port scanner or
// somebody who only read the protocol.
import { createConnection } from 'node:net';
import { connect as connectHttp2 } from 'node:http2';
import type { IncomingHttpHeaders } from 'node:http2';
import { Client, Metadata, credentials } from '@grpc/grpc-js';
import type { SeededRandom } from '@cairn/core';
import { cairn, fromBigInt } from '@cairn/proto';

const { PeerBatch, SnapshotChunk } = cairn.v1;

/** Whose port it is, and what one needs to know to be heard there. */
export interface Target {
  readonly host: string;
  readonly port: number;
  readonly clusterId: string;
  readonly memberId: string;
  /** Another member. */
  readonly otherId: string;
}

type Id = ReturnType<typeof fromBigInt>;
type Greeting = { readonly cluster_id: Id; readonly from: Id; readonly to: Id };

/** How a conversation ended that the stranger would have gone on with. */
export type Ending = Promise<string>;

const bidiMethods = ['/cairn.v1.Peer/Messages', '/cairn.v1.Peer/InstallSnapshot'];
const unaryMethods = [
  '/cairn.v1.Peer/HashKv',
  '/cairn.v1.Peer/Members',
  '/cairn.v1.Leader/Promote',
];
const stranger = 1_234_567;
const settleMs = 60_000;

export function randomBytes(random: SeededRandom, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => random.nextBelow(256)));
}

/** Bytes that are no HTTP/2 at all. */
export function sayBytes({ host, port }: Target, bytes: Uint8Array): Ending {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port });
    socket.setTimeout(settleMs, () => socket.destroy());
    socket.on('error', () => undefined);
    socket.on('data', () => undefined);
    socket.on('close', () => resolve('closed'));
    socket.end(bytes);
  });
}

/** Messages in a row on one stream of a method; the ending is the status, or `open` when there is none. */
export function sayMessages(
  { host, port }: Target,
  path: string,
  messages: readonly Uint8Array[],
): Ending {
  const client = new Client(`${host}:${port}`, credentials.createInsecure(), {
    'grpc.use_local_subchannel_pool': 1,
    'grpc.max_send_message_length': -1,
  });
  return new Promise<string>((resolve) => {
    const same = (bytes: Buffer): Buffer => bytes;
    const stream = client.makeBidiStreamRequest(path, same, same, new Metadata(), {
      deadline: Date.now() + settleMs,
    });
    stream.on('data', () => undefined);
    stream.on('error', () => undefined);
    stream.on('status', ({ code, details }) => resolve(`${code}: ${details}`));
    for (const message of messages) stream.write(Buffer.from(message));
    stream.end();
  }).finally(() => client.close());
}

/** A message that says of itself that it has `length` bytes, and the beginning of it. */
export function sayLength({ host, port }: Target, path: string, length: number): Ending {
  return new Promise((resolve) => {
    const session = connectHttp2(`http://${host}:${port}`);
    const done = (how: string): void => {
      session.destroy();
      resolve(how);
    };
    session.on('error', () => done('closed'));
    const stream = session.request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    const head = Buffer.alloc(5);
    head.writeUInt32BE(length, 1);
    let status = 'no status';
    const note = (headers: IncomingHttpHeaders): void => {
      const { 'grpc-status': code, 'grpc-message': text } = headers;
      if (typeof code === 'string') status = `${code}: ${typeof text === 'string' ? text : ''}`;
    };
    stream.on('response', note);
    stream.on('trailers', note);
    stream.on('error', () => done('closed'));
    stream.on('close', () => done(status));
    // The other side has said all it has to say; ours was not finished.
    stream.on('end', () => done(status));
    stream.on('data', () => undefined);
    stream.setTimeout(settleMs, () => done('ignored'));
    stream.write(Buffer.concat([head, Buffer.alloc(100_000)]));
  });
}

/** Garbage where a message of some method is expected. */
export function sayGarbage(target: Target, random: SeededRandom): Ending[] {
  return [...bidiMethods, ...unaryMethods].map((path) =>
    sayMessages(target, path, [randomBytes(random, 1 + random.nextBelow(500))]),
  );
}

function greeting({ clusterId, memberId, otherId }: Target): Greeting {
  return { cluster_id: id(clusterId), from: id(otherId), to: id(memberId) };
}

function id(text: string): Id {
  return fromBigInt(BigInt(text), 'unsigned');
}

/** The right words first, and then what no member says; with what each has to be answered. */
export function sayWhatNoMemberSays(
  target: Target,
  random: SeededRandom,
): readonly { readonly what: string; readonly ending: Ending; readonly answer: RegExp }[] {
  const hello = greeting(target);
  const { from, to } = hello;
  const speak = (...batches: readonly cairn.v1.PeerBatch.$Properties[]): Ending =>
    sayMessages(
      target,
      '/cairn.v1.Peer/Messages',
      batches.map((batch) => PeerBatch.encode(batch).finish()),
    );
  const entry = (index: number): cairn.v1.LogEntry.$Properties => ({
    index,
    term: 9_000,
    data: randomBytes(random, 100),
  });
  const propose = { type: 10, from, to, context: 1, index: 1, entries: [entry(0)] };
  const append = { type: 1, from, to, term: 9_000, index: 5, entries: [entry(6), entry(900)] };
  return [
    {
      what: 'bytes after the greeting',
      ending: sayMessages(target, '/cairn.v1.Peer/Messages', [
        PeerBatch.encode(hello).finish(),
        Buffer.concat([Buffer.of(0x07), randomBytes(random, 1_000)]),
      ]),
      answer: /^3: unreadable message/,
    },
    {
      what: 'another cluster',
      ending: speak({ ...hello, cluster_id: stranger }),
      answer: /^9: cluster ID mismatch/,
    },
    {
      what: 'another member',
      ending: speak({ ...hello, to: stranger }),
      answer: /^9: member ID mismatch/,
    },
    {
      what: 'a proposal that is no request',
      ending: speak(hello, { messages: [propose] }),
      answer: /^3: a proposal that is no request/,
    },
    {
      what: 'a proposal by somebody who is no member',
      ending: speak({ ...hello, from: stranger }, { messages: [{ ...propose, from: stranger }] }),
      answer: /^3: a proposal that is no request/,
    },
    {
      what: 'a message in the name of a member',
      ending: speak({ ...hello, from: stranger }, { messages: [append] }),
      answer: /^3: a message from /,
    },
    {
      what: 'entries with a gap',
      ending: speak(hello, { messages: [append] }),
      answer: /^3: entry 900 /,
    },
    {
      what: 'a message of no type',
      ending: speak(hello, { messages: [{ type: 99, from, to }] }),
      answer: /^3: a message of unknown type 99/,
    },
  ];
}

/** Parts of states that nobody asked for. All of them are refused in words, not by a status. */
export function saySnapshots(target: Target, random: SeededRandom): Ending[] {
  const { from, to, cluster_id } = greeting(target);
  const snapshot = { index: 1_000_000, term: 9_000, conf_state: { voters: [stranger] } };
  const message = { type: 9, from: stranger, to, term: 9_000, snapshot };
  const records = Array.from({ length: 100 }, () => ({
    table: 1,
    key: randomBytes(random, 10),
    value: randomBytes(random, 1_000),
  }));
  const heads: cairn.v1.SnapshotChunk.$Properties[] = [
    { message, cluster_id: stranger, snapshot_id: 1 },
    { message: { ...message, to: from }, cluster_id, snapshot_id: 1 },
    { message, cluster_id, snapshot_id: 1 },
    { cluster_id },
  ];
  return heads.map((head) =>
    sayMessages(
      target,
      '/cairn.v1.Peer/InstallSnapshot',
      [
        head,
        ...Array.from({ length: 20 }, () => ({ records, crc: 1 })),
        { last: true, crc: 1 },
      ].map((chunk) => SnapshotChunk.encode(chunk).finish()),
    ),
  );
}

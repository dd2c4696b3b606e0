// The other implementation: nghttp2, inside node:http2. Its client talks to a peer that is made of our
// decoder, our encoder and the bare frame layout, so each side's blocks are read by the other.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, sensitiveHeaders } from 'node:http2';
import type { ClientHttp2Session, ClientHttp2Stream } from 'node:http2';
import { duplexPair } from 'node:stream';
import type { Duplex } from 'node:stream';
import { test } from 'node:test';
import { SeededRandom } from '@cairn/core';
import type { HeaderField } from '../types.ts';
import { HpackDecoder } from './decoder.ts';
import { HpackEncoder } from './encoder.ts';

const frameTypes = { headers: 1, settings: 4, continuation: 9 };
const flags = { ack: 1, endStream: 1, endHeaders: 4, padded: 8, priority: 32 };
const headerTableSizeSetting = 1;
const concurrentStreamsSetting = 3;
const prefaceBytes = 24;

interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly streamId: number;
  readonly payload: Buffer;
}

/** A server of header blocks: answers each request with the next of `responses`. */
class RawPeer {
  readonly decoder: HpackDecoder;
  readonly encoder: HpackEncoder;
  readonly requests: (readonly HeaderField[])[] = [];
  readonly responses: { fields: readonly HeaderField[]; isStable: boolean }[] = [];
  readonly #duplex: Duplex;
  #input: Buffer = Buffer.alloc(0);
  #isPrefaceRead = false;
  #block: Buffer[] = [];

  constructor(duplex: Duplex, decoderTableBytes: number, encoderTableBytes: number) {
    this.#duplex = duplex;
    this.decoder = new HpackDecoder({ tableBytesMax: decoderTableBytes, listBytesMax: 1e6 });
    this.encoder = new HpackEncoder({ tableBytesMax: encoderTableBytes });
    const settings = Buffer.alloc(12);
    settings.writeUInt16BE(headerTableSizeSetting, 0);
    settings.writeUInt32BE(decoderTableBytes, 2);
    settings.writeUInt16BE(concurrentStreamsSetting, 6);
    settings.writeUInt32BE(1000, 8);
    this.#send(frameTypes.settings, 0, 0, settings);
    duplex.on('data', (chunk: Buffer) => this.#receive(chunk));
  }

  #receive(chunk: Buffer): void {
    this.#input = Buffer.concat([this.#input, chunk]);
    if (!this.#isPrefaceRead) {
      if (this.#input.length < prefaceBytes) return;
      this.#input = this.#input.subarray(prefaceBytes);
      this.#isPrefaceRead = true;
    }
    while (this.#input.length >= 9) {
      const end = 9 + this.#input.readUIntBE(0, 3);
      if (this.#input.length < end) return;
      const [type = 0, frameFlags = 0] = this.#input.subarray(3, 5);
      const streamId = this.#input.readUInt32BE(5);
      const payload = this.#input.subarray(9, end);
      this.#input = this.#input.subarray(end);
      this.#frame({ type, flags: frameFlags, streamId, payload });
    }
  }

  #frame(frame: Frame): void {
    if (frame.type === frameTypes.settings && (frame.flags & flags.ack) === 0) {
      for (let at = 0; at < frame.payload.length; at += 6) {
        if (frame.payload.readUInt16BE(at) !== headerTableSizeSetting) continue;
        this.encoder.setPeerTableBytes(frame.payload.readUInt32BE(at + 2));
      }
      this.#send(frameTypes.settings, flags.ack, 0, Buffer.alloc(0));
    }
    if (frame.type !== frameTypes.headers && frame.type !== frameTypes.continuation) return;
    let { payload } = frame;
    if (frame.type === frameTypes.headers) {
      assert.equal(frame.flags & flags.padded, 0);
      if ((frame.flags & flags.priority) !== 0) payload = payload.subarray(5);
    }
    this.#block.push(payload);
    if ((frame.flags & flags.endHeaders) === 0) return;
    this.requests.push(this.decoder.decode(Buffer.concat(this.#block)).fields);
    this.#block = [];
    this.#respond(frame.streamId);
  }

  #respond(streamId: number): void {
    const response = this.responses.shift();
    assert.ok(response !== undefined);
    const block = Buffer.from(this.encoder.encode(response));
    this.#send(frameTypes.headers, flags.endStream | flags.endHeaders, streamId, block);
  }

  #send(type: number, frameFlags: number, streamId: number, payload: Buffer): void {
    const head = Buffer.alloc(9);
    head.writeUIntBE(payload.length, 0, 3);
    head[3] = type;
    head[4] = frameFlags;
    head.writeUInt32BE(streamId, 5);
    this.#duplex.write(Buffer.concat([head, payload]));
  }
}

/** Every octet that a field value may have, with nothing at its ends that is trimmed. */
const allOctets = String.fromCharCode(
  ...Array.from({ length: 256 }, (_, octet) => octet).filter((o) => o > 0x20 && o !== 0x7f),
);

class Conversation {
  readonly #random: SeededRandom;
  readonly #peer: RawPeer;
  readonly #client: ClientHttp2Session;
  readonly #texts: [string, ...string[]];

  constructor(seed: number, peer: RawPeer, client: ClientHttp2Session) {
    this.#random = new SeededRandom(seed);
    this.#peer = peer;
    this.#client = client;
    const random = Array.from({ length: 20 }, () => this.#randomText());
    this.#texts = [allOctets, '', 'trailers', 'application/grpc', '4999877u', ...random];
  }

  pick<T>(...items: [T, ...T[]]): T {
    return items[this.#random.nextBelow(items.length)] ?? items[0];
  }

  async exchange(): Promise<void> {
    const fields = this.#randomFields();
    const response = this.#randomFields();
    const status = this.pick('200', '404', '418');
    const request: HeaderField[] = [
      [':method', this.pick('GET', 'POST')],
      [':path', this.pick('/', '/etcdserverpb.KV/Put', `/${this.#random.nextUint32()}`)],
      [':scheme', this.pick('http', 'https')],
      [':authority', 'localhost:2379'],
      ...fields,
    ];
    const answer: HeaderField[] = [[':status', status], ...response];
    this.#peer.responses.push({ fields: answer, isStable: this.pick(true, true, false) });
    const stream = this.#client.request(
      // Some never indexed.
      { ...Object.fromEntries(request), [sensitiveHeaders]: [this.pick('x-a', 'x-b', 'te')] },
      { endStream: true },
    );
    assert.deepEqual(await responseFields(stream), answer);
    assert.deepEqual(this.#peer.requests.pop(), request);
  }

  #randomFields(): HeaderField[] {
    const names = ['x-a', 'x-b', 'content-type', 'user-agent', 'grpc-timeout', 'x-long-name-of-it'];
    return names
      .filter(() => this.#random.nextBelow(2) === 0)
      .map((name) => [name, this.pick(...this.#texts)]);
  }

  #randomText(): string {
    const length = this.#random.nextBelow(this.pick(8, 40, 600));
    return Array.from({ length }, () => allOctets[this.#random.nextBelow(allOctets.length)]).join(
      '',
    );
  }
}

async function responseFields(stream: ClientHttp2Stream): Promise<HeaderField[]> {
  const closed = once(stream, 'close');
  const [, , raw] = (await once(stream, 'response')) as [unknown, unknown, string[]];
  stream.resume();
  await closed;
  return Array.from({ length: raw.length / 2 }, (_, i) => [raw[2 * i] ?? '', raw[2 * i + 1] ?? '']);
}

const tableSizes = [0, 100, 1024, 4096, 65_536];

for (const [seed, tableBytes] of tableSizes.entries()) {
  test(`nghttp2 and we read each other's blocks, with tables of ${tableBytes} bytes`, async () => {
    const [near, far] = duplexPair();
    const peer = new RawPeer(far, tableBytes, 65_536);
    const client = connect('http://localhost:2379', {
      createConnection: () => near,
      settings: { headerTableSize: tableBytes },
    });
    const conversation = new Conversation(seed, peer, client);
    for (let i = 0; i < 150; i++) {
      await conversation.exchange();
      if (i % 40 !== 39) continue;
      const sizes: [number, ...number[]] = [0, 50, 300, 4096, 65_536];
      client.settings({ headerTableSize: conversation.pick(...sizes) });
      client.settings({ headerTableSize: conversation.pick(...sizes) });
    }
    assert.ok(tableBytes === 0 || peer.decoder.table.length > 0);
    const closed = once(client, 'close');
    client.destroy();
    await closed;
  });
}

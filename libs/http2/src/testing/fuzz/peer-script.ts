// What a peer might send: mostly frames that fit the state it believes in, so that runs get deep, some
// that a rule forbids, and some that are mutilated or noise. Everything is drawn from one generator.
import type { SeededRandom } from '@cairn/core';
import { HpackEncoder } from '../../hpack/encoder.ts';
import {
  ACK,
  END_HEADERS,
  END_STREAM,
  PADDED,
  PRIORITY,
  frame,
  join,
  literalBlock,
  preface,
  settings,
  types,
  uint32,
  windowUpdate,
} from '../wire.ts';
import type { HeaderField, HeaderList } from '../../types.ts';

type Role = 'server' | 'client';

const requests: readonly HeaderList[] = [
  [':method', 'POST'],
  [':method', 'GET'],
].map(([name = '', value = '']) => ({
  fields: [
    [name, value],
    [':scheme', 'http'],
    [':path', '/etcdserverpb.KV/Range'],
    [':authority', 'localhost'],
    ['content-type', 'application/grpc'],
    ['te', 'trailers'],
  ],
  isStable: true,
}));

const responses: readonly HeaderList[] = ['200', '404', '103'].map((status) => ({
  fields: [[':status', status]],
  isStable: true,
}));

const trailers: HeaderList = { fields: [['grpc-status', '0']], isStable: true };

/** Fields that are odd, wrong or large, to be mixed into any list. */
const oddFields: readonly HeaderField[] = [
  [':status', '200'],
  [':path', '/'],
  [':method', 'CONNECT'],
  [':unknown', ''],
  ['connection', 'close'],
  ['te', 'gzip'],
  ['content-length', '3'],
  ['content-length', 'x'],
  ['Upper', '1'],
  ['x', '\n'],
  ['x', 'y'.repeat(300)],
  ['', ''],
];

export class PeerScript {
  readonly #random: SeededRandom;
  /** Of the connection under test. */
  readonly #role: Role;
  /** One in so many draws goes wrong. */
  readonly #rarity: number;
  readonly #encoder = new HpackEncoder({ tableBytesMax: 4096 });
  /** Streams the peer believes open, and the id it would use next. */
  readonly #open: number[] = [];
  #nextId = 1;
  #last: Uint8Array = new Uint8Array(0);

  /** `manners`: 0 = a rule is broken every few frames, 2 = hardly ever, so that sessions get long. */
  constructor(random: SeededRandom, role: Role, manners: number) {
    this.#random = random;
    this.#role = role;
    this.#rarity = [1, 8, 60][manners] ?? 1;
  }

  /** The streams that exist, as far as the session knows: used when we are the client. */
  noteStream(id: number): void {
    this.#open.push(id);
  }

  /** True once in `times` draws of the worst peer, and seldom with a better one. */
  #rarely(times: number): boolean {
    return this.#random.nextBelow(times * this.#rarity) === 0;
  }

  hello(): Uint8Array {
    const first = this.#rarely(50) ? this.next() : this.#settings(false);
    return this.#role === 'server' ? join(preface, first) : first;
  }

  /** The next input: one frame, a few, or what is left of one. */
  next(): Uint8Array {
    const input = this.#rarely(100) ? this.#last : this.#frame();
    this.#last = input;
    return this.#rarely(20) ? this.#mutilate(input) : input;
  }

  #frame(): Uint8Array {
    const random = this.#random;
    // Most frames need a stream to be about.
    if (this.#open.length === 0 && random.nextBelow(4) > 0) return this.#opening();
    switch (random.nextBelow(24)) {
      case 0:
      case 1:
      case 2:
        return this.#opening();
      case 3:
      case 4:
      case 5:
        return this.#headers(this.#anyId(false), false);
      case 6:
      case 7:
      case 8:
        return windowUpdate(this.#anyId(true), this.#increment());
      case 9:
        return this.#settings(true);
      case 10:
        return frame(types.SETTINGS, ACK, 0);
      case 11:
        return frame(types.PING, random.nextBelow(2), 0, this.#noise(8));
      case 12:
        return this.#reset();
      case 13:
        return frame(types.PRIORITY, 0, this.#anyId(false), [...uint32(0), 9]);
      case 14:
        return frame(10 + random.nextBelow(246), random.nextBelow(256), this.#anyId(true));
      case 15:
        return this.#rarely(1) ? this.#wrong() : this.#data();
      default:
        return this.#data();
    }
  }

  #opening(): Uint8Array {
    return this.#role === 'server'
      ? this.#headers(this.#newId(), true)
      : windowUpdate(0, this.#increment());
  }

  /** What no rule allows, or noise. */
  #wrong(): Uint8Array {
    const random = this.#random;
    const id = this.#anyId(true);
    switch (random.nextBelow(6)) {
      case 0:
        return frame(types.GOAWAY, 0, 0, [...uint32(this.#number()), ...uint32(2)]);
      case 1:
        return frame(types.PUSH_PROMISE, END_HEADERS, id, this.#noise());
      case 2:
        return frame(types.CONTINUATION, random.nextBelow(8), id, this.#noise());
      case 3:
        return frame(random.nextBelow(12), random.nextBelow(256), id, this.#noise());
      case 4:
        return frame(types.PRIORITY, 0, id, [...uint32(id), 9]);
      default:
        return this.#noise();
    }
  }

  /** A new request, or what follows on an open stream; in one frame or in several. */
  #headers(id: number, isNew: boolean): Uint8Array {
    const random = this.#random;
    const endStream = (isNew ? random.nextBelow(3) === 0 : !this.#rarely(5)) ? END_STREAM : 0;
    const block = this.#block(isNew);
    if (endStream !== 0 && !this.#rarely(5)) this.#forget(id);
    let flags = endStream;
    let payload = block;
    let rest: Uint8Array = new Uint8Array(0);
    const isCut = random.nextBelow(8) === 0;
    if (isCut) {
      const cut = random.nextBelow(block.length + 1);
      payload = block.subarray(0, cut);
      rest = block.subarray(cut);
    }
    if (random.nextBelow(6) === 0) {
      flags |= PRIORITY;
      payload = join(uint32(this.#rarely(3) ? id : 0), [16], payload);
    }
    if (random.nextBelow(6) === 0) {
      flags |= PADDED;
      const padding = random.nextBelow(20);
      payload = join([padding], payload, new Uint8Array(padding));
    }
    if (!isCut) return frame(types.HEADERS, flags | END_HEADERS, id, payload);
    const pieces = [frame(types.HEADERS, flags, id, payload)];
    for (let empty = random.nextBelow(this.#rarely(3) ? 5 : 2); empty > 0; empty--) {
      pieces.push(frame(types.CONTINUATION, 0, id));
    }
    if (!this.#rarely(10)) pieces.push(frame(types.CONTINUATION, END_HEADERS, id, rest));
    return join(...pieces);
  }

  #block(isNew: boolean): Uint8Array {
    const random = this.#random;
    const pool = this.#role === 'server' ? requests : responses;
    const isTrailers = !isNew && (this.#role === 'server' || random.nextBelow(3) === 0);
    const list = isTrailers ? trailers : (pool[random.nextBelow(pool.length)] ?? trailers);
    if (!this.#rarely(4)) return this.#encoder.encode(list).slice();
    if (random.nextBelow(8) === 0) return this.#noise(random.nextBelow(40));
    const fields = [...list.fields];
    const odd = oddFields[random.nextBelow(oddFields.length)];
    if (odd !== undefined) fields.splice(random.nextBelow(fields.length + 1), 0, odd);
    return literalBlock(fields);
  }

  /** The stream is ended or reset by the peer: well-mannered ones send nothing more on it. */
  #forget(id: number): void {
    const index = this.#open.indexOf(id);
    if (index >= 0) this.#open.splice(index, 1);
  }

  #newId(): number {
    const id = this.#nextId + (this.#rarely(30) ? 2 * this.#random.nextBelow(4) : 0);
    this.#nextId = id + 2;
    this.#open.push(id);
    if (this.#open.length > 20) this.#open.shift();
    return id;
  }

  #data(): Uint8Array {
    const random = this.#random;
    const kind = random.nextBelow(20);
    const body = new Uint8Array(random.nextBelow(kind === 0 ? 17_000 : kind < 5 ? 2000 : 60));
    const id = this.#anyId(false);
    const flags = random.nextBelow(6) === 0 ? END_STREAM : 0;
    if (flags !== 0 && !this.#rarely(5)) this.#forget(id);
    if (random.nextBelow(8) > 0) return frame(types.DATA, flags, id, body);
    const padding = random.nextBelow(30);
    if (this.#rarely(5)) return frame(types.DATA, flags | PADDED, id, join([60], body));
    return frame(types.DATA, flags | PADDED, id, join([padding], body, new Uint8Array(padding)));
  }

  #reset(): Uint8Array {
    const id = this.#anyId(false);
    if (!this.#rarely(4)) this.#forget(id);
    return frame(types.RST_STREAM, 0, id, uint32(this.#random.nextBelow(16)));
  }

  #settings(maybeWrong: boolean): Uint8Array {
    const random = this.#random;
    const pairs: (readonly [number, number])[] = [];
    for (let i = random.nextBelow(4); i > 0; i--) {
      const id = random.nextBelow(8);
      if (id === 5) pairs.push([id, 16_384 + random.nextBelow(20_000)]);
      else if (id === 2) pairs.push([id, 0]);
      else if (id === 4) pairs.push([id, random.nextBelow(100_000)]);
      else pairs.push([id, random.nextBelow(10_000)]);
    }
    if (maybeWrong && this.#rarely(6)) pairs.push([random.nextBelow(8), this.#number()]);
    return settings(...pairs);
  }

  /** An open stream's mostly; else any. */
  #anyId(orZero: boolean): number {
    const random = this.#random;
    if (orZero && random.nextBelow(3) === 0) return 0;
    if (this.#rarely(60)) return this.#number();
    if (this.#rarely(60)) return random.nextBelow(12);
    return this.#open[random.nextBelow(Math.max(1, this.#open.length))] ?? 1;
  }

  #increment(): number {
    return this.#rarely(5) ? this.#number() : 1 + this.#random.nextBelow(50_000);
  }

  #number(): number {
    const random = this.#random;
    switch (random.nextBelow(6)) {
      case 0:
        return 0x7fff_ffff - random.nextBelow(3);
      case 1:
        return random.nextUint32();
      case 2:
        return random.nextBelow(3);
      default:
        return random.nextBelow(70_000);
    }
  }

  #noise(size: number = this.#random.nextBelow(30)): Uint8Array {
    return Uint8Array.from({ length: size }, () => this.#random.nextBelow(256));
  }

  /** One wrong octet, a wrong field of the frame's header, a cut, a repetition. */
  #mutilate(input: Uint8Array): Uint8Array {
    const random = this.#random;
    const wrong = input.slice();
    switch (random.nextBelow(6)) {
      case 0:
        if (wrong.length > 0) wrong[random.nextBelow(wrong.length)] = random.nextBelow(256);
        return wrong;
      case 1:
        // The length: the rest of the stream is read askew.
        wrong[2] = random.nextBelow(256);
        return wrong;
      case 2:
        wrong[3] = random.nextBelow(12);
        return wrong;
      case 3:
        wrong[4] = random.nextBelow(256);
        return wrong;
      case 4:
        return wrong.subarray(0, random.nextBelow(wrong.length + 1));
      default:
        return join(wrong, wrong);
    }
  }
}

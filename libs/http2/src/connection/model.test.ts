// Our client against our server: random bodies in both directions, random boundaries, windows, pauses,
// resets and changes of settings. Each side enforces the rules of the RFC on the other, so a violation by either
// ends the run. What must hold: every byte arrives in its place, every sink is closed once, nothing is
// left open, and the invariants hold after every step.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { errorCodes } from '../error-codes.ts';
import { testLimits } from '../testing/limits.ts';
import { okResponse, postRequest, someTrailers } from '../testing/test-connection.ts';
import { join, settings } from '../testing/wire.ts';
import type {
  ConnectionEnd,
  ErrorCode,
  HeaderBlock,
  Http2Limits,
  Http2Stream,
  StreamSink,
} from '../types.ts';
import { Connection } from './connection.ts';

/** The octet at `offset` of what is sent on a stream in one direction. */
function octet(id: number, offset: number): number {
  return (id * 31 + offset * 7 + (offset >>> 9)) & 0xff;
}

function piece(id: number, from: number, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  for (let i = 0; i < size; i++) bytes[i] = octet(id, from + i);
  return bytes;
}

/** One side of one stream: sends its part of a plan, checks what it receives. */
class End implements StreamSink {
  stream: Http2Stream | undefined = undefined;
  readonly #random: SeededRandom;
  readonly #sendTotal: number;
  readonly #hasTrailers: boolean;
  sent = 0;
  received = 0;
  hasEnded = false;
  hasSeenEnd = false;
  isHeld = false;
  unconsumed = 0;
  closedWith: ErrorCode | undefined = undefined;

  constructor(random: SeededRandom, sendTotal: number) {
    this.#random = random;
    this.#sendTotal = sendTotal;
    this.#hasTrailers = random.nextBelow(3) === 0;
  }

  get sendTotal(): number {
    return this.#sendTotal;
  }

  data(bytes: Uint8Array, endStream: boolean): void {
    this.#mustBeOpen();
    const id = this.stream?.id ?? 0;
    for (let i = 0; i < bytes.length; i += 1 + (i >>> 4)) {
      assert.equal(bytes[i], octet(id, this.received + i), 'an octet of the body');
    }
    this.received += bytes.length;
    this.unconsumed += bytes.length;
    this.hasSeenEnd = endStream;
  }

  headers(_block: HeaderBlock, endStream: boolean): void {
    this.#mustBeOpen();
    this.hasSeenEnd = endStream;
  }

  drained(): void {
    assert.ok(this.isHeld, 'drained is told after sendData answered false');
    this.isHeld = false;
  }

  closed(code: ErrorCode): void {
    assert.equal(this.closedWith, undefined, 'closed is told once');
    this.closedWith = code;
  }

  #mustBeOpen(): void {
    assert.equal(this.closedWith, undefined, 'nothing follows closed');
    assert.ok(!this.hasSeenEnd, 'nothing follows the end');
  }

  /** Sends the next part of the plan, if it may. */
  step(): void {
    const { stream } = this;
    if (stream === undefined || this.hasEnded || this.isHeld || this.closedWith !== undefined)
      return;
    const kind = this.#random.nextBelow(10);
    const most = kind < 6 ? 300 : kind < 9 ? 6000 : 70_000;
    const size = Math.min(this.#sendTotal - this.sent, this.#random.nextBelow(most));
    const cut = this.#random.nextBelow(size + 1);
    const isAll = this.sent + size === this.#sendTotal;
    const isLast = isAll && !this.#hasTrailers;
    const first = piece(stream.id, this.sent, cut);
    const second = cut === size ? undefined : piece(stream.id, this.sent + cut, size - cut);
    // Before the calls: they may close the stream.
    this.sent += size;
    this.hasEnded = isAll;
    this.isHeld = !stream.sendData(first, second, isLast) && !isAll;
    if (isAll && !isLast) stream.sendHeaders(someTrailers, true);
  }

  consume(): void {
    if (this.unconsumed === 0) return;
    const size = 1 + this.#random.nextBelow(this.unconsumed);
    this.unconsumed -= size;
    this.stream?.consumed(size);
  }
}

/** A connection and the pipe that carries its output to the other one. */
class Side {
  readonly connection: Connection;
  readonly ends = new Map<number, End>();
  #pipe: Uint8Array = new Uint8Array(0);
  end: ConnectionEnd | undefined = undefined;

  constructor(role: 'server' | 'client', limits: Http2Limits, random: SeededRandom) {
    this.connection = new Connection({
      role,
      limits,
      nowMs: () => 0,
      owner: {
        outputReady: () => undefined,
        request: (stream) => {
          const end = new End(random, plannedSize(random));
          end.stream = stream;
          this.ends.set(stream.id, end);
          stream.sendHeaders(okResponse, false);
          return end;
        },
        goAwayReceived: () => undefined,
        finished: (end) => {
          assert.equal(this.end, undefined, 'finished is told once');
          this.end = end;
        },
      },
    });
  }

  get pipeBytes(): number {
    return this.#pipe.length;
  }

  take(): void {
    const pieces = this.connection.takeOutput();
    if (pieces.length > 0) this.#pipe = join(this.#pipe, ...pieces);
  }

  inject(frame: Uint8Array): void {
    this.take();
    this.#pipe = join(this.#pipe, frame);
  }

  /** Some of what is in the pipe; a copy, as chunks belong to their receiver. */
  chunk(size: number): Uint8Array {
    const chunk = this.#pipe.slice(0, size);
    this.#pipe = this.#pipe.subarray(size);
    return chunk;
  }
}

function plannedSize(random: SeededRandom): number {
  const kind = random.nextBelow(10);
  return random.nextBelow(kind < 5 ? 200 : kind < 9 ? 20_000 : 300_000);
}

class Model {
  readonly #random: SeededRandom;
  readonly #client: Side;
  readonly #server: Side;
  readonly #clientLimits: Http2Limits;
  complete = 0;
  resets = 0;

  constructor(seed: number) {
    this.#random = new SeededRandom(seed);
    this.#clientLimits = this.#limits();
    this.#client = new Side('client', this.#clientLimits, this.#random);
    this.#server = new Side('server', this.#limits(), this.#random);
  }

  #limits(): Http2Limits {
    const random = this.#random;
    return {
      ...testLimits,
      concurrentStreamsMax: 1 + random.nextBelow(20),
      streamWindowBytes: 1 + random.nextBelow(random.nextBelow(2) === 0 ? 2000 : 200_000),
      connectionWindowBytes: 65_535 + random.nextBelow(100_000),
      frameBytesMax: 16_384 + random.nextBelow(50_000),
      headerTableBytes: 4096 + random.nextBelow(5000),
      cheapFramesMax: 1_000_000_000,
    };
  }

  run(steps: number): void {
    for (let i = 0; i < steps; i++) {
      this.#step();
      this.#client.connection.check();
      this.#server.connection.check();
      assert.equal(this.#client.end, undefined);
      assert.equal(this.#server.end, undefined);
    }
    this.#finish();
  }

  #step(): void {
    const random = this.#random;
    const [side, other] = this.#sides();
    switch (random.nextBelow(12)) {
      case 0:
        this.#open();
        break;
      case 1:
      case 2:
      case 3:
        this.#someEnd(side)?.step();
        break;
      case 4:
      case 5:
        this.#someEnd(side)?.consume();
        break;
      case 6:
        side.take();
        break;
      case 7:
      case 8:
      case 9:
        other.connection.receive(side.chunk(random.nextBelow(random.nextBelow(3) * 5000 + 50)));
        break;
      case 10:
        side.connection.setWritable(random.nextBelow(3) > 0);
        break;
      default:
        if (random.nextBelow(10) === 0) this.#reset(side);
        else if (random.nextBelow(5) === 0) this.#changeSettings();
    }
  }

  #sides(): [Side, Side] {
    return this.#random.nextBelow(2) === 0
      ? [this.#client, this.#server]
      : [this.#server, this.#client];
  }

  #someEnd(side: Side): End | undefined {
    const open = [...side.ends.values()].filter((end) => end.closedWith === undefined);
    return open[this.#random.nextBelow(Math.max(1, open.length))];
  }

  #open(): void {
    const end = new End(this.#random, plannedSize(this.#random));
    const stream = this.#client.connection.open(postRequest, false, end);
    if (stream === undefined) return;
    end.stream = stream;
    this.#client.ends.set(stream.id, end);
  }

  #reset(side: Side): void {
    const end = this.#someEnd(side);
    if (end?.stream === undefined) return;
    end.stream.reset(errorCodes.cancel);
    assert.equal(end.closedWith, errorCodes.cancel);
  }

  /** The client makes its windows smaller than they are, or as large again. */
  #changeSettings(): void {
    const random = this.#random;
    const { streamWindowBytes, headerTableBytes, frameBytesMax } = this.#clientLimits;
    this.#client.inject(
      settings(
        [4, random.nextBelow(streamWindowBytes + 1)],
        [1, random.nextBelow(headerTableBytes + 1)],
        [5, 16_384 + random.nextBelow(frameBytesMax - 16_383)],
      ),
    );
  }

  /** Lets everything come to its end, then drains. */
  #finish(): void {
    const sides = [this.#client, this.#server];
    this.#client.inject(settings([4, this.#clientLimits.streamWindowBytes]));
    for (const side of sides) side.connection.setWritable(true);
    let rounds = 0;
    while (sides.some((side) => side.connection.openStreams > 0 || side.pipeBytes > 0)) {
      rounds += 1;
      assert.ok(rounds < 1_000_000, 'the streams come to their end');
      for (const side of sides) {
        for (const end of side.ends.values()) {
          if (end.closedWith !== undefined) continue;
          end.step();
          end.consume();
        }
        side.take();
      }
      this.#server.connection.receive(this.#client.chunk(this.#client.pipeBytes));
      this.#client.connection.receive(this.#server.chunk(this.#server.pipeBytes));
      for (const side of sides) side.connection.check();
    }
    this.#judge();
    this.#server.connection.drain();
    for (let i = 0; i < 3; i++) {
      for (const side of sides) side.take();
      this.#client.connection.receive(this.#server.chunk(this.#server.pipeBytes));
      this.#server.connection.receive(this.#client.chunk(this.#client.pipeBytes));
    }
    assert.deepEqual(this.#client.end, { kind: 'ended' });
    assert.deepEqual(this.#server.end, { kind: 'ended' });
  }

  #judge(): void {
    for (const [id, client] of this.#client.ends) {
      const server = this.#server.ends.get(id);
      assert.notEqual(client.closedWith, undefined);
      if (client.closedWith !== errorCodes.noError) {
        // Either side's reset, or refused by the server.
        this.resets += 1;
        assert.ok(
          client.closedWith === errorCodes.cancel || client.closedWith === errorCodes.refusedStream,
        );
        continue;
      }
      assert.ok(server);
      // The server may have reset the request when the client had seen the whole answer.
      assert.equal(client.received, server.sendTotal);
      if (server.closedWith === errorCodes.cancel) continue;
      assert.equal(server.closedWith, errorCodes.noError);
      assert.equal(server.received, client.sendTotal);
      assert.ok(client.hasSeenEnd && server.hasSeenEnd);
      this.complete += 1;
    }
  }
}

test('whatever the windows, pauses and boundaries: all bytes arrive and all streams end once', () => {
  let complete = 0;
  let resets = 0;
  for (let seed = 1; seed <= 40; seed++) {
    const model = new Model(seed);
    try {
      model.run(1500);
    } catch (cause) {
      throw new Error(`seed ${seed}`, { cause });
    }
    complete += model.complete;
    resets += model.resets;
  }
  assert.ok(complete > 500, `${complete} streams complete`);
  assert.ok(resets > 20, `${resets} streams reset`);
});

// One connection with a hostile peer, from hello to the end: inputs at random boundaries, an owner that
// does at random whatever an owner may do, and after each step everything that must hold. The steps
// of a session are a function of its seed, so a failing one can be run again alone.
import { SeededRandom, assert } from '@cairn/core';
import { Connection } from '../../connection/connection.ts';
import { join } from '../wire.ts';
import type { ErrorCode, HeaderList, Http2Limits, Http2Stream, StreamSink } from '../../types.ts';
import { OutputAuditor } from './output-auditor.ts';
import { PeerScript } from './peer-script.ts';
import { WindowLedger } from './window-ledger.ts';

const head: HeaderList = { fields: [[':status', '200']], isStable: true };
const request: HeaderList = {
  fields: [
    [':method', 'POST'],
    [':scheme', 'http'],
    [':path', '/'],
  ],
  isStable: true,
};
const end: HeaderList = { fields: [['x-end', '1']], isStable: false };
const bytes = new Uint8Array(100_000);
const nothing = new Uint8Array(0);

const limits: Http2Limits = {
  concurrentStreamsMax: 6,
  streamWindowBytes: 30_000,
  connectionWindowBytes: 65_535,
  frameBytesMax: 16_384,
  headerListBytesMax: 400,
  headerBlockBytesMax: 600,
  continuationFramesMax: 3,
  headerTableBytes: 4096,
  cheapFramesMax: 40,
  cheapFrameWindowMs: 1000,
  outputBytesMax: 20_000,
  sendStallMsMax: 5000,
};

/** A frame of the peer, a header block, a slab of output, and what doubling adds to the first two. */
const heldBytesMax = 2 * (16_384 + 9) + 2 * 600 + 65_536;

/** What sessions went through; a run in which one of them stays 0 has tested nothing. */
export interface FuzzedFrames {
  inputs: number;
  requests: number;
  violations: number;
  ended: number;
  aborted: number;
  framesSent: number;
}

/** A stream of the session, with an owner that does something when told something. */
class HostileSink implements StreamSink {
  readonly #session: HostileSession;
  stream: Http2Stream | undefined = undefined;
  #unconsumed = 0;
  isClosed = false;
  #hasEnded = false;

  constructor(session: HostileSession) {
    this.#session = session;
  }

  data(body: Uint8Array, endStream: boolean): void {
    this.#heard(endStream);
    this.#unconsumed += body.length;
    this.act();
  }

  headers(_block: unknown, endStream: boolean): void {
    this.#heard(endStream);
    this.act();
  }

  drained(): void {
    assert(!this.isClosed, 'drained after closed');
    this.act();
  }

  closed(code: ErrorCode): void {
    assert(!this.isClosed, 'closed is told once');
    assert(!this.#session.isFinished, 'closed is told before finished');
    assert(Number.isInteger(code) && code >= 0, 'a code');
    this.isClosed = true;
    this.act();
  }

  #heard(endStream: boolean): void {
    assert(!this.isClosed && !this.#hasEnded, 'nothing follows the end');
    assert(!this.#session.isFinished, 'nothing follows finished');
    this.#hasEnded = endStream;
  }

  /** Something an owner may do at any time, sense or not. */
  act(): void {
    const { stream } = this;
    const { random } = this.#session;
    if (stream === undefined) return;
    switch (random.nextBelow(9)) {
      case 0:
        if (stream.queuedBytes === 0) stream.sendHeaders(head, false);
        break;
      case 1:
        stream.sendHeaders(end, true);
        break;
      case 2:
      case 3:
        this.#send(stream);
        break;
      case 4:
      case 5:
        stream.consumed(this.#unconsumed);
        this.#unconsumed = 0;
        break;
      case 6:
        if (random.nextBelow(4) === 0) stream.reset(random.nextBelow(14));
        break;
      default:
        break;
    }
  }

  #send(stream: Http2Stream): void {
    const { random } = this.#session;
    if (stream.queuedBytes > 100_000) return;
    const size = random.nextBelow(random.nextBelow(3) === 0 ? 80_000 : 300);
    const isLast = random.nextBelow(3) === 0;
    stream.sendData(bytes.subarray(0, 5), bytes.subarray(0, size), isLast);
  }
}

export class HostileSession {
  readonly random: SeededRandom;
  readonly #role: 'server' | 'client';
  readonly #script: PeerScript;
  readonly #ledger: WindowLedger;
  readonly #auditor: OutputAuditor;
  readonly #connection: Connection;
  readonly #sinks: HostileSink[] = [];
  readonly #totals: FuzzedFrames;
  isFinished = false;
  #nowMs = 0;
  #delayed: Uint8Array = nothing;
  #isAnnounced = false;
  /** The output was taken when the end was told: there is no more. */
  #hasTakenLast = false;

  constructor(seed: number, totals: FuzzedFrames) {
    this.random = new SeededRandom(seed);
    this.#totals = totals;
    this.#role = this.random.nextBelow(3) === 0 ? 'client' : 'server';
    this.#script = new PeerScript(this.random, this.#role, this.random.nextBelow(3));
    this.#ledger = new WindowLedger(this.#role);
    this.#auditor = new OutputAuditor(this.#role, this.#ledger);
    this.#connection = new Connection({
      role: this.#role,
      limits,
      nowMs: () => this.#nowMs,
      owner: {
        outputReady: () => {
          assert(!this.#isAnnounced, 'output is announced once');
          this.#isAnnounced = true;
        },
        request: (stream) => this.#request(stream),
        goAwayReceived: () => assert(!this.isFinished, 'nothing follows finished'),
        finished: ({ kind }) => this.#finished(kind),
      },
    });
  }

  #request(stream: Http2Stream): StreamSink {
    assert(this.#role === 'server' && !this.isFinished, 'a request in its place');
    this.#totals.requests += 1;
    const sink = new HostileSink(this);
    sink.stream = stream;
    this.#sinks.push(sink);
    if (this.random.nextBelow(2) === 0) sink.act();
    return sink;
  }

  #finished(kind: 'ended' | 'violation' | 'aborted'): void {
    assert(!this.isFinished, 'finished is told once');
    assert(
      this.#sinks.every((sink) => sink.isClosed),
      'all sinks are closed before finished',
    );
    this.isFinished = true;
    if (this.random.nextBelow(2) === 0) {
      this.#take();
      this.#hasTakenLast = true;
    }
    if (kind === 'violation') this.#totals.violations += 1;
    else if (kind === 'ended') this.#totals.ended += 1;
    else this.#totals.aborted += 1;
  }

  /** Runs the session: at most `inputs`, or until the connection is over and a little longer. */
  run(inputs: number): void {
    this.#deliver(this.#script.hello());
    let afterwards = 2;
    for (let i = 0; i < inputs && afterwards > 0; i++) {
      this.#deliver(this.#script.next());
      this.#own();
      if (this.isFinished) afterwards -= 1;
    }
    if (!this.isFinished) this.#connection.disconnected('enough');
    assert(this.isFinished && this.#connection.openStreams === 0, 'it comes to an end');
    this.#take();
    this.#totals.framesSent += this.#auditor.frames;
  }

  #deliver(input: Uint8Array): void {
    this.#totals.inputs += 1;
    let rest = join(this.#delayed, input);
    this.#delayed = nothing;
    // Some inputs arrive together with the next one.
    if (this.random.nextBelow(4) === 0) {
      this.#delayed = rest;
      return;
    }
    while (this.random.nextBelow(4) === 0 && rest.length > 0) {
      const cut = this.random.nextBelow(rest.length);
      this.#receive(rest.slice(0, cut));
      rest = rest.subarray(cut);
    }
    this.#receive(rest.slice());
  }

  #receive(chunk: Uint8Array): void {
    this.#ledger.received(chunk);
    this.#connection.receive(chunk);
    this.#check();
  }

  /** What the owner does of its own accord. */
  #own(): void {
    const { random } = this;
    const connection = this.#connection;
    switch (random.nextBelow(12)) {
      case 0:
        connection.setWritable(random.nextBelow(4) > 0);
        break;
      case 1:
        this.#nowMs += random.nextBelow(1500);
        connection.tick();
        break;
      case 2:
      case 3:
        this.#sinks[random.nextBelow(Math.max(1, this.#sinks.length))]?.act();
        break;
      case 4:
      case 5:
        if (this.#role === 'client') this.#open();
        break;
      case 6:
        this.#rarely();
        break;
      default:
        this.#take();
    }
    this.#check();
  }

  #rarely(): void {
    switch (this.random.nextBelow(20)) {
      case 0:
        this.#connection.drain();
        break;
      case 1:
        this.#connection.abort(this.random.nextBelow(14), 'the owner’s wish');
        break;
      case 2:
      case 3:
        this.#connection.ping(() => assert(!this.isFinished, 'an answer after the end'));
        break;
      default:
        break;
    }
  }

  #open(): void {
    const sink = new HostileSink(this);
    const stream = this.#connection.open(request, this.random.nextBelow(2) === 0, sink);
    if (stream === undefined) return;
    sink.stream = stream;
    this.#sinks.push(sink);
    this.#script.noteStream(stream.id);
  }

  #take(): void {
    this.#isAnnounced = false;
    const output = join(...this.#connection.takeOutput());
    assert(!this.#hasTakenLast || output.length === 0, 'nothing follows the last bytes');
    this.#auditor.audit(output);
    this.#ledger.taken();
  }

  #check(): void {
    this.#connection.check();
    assert(this.#connection.heldBytes <= heldBytesMax, 'memory beside the streams is bounded');
  }
}

// A connection with an owner that writes down everything it is told, and a clock that stands still.
import { Connection } from '../connection/connection.ts';
import { errorCodes } from '../error-codes.ts';
import type {
  ConnectionEnd,
  ErrorCode,
  HeaderBlock,
  HeaderList,
  Http2Limits,
  Http2Stream,
  StreamSink,
} from '../types.ts';
import { testLimits } from './limits.ts';
import { describeFrame, join, parseFrames, preface, settings } from './wire.ts';

const codeNames = new Map<number, string>(
  Object.entries(errorCodes).map(([name, code]) => [code, name]),
);

export const getRequest: HeaderList = {
  fields: [
    [':method', 'GET'],
    [':scheme', 'http'],
    [':path', '/'],
    [':authority', 'a'],
  ],
  isStable: true,
};

export const postRequest: HeaderList = {
  fields: [
    [':method', 'POST'],
    [':scheme', 'http'],
    [':path', '/'],
    [':authority', 'a'],
  ],
  isStable: true,
};

export const okResponse: HeaderList = { fields: [[':status', '200']], isStable: true };

export const someTrailers: HeaderList = { fields: [['x-end', '1']], isStable: true };

/** How a test wants its connection. */
export interface TestOptions {
  readonly role: 'server' | 'client';
  readonly limits?: Partial<Http2Limits>;
  /** Called for each request, after it was written down. */
  readonly onRequest?: (stream: Http2Stream, head: HeaderBlock, endStream: boolean) => void;
  /** Called for body bytes, after they were written down; by default they are consumed. */
  readonly onData?: (stream: Http2Stream, bytes: Uint8Array, endStream: boolean) => void;
}

export class TestConnection {
  readonly connection: Connection;
  /** What owner and sinks were told, one line each. */
  readonly events: string[] = [];
  readonly streams: Map<number, Http2Stream> = new Map();
  end: ConnectionEnd | undefined = undefined;
  nowMs: number = 0;
  readonly #options: TestOptions;
  #announced = 0;

  constructor(options: TestOptions) {
    this.#options = options;
    this.connection = new Connection({
      role: options.role,
      limits: { ...testLimits, ...options.limits },
      nowMs: () => this.nowMs,
      owner: {
        outputReady: () => (this.#announced += 1),
        request: (stream, head, endStream) => {
          this.streams.set(stream.id, stream);
          const size = head.isTooLarge ? ' (too large)' : '';
          this.events.push(`request ${stream.id}${endStream ? ' end' : ''}${size}`);
          options.onRequest?.(stream, head, endStream);
          return this.#sink(stream);
        },
        goAwayReceived: (lastStreamId, code, debug) => {
          this.events.push(`goaway ${lastStreamId} ${codeNames.get(code)} ${debug}`.trim());
        },
        finished: (end) => {
          if (this.end !== undefined) throw new Error('finished twice');
          this.end = end;
          this.events.push(`finished: ${end.kind}`);
        },
      },
    });
  }

  /** A connection whose peer has said hello; what both said is taken away. */
  static ready(
    options: TestOptions,
    ...peerSettings: (readonly [number, number])[]
  ): TestConnection {
    const made = new TestConnection(options);
    if (options.role === 'server') made.connection.receive(preface);
    made.connection.receive(settings(...peerSettings));
    made.take();
    return made;
  }

  /** How often the owner was told that there is output since it was last asked. */
  takeAnnounced(): number {
    const count = this.#announced;
    this.#announced = 0;
    return count;
  }

  receive(...frames: Uint8Array[]): this {
    this.connection.receive(join(...frames));
    return this;
  }

  takeBytes(): Uint8Array {
    return join(...this.connection.takeOutput());
  }

  /** The frames in the output, one line each. */
  take(): string[] {
    const bytes = this.takeBytes();
    const isFirst = this.#options.role === 'client' && bytes[0] === preface[0];
    return parseFrames(isFirst ? bytes.subarray(preface.length) : bytes).map(describeFrame);
  }

  /** Takes until there is nothing more. */
  takeAll(): string[] {
    const all: string[] = [];
    for (let frames = this.take(); frames.length > 0; frames = this.take()) all.push(...frames);
    return all;
  }

  /** How it ended; a call, so that the compiler does not take the answer for constant. */
  endKind(): ConnectionEnd['kind'] | undefined {
    return this.end?.kind;
  }

  takeEvents(): string[] {
    return this.events.splice(0);
  }

  stream(id: number): Http2Stream {
    const stream = this.streams.get(id);
    if (stream === undefined) throw new Error(`no stream ${id}`);
    return stream;
  }

  /** Client role: opens a stream, or answers undefined. */
  open(list: HeaderList = getRequest, endStream = true): Http2Stream | undefined {
    const holder: { stream: Http2Stream | undefined } = { stream: undefined };
    const sink = this.#sink(holder);
    const stream = this.connection.open(list, endStream, sink);
    holder.stream = stream;
    if (stream !== undefined) this.streams.set(stream.id, stream);
    return stream;
  }

  #sink(of: Http2Stream | { stream: Http2Stream | undefined }): StreamSink {
    const idOf = (): number | undefined => ('id' in of ? of.id : of.stream?.id);
    const streamOf = (): Http2Stream | undefined => ('id' in of ? of : of.stream);
    return {
      data: (bytes, endStream) => {
        this.events.push(`data ${idOf()}: ${bytes.length}${endStream ? ' end' : ''}`);
        const stream = streamOf();
        if (stream === undefined) return;
        if (this.#options.onData === undefined) stream.consumed(bytes.length);
        else this.#options.onData(stream, bytes, endStream);
      },
      headers: (block, endStream) => {
        const fields = block.fields.map(([name, value]) => `${name}=${value}`).join(' ');
        this.events.push(`headers ${idOf()}: ${fields}${endStream ? ' end' : ''}`);
      },
      drained: () => this.events.push(`drained ${idOf()}`),
      closed: (code: ErrorCode) => this.events.push(`closed ${idOf()}: ${codeNames.get(code)}`),
    };
  }
}

// The called end of a call. `end()` answers OK, `fail` another status; `cancelled` says that the
// caller has gone before. The caller may still be sending then: that is dropped.
import type { ErrorCode, HeaderBlock, HeaderField, HeaderList, Http2Stream } from '@cairn/http2';
import { errorCodes } from '@cairn/http2';
import { GrpcCode } from '@cairn/proto';
import { MessageStream } from './message-stream.ts';
import type { MessageCodecs } from './message-stream.ts';
import { encodeStatusText } from './rpc-error.ts';
import type { RpcError } from './rpc-error.ts';

export interface ServerCallOptions extends MessageCodecs {
  readonly stream: Http2Stream;
  /** The caller gives up then. */
  readonly timeoutMs: number | undefined;
  /** Nothing waits in the connection or its socket. */
  readonly isConnectionFlushed: () => boolean;
}

export class ServerCallStream extends MessageStream {
  protected readonly http2: Http2Stream;
  readonly #deadline: NodeJS.Timeout | undefined;
  readonly #isConnectionFlushed: () => boolean;
  #hasHead = false;
  /** Answered or left. */
  #isOver = false;

  constructor(options: ServerCallOptions) {
    super(options);
    this.http2 = options.stream;
    this.#isConnectionFlushed = options.isConnectionFlushed;
    if (options.timeoutMs !== undefined) {
      const expire = (): void => {
        this.fail(GrpcCode.deadlineExceeded, 'the deadline has passed');
      };
      this.#deadline = setTimeout(expire, options.timeoutMs).unref();
    }
    // What a handler emits is the status of the call.
    this.on('error', (error: Failure) => this.fail(codeOf(error), error.details ?? error.message));
  }

  /** The system has taken all messages: nobody here refers to their bytes any more. */
  get isFlushed(): boolean {
    return this.writableLength === 0 && this.http2.queuedBytes === 0 && this.#isConnectionFlushed();
  }

  /** Ends the call with a status other than OK; nothing happens when it is over. */
  fail(code: number, text: string): void {
    if (this.#isOver) return;
    this.#answer(code, text);
    this.dropOutput();
    this.destroy();
  }

  protected onHeaders(_trailers: HeaderBlock, endStream: boolean): void {
    // Trailers of a request mean nothing in gRPC.
    if (endStream) this.endInput();
  }

  protected onReset(code: ErrorCode): void {
    clearTimeout(this.#deadline);
    if (!this.#isOver) {
      this.#isOver = true;
      this.emit('cancelled', code);
    }
    this.dropOutput();
    this.destroy();
  }

  protected get isOver(): boolean {
    return this.#isOver;
  }

  protected beginSending(): void {
    if (this.#hasHead) return;
    this.#hasHead = true;
    this.http2.sendHeaders(responseHead, false);
  }

  protected reject(error: RpcError): void {
    this.fail(error.code, error.details);
  }

  override _final(callback: (error?: Error | null) => void): void {
    if (!this.#isOver) this.#answer(GrpcCode.ok, '');
    callback();
  }

  override _destroy(error: Failure | null, callback: (error?: Error | null) => void): void {
    if (!this.#isOver && error !== null)
      this.#answer(codeOf(error), error.details ?? error.message);
    if (!this.#isOver) {
      this.#isOver = true;
      this.http2.reset(errorCodes.cancel);
    }
    this.dropOutput();
    callback(error);
  }

  #answer(code: number, text: string): void {
    this.#isOver = true;
    clearTimeout(this.#deadline);
    const status: HeaderField[] = [['grpc-status', String(code)]];
    if (text !== '') status.push(['grpc-message', encodeStatusText(text)]);
    const fields = this.#hasHead ? status : [...responseHead.fields, ...status];
    this.http2.sendHeaders({ fields, isStable: false }, true);
  }
}

type Failure = Error & { readonly code?: unknown; readonly details?: string };

function codeOf({ code }: Failure): number {
  return typeof code === 'number' ? code : GrpcCode.internal;
}

const responseHead: HeaderList = {
  fields: [
    [':status', '200'],
    ['content-type', 'application/grpc'],
  ],
  isStable: true,
};

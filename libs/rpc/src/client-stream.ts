// The caller's end of a call. A status other than OK is an `error` event; OK is `end`.
import { errorCodes } from '@cairn/http2';
import type { ErrorCode, HeaderBlock, Http2Stream } from '@cairn/http2';
import { GrpcCode } from '@cairn/proto';
import { MessageStream, statusOfReset } from './message-stream.ts';
import { RpcError, decodeStatusText } from './rpc-error.ts';

export class ClientCallStream extends MessageStream {
  #http2: Http2Stream | undefined;
  #hasHead = false;
  #isOver = false;

  /** Called once, before anything is written. */
  attach(stream: Http2Stream): void {
    this.#http2 = stream;
  }

  /** Ends the call: with `error`, unless it is over already. */
  cancel(): void {
    this.fail(new RpcError(GrpcCode.canceled, 'the call was cancelled by its caller'));
    this.destroy();
  }

  /** The call is over with this status; nothing of it matters any more. */
  fail(status: RpcError): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#http2?.reset(errorCodes.cancel);
    this.dropOutput();
    this.destroy(status);
  }

  protected onHeaders(block: HeaderBlock, endStream: boolean): void {
    if (this.#isOver) return;
    if (!this.#hasHead) {
      this.#hasHead = true;
      const refusal = refusalIn(block);
      if (refusal !== undefined) return this.fail(refusal);
      if (!endStream) return;
    }
    this.#end(statusIn(block));
  }

  protected onReset(code: ErrorCode): void {
    this.fail(statusOfReset(code));
  }

  protected get http2(): Http2Stream | undefined {
    return this.#http2;
  }

  protected get isOver(): boolean {
    return this.#isOver;
  }

  protected beginSending(): void {
    // The head of the request has left with the opening of the stream.
  }

  protected reject(error: RpcError): void {
    this.fail(error);
  }

  override _final(callback: (error?: Error | null) => void): void {
    if (!this.#isOver) this.#http2?.sendData(noBytes, undefined, true);
    callback();
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    if (!this.#isOver) {
      this.#isOver = true;
      this.#http2?.reset(errorCodes.cancel);
      this.dropOutput();
    }
    callback(error);
  }

  #end(status: RpcError | undefined): void {
    if (status !== undefined) return this.fail(status);
    this.#isOver = true;
    this.endInput();
    this.dropOutput();
    // The other side may have ended the call without waiting for our end.
    this.#http2?.reset(errorCodes.noError);
  }
}

const noBytes = new Uint8Array(0);

function valueOf({ fields }: HeaderBlock, name: string): string | undefined {
  return fields.find((field) => field[0] === name)?.[1];
}

/** Whoever answered does not speak gRPC. */
function refusalIn(block: HeaderBlock): RpcError | undefined {
  const status = valueOf(block, ':status');
  const type = valueOf(block, 'content-type') ?? '';
  if (status === '200' && type.startsWith('application/grpc')) return undefined;
  return new RpcError(GrpcCode.unknown, `HTTP status ${status ?? 'none'}, content type "${type}"`);
}

/** undefined = OK. */
function statusIn(block: HeaderBlock): RpcError | undefined {
  const code = Number(valueOf(block, 'grpc-status') ?? GrpcCode.unknown);
  if (code === GrpcCode.ok) return undefined;
  const text = decodeStatusText(valueOf(block, 'grpc-message') ?? '');
  return new RpcError(Number.isInteger(code) ? code : GrpcCode.unknown, text);
}

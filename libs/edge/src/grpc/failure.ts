// How a call ends other than well: a gRPC status code and the text the client sees. Thrown by the
// gRPC-level code of this folder, turned into trailers by whatever transport carries the call.

/** What trailers say about a call. Code 0 = OK. */
export interface CallStatus {
  readonly code: number;
  readonly message: string;
}

/** The peer broke a rule of gRPC; carries the status that grpc-go answers in that case. */
export class GrpcFailure extends Error {
  override readonly name = 'GrpcFailure';
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

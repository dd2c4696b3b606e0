/** A gRPC status as a client sees it. */
export interface Status {
  readonly code: number;
  readonly message: string;
}

/** A request that is answered with a status instead of a message. */
export class ApiError extends Error implements Status {
  override readonly name = 'ApiError';
  /** One of GrpcCode. */
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }

  /** @param status usually a row of `etcdErrors` */
  static of(status: Status): ApiError {
    return new ApiError(status.code, status.message);
  }
}

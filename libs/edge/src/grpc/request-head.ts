// Decides from a request's headers alone whether it is a gRPC call that may go on. Answers, codes
// and HTTP statuses are those of grpc-go, which every etcd client has been tested against; probed on
// etcd 3.5.30. Refusals here never look at the message.
import { GrpcCode } from '@cairn/proto';
import type { CallStatus } from './failure.ts';
import { GrpcFailure } from './failure.ts';
import { parseGrpcTimeout } from './timeout.ts';

/** Headers as Node and most HTTP libraries present them: lower-case names. */
export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface RequestHead {
  readonly path: string;
  readonly timeoutMs: number | undefined;
  /** How messages with the compressed flag are compressed; empty = they may not be. */
  readonly messageEncoding: string;
}

export interface Refusal extends CallStatus {
  readonly httpStatus: number;
}

export type Admission =
  | { readonly kind: 'admitted'; readonly head: RequestHead }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export function admitRequest(headers: RequestHeaders): Admission {
  const contentType = first(headers['content-type']) ?? '';
  if (!isGrpcContentType(contentType)) {
    const message = `invalid gRPC request content-type ${JSON.stringify(contentType)}`;
    return refused(415, GrpcCode.invalidArgument, message);
  }
  let timeoutMs: number | undefined;
  const timeoutText = first(headers['grpc-timeout']);
  if (timeoutText !== undefined) {
    try {
      timeoutMs = parseGrpcTimeout(timeoutText);
    } catch (error) {
      if (!(error instanceof GrpcFailure)) throw error;
      return refused(400, error.code, error.message);
    }
  }
  const method = first(headers[':method']) ?? '';
  if (method !== 'POST') {
    const message = `Received a HEADERS frame with :method ${JSON.stringify(method)} which should be POST`;
    return refused(405, GrpcCode.internal, message);
  }
  const path = first(headers[':path']) ?? '';
  const messageEncoding = first(headers['grpc-encoding']) ?? '';
  return { kind: 'admitted', head: { path, timeoutMs, messageEncoding } };
}

/** `application/grpc`, alone or with a `+subtype` or `;parameter`. */
function isGrpcContentType(contentType: string): boolean {
  const prefix = 'application/grpc';
  if (contentType === prefix) return true;
  if (!contentType.startsWith(prefix)) return false;
  const next = contentType.charAt(prefix.length);
  return next === '+' || next === ';';
}

function first(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'object' ? value[0] : value;
}

function refused(httpStatus: number, code: number, message: string): Admission {
  return { kind: 'refused', refusal: { httpStatus, code, message } };
}

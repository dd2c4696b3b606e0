// Decides from a request's header fields alone whether it is a gRPC call that may go on. Answers,
// codes and HTTP statuses are those of grpc-go, which every etcd client has been tested against;
// probed on etcd 3.5.30. Refusals here never look at the message.
import { GrpcCode } from '@cairn/proto';
import type { CallStatus } from './failure.ts';
import { GrpcFailure } from './failure.ts';
import { parseGrpcTimeout } from './timeout.ts';

/** Names in lower case, pseudo-headers among them; of a repeated name the first counts. */
export type RequestFields = readonly (readonly [name: string, value: string])[];

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

export function admitRequest(fields: RequestFields): Admission {
  let method: string | undefined;
  let path: string | undefined;
  let contentType: string | undefined;
  let timeoutText: string | undefined;
  let messageEncoding: string | undefined;
  for (const [name, value] of fields) {
    if (name === ':method') method ??= value;
    else if (name === ':path') path ??= value;
    else if (name === 'content-type') contentType ??= value;
    else if (name === 'grpc-timeout') timeoutText ??= value;
    else if (name === 'grpc-encoding') messageEncoding ??= value;
  }
  contentType ??= '';
  if (!isGrpcContentType(contentType)) {
    const message = `invalid gRPC request content-type ${JSON.stringify(contentType)}`;
    return refused(415, GrpcCode.invalidArgument, message);
  }
  let timeoutMs: number | undefined;
  if (timeoutText !== undefined) {
    try {
      timeoutMs = parseGrpcTimeout(timeoutText);
    } catch (error) {
      if (!(error instanceof GrpcFailure)) throw error;
      return refused(400, error.code, error.message);
    }
  }
  method ??= '';
  if (method !== 'POST') {
    const message = `Received a HEADERS frame with :method ${JSON.stringify(method)} which should be POST`;
    return refused(405, GrpcCode.internal, message);
  }
  const head = { path: path ?? '', timeoutMs, messageEncoding: messageEncoding ?? '' };
  return { kind: 'admitted', head };
}

/** `application/grpc`, alone or with a `+subtype` or `;parameter`. */
function isGrpcContentType(contentType: string): boolean {
  const prefix = 'application/grpc';
  if (contentType === prefix) return true;
  if (!contentType.startsWith(prefix)) return false;
  const next = contentType.charAt(prefix.length);
  return next === '+' || next === ';';
}

function refused(httpStatus: number, code: number, message: string): Admission {
  return { kind: 'refused', refusal: { httpStatus, code, message } };
}

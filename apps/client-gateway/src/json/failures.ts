// A gRPC status as the JSON gateway says it. Clients have been written against two forms: the one of etcd
// 3.5 and before (`error` and `message`; in a stream `grpc_code` and `http_code`) and the one of 3.6
// (`code` and `message`). Every answer here has the fields of both, so none of them is surprised.
import type { HttpResponse } from '@cairn/edge';
import { GrpcCode } from '@cairn/proto';
import { contentType, jsonAnswer } from '../http/answers.ts';

export interface GrpcStatus {
  readonly code: number;
  readonly message: string;
}

interface HttpStatus {
  readonly code: number;
  readonly text: string;
}

const internalError: HttpStatus = { code: 500, text: 'Internal Server Error' };
const badRequest: HttpStatus = { code: 400, text: 'Bad Request' };
const conflict: HttpStatus = { code: 409, text: 'Conflict' };

/** By gRPC status code. */
const httpStatuses: readonly HttpStatus[] = [
  { code: 200, text: 'OK' },
  { code: 499, text: 'Client Closed Request' },
  internalError,
  badRequest,
  { code: 504, text: 'Gateway Timeout' },
  { code: 404, text: 'Not Found' },
  conflict,
  { code: 403, text: 'Forbidden' },
  { code: 429, text: 'Too Many Requests' },
  badRequest,
  conflict,
  badRequest,
  { code: 501, text: 'Not Implemented' },
  internalError,
  { code: 503, text: 'Service Unavailable' },
  internalError,
  { code: 401, text: 'Unauthorized' },
];

function httpStatusOf(code: number): HttpStatus {
  return httpStatuses[code] ?? internalError;
}

/** Of what a service has answered; the second one is the head of the call as gRPC had it. */
export const answeredHeaders: Readonly<Record<string, string>> = {
  'content-type': contentType.json,
  'grpc-metadata-content-type': 'application/grpc',
};

/** With etcd's choice of code and status. */
export function noSuchPath(): HttpResponse {
  return failedCall({ code: GrpcCode.notFound, message: 'Not Found' });
}

export function noSuchMethod(): HttpResponse {
  return failedCall({ code: GrpcCode.unimplemented, message: 'Method Not Allowed' });
}

/** The answer to a call that failed. */
export function failedCall({ code, message }: GrpcStatus): HttpResponse {
  return jsonAnswer(httpStatusOf(code).code, JSON.stringify({ error: message, code, message }));
}

/** What a stream says last. */
export function streamError({ code, message }: GrpcStatus): string {
  const http = httpStatusOf(code);
  return JSON.stringify({
    error: {
      grpc_code: code,
      http_code: http.code,
      message,
      http_status: http.text,
      code,
    },
  });
}

/** The answer of a stream that failed before it said anything. */
export function failedStream(status: GrpcStatus): HttpResponse {
  return jsonAnswer(httpStatusOf(status.code).code, streamError(status));
}

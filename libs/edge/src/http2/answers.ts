// What an answer's header lists are. The stable ones are made once: what they become in HPACK is kept
// per connection, so most answers cost two copies of a few bytes.
import { GrpcCode } from '@cairn/proto';
import type { HeaderField, HeaderList } from '@cairn/http2';
import type { CallStatus } from '../grpc/failure.ts';
import { encodeStatusMessage } from '../grpc/status-message.ts';

export const okStatus: CallStatus = { code: GrpcCode.ok, message: '' };

export const deadlineExceeded: CallStatus = {
  code: GrpcCode.deadlineExceeded,
  message: 'context deadline exceeded',
};

const contentType: HeaderField = ['content-type', 'application/grpc'];

/** In front of an answer's messages. */
export const responseHead: HeaderList = {
  fields: [[':status', '200'], contentType],
  isStable: true,
};

const okTrailers: HeaderList = { fields: [['grpc-status', '0']], isStable: true };

/** Behind an answer's messages. */
export function trailersOf(status: CallStatus): HeaderList {
  if (status.code === GrpcCode.ok && status.message === '') return okTrailers;
  return { fields: statusFields(status), isStable: false };
}

/** The whole of an answer without messages. */
export function trailersOnly(status: CallStatus, httpStatus = 200): HeaderList {
  const fields: HeaderField[] = [[':status', String(httpStatus)], contentType];
  return { fields: [...fields, ...statusFields(status)], isStable: false };
}

function statusFields(status: CallStatus): readonly HeaderField[] {
  return [
    ['grpc-status', String(status.code)],
    ['grpc-message', encodeStatusMessage(status.message)],
  ];
}

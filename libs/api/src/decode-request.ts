// From the bytes of a message to the message. Bytes that are no such message are answered as grpc-go
// answers them; behind the prefix each protobuf implementation has words of its own.
//
// Decoded byte fields are views into `bytes`.
import { AssertionFailure } from '@cairn/core';
import { GrpcCode } from '@cairn/proto';
import { ApiError } from './api-error.ts';

/** A class of generated code. */
export interface MessageCodec<Message> {
  decode(bytes: Uint8Array): Message;
}

/** The request of a unary call. @throws ApiError */
export function decodeRequest<Message>(codec: MessageCodec<Message>, bytes: Uint8Array): Message {
  return decode(codec, bytes, 'grpc: error unmarshalling request');
}

/** A message of a streaming call. @throws ApiError */
export function decodeStreamMessage<Message>(
  codec: MessageCodec<Message>,
  bytes: Uint8Array,
): Message {
  return decode(codec, bytes, 'grpc: failed to unmarshal the received message');
}

function decode<Message>(codec: MessageCodec<Message>, bytes: Uint8Array, prefix: string): Message {
  try {
    return codec.decode(bytes);
  } catch (error) {
    if (error instanceof AssertionFailure) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new ApiError(GrpcCode.internal, `${prefix}: ${reason}`);
  }
}

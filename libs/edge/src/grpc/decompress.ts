// Compressed request messages. A small message can hold a huge one, so the limit applies to what
// comes out. Decompression is synchronous on purpose: it is bounded by the message limit (a few
// milliseconds at most), clients of etcd hardly ever compress, and messages keep their order.
import { GrpcCode } from '@cairn/proto';
import { GrpcFailure } from './failure.ts';

/** Whether requests may name this `grpc-encoding`. */
export function isKnownEncoding(encoding: string): boolean {
  return encoding === '' || encoding === 'identity' || encoding === 'gzip';
}

/** The status for an encoding that {@link isKnownEncoding} does not know. */
export function unknownEncoding(encoding: string): GrpcFailure {
  return new GrpcFailure(
    GrpcCode.unimplemented,
    `grpc: Decompressor is not installed for grpc-encoding ${JSON.stringify(encoding)}`,
  );
}

/** @throws GrpcFailure */
export function decompressMessage(
  compressed: Uint8Array,
  encoding: string,
  messageBytesMax: number,
): Uint8Array {
  if (encoding !== 'gzip') {
    throw new GrpcFailure(
      GrpcCode.internal,
      'grpc: compressed flag set with identity or empty encoding',
    );
  }
  // Loaded by the first message that needs it.
  const { constants, gunzipSync } = process.getBuiltinModule('node:zlib');
  try {
    return gunzipSync(compressed, {
      maxOutputLength: messageBytesMax,
      finishFlush: constants.Z_FINISH,
    });
  } catch (error) {
    if (isTooLarge(error)) {
      throw new GrpcFailure(
        GrpcCode.resourceExhausted,
        `grpc: received message after decompression larger than max ${String(messageBytesMax)}`,
      );
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new GrpcFailure(GrpcCode.internal, `grpc: failed to decompress the message: ${reason}`);
  }
}

function isTooLarge(error: unknown): boolean {
  return error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
}

// Methods that etcd has and Cairn does not have yet. They are registered by name so that a client
// reads what is missing instead of guessing from a generic refusal; clients that can do without
// (kube-apiserver without RangeStream) look at the code only.
import type { UnaryHandler } from '@cairn/edge';
import { GrpcCode } from '@cairn/proto';
import type { StreamKind, StreamMethod } from './gateway-service.ts';

function sentence(what: string): string {
  return `Cairn does not implement ${what} yet`;
}

/** @param what as in "Cairn does not implement … yet". */
export function unimplemented(what: string): UnaryHandler {
  return (_request, call) => call.fail(GrpcCode.unimplemented, sentence(what));
}

export function unimplementedStream(kind: StreamKind, what: string): StreamMethod {
  return { kind, handle: (call) => call.end(GrpcCode.unimplemented, sentence(what)) };
}

/** One refusing handler for each method name. */
export function unimplementedMethods(
  names: readonly string[],
  what: string,
): Readonly<Record<string, UnaryHandler>> {
  return Object.fromEntries(names.map((name) => [name, unimplemented(`${what} (${name})`)]));
}

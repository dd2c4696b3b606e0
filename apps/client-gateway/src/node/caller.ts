import type { CallInfo } from '@cairn/edge';

/** Whose rights count for what is asked: the call of a client, unary or streaming. */
export type Caller = Pick<CallInfo, 'metadata'>;

const prefix = 'Bearer ';

/** As etcd looks for it: gRPC clients send `token`, HTTP clients `Authorization`. Empty = none. */
export function tokenOf({ metadata }: Caller): string {
  const value = metadata.get('token') ?? metadata.get('authorization') ?? '';
  return value.startsWith(prefix) ? value.slice(prefix.length) : value;
}

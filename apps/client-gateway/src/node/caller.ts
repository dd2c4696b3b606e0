import type { CallInfo } from '@cairn/edge';

/** Whose rights count for what is asked: the call of a client, unary or streaming. */
export type Caller = Pick<CallInfo, 'metadata' | 'certificateName'>;

const prefix = 'Bearer ';

/** As etcd looks for it: gRPC clients send `token`, HTTP clients `Authorization`; undefined = neither. */
export function tokenOf({ metadata }: Caller): string | undefined {
  const value = metadata.get('token') ?? metadata.get('authorization');
  return value?.startsWith(prefix) === true ? value.slice(prefix.length) : value;
}

/** The name in the certificate of a caller who has shown no token: a token, even a wrong one, wins. */
export function certificateUserOf(caller: Caller): string {
  return tokenOf(caller) === undefined ? (caller.certificateName ?? '') : '';
}

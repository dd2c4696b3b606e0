import type { CallInfo } from '@cairn/edge';
import type { Span } from '@cairn/tracing';

/** Whose rights count for what is asked: the call of a client, unary or streaming. */
export interface Caller extends Pick<CallInfo, 'metadata' | 'certificateName'> {
  /** Of the call, if it is traced. */
  readonly span?: Span | undefined;
}

const prefix = 'Bearer ';

/**
 * As etcd looks for it: gRPC clients send `token`, HTTP clients `Authorization`; undefined = neither. One that is
 * sent and empty is a token, and a wrong one.
 */
export function tokenOf({ metadata }: Caller): string | undefined {
  const value = metadata.get('token') ?? metadata.get('authorization');
  return value?.startsWith(prefix) === true ? value.slice(prefix.length) : value;
}

/**
 * The name in the certificate of a caller who has shown no token: a token, even a wrong one, wins. Nor does it
 * count for what says that a JSON gateway passes it on, as in etcd: then the certificate is the gateway's.
 */
export function certificateUserOf(caller: Caller): string {
  const { metadata, certificateName = '' } = caller;
  return tokenOf(caller) === undefined && !metadata.has('grpcgateway-accept')
    ? certificateName
    : '';
}

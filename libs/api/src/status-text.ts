import { GrpcCode } from '@cairn/proto';
import type { Status } from './api-error.ts';

const codeNames: ReadonlyMap<number, string> = new Map(
  Object.entries(GrpcCode).map(([name, code]) => [
    code,
    code === GrpcCode.ok ? 'OK' : name.charAt(0).toUpperCase() + name.slice(1),
  ]),
);

/**
 * A status as grpc-go prints it. etcd puts this text, not the plain message, where an error travels
 * inside an answer: in the cancel reason of a watch that was refused.
 */
export function statusText(status: Status): string {
  const name = codeNames.get(status.code) ?? `Code(${String(status.code)})`;
  return `rpc error: code = ${name} desc = ${status.message}`;
}

/** Cancel reasons of a watch that are no status of any call. */
export const watchCancelReasons = {
  emptyRange: 'mvcc: watcher range is empty',
  duplicateId: 'mvcc: duplicate watch ID provided on the WatchStream',
  compacted: 'etcdserver: mvcc: required revision has been compacted',
} as const;

// The revision in an answer, read from its first bytes without decoding the rest: every message of etcd's API
// begins with its header.
import { etcdserverpb, toClampedNumber } from '@cairn/proto';
import { WireReader } from '../node/wire-reader.ts';

const headerTag = 0x0a;

/** @param message or its first part. undefined = it does not say, or is no such message. */
export function answerRevision(message: Uint8Array): number | undefined {
  try {
    const reader = new WireReader(message);
    if (reader.isAtEnd || reader.varint() !== headerTag) return undefined;
    const { revision } = etcdserverpb.ResponseHeader.decode(reader.bytes());
    return toClampedNumber(revision) || undefined;
  } catch {
    // Too short for its own header, or something else.
    return undefined;
  }
}

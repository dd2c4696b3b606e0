import { emptyBytes } from '@cairn/core';
import { encodeDeleteRangeResponse } from '@cairn/proto';
import type { etcdserverpb } from '@cairn/proto';
import type { ApplyContext } from './context.ts';

export function applyDeleteRange(
  context: ApplyContext,
  request: etcdserverpb.DeleteRangeRequest,
  isAwaited: boolean,
): Uint8Array {
  const writer = context.beginWrite();
  const deleted = writer.deleteRange(request.key, request.range_end);
  const revision = writer.end();
  if (!isAwaited) return emptyBytes;
  return encodeDeleteRangeResponse(
    context.header(revision),
    deleted.keys.length,
    request.prev_kv ? deleted.records() : [],
  );
}

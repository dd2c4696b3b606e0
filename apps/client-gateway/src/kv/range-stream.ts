// KV.RangeStream: a range in pieces, of which nobody holds more than one: the raft-node is asked for
// pages, all at the revision of the first one, and the next page is asked for when the client has
// taken the last. Put together in their order the messages are the answer of a Range: the pieces
// before the last hold records only, the last has header, more and count too, as in etcd 3.7.
//
// How many records fill a message is known only after some were seen, so pages begin small and are
// then sized by the page before. A range that is compacted meanwhile ends with etcd's error.
import { ApiError, GrpcCode, checkRange, decodeStreamMessage } from '@cairn/api';
import { assert, fromByteString } from '@cairn/core';
import type { CallInfo, StreamHandler } from '@cairn/edge';
import { etcdserverpb, toClampedNumber } from '@cairn/proto';
import { rangePageRecordsFirst, rangePageRecordsMax } from '../limits.ts';
import { nodeMethod } from '../node/methods.ts';
import type { NodeLink } from '../node/node-link.ts';
import { answerStream } from '../services/answer-stream.ts';
import type { SendMessage } from '../services/answer-stream.ts';
import { rangeStreamResponse, rangeTail, readRangeAnswer } from './range-answer.ts';
import type { RangeAnswer } from './range-answer.ts';

export interface RangeStreamOptions {
  readonly link: Pick<NodeLink, 'submit'>;
  /** What a message should come to. */
  readonly pageBytes: number;
}

type RangeRequest = etcdserverpb.RangeRequest;

const { SortOrder, SortTarget } = etcdserverpb.RangeRequest;

export function rangeStream(options: RangeStreamOptions): StreamHandler {
  return (call) =>
    answerStream(call, async (message, send) => {
      const request = decodeStreamMessage(etcdserverpb.RangeRequest, message);
      checkRange(request);
      checkStreamable(request);
      await streamRange(options, call, request, send);
    });
}

/** What needs the whole range at once is not streamed. @throws ApiError */
function checkStreamable(request: RangeRequest): void {
  const { sort_order: order, sort_target: target } = request;
  const isInKeyOrder =
    order === SortOrder.NONE || (order === SortOrder.ASCEND && target === SortTarget.KEY);
  if (!isInKeyOrder) throw unsupported('custom sort orders');
  const filters = [
    request.min_mod_revision,
    request.max_mod_revision,
    request.min_create_revision,
    request.max_create_revision,
  ];
  if (filters.some((revision) => toClampedNumber(revision) !== 0)) {
    throw unsupported('revision filters');
  }
}

function unsupported(what: string): ApiError {
  return new ApiError(GrpcCode.unimplemented, `RangeStream does not support ${what}`);
}

async function streamRange(
  { link, pageBytes }: RangeStreamOptions,
  call: CallInfo,
  request: RangeRequest,
  send: SendMessage,
): Promise<void> {
  const asked = toClampedNumber(request.limit);
  const limit = asked > 0 ? asked : Number.POSITIVE_INFINITY;
  let size = Math.min(limit, rangePageRecordsFirst);
  const whole = await read(link, call, { ...inKeyOrder(request), limit: size });
  const first = readRangeAnswer(whole);
  if (!first.more || size === limit) return send(rangeStreamResponse([whole]));

  const revision = Math.max(toClampedNumber(request.revision), 0) || first.revision;
  let page = first;
  let sent = 0;
  while (page.more && sent + page.recordCount < limit) {
    await send(rangeStreamResponse([page.records]));
    if (call.signal.aborted) return;
    sent += page.recordCount;
    size = Math.min(limit - sent, nextSize(page, pageBytes));
    const key = keyBehind(page);
    const answer = await read(link, call, { ...inKeyOrder(request), key, revision, limit: size });
    page = readRangeAnswer(answer);
  }
  sent += page.recordCount;
  const tail = rangeTail(first.count > sent, first.count);
  await send(rangeStreamResponse([first.header, page.records, tail]));
}

/** All of it but a sort target, by which the node would sort each page for itself. */
function inKeyOrder(request: RangeRequest): etcdserverpb.RangeRequest.$Properties {
  return {
    key: request.key,
    range_end: request.range_end,
    limit: request.limit,
    revision: request.revision,
    serializable: request.serializable,
    keys_only: request.keys_only,
    count_only: request.count_only,
  };
}

/** At most four times as many as before: the next records may be larger than the last ones. */
function nextSize({ records, recordCount }: RangeAnswer, pageBytes: number): number {
  const fitting = Math.floor((pageBytes * recordCount) / records.length);
  return Math.max(1, Math.min(fitting, 4 * recordCount, rangePageRecordsMax));
}

function keyBehind({ lastKey }: RangeAnswer): Uint8Array {
  assert(lastKey !== undefined, 'a page that is not the last one has records');
  return fromByteString(`${lastKey}\0`);
}

function read(
  link: Pick<NodeLink, 'submit'>,
  call: CallInfo,
  fields: etcdserverpb.RangeRequest.$Properties,
): Promise<Uint8Array> {
  const request = etcdserverpb.RangeRequest.encode(fields).finish();
  return new Promise((respond, reject) => {
    const sink = {
      respond,
      fail: (code: number, message: string) => reject(new ApiError(code, message)),
    };
    link.submit(nodeMethod.range, request, call.deadlineMs, sink, call);
  });
}

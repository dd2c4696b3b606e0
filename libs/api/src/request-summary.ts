// What a log may say of a request: which keys, never what is written to them, nor a password. Requests of
// other services are told by their size.
import { etcdserverpb, toSafeNumber } from '@cairn/proto';

export type RequestSummary = Readonly<Record<string, string | number | boolean>>;

type KeyRange = Pick<etcdserverpb.DeleteRangeRequest, 'key' | 'range_end'>;

const keyCharactersMax = 256;

/** @param path the full gRPC path. Never throws: what cannot be decoded has a size. */
export function summarizeRequest(path: string, request: Uint8Array): RequestSummary {
  const summarize = summaries[path];
  const requestBytes = request.length;
  if (summarize === undefined) return { requestBytes };
  try {
    return { ...summarize(request), requestBytes };
  } catch {
    return { requestBytes };
  }
}

const summaries: Readonly<Record<string, (request: Uint8Array) => RequestSummary>> = {
  '/etcdserverpb.KV/Range': (request) => {
    const range = etcdserverpb.RangeRequest.decode(request);
    return {
      ...keysOf(range),
      ...(toSafeNumber(range.limit) === 0 ? {} : { limit: toSafeNumber(range.limit) }),
      ...(toSafeNumber(range.revision) === 0 ? {} : { atRevision: toSafeNumber(range.revision) }),
      ...(range.serializable ? { serializable: true } : {}),
      ...(range.count_only ? { countOnly: true } : {}),
      ...(range.keys_only ? { keysOnly: true } : {}),
    };
  },
  '/etcdserverpb.KV/Put': (request) => {
    const { key, value } = etcdserverpb.PutRequest.decode(request);
    return { key: shown(key), valueBytes: value.length };
  },
  '/etcdserverpb.KV/DeleteRange': (request) =>
    keysOf(etcdserverpb.DeleteRangeRequest.decode(request)),
  '/etcdserverpb.KV/Txn': (request) => {
    const { compare, success, failure } = etcdserverpb.TxnRequest.decode(request);
    const [first] = compare;
    return {
      ...(first === undefined ? {} : { key: shown(first.key ?? new Uint8Array()) }),
      compares: compare.length,
      successOperations: success.length,
      failureOperations: failure.length,
    };
  },
  '/etcdserverpb.KV/Compact': (request) => ({
    atRevision: toSafeNumber(etcdserverpb.CompactionRequest.decode(request).revision),
  }),
};

function keysOf({ key, range_end: rangeEnd }: KeyRange): RequestSummary {
  const from = { key: shown(key) };
  return rangeEnd.length === 0 ? from : { ...from, rangeEnd: shown(rangeEnd) };
}

/** As text where it is text; a long key by its beginning. */
function shown(key: Uint8Array): string {
  const start = key.subarray(0, keyCharactersMax);
  const text = Buffer.from(start.buffer, start.byteOffset, start.length).toString('utf8');
  const safe = text.replaceAll('\u{fffd}', '?');
  return key.length > keyCharactersMax ? `${safe}… (${key.length} bytes)` : safe;
}

// A RangeResponse taken apart where its fields begin and end. Records go on to the client as the bytes
// they came in: of a page of a thousand only the last one is looked into, for its key.
import { concatBytes, varintLength, writeVarint } from '@cairn/core';
import { etcdserverpb, toSafeNumber } from '@cairn/proto';
import { WireReader } from '../node/wire-reader.ts';
import { readRecord } from '../watch/stored-record.ts';

/** Field number and wire type, as one byte. */
const tag = { header: 0x0a, record: 0x12, more: 0x18, count: 0x20, rangeResponse: 0x0a } as const;

export interface RangeAnswer {
  /** The header as a whole field. */
  readonly header: Uint8Array;
  /** The store's revision at the time of the read. */
  readonly revision: number;
  /** The records as whole fields, one behind the other. */
  readonly records: Uint8Array;
  readonly recordCount: number;
  /** One character per byte; undefined = there are no records. */
  readonly lastKey: string | undefined;
  readonly more: boolean;
  /** Of all records of the range. */
  readonly count: number;
}

/** @throws RangeError when the bytes are no RangeResponse. */
export function readRangeAnswer(message: Uint8Array): RangeAnswer {
  const reader = new WireReader(message);
  let header = message.subarray(0, 0);
  let revision = 0;
  let first = 0;
  let end = 0;
  let recordCount = 0;
  let last: Uint8Array | undefined;
  let more = false;
  let count = 0;
  while (!reader.isAtEnd) {
    const start = reader.at;
    const fieldTag = reader.varint();
    if (fieldTag === tag.record) {
      last = reader.bytes();
      if (recordCount === 0) first = start;
      else if (start !== end) throw new RangeError('the records of a range are not in one piece');
      end = reader.at;
      recordCount += 1;
    } else if (fieldTag === tag.header) {
      const fields = etcdserverpb.ResponseHeader.decode(reader.bytes());
      revision = toSafeNumber(fields.revision);
      header = message.subarray(start, reader.at);
    } else if (fieldTag === tag.more) more = reader.varint() !== 0;
    else if (fieldTag === tag.count) count = reader.varint();
    else reader.skip(fieldTag);
  }
  const lastKey = last === undefined ? undefined : readRecord(last).key;
  const records = message.subarray(first, end);
  return { header, revision, records, recordCount, lastKey, more, count };
}

/** The fields `more` and `count` of a RangeResponse. */
export function rangeTail(more: boolean, count: number): Uint8Array {
  const tail = new Uint8Array((more ? 2 : 0) + (count === 0 ? 0 : 1 + varintLength(count)));
  let at = 0;
  if (more) {
    tail[at++] = tag.more;
    tail[at++] = 1;
  }
  if (count > 0) {
    tail[at] = tag.count;
    writeVarint(tail, at + 1, count);
  }
  return tail;
}

/** RangeStreamResponse around the fields of a RangeResponse. */
export function rangeStreamResponse(fields: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const field of fields) length += field.length;
  const prefix = new Uint8Array(1 + varintLength(length));
  prefix[0] = tag.rangeResponse;
  writeVarint(prefix, 1, length);
  return concatBytes([prefix, ...fields]);
}

// The two fields of a stored mvccpb.KeyValue that matching needs, read straight from its bytes. The
// record itself is passed on as it is, so decoding it into an object would be work thrown away.

export interface RecordPosition {
  /** One character per byte. */
  readonly key: string;
  readonly modRevision: number;
}

const wireVarint = 0;
const wireFixed64 = 1;
const wireBytes = 2;
const wireFixed32 = 5;
const fieldKey = 1;
const fieldModRevision = 3;

/** @throws Error when the bytes are not a KeyValue. */
export function readRecord(record: Uint8Array): RecordPosition {
  const bytes = Buffer.from(record.buffer, record.byteOffset, record.length);
  let key = '';
  let modRevision = 0;
  let offset = 0;
  const readNumber = (): number => {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = bytes[offset++];
      if (byte === undefined) throw new Error('the record ends within a field');
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 128;
    }
  };
  while (offset < bytes.length) {
    const tag = readNumber();
    const field = Math.floor(tag / 8);
    const wire = tag % 8;
    if (wire === wireVarint) {
      const value = readNumber();
      if (field === fieldModRevision) modRevision = value;
    } else if (wire === wireBytes) {
      const length = readNumber();
      if (offset + length > bytes.length) throw new Error('the record ends within a field');
      if (field === fieldKey) key = bytes.toString('latin1', offset, offset + length);
      offset += length;
    } else if (wire === wireFixed64) {
      offset += 8;
    } else if (wire === wireFixed32) {
      offset += 4;
    } else {
      throw new Error(`a record has no field of wire type ${wire}`);
    }
  }
  return { key, modRevision };
}

// The little of protobuf and gRPC framing that a benchmark needs, by hand: bodies for h2load and the
// revision out of an answer.

export function bytesField(number: number, bytes: Uint8Array): Uint8Array {
  return Buffer.concat([varint((number << 3) | 2), varint(bytes.length), bytes]);
}

export function intField(number: number, value: number): Uint8Array {
  return Buffer.concat([varint(number << 3), varint(value)]);
}

/** One uncompressed gRPC message with its five bytes of prefix. */
export function grpcFrame(message: Uint8Array): Uint8Array {
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}

/** The fields of a message by number: varints as numbers, length-delimited ones as bytes. */
export function readFields(message: Uint8Array): ReadonlyMap<number, number | Uint8Array> {
  const fields = new Map<number, number | Uint8Array>();
  let offset = 0;
  const next = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = message[offset++];
      if (byte === undefined) throw new Error('the message ends inside an integer');
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  };
  while (offset < message.length) {
    const tag = next();
    const number = Math.floor(tag / 8);
    if (tag % 8 === 0) {
      fields.set(number, next());
    } else if (tag % 8 === 2) {
      const length = next();
      fields.set(number, message.subarray(offset, offset + length));
      offset += length;
    } else {
      throw new Error(`wire type ${tag % 8} is not expected in an answer of etcd`);
    }
  }
  return fields;
}

/** The revision in the header of an answer of the KV service. */
export function headerRevision(answer: Uint8Array): number {
  const header = readFields(answer).get(1);
  if (!(header instanceof Uint8Array)) throw new Error('the answer has no header');
  const revision = readFields(header).get(3);
  if (typeof revision !== 'number') throw new Error('the header has no revision');
  return revision;
}

export function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  bytes.push(rest);
  return Uint8Array.from(bytes);
}

// The header of answers that the gateway itself gives, as the bytes of a response's first field. The
// generated code takes 2 µs for one, nearly all of it for two ids of 64 bits that never change: they
// are kept encoded, and the last header is kept whole, because many answers of a moment have the same.
import { encodeVarint64, varintLength, writeVarint } from '@cairn/core';
import type { NodeState } from '../node/node-state.ts';
import { bytesFieldLength, writeBytesField } from './wire.ts';

const tagHeader = (1 << 3) | 2;
const tagClusterId = (1 << 3) | 0;
const tagMemberId = (2 << 3) | 0;
const tagRevision = (3 << 3) | 0;
const tagRaftTerm = (4 << 3) | 0;

export class HeaderBytes {
  #clusterId = 0n;
  #memberId = 0n;
  /** Both ids as fields. */
  #ids = new Uint8Array(0);
  #raftTerm = 0;
  #revision = 0;
  #field: Uint8Array = emptyHeader();

  /** The header as a whole field of a response; revision 0 leaves the revision out. */
  field(state: NodeState | undefined, revision: number): Uint8Array {
    if (state === undefined) return emptyHeader();
    const { clusterId, memberId, raftTerm } = state;
    if (clusterId !== this.#clusterId || memberId !== this.#memberId) {
      this.#clusterId = clusterId;
      this.#memberId = memberId;
      this.#ids = Uint8Array.of(
        tagClusterId,
        ...encodeVarint64(clusterId),
        tagMemberId,
        ...encodeVarint64(memberId),
      );
    } else if (revision === this.#revision && raftTerm === this.#raftTerm) {
      return this.#field;
    }
    this.#revision = revision;
    this.#raftTerm = raftTerm;
    this.#field = this.#encode();
    return this.#field;
  }

  #encode(): Uint8Array {
    const ids = this.#ids;
    const revisionLength = this.#revision === 0 ? 0 : 1 + varintLength(this.#revision);
    const length = ids.length + revisionLength + 1 + varintLength(this.#raftTerm);
    const field = new Uint8Array(bytesFieldLength(length));
    field[0] = tagHeader;
    let offset = writeVarint(field, 1, length);
    field.set(ids, offset);
    offset += ids.length;
    if (this.#revision !== 0) {
      field[offset] = tagRevision;
      offset = writeVarint(field, offset + 1, this.#revision);
    }
    field[offset] = tagRaftTerm;
    writeVarint(field, offset + 1, this.#raftTerm);
    return field;
  }
}

function emptyHeader(): Uint8Array {
  const field = new Uint8Array(2);
  writeBytesField(field, 0, tagHeader, new Uint8Array(0));
  return field;
}

export { AssertionFailure, assert, unreachable } from './assert.ts';
export {
  compareBytes,
  concatBytes,
  emptyBytes,
  equalBytes,
  fromByteString,
  toByteString,
} from './bytes.ts';
export type { MonotonicClock } from './clock.ts';
export { crc32c } from './crc32c.ts';
export { MinHeap } from './heap.ts';
export type { ClusterId, LeaseId, LogIndex, MemberId, Revision, Term } from './ids.ts';
export { SeededRandom } from './random.ts';
export type { Random } from './random.ts';
export { encodeVarint64, varintLength, writeVarint } from './varint.ts';

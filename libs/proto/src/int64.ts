// The one place where 64-bit protobuf integers become JavaScript values. protobufjs decodes them as
// Long (or as a number when it can). Ids (cluster, member, lease) use the whole range and become
// bigint; revisions, terms and log indexes stay far below 2^53 and become numbers, asserted.
import { assert } from '@cairn/core';
import Long from 'long';

/** What a decoded message holds in a 64-bit field. */
export type Int64 = number | Long;

/** A revision, term, index or count; throws (assert) outside the safe-integer range. */
export function toSafeNumber(value: Int64): number {
  const number = typeof value === 'number' ? value : value.toNumber();
  assert(Number.isSafeInteger(number), `64-bit integer ${String(value)} is not a safe integer`);
  return number;
}

/**
 * A revision or limit as a client sent it: any int64. Values outside the safe-integer range are
 * clamped to its ends, where they behave as in etcd (far future, or negative).
 */
export function toClampedNumber(value: Int64): number {
  const number = typeof value === 'number' ? value : value.toNumber();
  if (number > Number.MAX_SAFE_INTEGER) return Number.MAX_SAFE_INTEGER;
  if (number < Number.MIN_SAFE_INTEGER) return Number.MIN_SAFE_INTEGER;
  return number;
}

/** A signed 64-bit id (leases). */
export function toSignedBigInt(value: Int64): bigint {
  if (typeof value === 'number') return BigInt(value);
  return BigInt.asIntN(64, (BigInt(value.high) << 32n) | BigInt(value.low >>> 0));
}

/** An unsigned 64-bit id (cluster, member). */
export function toUnsignedBigInt(value: Int64): bigint {
  if (typeof value === 'number') return BigInt.asUintN(64, BigInt(value));
  return (BigInt(value.high >>> 0) << 32n) | BigInt(value.low >>> 0);
}

/** The value to put into an int64 or uint64 field. */
export function fromBigInt(value: bigint, signed: 'signed' | 'unsigned'): Long {
  const low = Number(BigInt.asIntN(32, value));
  const high = Number(BigInt.asIntN(32, value >> 32n));
  return Long.fromBits(low, high, signed === 'unsigned');
}

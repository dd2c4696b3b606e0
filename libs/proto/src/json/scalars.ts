// One JSON value ↔ one value of a field, by the rules of proto3 JSON: 64-bit integers are strings, since
// a number in JSON may lose its last digits on the way; bytes are base64.
import type { Int64 } from '../int64.ts';
import { fromBigInt } from '../int64.ts';
import { JsonMistake } from './json-mistake.ts';
import type { ScalarType } from './schema.ts';

const integerText = /^-?(?:0|[1-9]\d{0,19})$/;
/** Both alphabets of RFC 4648, padded or not. */
const base64Text = /^[A-Za-z0-9+/_-]*={0,2}$/;

const ranges = {
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  uint32: [0n, 2n ** 32n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
} as const;

type IntegerType = keyof typeof ranges;

/**
 * What the generated code takes for a field of this type.
 *
 * @param place names the field in the text of the mistake.
 * @throws JsonMistake
 */
export function scalarFromJson(type: ScalarType, value: unknown, place: string): unknown {
  switch (type) {
    case 'bool':
      if (typeof value === 'boolean') return value;
      break;
    case 'string':
      // Half a surrogate cannot be written as UTF-8: whoever decodes it would find no text at all.
      if (typeof value === 'string') return value.toWellFormed();
      break;
    case 'bytes': {
      const bytes = typeof value === 'string' ? bytesOf(value) : undefined;
      if (bytes !== undefined) return bytes;
      break;
    }
    default: {
      const integer = integerOf(type, value);
      if (integer === undefined) break;
      if (type === 'int32' || type === 'uint32') return Number(integer);
      return fromBigInt(integer, type === 'uint64' ? 'unsigned' : 'signed');
    }
  }
  throw new JsonMistake(`invalid value for ${type} field ${place}`);
}

/** JSON text of a value as the generated code decodes it. */
export function scalarToJson(type: ScalarType, value: unknown): string {
  switch (type) {
    case 'bool':
    case 'int32':
    case 'uint32':
      return String(value);
    case 'string':
      return JSON.stringify(value);
    case 'bytes':
      return `"${asBuffer(value as Uint8Array).toString('base64')}"`;
    case 'int64':
    case 'uint64':
      return `"${(value as Int64).toString()}"`;
  }
}

/** Proto3 leaves such a value out. */
export function isDefault(value: unknown): boolean {
  switch (typeof value) {
    case 'object':
      // Bytes, or a 64-bit integer.
      if (value === null) return true;
      return value instanceof Uint8Array
        ? value.length === 0
        : (value as { isZero(): boolean }).isZero();
    case 'string':
      return value === '';
    default:
      return value === undefined || value === 0 || value === false;
  }
}

function integerOf(type: IntegerType, value: unknown): bigint | undefined {
  const integer = toInteger(value);
  const [min, max] = ranges[type];
  return integer !== undefined && integer >= min && integer <= max ? integer : undefined;
}

function toInteger(value: unknown): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : undefined;
  return typeof value === 'string' && integerText.test(value) ? BigInt(value) : undefined;
}

function bytesOf(given: string): Uint8Array | undefined {
  // Tools that write base64 break its lines.
  const text = /[\r\n]/.test(given) ? given.replaceAll(/[\r\n]/g, '') : given;
  if (!base64Text.test(text)) return undefined;
  const isPadded = text.endsWith('=');
  // With padding it is a whole number of groups; without, one character alone is no byte.
  if (isPadded ? text.length % 4 !== 0 : text.length % 4 === 1) return undefined;
  return Buffer.from(text, 'base64');
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

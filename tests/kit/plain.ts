// Messages in the plain forms that tests write and compare: see Plain in rpc-table.ts for requests.
// Answers become JSON-like values with every field at its default left out, so that two servers
// whose encoders differ in what they spell out still compare equal, as they do for every client.
import { fromByteString, toByteString } from '@cairn/core';
import { fromBigInt, toSignedBigInt } from '@cairn/proto';

export type PlainValue =
  string | number | boolean | readonly PlainValue[] | { readonly [field: string]: PlainValue };

const bytesFields = new Set(['key', 'range_end', 'value']);

/** The protobufjs message of a plainly written request. */
export function toMessage(request: unknown, field = ''): unknown {
  if (typeof request === 'string')
    return bytesFields.has(field) ? fromByteString(request) : request;
  if (typeof request === 'bigint') return fromBigInt(request, 'signed');
  if (Array.isArray(request)) return request.map((element: unknown) => toMessage(element, field));
  if (typeof request !== 'object' || request === null || request instanceof Uint8Array) {
    return request;
  }
  return Object.fromEntries(
    Object.entries(request).map(([name, value]) => [name, toMessage(value, name)]),
  );
}

/** A decoded message without its default fields; bytes as byte strings, big integers as decimals. */
export function toPlain(message: unknown): PlainValue {
  if (message instanceof Uint8Array) return toByteString(message);
  if (Array.isArray(message)) return message.map((element: unknown) => toPlain(element));
  if (isLong(message)) return integerToPlain(toSignedBigInt(message));
  if (typeof message === 'object' && message !== null) return fieldsToPlain(message);
  return message as string | number | boolean;
}

function fieldsToPlain(message: object): PlainValue {
  const fields: [string, PlainValue][] = [];
  for (const [name, value] of Object.entries(message)) {
    if (value === null || value === undefined || name === '$unknowns') continue;
    const plain = toPlain(value);
    if (!isDefault(plain)) fields.push([name, plain]);
  }
  return Object.fromEntries(fields);
}

function isDefault(value: PlainValue): boolean {
  return (
    value === '' || value === 0 || value === false || (Array.isArray(value) && value.length === 0)
  );
}

function integerToPlain(value: bigint): PlainValue {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}

type LongLike = Exclude<Parameters<typeof toSignedBigInt>[0], number>;

function isLong(value: unknown): value is LongLike {
  return typeof value === 'object' && value !== null && 'high' in value && 'low' in value;
}
